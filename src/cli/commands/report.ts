// carryover report: one HTML file that says what a run found and whether it can be trusted.

import { resolve } from "node:path";
import { exitCodes } from "../../problems/problem.ts";
import { businessSettings, chartSettings, optionsFor, quantitySettings, runSettings } from "../../settings/index.ts";
import { type Command, defineCommand } from "./command.ts";
import { exitLines, optionName } from "../options/index.ts";
import { exitCodeOf } from "./exit-code.ts";

export const command: Command = defineCommand({
  name: "report",
  positional: { name: "RUN", what: "a run folder" },
  describe:
    "Writes the report of a run as one HTML file without external resources: verdict, advice, fit, contributions, " +
    "returns, response curves, carry-over, the recommended budget, prior and posterior, review, and convergence. If the" +
    " run has not converged, the report says so first. --charts also writes every chart as an image.",
  options: {
    out: { kind: "text", what: "a file", describe: "File to write", fallback: "report.html in the run folder" },
    ...optionsFor("report", runSettings),
    ...optionsFor("report", businessSettings),
    ...optionsFor("report", quantitySettings),
    charts: { kind: "text", what: "a folder", describe: "Also write every chart to this folder" },
    ...optionsFor("report", chartSettings),
    json: { kind: "flag", describe: "Print the paths of the files as one JSON document" },
  },
  examples: [
    ["report weekly-run", "writes weekly-run/report.html"],
    ["report weekly-run --holdout 13 --out for-the-board.html", "with 13 weeks that the model has not seen"],
    ["report weekly-run --charts pictures --format png", "charts for slides"],
  ],
  exits: exitLines(0, 3, 4, 130),
  run: async (
    run,
    { "break-even": breakEven, margin, currency, title, progress, json, ...options },
    { terminal, engine },
  ) => {
    const [{ report, reportDocument }, { followFit }] = await Promise.all([
      import("../../services/analyze/report.ts"),
      import("../progress/follow.ts"),
    ]);
    const { err } = terminal;
    const { out, holdout, threads, charts, format } = options;
    const request = { run, out, holdout, threads, breakEven, margin, currency, title, charts, format };
    const mode = holdout === undefined ? undefined : (progress ?? runSettings.progress.default);
    const answer = await followFit(err, mode, (call) => report(request, { ...call, engine, written: optionName }));
    if (answer === undefined) return exitCodes.canceled;
    const { printResult } = await import("../print/result.ts");
    await printResult(
      terminal,
      { json },
      {
        document: () => reportDocument(answer),
        lines: () => [
          `Report: ${answer.report}`,
          ...(charts === undefined ? [] : [`${answer.charts.length} charts: ${resolve(charts)}`]),
        ],
        privacy: answer.privacy,
      },
    );
    return exitCodeOf({ converged: answer.reliable });
  },
});
