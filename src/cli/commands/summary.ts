// carryover summary: the parameters and quantities of a run.

import { CarryoverError, exitCodes } from "../../problems/problem.ts";
import { exclusiveOptions } from "../../problems/usage-problems.ts";
import { type Command, defineCommand } from "./command.ts";
import { exitLines } from "../options/index.ts";

export const command: Command = defineCommand({
  name: "summary",
  positional: { name: "RUN", what: "a run folder" },
  describe:
    "Prints the parameters (scaled units) and quantities (the table's own units) of a run: mean, standard deviation, 5 % and 95 % " +
    "quantiles, R-hat, effective sample sizes. A warning stands first when the run has not converged.",
  options: {
    json: { kind: "flag", describe: "Print summary.json" },
    csv: { kind: "flag", describe: "Print summary.csv" },
  },
  examples: [
    ["summary weekly-run", "tables for people"],
    ["summary weekly-run --csv > summary.csv", "a table for a spreadsheet"],
  ],
  exits: exitLines(0, 3),
  run: async (folder, { json, csv }, { terminal }) => {
    if (json && csv) throw new CarryoverError([exclusiveOptions(["--json", "--csv"])], exitCodes.usage);
    const { loadRun } = await import("../../store/run/load-run.ts");
    const { record, summary, diagnostics } = await loadRun(folder);
    const { out, err } = terminal;
    if (!diagnostics.converged) {
      err.write(`${err.style.red("NOT CONVERGED:")} see carryover diagnose ${folder}\n`);
    }
    if (json) out.write(`${JSON.stringify(summary, undefined, 2)}\n`);
    else if (csv) out.write((await import("../../store/run/summary-csv.ts")).summaryCsv(summary));
    else {
      const { summaryLines } = await import("../print/summary.ts");
      out.write(`${summaryLines(summary, out.columns(), out.style).slice(1).join("\n")}\n`);
    }
    const { printPrivacy } = await import("../print/privacy.ts");
    printPrivacy(terminal, record.privacy, json || csv);
    return exitCodes.success;
  },
});
