// carryover compare: a run beside simpler models, or several runs beside each other.

import { CarryoverError, exitCodes } from "../../problems/problem.ts";
import { optionsFor, runSettings } from "../../settings/index.ts";
import { type Command, defineCommand } from "./command.ts";
import { exclusive, exitLines } from "../options/index.ts";
import { holdoutOfSeveral } from "../../problems/check-problems.ts";

export const command: Command = defineCommand({
  name: "compare",
  positional: {
    name: "RUN",
    what: "a run folder",
    more: { name: "[RUN...]", what: "as many further run folders as wanted", fewest: 0, most: 50 },
  },
  describe:
    "With one run: compares contributions and ROI of the full posterior with least squares, ridge regression and the " +
    "maximum a posteriori estimate, with scores. With several runs: compares scores and ROI, and differences of " +
    "expected log predictive density (leave-one-out) with standard errors if the runs use the same data.",
  options: {
    ...optionsFor("compare", runSettings),
    json: { kind: "flag", describe: "Print one JSON document" },
    csv: {
      kind: "flag",
      describe: "Print a CSV table of contributions and ROI (one run), or of scores and ROI (several runs)",
    },
  },
  examples: [
    ["compare weekly-run", "the full model and simpler estimates"],
    ["compare weekly-run --holdout 13", "with scores on 13 weeks held out from all"],
    ["compare runs/linear runs/hill runs/student", "which model predicts best"],
  ],
  exits: exitLines(0, 3, 130),
  run: async (folder, { holdout, threads, progress, json, csv }, { terminal, engine, more }) => {
    exclusive({ json, csv });
    const { err } = terminal;
    const runs = [folder, ...more];
    const [service, { followFit, warnings }, { printResult }] = await Promise.all([
      import("../../services/analyze/compare.ts"),
      import("../progress/follow.ts"),
      import("../print/result.ts"),
    ]);
    if (runs.length > 1) {
      if (holdout !== undefined) throw new CarryoverError([holdoutOfSeveral(runs.length)], exitCodes.usage);
      const answer = await service.compareRuns({ runs }, warnings(err));
      const { comparisonCsv, comparisonLines } = await import("../print/comparison.ts");
      await printResult(
        terminal,
        { json, csv },
        {
          document: () => service.compareRunsDocument(answer),
          lines: (width, style) => comparisonLines(answer.comparison, width, style),
          csv: () => comparisonCsv(answer.comparison),
          privacy: [...answer.privacy.values()],
        },
      );
      return exitCodes.success;
    }
    const request = { run: folder, holdout, threads };
    const mode = holdout === undefined ? undefined : (progress ?? runSettings.progress.default);
    const answer = await followFit(err, mode, (call) => service.compare(request, { ...call, engine }));
    if (answer === undefined) return exitCodes.canceled;
    const { baselines, target, privacy, refitConverged: converged = true } = answer;
    const { warnUnlessConverged } = await import("../print/convergence.ts");
    warnUnlessConverged(err, { converged, what: `the fit without the last ${holdout} rows` });
    const { baselinesCsv, baselinesLines } = await import("../print/baselines.ts");
    await printResult(
      terminal,
      { json, csv },
      {
        document: () => service.compareDocument(answer),
        lines: (width, style) => baselinesLines(baselines, target, width, style),
        csv: () => baselinesCsv(baselines),
        privacy,
      },
    );
    return exitCodes.success;
  },
});
