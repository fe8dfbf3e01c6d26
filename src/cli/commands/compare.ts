// carryover compare: a run beside simpler models, or several runs beside each other.

import { CarryoverError, exitCodes } from "../../problems/problem.ts";
import { exclusiveOptions } from "../../problems/usage-problems.ts";
import { optionsFor, runSettings } from "../../settings/index.ts";
import { type Command, defineCommand } from "./command.ts";
import { exitLines } from "../options/index.ts";
import { defaultThreads } from "../../services/engine/index.ts";

export const command: Command = defineCommand({
  name: "compare",
  positional: {
    name: "RUN",
    what: "a run folder",
    more: { name: "[RUN...]", what: "as many further run folders as wanted", fewest: 0, most: 50 },
  },
  describe:
    "With one run: contributions and returns by least squares, ridge and the maximum a posteriori point beside the full posterior, with " +
    "scores. With several: differences of leave-one-out density with their standard errors where the runs are of the same data, " +
    "scores and returns side by side.",
  options: {
    ...optionsFor("compare", runSettings),
    json: { kind: "flag", describe: "Print one JSON document" },
    csv: {
      kind: "flag",
      describe: "Print a table of contributions and returns (one run), or of scores and returns (several)",
    },
  },
  examples: [
    ["compare weekly-run", "what the full model buys over a regression"],
    ["compare weekly-run --holdout 13", "with scores on a quarter of a year that none has seen"],
    ["compare runs/linear runs/hill runs/student", "which of several models predicts best"],
  ],
  exits: exitLines(0, 3, 130),
  run: async (folder, { holdout: rows, threads, progress, json, csv }, context) => {
    if (json && csv) throw new CarryoverError([exclusiveOptions(["--json", "--csv"])], exitCodes.usage);
    const { out, err } = context.terminal;
    const folders = [folder, ...context.more];
    const wording = await import("../../problems/check-problems.ts");
    const twice = folders.find((each, k) => folders.indexOf(each) < k);
    if (twice !== undefined) throw new CarryoverError([wording.runGivenTwice(twice)], exitCodes.usage);
    if (rows !== undefined && folders.length > 1) {
      throw new CarryoverError([wording.holdoutOfSeveral(folders.length)], exitCodes.usage);
    }
    const { openRun } = await import("../../store/run/open-run.ts");
    const opened = [];
    for (const each of folders) opened.push(await openRun(each));
    opened.forEach(({ model }, k) => {
      if (model.converged) return;
      err.write(`${err.style.red("NOT CONVERGED:")} see carryover diagnose ${folders[k]}\n`);
    });
    const { printPrivacy, privacyField } = await import("../print/privacy.ts");
    if (folders.length > 1) {
      const { compareRuns } = await import("../../decisions/comparison/compare-runs.ts");
      const comparison = compareRuns(
        opened.map(({ run, model }, k) => ({ name: folders[k], model, pointwise: run.draws.pointwise })),
      );
      const { comparisonCsv, comparisonLines } = await import("../print/comparison.ts");
      const privacy = Object.fromEntries(
        opened.flatMap(({ run }, k) =>
          run.record.privacy === undefined ? [] : [[folders[k], run.record.privacy.statement]],
        ),
      );
      const known = Object.keys(privacy).length > 0;
      if (json) out.write(`${JSON.stringify(known ? { ...comparison, privacy } : comparison, undefined, 2)}\n`);
      else if (csv) out.write(comparisonCsv(comparison));
      else out.write(`${comparisonLines(comparison, out.columns(), out.style).join("\n")}\n`);
      if (!json) {
        // Runs of one table have the same line.
        const different = new Map(opened.map(({ run }) => [run.record.privacy?.line, run.record.privacy]));
        for (const each of different.values()) printPrivacy(context.terminal, each, csv);
      }
      return exitCodes.success;
    }
    const [{ run, model }] = opened;
    const { privacy } = run.record;
    let heldOut: import("../../decisions/predictions/holdout.ts").HoldoutRows | undefined;
    if (rows !== undefined) {
      const { refitWithoutLast } = await import("../refit.ts");
      const workers = context.engine.startWorkers(threads ?? defaultThreads(model.chains));
      const refit = await refitWithoutLast(context, opened[0], {
        rows,
        workers,
        progress: progress ?? runSettings.progress.default,
      });
      if (refit === undefined) return exitCodes.canceled;
      ({ heldOut } = refit);
      if (!heldOut.trained.converged) {
        err.write(`${err.style.red("NOT CONVERGED:")} the fit without the last ${rows} rows\n`);
      }
    }
    const { baselines } = await import("../../decisions/comparison/baselines.ts");
    const table = baselines(model, undefined, heldOut);
    const { baselinesCsv, baselinesLines } = await import("../print/baselines.ts");
    if (json)
      out.write(
        `${JSON.stringify({ run: folder, converged: model.converged, ...privacyField(privacy), ...table }, undefined, 2)}\n`,
      );
    else if (csv) out.write(baselinesCsv(table));
    else out.write(`${baselinesLines(table, model.data.target.name, out.columns(), out.style).join("\n")}\n`);
    if (!json) printPrivacy(context.terminal, privacy, csv);
    return exitCodes.success;
  },
});
