// Leave-one-out cross-validation of a fit from its pointwise log likelihood.

import { looProblem, type PointwiseLogLikelihood, psisLoo } from "../../diagnostics/index.ts";
import type { FittedModel } from "../draws/index.ts";

export interface LooScore {
  /** Expected log predictive density of the scaled target (probability of counts), as the model and carryover diagnose have it. */
  readonly elpd: number;
  readonly se: number;
  /** The same of the target in its own units: comparable between fits that scale it differently. */
  readonly elpdInUnits: number;
  /** Effective number of parameters, and its standard error. */
  readonly pLoo: number;
  readonly sePLoo: number;
  /** Of each row: contribution to `elpdInUnits`, and Pareto k (NaN where no tail could be fitted). */
  readonly pointwise: readonly { readonly elpdInUnits: number; readonly paretoK: number }[];
  /** Largest k that can be relied on with this number of draws, at most 0.7. */
  readonly threshold: number;
  /** Rows (from 0) with k above the threshold, worst first. */
  readonly unreliableRows: readonly number[];
  /** Rows with k above 0.7. */
  readonly above07: number;
  readonly largestK: number;
}

/**
 * Leave-one-out of `model`; undefined when the run holds no pointwise log likelihood.
 * @param pointwise as fits and run folders have it
 */
export function looScore(model: FittedModel, pointwise: PointwiseLogLikelihood | undefined): LooScore | undefined {
  if (pointwise === undefined) return undefined;
  const { weeks: rows, targetScale } = model.design;
  const loo = psisLoo(pointwise);
  const { threshold, observations, largestK } = looProblem(loo);
  // The density of y is that of (y - location) / scale over the scale; counts have probabilities, which know no scale.
  const perRow = model.design.counts === undefined ? Math.log(targetScale.scale) : 0;
  return {
    elpd: loo.elpd,
    se: loo.se.elpd,
    elpdInUnits: loo.elpd - rows * perRow,
    pLoo: loo.pLoo,
    sePLoo: loo.se.pLoo,
    pointwise: loo.pointwise.map(({ elpd, paretoK }) => ({ elpdInUnits: elpd - perRow, paretoK })),
    threshold,
    unreliableRows: observations,
    above07: loo.pointwise.filter(({ paretoK }) => paretoK > 0.7).length,
    largestK,
  };
}
