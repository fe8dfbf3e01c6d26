// The review: every check with its advice, and the pictures behind the checks.

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
import type { Predictions } from "../../decisions/predictions/index.ts";
import { type ReviewStatus, limits } from "../../decisions/review/index.ts";
import {
  type DrawFigure,
  withInterval,
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
  const { dates, cadence } = model.data;
  const unit = cadence === "weekly" ? "week" : "day";
  const observed = model.data.target.values;
  const mean = sum(observed) / observed.length;
  const strange = statistics
    .filter(({ p }) => Math.min(p, 1 - p) < limits.predictiveP)
    .map(({ statistic }) => statistic);
  const having = (status: ReviewStatus): number => review.checks.filter((check) => check.status === status).length;
  const figures: Figure[] = [
    await draw(
      "review-checks",
      reviewChecks,
      { checks: review.checks },
      {
        finding: `${count(having("FAIL"), "check")} ${having("FAIL") === 1 ? "fails" : "fail"}, ${having("REVIEW")} ${having("REVIEW") === 1 ? "needs" : "need"} review, ${having("PASS")} ${having("PASS") === 1 ? "passes" : "pass"}.`,
        howToRead: "FAIL: do not use the results. REVIEW: use them with the reservation that the check names.",
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
      { observed, replicates: tables(predictions) },
      {
        finding: `Predictions of a ${unit} miss by ${short(scores.crps)} (CRPS), ${percent(scores.crps / mean)} of the mean; ${strange.length === 0 ? "mean, spread and extremes are those of tables drawn from the model." : `in tables drawn from the model the ${listed(strange)} ${strange.length === 1 ? "is" : "are"} otherwise than observed.`}`,
        howToRead:
          "The band holds the densities of nine of ten simulated tables, the line is the observed one. Where it leaves the band, the likelihood has another shape than the data.",
        table: table("The observed table and tables drawn from the model", [
          { title: "figure", cells: statistics.map(({ statistic }) => statistic) },
          { title: "observed", align: "right", cells: statistics.map((each) => short(each.observed)) },
          { title: "drawn, mean", align: "right", cells: statistics.map(({ predicted }) => short(predicted)) },
          { title: "P(drawn ≥ observed)", align: "right", cells: statistics.map(({ p }) => probability(p)) },
        ]),
      },
    ),
    await draw(
      "review-pit",
      reviewPit,
      { pit: scores.pit.values },
      {
        finding: `${scores.coverage[0].inside} of ${scores.coverage[0].rows} observations lie in their 50% interval and ${scores.coverage[1].inside} in their 90% interval.`,
        howToRead:
          "A calibrated model stays inside the band: the curve is the share of observations below each predicted quantile, less the share there should be.",
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
        finding: `Residuals of neighboring ${unit}s correlate by ${withInterval(residuals.lag1, alike.figures)}.`,
        howToRead:
          "What is left once the model's expectation is taken off, over time and against itself at other lags. Bars outside the band mean that something patterned in time is missing.",
        table: table("Autocorrelation of the residuals", [
          { title: `lag (${unit}s)`, cells: residuals.autocorrelation.map((_, i) => String(i + 1)) },
          { title: "autocorrelation", align: "right", cells: residuals.autocorrelation.map(correlation) },
        ]),
      },
    ),
  ];
  if (loo !== undefined) {
    const highest = loo.pointwise
      .map(({ paretoK: k }, i) => ({ date: dates[i], k }))
      .filter(({ k }) => Number.isFinite(k))
      .toSorted((a, b) => b.k - a.k)
      .slice(0, tabled);
    figures.push(
      await draw(
        "review-pareto-k",
        reviewParetoK,
        { weeks: dates, k: loo.pointwise.map(({ paretoK }) => paretoK), draws: model.posterior.count },
        {
          finding: !loo.pointwise.some(({ paretoK }) => Number.isFinite(paretoK))
            ? "No Pareto k could be estimated, so nothing is known of how far single rows shape the fit."
            : loo.unreliableRows.length === 0
              ? `Leave-one-out can be relied on in every row: elpd ${short(loo.elpd)} (standard error ${short(loo.se)}).`
              : loo.unreliableRows.length === 1
                ? "One row pulls the fit so hard that leaving it out cannot be estimated."
                : `${loo.unreliableRows.length} rows pull the fit so hard that leaving them out cannot be estimated.`,
          howToRead: "High points are rows that the fit depends on: look at what happened there.",
          table: table(`The ${count(highest.length, "row")} with the highest Pareto k`, [
            { title: unit, cells: highest.map(({ date }) => date) },
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
            ? `Contributions do not vary over the draws; the spend of ${worst.channels[0]} and ${worst.channels[1]} correlates by ${correlation(worst.spend)}.`
            : `The two contributions that are hardest to tell apart are those of ${worst.channels[0]} and ${worst.channels[1]}: over the draws they correlate by ${correlation(worst.contribution)}, their spend by ${correlation(worst.spend)}.`,
          table: table(
            `Correlations of pairs of channels, hardest to tell apart first${pairs.length < collinearity.pairs.length ? ` (${pairs.length} of ${collinearity.pairs.length})` : ""}`,
            [
              { title: "channels", cells: pairs.map(({ channels: [a, b] }) => `${a} and ${b}`) },
              { title: "spend", align: "right", cells: pairs.map(({ spend }) => correlation(spend)) },
              {
                title: "contributions over the draws",
                align: "right",
                cells: pairs.map((each) => correlation(each.contribution)),
              },
            ],
          ),
          howToRead: `Correlation of spend by ${unit}. Channels that always move together cannot be told apart by any model without an experiment.`,
        },
      ),
    );
  }
  return { id: "review", title: "Can the model be trusted?", figures };
}

/** Simulated tables, one for each of evenly spaced draws. */
function tables({ weeks, count, predicted }: Predictions): Float64Array[] {
  const size = Math.min(replicates, count);
  return Array.from({ length: size }, (_, i) => {
    const draw = Math.floor((i * count) / size);
    return Float64Array.from({ length: weeks }, (__, t) => predicted[t * count + draw]);
  });
}
