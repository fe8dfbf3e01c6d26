// Review of the model as a whole: sampling, fit, predictions, residuals, prior, baseline.

import type { Check } from "../../diagnostics/index.ts";
import type { Diagnostics } from "../../mmm/fit/index.ts";
import { limits } from "./review-thresholds.ts";
import type { ReviewCheck, ReviewStatus } from "./review-check.ts";
import type { BaselineSign } from "./review-baseline.ts";
import type {
  Holdout,
  PredictiveStatistic,
  PriorPredictive,
  ResidualAnalysis,
  LooScore,
  PredictiveScores,
} from "../predictions/index.ts";
import { figure, fixed, interval, pText, percent } from "../../words/index.ts";

/** What of the diagnostics is reviewed. */
export type ReviewedDiagnostics = Pick<
  Diagnostics,
  | "converged"
  | "chains"
  | "max_rhat"
  | "min_ess_bulk"
  | "min_ess_tail"
  | "divergences"
  | "min_ebfmi"
  | "tree_depth_hits"
  | "checks"
>;

const statusOf: Readonly<Record<Check["status"], ReviewStatus>> = { pass: "PASS", warn: "REVIEW", fail: "FAIL" };
const severity: readonly ReviewStatus[] = ["PASS", "REVIEW", "FAIL"];

/** The worst of some statuses; PASS of none. */
export function worstOf(statuses: readonly ReviewStatus[]): ReviewStatus {
  return severity[Math.max(0, ...statuses.map((status) => severity.indexOf(status)))];
}

/** The diagnostics of sampling, by the limits of the verdict on convergence. */
export function convergenceChecks(diagnostics: ReviewedDiagnostics): readonly ReviewCheck[] {
  const own = (check: string, title: string, names: readonly string[], figure: number, threshold: number) => {
    const checks = diagnostics.checks.filter(({ name }) => names.includes(name));
    const status = worstOf(checks.map((each) => statusOf[each.status]));
    const worst = checks.find((each) => statusOf[each.status] === status);
    return {
      check,
      title,
      status,
      figure,
      threshold,
      finding: worst?.detail ?? "",
      advice: status === "PASS" ? "Nothing to do." : (worst?.remedy ?? ""),
    };
  };
  const judged = ["r-hat", "bulk-ess", "tail-ess", "divergences"];
  const rest = diagnostics.checks.filter(({ name }) => !judged.includes(name));
  const restStatus = worstOf(rest.map(({ status }) => statusOf[status]));
  const worst = rest.find(({ status }) => statusOf[status] === restStatus);
  const ess = Math.min(diagnostics.min_ess_bulk, diagnostics.min_ess_tail);
  return [
    own("convergence-r-hat", "Chains agree", ["r-hat"], diagnostics.max_rhat, 1.01),
    own("convergence-ess", "Enough effective draws", ["bulk-ess", "tail-ess"], ess, 100 * diagnostics.chains),
    own("convergence-divergences", "No divergences", ["divergences"], diagnostics.divergences, 0),
    {
      check: "convergence-sampler",
      title: "Sampler at ease",
      status: restStatus,
      figure: rest.filter(({ status }) => status !== "pass").length,
      threshold: 0,
      finding:
        restStatus === "PASS" ? "Chains, draws, tree depth and energy are as they should be." : (worst?.detail ?? ""),
      advice: restStatus === "PASS" ? "Nothing to do." : (worst?.remedy ?? ""),
    },
  ];
}

/** How well the model describes the table that it was fitted to. */
export function fitChecks(
  scores: PredictiveScores,
  statistics: readonly PredictiveStatistic[],
  residuals: ResidualAnalysis,
  loo: LooScore | undefined,
): readonly ReviewCheck[] {
  const [, wide] = scores.coverage;
  const worst = statistics.reduce((least, each) => (tailOf(each) < tailOf(least) ? each : least));
  const checks: ReviewCheck[] = [
    {
      check: "fit-r2",
      title: "Fit to the table",
      status: scores.r2 < limits.r2.fail ? "FAIL" : scores.r2 < limits.r2.review ? "REVIEW" : "PASS",
      figure: scores.r2,
      threshold: limits.r2.review,
      finding: `R squared is ${fixed(scores.r2, 3)}; the mean error is ${percent(scores.wmape)} of the target.`,
      advice:
        scores.r2 < limits.r2.review
          ? "Much is left unexplained: add the controls that move the target, such as promotions, prices or holidays."
          : "A good fit alone does not make contributions right; read the checks below too.",
    },
    {
      check: "fit-coverage",
      title: "Noise as wide as it should be",
      // Rows that were fitted may well be covered more often than that.
      status: wide.share < wide.lower ? "REVIEW" : "PASS",
      figure: wide.share,
      threshold: wide.lower,
      finding: `${wide.inside} of ${wide.rows} rows lie in their 90% predictive interval.`,
      advice:
        wide.share < wide.lower
          ? "Predictions are too sure of themselves: look for outliers and try likelihood: student_t."
          : "Nothing to do.",
    },
    {
      check: "fit-predictive",
      title: "The model makes tables like this one",
      status: tailOf(worst) < limits.predictiveP ? "REVIEW" : "PASS",
      figure: worst.p,
      threshold: limits.predictiveP,
      finding:
        `The ${worst.statistic} of the target is ${figure(worst.observed)}, in tables drawn from the model ` +
        `${figure(worst.predicted)} on average (${pText(worst.p)}).`,
      advice:
        tailOf(worst) < limits.predictiveP
          ? "The model does not produce what was observed: look at the weeks it misses and at the likelihood."
          : "Nothing to do.",
    },
    residualCheck(residuals),
  ];
  if (loo !== undefined) checks.push(looCheck(loo, scores.rows));
  return checks;
}

function tailOf({ p }: PredictiveStatistic): number {
  return Math.min(p, 1 - p);
}

function residualCheck({ ljungBox, durbinWatson, lag1 }: ResidualAnalysis): ReviewCheck {
  const patterned = ljungBox.pValue < limits.ljungBoxP;
  return {
    check: "residual-autocorrelation",
    title: "Residuals without a pattern in time",
    status: patterned ? "REVIEW" : "PASS",
    figure: ljungBox.pValue,
    threshold: limits.ljungBoxP,
    finding:
      `Ljung-Box over ${ljungBox.lags} lags: ${pText(ljungBox.pValue)}; Durbin-Watson ${fixed(durbinWatson, 2)}; ` +
      `autocorrelation at lag 1 ${interval(lag1.median, lag1.lower, lag1.upper)}.`,
    advice: patterned
      ? "Neighboring rows err alike, so intervals are too narrow: add a trend, more harmonics or the control that is missing."
      : "Nothing to do.",
  };
}

function looCheck({ unreliableRows, threshold, largestK, pointwise }: LooScore, rows: number): ReviewCheck {
  const share = unreliableRows.length / rows;
  const some = share > limits.unreliableShare || largestK > limits.paretoK;
  const unfitted = pointwise.filter(({ paretoK }) => Number.isNaN(paretoK)).length;
  const none = unfitted === rows;
  return {
    check: "loo-reliability",
    title: "No row that the fit hangs on",
    status: some || none ? "REVIEW" : "PASS",
    figure: share,
    threshold: limits.unreliableShare,
    finding: none
      ? "No Pareto k could be estimated: the draws are too few, or all alike."
      : `Rows with a Pareto k above ${fixed(threshold, 2)}: ${unreliableRows.length} of ${rows}; the largest k is ${fixed(largestK, 2)}.` +
        `${unfitted === 0 ? "" : ` Of ${unfitted} none could be estimated.`}`,
    advice: some
      ? "Leave-one-out is unsure of these rows, which shape the fit most: check their data, then whether the model may have outliers."
      : none
        ? "Whether single rows shape the fit is not known: fit with more draws."
        : "Nothing to do.",
  };
}

/** Rows held out. */
export function holdoutChecks({ rows, scores, skill, naive, converged }: Holdout): readonly ReviewCheck[] {
  const [, wide] = scores.coverage;
  const best = naive.reduce((least, each) => (each.scores.mae < least.scores.mae ? each : least));
  const calibrated = wide.share >= wide.lower && wide.share <= wide.upper;
  const uniform = scores.pit.pValue >= limits.pitP;
  return [
    {
      check: "holdout-convergence",
      title: "The fit without the last rows converged",
      status: converged ? "PASS" : "FAIL",
      figure: converged ? 0 : 1,
      threshold: 0,
      finding: converged ? "It did." : "It did not, so nothing about these rows may be relied on.",
      advice: converged ? "Nothing to do." : "Fit with more draws (--draws, --warmup), then check again.",
    },
    {
      check: "holdout-skill",
      title: "Better than forecasts without a model",
      status: skill > 0 ? "PASS" : "REVIEW",
      figure: skill,
      threshold: 0,
      finding:
        `Over the last ${rows} rows the mean error is ${figure(scores.mae)}, that of the best naive forecast ` +
        `(${best.method}) ${figure(best.scores.mae)}.`,
      advice:
        skill > 0
          ? "Nothing to do."
          : "A forecast without any model does better: do not extrapolate from this one before that is understood.",
    },
    {
      check: "holdout-coverage",
      title: "Honest intervals for rows it has not seen",
      status: calibrated && uniform ? "PASS" : "REVIEW",
      figure: wide.share,
      threshold: wide.share > wide.upper ? wide.upper : wide.lower,
      finding:
        `${wide.inside} of ${wide.rows} rows lie in their 90% predictive interval (${percent(wide.lower)} to ${percent(wide.upper)} ` +
        `would be expected); ${pText(scores.pit.pValue)} for uniform probability integral transforms.`,
      advice:
        calibrated && uniform
          ? "Nothing to do."
          : wide.share > wide.upper
            ? "Intervals are wider than needed: the noise of the training rows was larger."
            : "The model is surer of the future than it should be: look for what changed, and for trends that it carries on.",
    },
  ];
}

/** What the prior allows, and the sign of what is left without media. */
export function plausibilityChecks(prior: PriorPredictive, baseline: BaselineSign): readonly ReviewCheck[] {
  const worst = Math.max(baseline.total, baseline.meanOfWeeks);
  const { review, fail } = limits.negativeBaseline;
  const absurd = prior.mediaAboveAll > limits.priorMediaAboveAll;
  return [
    {
      check: "negative-baseline",
      title: "A baseline that can be",
      status: worst > fail ? "FAIL" : worst > review ? "REVIEW" : "PASS",
      figure: worst,
      threshold: review,
      finding:
        `The probability that the target without media is negative is ${percent(baseline.total)} over the table and ` +
        `${percent(baseline.meanOfWeeks)} for a week on average.`,
      advice:
        worst > review
          ? "Media are credited with nearly all of the target, or more: give coefficient a tighter prior or the intercept a positive one, or add controls."
          : "Nothing to do.",
    },
    {
      check: "prior-predictive",
      title: "A prior that can be",
      status: absurd ? "REVIEW" : "PASS",
      figure: prior.mediaAboveAll,
      threshold: limits.priorMediaAboveAll,
      finding:
        `Before the data, media would bring ${percent(prior.mediaShare.lower)} to ${percent(prior.mediaShare.upper)} of the target ` +
        `(90%), and more than all of it in ${percent(prior.mediaAboveAll)} of the draws.`,
      advice: absurd
        ? "The prior expects the impossible: a smaller half_normal for coefficient says what share media may have."
        : "Nothing to do.",
    },
  ];
}
