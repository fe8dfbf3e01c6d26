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
  /** What each of them leaves out, of a panel: a week, or a geo and week. */
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
 * Leave-one-out of `model`; undefined when the run holds no pointwise log likelihood. Of a panel whose week effects were integrated out, what is left
 * out is a week of all geos, whose targets have one likelihood together; elsewhere each row whose target is known.
 * @param pointwise as fits and run folders have it
 */
export function looScore(model: FittedModel, pointwise: PointwiseLogLikelihood | undefined): LooScore | undefined {
  if (pointwise === undefined) return undefined;
  const { data, design } = model;
  const kept = keptObservations(model, pointwise.observations);
  const loo = psisLoo(
    observationsOf(
      pointwise,
      kept.map(({ place }) => place),
    ),
  );
  const { threshold, observations, largestK } = looProblem(loo);
  // The density of y is that of (y - location) / scale over the scale, in panels per head; counts have probabilities, which know no scale.
  const scales = kept.map(({ geos }) =>
    design.counts === undefined
      ? geos.reduce((total, people) => total + Math.log(design.targetScale.scale * people), 0)
      : 0,
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

/** What was left out, and the people of each geo whose target is in it. */
interface LeftOut {
  readonly name: string;
  readonly place: number;
  readonly geos: readonly number[];
}

function keptObservations({ data }: FittedModel, observations: number): readonly LeftOut[] {
  const { rows, dates, target } = data;
  const geos = modelGeos({ data });
  const known = (geo: number, t: number): boolean => !Number.isNaN(target.values[geo * rows + t]);
  if (observations === rows) {
    return dates.flatMap((name, place): LeftOut[] => {
      const own = geos.filter(({ index }) => known(index, place)).map(({ people }) => people);
      return own.length === 0 ? [] : [{ name, place, geos: data.geos === undefined ? [1] : own }];
    });
  }
  return geos.flatMap(({ name, index, people }) =>
    dates.flatMap((date, t): LeftOut[] =>
      known(index, t) ? [{ name: `${name} ${date}`, place: index * rows + t, geos: [people] }] : [],
    ),
  );
}

/** Some of the observations, in the order given; all of them as they are. */
function observationsOf(pointwise: PointwiseLogLikelihood, places: readonly number[]): PointwiseLogLikelihood {
  const { chains, draws, observations, values } = pointwise;
  if (places.length === observations) return pointwise;
  const own = new Float64Array(chains * draws * places.length);
  for (let i = 0; i < chains * draws; i++) {
    places.forEach((place, k) => {
      own[i * places.length + k] = values[i * observations + place];
    });
  }
  return { chains, draws, observations: places.length, values: own };
}
