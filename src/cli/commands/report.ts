// carryover report: one HTML file that says what a run found and whether it can be trusted.

import { resolve } from "node:path";
import { exitCodes } from "../../problems/problem.ts";
import { chartSettings, optionsFor, quantitySettings, runSettings } from "../../settings/index.ts";
import { type Command, defineCommand } from "./command.ts";
import { exitLines } from "../options/index.ts";
import { defaultThreads } from "../../services/engine/index.ts";

export const command: Command = defineCommand({
  name: "report",
  positional: { name: "RUN", what: "a run folder" },
  describe:
    "Writes the report of a run as one HTML file that loads nothing from elsewhere: the verdict in plain words, what to do, fit, contributions, " +
    "returns, response curves, carry-over, the best budget, prior beside posterior, review, convergence. If the run has not " +
    "converged, that stands first. --charts writes every chart as a picture, too.",
  options: {
    out: { kind: "text", what: "a file", describe: "File to write", fallback: "report.html in the run folder" },
    ...optionsFor("report", runSettings),
    ...optionsFor("report", quantitySettings),
    charts: { kind: "text", what: "a folder", describe: "Also write each chart into this folder" },
    ...optionsFor("report", chartSettings),
    json: { kind: "flag", describe: "Print what was written as one JSON document" },
  },
  examples: [
    ["report weekly-run", "weekly-run/report.html"],
    ["report weekly-run --holdout 13 --out for-the-board.html", "with a quarter of a year that the model has not seen"],
    ["report weekly-run --charts pictures --format png", "charts for slides"],
  ],
  exits: exitLines(0, 3, 4, 130),
  run: async (
    folder,
    { out, holdout: rows, "break-even": breakEven, charts, format, threads, progress, json },
    context,
  ) => {
    const { openRun } = await import("../../store/run/open-run.ts");
    const opened = await openRun(folder);
    const { terminal } = context;
    const converged = opened.run.diagnostics.converged;
    if (!converged) {
      terminal.err.write(`${terminal.err.style.red("NOT CONVERGED:")} see carryover diagnose ${folder}\n`);
    }
    let holdout: import("../../decisions/predictions/holdout.ts").Holdout | undefined;
    if (rows !== undefined) {
      const { refitWithoutLast } = await import("../refit.ts");
      const workers = context.engine.startWorkers(threads ?? defaultThreads(opened.model.chains));
      const refit = await refitWithoutLast(context, opened, {
        rows,
        workers,
        progress: progress ?? runSettings.progress.default,
      });
      if (refit === undefined) return exitCodes.canceled;
      ({ holdout } = refit);
    }
    const [{ buildReport }, { sourceOfRun }, { writeCharts, writeReport }] = await Promise.all([
      import("../../report/build-report.ts"),
      import("../../report/from-run.ts"),
      import("../../report/write-report.ts"),
    ]);
    const report = await buildReport(sourceOfRun(opened), { holdout, breakEven });
    const file = await writeReport(report.html, folder, out);
    const pictures =
      charts === undefined
        ? []
        : await writeCharts(report.charts, resolve(charts), format ?? chartSettings.format.default);
    const { printPrivacy, privacyField } = await import("../print/privacy.ts");
    const { privacy } = opened.run.record;
    if (json) {
      terminal.out.write(
        `${JSON.stringify({ run: folder, converged, ...privacyField(privacy), report: file, charts: pictures }, undefined, 2)}\n`,
      );
    } else {
      terminal.out.write(`Report: ${file}\n`);
      if (charts !== undefined) terminal.out.write(`${pictures.length} charts: ${resolve(charts)}\n`);
    }
    if (!json) printPrivacy(terminal, privacy, false);
    return converged && holdout?.converged !== false ? exitCodes.success : exitCodes.notConverged;
  },
});
