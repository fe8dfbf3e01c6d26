// A check of a review: what is judged of a fit, its limits, and what is said of it.

import type { Diagnostics } from "../../mmm/fit/index.ts";
import type { FittedModel } from "../draws/index.ts";
import type { LiftTests } from "../lift-tests/index.ts";
import type {
  Holdout,
  LooScore,
  Predictions,
  PredictiveScores,
  PredictiveStatistic,
  PriorPosterior,
  PriorPredictive,
  ResidualAnalysis,
} from "../predictions/index.ts";
import type { Collinearity } from "./collinearity.ts";
import type { GeoChecks } from "./geos.ts";
import type { Misfit } from "./misfit.ts";
import type { BaselineSign } from "./review-baseline.ts";
import type { ChannelFacts } from "./review-channels.ts";

export interface ReviewCheck {
  /** Stable identifier, kebab-case. */
  readonly check: string;
  /** What is checked, in a few words. */
  readonly title: string;
  readonly status: ReviewStatus;
  /** The figure that is judged, and the limit between PASS and REVIEW. */
  readonly figure: number;
  readonly threshold: number;
  /** One sentence with what was found. */
  readonly finding: string;
  /** One sentence with what to do. */
  readonly advice: string;
}

/** FAIL: do not use the results; REVIEW: usable with the reservation that the check names. */
export type ReviewStatus = "PASS" | "REVIEW" | "FAIL";

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

/** What checks are made from; `review.ts` computes it once. */
export interface ReviewFacts {
  readonly model: FittedModel;
  readonly predictions: Predictions;
  readonly diagnostics: ReviewedDiagnostics;
  /** Of the rows that were fitted. */
  readonly scores: PredictiveScores;
  readonly statistics: readonly PredictiveStatistic[];
  readonly residuals: ResidualAnalysis;
  /** Undefined when the run holds no pointwise log likelihood. */
  readonly loo: LooScore | undefined;
  /** Undefined without a refit that left rows out. */
  readonly holdout: Holdout | undefined;
  readonly priorPredictive: PriorPredictive;
  readonly priorPosterior: readonly PriorPosterior[];
  readonly baseline: BaselineSign;
  readonly misfit: Misfit;
  readonly collinearity: Collinearity;
  /** Undefined for a national table. */
  readonly geos: GeoChecks | undefined;
  readonly channels: readonly ChannelFacts[];
  /** Undefined where the model file has no lift tests. */
  readonly liftTests: LiftTests | undefined;
}

/** The verdict of a check. Without `advice` there is nothing to do. */
export type CheckVerdict = Omit<ReviewCheck, "check" | "title" | "advice"> & Partial<Pick<ReviewCheck, "advice">>;

/**
 * A check. To add one, write `checks/NAME.ts` with its record, and name the record in the list of `checks/index.ts`; tests go over that
 * list.
 * @typeParam M the part of the facts, or the figures computed from them, that is judged
 */
export interface ReviewCheckKind<M = unknown, L = unknown> {
  /** Stable identifier, kebab-case: the name of its file. */
  readonly name: string;
  /** What is checked, in a few words. */
  readonly title: string;
  /** The limits by which it judges, each with its source; "our choice" marks those that no literature fixes. */
  readonly limits: L;
  /** What it needs of the facts; undefined where there is nothing to judge, so that the review leaves the check out. */
  measure(facts: ReviewFacts): M | undefined;
  /** Status, figure and words. */
  judge(measured: M, limits: L): CheckVerdict;
}

/** A check as an entry of the list: what it measures is its own matter. */
export function reviewCheck<M, L>(kind: ReviewCheckKind<M, L>): ReviewCheckKind {
  return kind;
}

/** The check of what was measured. */
export function judged({ name, title, judge, limits }: ReviewCheckKind, measured: unknown): ReviewCheck {
  const { status, figure, threshold, finding, advice = "Nothing to do." } = judge(measured, limits);
  return { check: name, title, status, figure, threshold, finding, advice };
}

const severity: readonly ReviewStatus[] = ["PASS", "REVIEW", "FAIL"];

/** The worst of some statuses; PASS of none. */
export function worstOf(statuses: readonly ReviewStatus[]): ReviewStatus {
  return severity[Math.max(0, ...statuses.map((status) => severity.indexOf(status)))];
}
