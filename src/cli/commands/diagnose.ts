// carryover diagnose: whether a run can be relied on, and where it hurts.

import { exitCodes } from "../../problems/problem.ts";
import { type Command, defineCommand } from "./command.ts";
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
  run: async (folder, _options, { terminal }) => {
    const { loadRun } = await import("../../store/run/load-run.ts");
    const run = await loadRun(folder);
    const { diagnosisLines } = await import("../print/diagnosis.ts");
    terminal.out.write(`${diagnosisLines(run, terminal.out.columns(), terminal.out.style).join("\n")}\n`);
    const { printPrivacy } = await import("../print/privacy.ts");
    printPrivacy(terminal, run.record.privacy, false);
    return run.diagnostics.converged ? exitCodes.success : exitCodes.notConverged;
  },
});
