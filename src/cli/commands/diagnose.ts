// carryover diagnose: whether a run can be relied on, and where it hurts.

import { type Command, defineCommand } from "./command.ts";
import { exitCodeOf } from "./exit-code.ts";
import { exitLines } from "../options/index.ts";

export const command: Command = defineCommand({
  name: "diagnose",
  positional: { name: "RUN", what: "a run folder" },
  describe:
    "Prints the sampler diagnostics of a run: every check with its remedy, the parameters with the smallest effective " +
    "sample sizes, statistics of each chain, and where divergences are located. Also prints leave-one-out " +
    "cross-validation if the run holds pointwise log likelihoods.",
  options: { json: { kind: "flag", describe: "Print diagnostics.json" } },
  examples: [
    ["diagnose weekly-run", "diagnose a run"],
    ["diagnose weekly-run --json | jq .converged", "for a script"],
  ],
  exits: exitLines(0, 3, 4),
  run: async (run, { json }, { terminal }) => {
    const [{ diagnose }, { diagnosticsDocument }, { diagnosisLines }, { printResult }] = await Promise.all([
      import("../../services/analyze/stored.ts"),
      import("../../store/run/documents.ts"),
      import("../print/diagnosis.ts"),
      import("../print/result.ts"),
    ]);
    const answer = await diagnose({ run });
    await printResult(
      terminal,
      { json },
      {
        document: () => diagnosticsDocument(answer.stored.diagnostics),
        lines: (width, style) => diagnosisLines(answer.stored, width, style),
        privacy: answer.privacy,
      },
    );
    return exitCodeOf(answer);
  },
});
