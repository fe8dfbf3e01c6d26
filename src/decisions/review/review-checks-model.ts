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
import { count, figure, fixed, interval, pText, percent } from "../../words/index.ts";

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
      title: "Sampler diagnostics are good",
      status: restStatus,
      figure: rest.filter(({ status }) => status !== "pass").length,
      threshold: 0,
      finding:
        restStatus === "PASS"
          ? "The number of chains and draws, the tree depth and the energy diagnostics are good."
          : (worst?.detail ?? ""),
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
      title: "The model explains the target",
      status: scores.r2 < limits.r2.fail ? "FAIL" : scores.r2 < limits.r2.review ? "REVIEW" : "PASS",
      figure: scores.r2,
      threshold: limits.r2.review,
      finding: `R squared is ${fixed(scores.r2, 3)}; the mean absolute error is ${percent(scores.wmape)} of the mean target.`,
      advice:
        scores.r2 < limits.r2.review
          ? "Much of the variation is unexplained. Add controls that affect the target, such as promotions, prices or holidays."
          : "A good fit does not imply correct contributions; read the other checks too.",
    },
    {
      check: "fit-coverage",
      title: "Predictive intervals cover the observations",
      // Rows that were fitted may well be covered more often than that.
      status: wide.share < wide.lower ? "REVIEW" : "PASS",
      figure: wide.share,
      threshold: wide.lower,
      finding: `${wide.inside} of ${wide.rows} rows lie inside their 90% predictive interval.`,
      advice:
        wide.share < wide.lower
          ? "Predictive intervals are too narrow. Look for outliers, and try likelihood: student_t."
          : "Nothing to do.",
    },
    {
      check: "fit-predictive",
      title: "Simulated tables resemble the data",
      status: tailOf(worst) < limits.predictiveP ? "REVIEW" : "PASS",
      figure: worst.p,
      threshold: limits.predictiveP,
      finding:
        `The ${worst.statistic} of the target is ${figure(worst.observed)}; in tables simulated from the posterior it is ` +
        `${figure(worst.predicted)} on average (${pText(worst.p)}).`,
      advice:
        tailOf(worst) < limits.predictiveP
          ? "The model does not reproduce this property of the data. Look at the weeks with the largest residuals, and at the likelihood."
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
    title: "Residuals are not autocorrelated",
    status: patterned ? "REVIEW" : "PASS",
    figure: ljungBox.pValue,
    threshold: limits.ljungBoxP,
    finding:
      `Ljung-Box test over ${ljungBox.lags} lags: ${pText(ljungBox.pValue)}; Durbin-Watson statistic ${fixed(durbinWatson, 2)}; ` +
      `lag-1 autocorrelation ${interval(lag1.median, lag1.lower, lag1.upper)}.`,
    advice: patterned
      ? "Residuals of neighboring rows are correlated, so intervals may be too narrow. Add a trend, more harmonics or a missing control."
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
    title: "No row is overly influential",
    status: some || none ? "REVIEW" : "PASS",
    figure: share,
    threshold: limits.unreliableShare,
    finding: none
      ? "No Pareto k could be estimated, because there are too few draws or they are all equal."
      : `${unreliableRows.length} of ${rows} rows have a Pareto k above ${fixed(threshold, 2)}; the largest k is ${fixed(largestK, 2)}.` +
        `${unfitted === 0 ? "" : ` For ${count(unfitted, "row")}, k could not be estimated.`}`,
    advice: some
      ? "Leave-one-out estimates are unreliable for these influential rows. Check their data, then consider a likelihood that allows outliers."
      : none
        ? "The influence of single rows is unknown. Fit with more draws."
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
      title: "The refit without the last rows converged",
      status: converged ? "PASS" : "FAIL",
      figure: converged ? 0 : 1,
      threshold: 0,
      finding: converged ? "The refit converged." : "The refit did not converge; do not rely on the holdout results.",
      advice: converged ? "Nothing to do." : "Fit with more draws (--draws, --warmup), then check again.",
    },
    {
      check: "holdout-skill",
      title: "Predictions beat naive forecasts",
      status: skill > 0 ? "PASS" : "REVIEW",
      figure: skill,
      threshold: 0,
      finding:
        `For the last ${rows} rows the mean absolute error is ${figure(scores.mae)}; that of the best naive forecast ` +
        `(${best.method}) is ${figure(best.scores.mae)}.`,
      advice:
        skill > 0
          ? "Nothing to do."
          : "A naive forecast predicts better. Find out why before extrapolating from this model.",
    },
    {
      check: "holdout-coverage",
      title: "Intervals cover held-out rows",
      status: calibrated && uniform ? "PASS" : "REVIEW",
      figure: wide.share,
      threshold: wide.share > wide.upper ? wide.upper : wide.lower,
      finding:
        `${wide.inside} of ${wide.rows} rows lie inside their 90% predictive interval (expected: ${percent(wide.lower)} to ${percent(wide.upper)}); ` +
        `uniformity of the probability integral transform: ${pText(scores.pit.pValue)}.`,
      advice:
        calibrated && uniform
          ? "Nothing to do."
          : wide.share > wide.upper
            ? "Intervals are too wide: the noise was larger in the training rows."
            : "Intervals are too narrow. Look for changes in the held-out rows, and for trends that the model extrapolates.",
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
      title: "Baseline is plausible",
      status: worst > fail ? "FAIL" : worst > review ? "REVIEW" : "PASS",
      figure: worst,
      threshold: review,
      finding:
        `The probability of a negative baseline is ${percent(baseline.total)} for the whole table and ` +
        `${percent(baseline.meanOfWeeks)} for an average week.`,
      advice:
        worst > review
          ? "The model attributes nearly all of the target to media. Use a tighter prior for coefficient or a positive prior for the intercept, or add controls."
          : "Nothing to do.",
    },
    {
      check: "prior-predictive",
      title: "Prior is plausible",
      status: absurd ? "REVIEW" : "PASS",
      figure: prior.mediaAboveAll,
      threshold: limits.priorMediaAboveAll,
      finding:
        `Under the prior, the media share of the target is ${percent(prior.mediaShare.lower)} to ${percent(prior.mediaShare.upper)} (90% interval); ` +
        `it exceeds 100% in ${percent(prior.mediaAboveAll)} of the draws.`,
      advice: absurd
        ? "The prior gives much probability to impossible shares. Use a smaller half_normal for coefficient."
        : "Nothing to do.",
    },
  ];
}
