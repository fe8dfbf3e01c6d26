// carryover check: the model against the data, with a review.

import { exitCodes } from "../../problems/problem.ts";
import { optionsFor, runSettings } from "../../settings/index.ts";
import { type Command, defineCommand } from "./command.ts";
import { exclusive, exitLines } from "../options/index.ts";
import { exitCodeOf } from "./exit-code.ts";

export const command: Command = defineCommand({
  name: "check",
  positional: { name: "RUN", what: "a run folder" },
  describe:
    "Reviews a run against its data. Each check of sampling, fit, residuals, leave-one-out cross-validation, prior, " +
    "baseline and channels says PASS, REVIEW or FAIL, with advice. Then prints the scores. --holdout N refits without " +
    "the last N rows and compares the predictions for them with simple forecasts; it takes about as long as the fit. " +
    "--backtest does so from several origins in the table. --holdout-geos does so for geos of a panel, whose target is predicted from what the geos have in common.",
  options: {
    ...optionsFor("check", runSettings),
    json: { kind: "flag", describe: "Print one JSON document, including the data of charts" },
    csv: { kind: "flag", describe: "Print the review as a table" },
  },
  examples: [
    ["check weekly-run", "the review and the scores"],
    ["check weekly-run --holdout 13", "with 13 weeks that the model has not seen"],
    ["check weekly-run --backtest", "from four origins: errors at 4, 13 and 26 weeks, and how far returns moved"],
    ["check panel-run --holdout-geos North,South", "with two geos whose target the model has not seen"],
    ["check weekly-run --json | jq .review.verdict", "for a script"],
  ],
  exits: [
    [0, "the review says PASS or REVIEW"],
    ...exitLines(1, 3),
    [4, "the run, or a refit without the rows held out or after an origin, has not converged"],
    [6, "the review says FAIL"],
    ...exitLines(130),
  ],
  run: async (
    run,
    {
      holdout,
      "holdout-geos": heldGeos,
      "without-tests": withoutTests,
      backtest,
      origins,
      threads,
      progress,
      json,
      csv,
    },
    { terminal, engine },
  ) => {
    exclusive({ json, csv });
    exclusive({ holdout, "holdout-geos": heldGeos });
    const [{ check, checkDocument }, { followFit }] = await Promise.all([
      import("../../services/analyze/check.ts"),
      import("../progress/follow.ts"),
    ]);
    const { err } = terminal;
    const holdoutGeos = heldGeos?.split(",").map((name) => name.trim());
    const request = {
      run,
      holdout,
      ...(holdoutGeos === undefined ? {} : { holdoutGeos }),
      withoutTests,
      backtest,
      origins,
      threads,
    };
    const isFitted =
      holdout !== undefined ||
      holdoutGeos !== undefined ||
      withoutTests === true ||
      backtest === true ||
      origins !== undefined;
    const mode = isFitted ? (progress ?? runSettings.progress.default) : undefined;
    const answer = await followFit(err, mode, (call) => check(request, { ...call, engine }));
    if (answer === undefined) return exitCodes.canceled;
    const { checks, privacy, reliable } = answer;
    const [{ checkCsv, checkLines }, { backtestLines }, { printResult }] = await Promise.all([
      import("../print/check.ts"),
      import("../print/backtest.ts"),
      import("../print/result.ts"),
    ]);
    await printResult(
      terminal,
      { json, csv },
      {
        document: () => checkDocument(answer),
        lines: (width, style) => [...checkLines(checks, width, style), ...backtestLines(answer.backtest, width, style)],
        csv: () => checkCsv(checks),
        privacy,
      },
    );
    return exitCodeOf({ converged: reliable, accepted: checks.review.verdict !== "FAIL" });
  },
});
