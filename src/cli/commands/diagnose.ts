// carryover diagnose: whether a run can be relied on, and where it hurts.

import { type Command, defineCommand } from "./command.ts";
import { exitCodeOf } from "./exit-code.ts";
import { exitLines } from "../options/index.ts";

export const command: Command = defineCommand({
  name: "diagnose",
  positional: { name: "RUN", what: "a run folder" },
  describe:
    "Prints the verdict on a run: every check with its remedy, the parameters that mix worst, what each chain did, where " +
    "divergences lie, and leave-one-out cross-validation where the run holds pointwise log likelihoods.",
  options: {},
  examples: [["diagnose weekly-run", "look at a run"]],
  exits: exitLines(0, 3, 4),
  run: async (run, _options, { terminal }) => {
    const [{ diagnose }, { diagnosisLines }, { printResult }] = await Promise.all([
      import("../../services/analyze/stored.ts"),
      import("../print/diagnosis.ts"),
      import("../print/result.ts"),
    ]);
    const answer = await diagnose({ run });
    await printResult(
      terminal,
      { json: false },
      {
        document: () => answer.stored.diagnostics,
        lines: (width, style) => diagnosisLines(answer.stored, width, style),
        privacy: answer.privacy,
      },
    );
    return exitCodeOf(answer);
  },
});
