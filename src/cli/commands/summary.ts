// carryover summary: the parameters and quantities of a run.

import { exitCodes } from "../../problems/problem.ts";
import { type Command, defineCommand } from "./command.ts";
import { exclusive, exitLines } from "../options/index.ts";

export const command: Command = defineCommand({
  name: "summary",
  positional: { name: "RUN", what: "a run folder" },
  describe:
    "Prints the parameters (scaled units) and quantities (the table's own units) of a run: mean, standard deviation, 5%" +
    " and 95% quantiles, R-hat and effective sample sizes. If the run has not converged, a warning is printed first.",
  options: {
    json: { kind: "flag", describe: "Print summary.json" },
    csv: { kind: "flag", describe: "Print summary.csv" },
  },
  examples: [
    ["summary weekly-run", "tables for people"],
    ["summary weekly-run --csv > summary.csv", "a table for a spreadsheet"],
  ],
  exits: exitLines(0, 3),
  run: async (run, { json, csv }, { terminal }) => {
    exclusive({ json, csv });
    const [{ summary }, { warnings }, { summaryLines }, { printResult }, { printPrivacy }] = await Promise.all([
      import("../../services/analyze/stored.ts"),
      import("../progress/follow.ts"),
      import("../print/summary.ts"),
      import("../print/result.ts"),
      import("../print/privacy.ts"),
    ]);
    const answer = await summary({ run }, warnings(terminal.err));
    const [{ summaryCsv }, { summaryDocument }] = await Promise.all([
      import("../../store/run/summary-csv.ts"),
      import("../../store/run/documents.ts"),
    ]);
    await printResult(
      terminal,
      { json, csv },
      {
        document: () => summaryDocument(answer.summary),
        lines: (width, style) => summaryLines(answer.summary, width, style).slice(1),
        csv: () => summaryCsv(answer.summary),
      },
    );
    // The documents are the files of the run folder, which say nothing of privacy.
    printPrivacy(terminal, answer.privacy, json || csv);
    return exitCodes.success;
  },
});
