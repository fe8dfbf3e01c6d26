// What carryover check prints: verdict, checks with advice, scores, leave-one-out, prior beside posterior.

import type { ModelChecks, ReviewCheck, ReviewStatus } from "../../decisions/review/index.ts";
import type { PointScores, PredictiveScores } from "../../decisions/predictions/index.ts";
import { csvText } from "../../files/index.ts";
import type { Style } from "../terminal/index.ts";
import { noted } from "./intervals.ts";
import { liftTestLines } from "./lift-tests.ts";
import { type TableColumn, tableLines, wrapText } from "./table.ts";
import { count, decimalsFor, estimateAlone, fixed, pText, percent } from "../../words/index.ts";

const verdicts: Readonly<Record<ReviewStatus, string>> = {
  PASS: "PASS: no objections to these results",
  REVIEW: "REVIEW: usable, with the reservations below",
  FAIL: "FAIL: do not rely on these results",
};

export function checkLines(checks: ModelChecks, width: number, style: Style): readonly string[] {
  const { review } = checks;
  const paint = painter(style);
  return [
    paint[review.verdict](style.bold(verdicts[review.verdict])),
    ...review.checks.flatMap((check) => reviewLines(check, width, style)),
    "",
    style.bold("Scores"),
    ...tableLines(scoreColumns(checks), width, style),
    ...notes(checks, width),
    ...liftTestLines(checks.liftTests, width, style),
    "",
    style.bold("ROI of each channel, prior and posterior mean"),
    ...noted(tableLines(priorColumns(checks), width, style), width),
  ];
}

/** The review as a table. */
export function checkCsv({ review }: ModelChecks): string {
  return csvText(
    ["check", "status", "figure", "threshold", "finding", "advice"],
    review.checks.map(({ check, status, figure, threshold, finding, advice }) => [
      check,
      status,
      figure,
      threshold,
      finding,
      advice,
    ]),
  );
}

function painter(style: Style): Readonly<Record<ReviewStatus, (text: string) => string>> {
  return { PASS: style.green, REVIEW: style.yellow, FAIL: style.red };
}

function reviewLines({ status, title, finding, advice }: ReviewCheck, width: number, style: Style): readonly string[] {
  const label = status.padEnd(6);
  // The label is measured without its color.
  const [first, ...rest] = wrapText(`${label}|${title}: ${finding}`, width, "       ");
  return [
    `${painter(style)[status](label)} ${first.slice(label.length + 1)}`,
    ...rest,
    ...(status === "PASS" ? [] : wrapText(`-> ${advice}`, width - 7, "   ").map((line) => `       ${line}`)),
  ];
}

function scoreColumns({ scores, holdout }: ModelChecks): readonly TableColumn[] {
  const rows: readonly { readonly name: string; readonly scores: PointScores & Partial<PredictiveScores> }[] = [
    { name: "fitted rows", scores },
    ...(holdout === undefined
      ? []
      : [
          { name: holdout.geos === undefined ? "held-out rows" : "held-out geos", scores: holdout.scores },
          ...holdout.naive.map((forecast) => ({ name: `  ${forecast.method}`, scores: forecast.scores })),
        ]),
  ];
  const column = (
    title: string,
    rank: number,
    of: (scores: (typeof rows)[number]["scores"]) => string,
  ): TableColumn => ({
    title,
    align: "right",
    rank,
    cells: rows.map((row) => of(row.scores)),
  });
  const units = decimalsFor(scores.rmse, 3);
  return [
    { title: "", align: "left", rank: 0, cells: rows.map(({ name }) => name) },
    column("rows", 3, (each) => String(each.rows)),
    ...pointColumns(
      rows.map((row) => row.scores),
      units,
    ),
    column("CRPS", 1, ({ crps }) => (crps === undefined ? "" : fixed(crps, units))),
    column("in 50%", 2, ({ coverage }) => (coverage === undefined ? "" : percent(coverage[0].share))),
    column("in 90%", 1, ({ coverage }) => (coverage === undefined ? "" : percent(coverage[1].share))),
  ];
}

/** R squared, relative errors and errors in units of the target, with these decimals. */
export function pointColumns(scores: readonly PointScores[], units: number): readonly TableColumn[] {
  const column = (title: string, rank: number, of: (score: PointScores) => string): TableColumn => ({
    title,
    align: "right",
    rank,
    cells: scores.map(of),
  });
  return [
    column("R2", 0, ({ r2 }) => fixed(r2, 3)),
    column("MAPE", 1, ({ mape }) => percent(mape)),
    column("wMAPE", 2, ({ wmape }) => percent(wmape)),
    column("MAE", 1, ({ mae }) => fixed(mae, units)),
    column("RMSE", 2, ({ rmse }) => fixed(rmse, units)),
  ];
}

function notes({ loo, scores, residuals }: ModelChecks, width: number): readonly string[] {
  return [
    ...(scores.zeroRows > 0
      ? wrapText(`MAPE excludes ${count(scores.zeroRows, "row")} with a target of zero.`, width)
      : []),
    ...wrapText(
      loo === undefined
        ? "Leave-one-out is not available: the run has no pointwise log likelihoods."
        : `Leave-one-out: elpd ${fixed(loo.elpd, 1)} (standard error ${fixed(loo.se, 1)}), effective parameters ` +
            `${fixed(loo.pLoo, 1)}; rows with a Pareto k above 0.7: ${loo.above07}.`,
      width,
    ),
    ...wrapText(
      `Residuals: Durbin-Watson ${fixed(residuals.durbinWatson, 2)}, Ljung-Box ${pText(residuals.ljungBox.pValue)} ` +
        `over ${residuals.ljungBox.lags} lags.`,
      width,
    ),
  ];
}

function priorColumns({ priorPosterior, uninformedChannels }: ModelChecks): readonly TableColumn[] {
  const rows = priorPosterior.filter(({ of }) => of === "roi");
  const column = (title: string, rank: number, of: (row: (typeof rows)[number]) => string): TableColumn => ({
    title,
    align: "right",
    rank,
    cells: rows.map(of),
  });
  const digits = (spread: number) => (value: number) => fixed(value, decimalsFor(spread));
  return [
    { title: "channel", align: "left", rank: 0, cells: rows.map(({ channel }) => channel ?? "") },
    column("prior", 0, ({ prior, priorSpread }) => estimateAlone(prior, digits(priorSpread))),
    column("posterior", 0, ({ posterior, posteriorSpread }) => estimateAlone(posterior, digits(posteriorSpread))),
    column("less spread", 0, ({ contraction }) => percent(contraction)),
    column("overlap", 1, ({ overlap }) => percent(overlap)),
    {
      title: "",
      align: "left",
      rank: 0,
      cells: rows.map(({ channel }) => (uninformedChannels.includes(channel ?? "") ? "not informed by the data" : "")),
    },
  ];
}
