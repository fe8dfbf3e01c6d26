// The review: every check with its advice, and the pictures behind the checks.

import { periodOf } from "../../data/panel/index.ts";
import { sum } from "../../numerics/index.ts";
import {
  reviewChecks,
  reviewCollinearity,
  reviewParetoK,
  reviewPit,
  reviewPredictive,
  reviewResiduals,
} from "../../charts/review/index.ts";
import type { Analysis } from "../../decisions/advice/index.ts";
import { type Predictions, rowLabels, targetOf } from "../../decisions/predictions/index.ts";
import { isUnlike, peopleOfRows, type ReviewStatus } from "../../decisions/review/index.ts";
import {
  type DrawFigure,
  intervalInText,
  html,
  type Figure,
  type Section,
  table,
  type ReportSource,
} from "../shell/index.ts";
import { alike, count, fixed, listed, percent, probability, short, type Print } from "../../words/index.ts";

/** Rows of tables that would otherwise grow with the square of the channels, or with the rows of the data. */
const tabled = 20;

/** Two decimals. */
const correlation: Print = (value) => fixed(value, 2);

/** Simulated tables behind the predictive densities. */
const replicates = 100;

export async function reviewPage(
  { model }: ReportSource,
  { checks, predictions }: Analysis,
  draw: DrawFigure,
): Promise<Section> {
  const { review, statistics, residuals, scores, loo, collinearity } = checks;
  const { cadence, geos } = model.data;
  const unit = periodOf(cadence);
  // A panel has a row for each geo and week.
  const row = geos === undefined ? unit : "row";
  const { series } = predictions;
  const rows = rowLabels(model.data, series);
  const dates = rows.geos?.map((geo, k) => `${geo} ${rows.dates[k]}`) ?? rows.dates;
  const observed = targetOf(model.data, series);
  const people = peopleOfRows(model, series);
  const mean = sum(observed) / observed.length;
  const strange = statistics.filter(isUnlike).map(({ statistic }) => statistic);
  const having = (status: ReviewStatus): number => review.checks.filter((check) => check.status === status).length;
  const figures: Figure[] = [
    await draw(
      "review-checks",
      reviewChecks,
      { checks: review.checks },
      {
        finding: `${count(having("FAIL"), "check")} ${having("FAIL") === 1 ? "fails" : "fail"}, ${having("REVIEW")} ${having("REVIEW") === 1 ? "needs" : "need"} review, ${having("PASS")} ${having("PASS") === 1 ? "passes" : "pass"}.`,
        howToRead: "FAIL: do not use the results. REVIEW: use them with the reservation of the check.",
        table: table("Checks", [
          { title: "check", cells: review.checks.map(({ title }) => title) },
          { title: "status", cells: review.checks.map(({ status }) => html`<span class="${status}">${status}</span>`) },
          { title: "found", cells: review.checks.map(({ finding }) => finding) },
          { title: "advice", cells: review.checks.map(({ advice }) => advice) },
        ]),
      },
    ),
    await draw(
      "review-predictive",
      reviewPredictive,
      {
        observed: people === undefined ? observed : observed.map((value, k) => value / people[k]),
        replicates: tables(predictions, people),
        unit,
        ...(people === undefined ? {} : { perHead: true }),
      },
      {
        finding: `The continuous ranked probability score (CRPS) by ${row} is ${short(scores.crps)}, ${percent(scores.crps / mean)} of the mean. ${strange.length === 0 ? "Mean, spread and extremes of simulated tables agree with the data." : `In simulated tables, the ${listed(strange)} ${strange.length === 1 ? "differs" : "differ"} from the data.`}`,
        howToRead:
          "The band contains the densities of 90% of the simulated tables; the line is the density of the data. Where the line leaves the band, the likelihood does not fit the data.",
        table: table("Statistics of the observed table and of simulated tables", [
          { title: "statistic", cells: statistics.map(({ statistic }) => statistic) },
          { title: "observed", align: "right", cells: statistics.map((each) => short(each.observed)) },
          { title: "simulated, mean", align: "right", cells: statistics.map(({ predicted }) => short(predicted)) },
          {
            title: "P(simulated > observed), ties counted half",
            align: "right",
            cells: statistics.map(({ p }) => probability(p)),
          },
        ]),
      },
    ),
    await draw(
      "review-pit",
      reviewPit,
      { pit: scores.pit.values },
      {
        finding: `${scores.coverage[0].inside} of ${scores.coverage[0].rows} observations lie inside their 50% predictive interval and ${scores.coverage[1].inside} inside their 90% predictive interval.`,
        howToRead:
          "The curve is the share of observations below each predicted quantile, minus its nominal value. For a calibrated model, it stays inside the band.",
        table: table("Observations inside central intervals", [
          { title: "interval", cells: scores.coverage.map(({ level }) => percent(level)) },
          { title: "inside", align: "right", cells: scores.coverage.map(({ inside, rows }) => `${inside} of ${rows}`) },
          { title: "share", align: "right", cells: scores.coverage.map(({ share }) => percent(share)) },
        ]),
      },
    ),
    await draw(
      "review-residuals",
      reviewResiduals,
      {
        weeks: dates,
        residuals: residuals.residuals,
        autocorrelation: residuals.autocorrelation,
        unit,
      },
      {
        finding: `The lag-1 autocorrelation of the residuals is ${intervalInText(residuals.lag1, alike.figures)}.`,
        howToRead:
          "Residuals over time, and their autocorrelation. Bars outside the band indicate that the model lacks a pattern over time.",
        table: table("Autocorrelation of the residuals", [
          { title: `lag (${unit}s)`, cells: residuals.autocorrelation.map((_, i) => String(i + 1)) },
          { title: "autocorrelation", align: "right", cells: residuals.autocorrelation.map(correlation) },
        ]),
      },
    ),
  ];
  if (loo !== undefined) {
    const left = loo.names ?? dates;
    const highest = loo.pointwise
      .map(({ paretoK: k }, i) => ({ date: left[i], k }))
      .filter(({ k }) => !Number.isNaN(k))
      .toSorted((a, b) => b.k - a.k)
      .slice(0, tabled);
    figures.push(
      await draw(
        "review-pareto-k",
        reviewParetoK,
        { weeks: left, k: loo.pointwise.map(({ paretoK }) => paretoK), draws: model.posterior.count },
        {
          finding: !loo.pointwise.some(({ paretoK }) => Number.isFinite(paretoK))
            ? "No Pareto k could be estimated, so the influence of single rows is unknown."
            : loo.unreliableRows.length === 0
              ? `The leave-one-out estimate is reliable for every row: elpd ${short(loo.elpd)} (standard error ${short(loo.se)}).`
              : loo.unreliableRows.length === 1
                ? "One row is so influential that its leave-one-out estimate is unreliable."
                : `${loo.unreliableRows.length} rows are so influential that their leave-one-out estimates are unreliable.`,
          howToRead: "Rows with a high Pareto k are influential. Check what happened there.",
          table: table(`The ${count(highest.length, "row")} with the highest Pareto k`, [
            { title: loo.names === undefined ? unit : "row", cells: highest.map(({ date }) => date) },
            { title: "Pareto k", align: "right", cells: highest.map(({ k }) => correlation(k)) },
          ]),
        },
      ),
    );
  }
  if (collinearity.channels.length > 1) {
    const pairs = collinearity.pairs.slice(0, tabled);
    const [worst] = pairs;
    figures.push(
      await draw(
        "review-collinearity",
        reviewCollinearity,
        { channels: collinearity.channels, correlations: collinearity.spend },
        {
          finding: Number.isNaN(worst.contribution)
            ? `The contributions are fixed. ${worst.channels[0]} and ${worst.channels[1]} have a correlation over time of ${correlation(worst.spend)}.`
            : `The contributions of ${worst.channels[0]} and ${worst.channels[1]} have the lowest posterior correlation, ${correlation(worst.contribution)}; over time they have correlation ${correlation(worst.spend)}.`,
          table: table(
            `Correlations of pairs of channels, lowest posterior correlation first${pairs.length < collinearity.pairs.length ? ` (${pairs.length} of ${collinearity.pairs.length})` : ""}`,
            [
              { title: "channels", cells: pairs.map(({ channels: [a, b] }) => `${a} and ${b}`) },
              { title: "spend", align: "right", cells: pairs.map(({ spend }) => correlation(spend)) },
              {
                title: "contributions (posterior)",
                align: "right",
                cells: pairs.map((each) => correlation(each.contribution)),
              },
            ],
          ),
          howToRead: `Correlation of spend by ${unit}. Without an experiment, no model can separate channels whose spend always moves together.`,
        },
      ),
    );
  }
  return { id: "review", title: "Model review", figures };
}

/** Simulated tables, one for each of evenly spaced draws; of a panel with a population per head. */
function tables({ weeks, count, predicted }: Predictions, people: Float64Array | undefined): Float64Array[] {
  const size = Math.min(replicates, count);
  return Array.from({ length: size }, (_, i) => {
    const draw = Math.floor((i * count) / size);
    return Float64Array.from({ length: weeks }, (__, t) => predicted[t * count + draw] / (people?.[t] ?? 1));
  });
}
