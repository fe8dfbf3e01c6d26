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
