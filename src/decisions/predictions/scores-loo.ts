// Leave-one-out cross-validation of a fit from its pointwise log likelihood.

import { looProblem, type PointwiseLogLikelihood, psisLoo } from "../../diagnostics/index.ts";
import { sum } from "../../numerics/index.ts";
import { type FittedModel, modelGeos } from "../draws/index.ts";

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
  /** What each of them leaves out, of a panel: a geo and week, given all others, those of the week included. */
  readonly names?: readonly string[];
  /** Largest k that can be relied on with this number of draws, at most 0.7. */
  readonly threshold: number;
  /** Rows (from 0) with k above the threshold, worst first. */
  readonly unreliableRows: readonly number[];
  /** Rows with k above 0.7. */
  readonly above07: number;
  readonly largestK: number;
}

/**
 * Leave-one-out of `model`, of each row whose target is known; in a panel of each geo and week, whatever the form of its week effects, so that fits of one
 * panel compare. Undefined when the run holds no log likelihood of them.
 * @param pointwise as fits and run folders have it
 */
export function looScore(model: FittedModel, pointwise: PointwiseLogLikelihood | undefined): LooScore | undefined {
  const { data, design } = model;
  const kept = knownCells(model);
  if (pointwise === undefined || pointwise.observations !== kept.length) return undefined;
  const loo = psisLoo(pointwise);
  const { threshold, observations, largestK } = looProblem(loo);
  // The density of y is that of (y - location) / scale over the scale, in panels per head; counts have probabilities, which know no scale.
  const scales = kept.map(({ people }) =>
    design.counts === undefined ? Math.log(design.targetScale.scale * people) : 0,
  );
  return {
    elpd: loo.elpd,
    se: loo.se.elpd,
    elpdInUnits: loo.elpd - sum(scales),
    pLoo: loo.pLoo,
    sePLoo: loo.se.pLoo,
    pointwise: loo.pointwise.map(({ elpd, paretoK }, k) => ({ elpdInUnits: elpd - scales[k], paretoK })),
    ...(data.geos === undefined ? {} : { names: kept.map(({ name }) => name) }),
    threshold,
    unreliableRows: observations,
    above07: loo.pointwise.filter(({ paretoK }) => paretoK > 0.7).length,
    largestK,
  };
}

/** What is left out, one by one, and the people that its target is of. */
function knownCells({ data }: FittedModel): readonly { readonly name: string; readonly people: number }[] {
  const { rows, dates, target } = data;
  return modelGeos({ data }).flatMap(({ name, index, people }) =>
    dates.flatMap((date, t) =>
      Number.isNaN(target.values[index * rows + t])
        ? []
        : [{ name: data.geos === undefined ? date : `${name} ${date}`, people }],
    ),
  );
}
