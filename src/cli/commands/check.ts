// carryover check: the model against the data, with a review.

import { CarryoverError, exitCodes } from "../../problems/problem.ts";
import { exclusiveOptions } from "../../problems/usage-problems.ts";
import { optionsFor, runSettings } from "../../settings/index.ts";
import { type Command, defineCommand } from "./command.ts";
import { exitLines } from "../options/index.ts";
import { defaultThreads } from "../../services/engine/index.ts";

export const command: Command = defineCommand({
  name: "check",
  positional: { name: "RUN", what: "a run folder" },
  describe:
    "Checks a run against its data and reviews it: PASS, REVIEW or FAIL with one sentence of advice for each check of sampling, fit, " +
    "residuals, leave-one-out, prior, baseline and channels; then scores. --holdout N fits once more without the last N rows, " +
    "which takes about as long as the fit did, and scores its predictions of these beside forecasts that need no model.",
  options: {
    ...optionsFor("check", runSettings),
    json: { kind: "flag", describe: "Print everything as one JSON document, with what charts need" },
    csv: { kind: "flag", describe: "Print the review as a table" },
  },
  examples: [
    ["check weekly-run", "the review and the scores"],
    ["check weekly-run --holdout 13", "with a quarter of a year that the model has not seen"],
    ["check weekly-run --json | jq .review.verdict", "for a script"],
  ],
  exits: [
    [0, "the review says PASS or REVIEW"],
    ...exitLines(1, 3),
    [4, "the run, or the fit without the rows held out, has not converged"],
    [6, "the review says FAIL"],
    ...exitLines(130),
  ],
  run: async (folder, { holdout: rows, threads, progress, json, csv }, context) => {
    if (json && csv) throw new CarryoverError([exclusiveOptions(["--json", "--csv"])], exitCodes.usage);
    const { out, err } = context.terminal;
    const { openRun } = await import("../../store/run/open-run.ts");
    const opened = await openRun(folder);
    const { run, model } = opened;
    if (!model.converged) err.write(`${err.style.red("NOT CONVERGED:")} see carryover diagnose ${folder}\n`);
    const { modelChecks } = await import("../../decisions/review/review.ts");
    let holdout: import("../../decisions/predictions/holdout.ts").Holdout | undefined;
    if (rows !== undefined) {
      const { refitWithoutLast } = await import("../refit.ts");
      const workers = context.engine.startWorkers(threads ?? defaultThreads(model.chains));
      const refit = await refitWithoutLast(context, opened, {
        rows,
        workers,
        progress: progress ?? runSettings.progress.default,
      });
      if (refit === undefined) return exitCodes.canceled;
      ({ holdout } = refit);
    }
    const checks = modelChecks(model, { diagnostics: run.diagnostics, pointwise: run.draws.pointwise, holdout });
    const { checkCsv, checkLines } = await import("../print/check.ts");
    const { printPrivacy, privacyField } = await import("../print/privacy.ts");
    const { privacy } = run.record;
    if (json)
      out.write(
        `${JSON.stringify({ run: folder, converged: model.converged, ...privacyField(privacy), ...checks }, undefined, 2)}\n`,
      );
    else if (csv) out.write(checkCsv(checks));
    else out.write(`${checkLines(checks, out.columns(), out.style).join("\n")}\n`);
    if (!json) printPrivacy(context.terminal, privacy, csv);
    if (!model.converged || holdout?.converged === false) return exitCodes.notConverged;
    return checks.review.verdict === "FAIL" ? exitCodes.reviewFailed : exitCodes.success;
  },
});
