// The review: every check with its advice, and the pictures behind the checks.

import { reviewChecks } from "../../charts/review-checks.ts";
import { reviewCollinearity } from "../../charts/review-collinearity.ts";
import { reviewParetoK } from "../../charts/review-pareto-k.ts";
import { reviewPit } from "../../charts/review-pit.ts";
import { reviewPredictive } from "../../charts/review-predictive.ts";
import { reviewResiduals } from "../../charts/review-residuals.ts";
import type { Analysis } from "../../decisions/analysis.ts";
import type { Predictions } from "../../decisions/predictive.ts";
import type { ReviewStatus } from "../../decisions/review.ts";
import type { DrawFigure } from "../draw.ts";
import { numbers } from "../figures.ts";
import { html } from "../html.ts";
import type { Figure, Section } from "../section.ts";
import { table } from "../table.ts";
import type { ReportSource } from "../source.ts";

/** Simulated tables behind the predictive densities. */
const replicates = 100;

export async function reviewPage(
  { model }: ReportSource,
  { checks, predictions }: Analysis,
  draw: DrawFigure,
): Promise<Section> {
  const { review, residuals, scores, loo, collinearity } = checks;
  const { dates, cadence } = model.data;
  const unit = cadence === "weekly" ? "week" : "day";
  const observed = model.data.target.values;
  const count = (status: ReviewStatus): number => review.checks.filter((check) => check.status === status).length;
  const figures: Figure[] = [
    await draw(
      "review-checks",
      reviewChecks,
      { checks: review.checks },
      {
        finding: `${count("PASS")} checks pass, ${count("REVIEW")} ask for a look, ${count("FAIL")} fail.`,
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
        finding: `Tables drawn from the model beside the table at hand: their CRPS is ${numbers.short(scores.crps)}.`,
        howToRead:
          "The band holds the densities of nine of ten simulated tables, the line is the observed one. Where it leaves the band, the likelihood has another shape than the data.",
      },
    ),
    await draw(
      "review-pit",
      reviewPit,
      { pit: scores.pit.values },
      {
        finding: `${scores.coverage[0].inside} of ${scores.coverage[0].rows} observations lie in their 50 % interval and ${scores.coverage[1].inside} in their 90 % interval.`,
        howToRead:
          "A calibrated model stays inside the band: the curve is the share of observations below each predicted quantile, less the share there should be.",
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
        finding: `Residuals of neighbouring periods correlate by ${numbers.ratio(residuals.lag1.median)} (${numbers.ratio(residuals.lag1.lower)} to ${numbers.ratio(residuals.lag1.upper)}).`,
        howToRead:
          "What is left once the model's expectation is taken off, over time and against itself at other lags. Bars outside the band mean that something patterned in time is missing.",
      },
    ),
  ];
  if (loo !== undefined) {
    figures.push(
      await draw(
        "review-pareto-k",
        reviewParetoK,
        { weeks: dates, k: loo.pointwise.map(({ paretoK }) => paretoK), draws: model.posterior.count },
        {
          finding:
            loo.unreliableRows.length === 0
              ? `Leave-one-out can be relied on in every row; elpd ${numbers.short(loo.elpd)} (standard error ${numbers.short(loo.se)}).`
              : `${loo.unreliableRows.length} rows pull the fit so hard that leaving them out cannot be estimated.`,
          howToRead: "High points are rows that the fit depends on: look at what happened in those weeks.",
        },
      ),
    );
  }
  if (collinearity.channels.length > 1) {
    const [worst] = collinearity.pairs;
    figures.push(
      await draw(
        "review-collinearity",
        reviewCollinearity,
        { channels: collinearity.channels, correlations: collinearity.spend },
        {
          finding: `The two contributions that are hardest to tell apart are those of ${worst.channels[0]} and ${worst.channels[1]}: over the draws they correlate by ${numbers.ratio(worst.contribution)}, their spend by ${numbers.ratio(worst.spend)}.`,
          howToRead:
            "Correlation of weekly spend. Channels that always move together cannot be told apart by any model without an experiment.",
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
