// What is checked of a panel's geos beside each other: whether what the model leaves unexplained moves together, which geos pull away from the
// others, how well each is fitted, and what would be lost by adding them up.

import { type IdentifiedShare, identifiedShares } from "./identified-share.ts";
import { dot, sum } from "../../numerics/index.ts";
import { erfc } from "../../numerics/special/index.ts";
import { elementName, labelsOfElements } from "../../mmm/axes/index.ts";
import { placeOf, thinned } from "../../mmm/response/index.ts";
import { allParameters, isPooled, type ParameterName } from "../../mmm/specification/index.ts";
import { type FittedModel, type Interval, intervalOf, modelGeos, responseOverDraws } from "../draws/index.ts";
import {
  binomialRegion,
  type CellSeries,
  meanExpected,
  type Predictions,
  type PredictiveBands,
  targetOf,
  withinGeos,
} from "../predictions/index.ts";

export interface GeoChecks {
  readonly residualCorrelation: ResidualCorrelation;
  /** Every parameter that is partially pooled in every geo, the most probable outsiders first. */
  readonly pooling: readonly PooledDeviation[];
  /** In the order of the table; geos without any known target are left out. */
  readonly fit: readonly GeoFit[];
  readonly aggregation: readonly AggregationBias[];
  /** Of the channels whose spend is that of all geos together. */
  readonly national: readonly IdentifiedShare[];
}

export interface ResidualCorrelation {
  /**
   * Mean over all pairs of geos of the correlation of their residuals in the same week, week effects taken off. Where the model has week effects,
   * residuals of independent noise have -1 / (geos - 1) or a little more; NaN where no two geos share enough weeks.
   */
  readonly mean: number;
  /** Pairs of geos that share enough weeks. */
  readonly pairs: number;
  /** The pair that is furthest above the mean. */
  readonly largest?: {
    readonly geos: readonly [string, string];
    readonly correlation: number;
    /** Probability of such a correlation in any pair if noise were independent (Bonferroni, Fisher's transform). */
    readonly pValue: number;
  };
}

/** How far a geo is from the others in one parameter. */
export interface PooledDeviation {
  /** `coefficient[TV,North]` */
  readonly name: string;
  readonly of: string;
  readonly geo: string;
  readonly channel?: string;
  /** From the center of the geos, in standard deviations of the distribution over the geos (of log-normal ones on the log scale). */
  readonly deviation: Interval;
  /** Posterior probability that it is further than `farSpreads` from the center; 0.05 before the data. */
  readonly probabilityFar: number;
}

export interface GeoFit {
  readonly geo: string;
  /** Rows with a known target. */
  readonly rows: number;
  readonly r2: number;
  /** Sum of |error| over that of |observed|. */
  readonly wmape: number;
  /** Rows inside their 90% predictive interval, and the fewest that chance allows among as many geos (1%). */
  readonly inside: number;
  readonly fewestInside: number;
}

/** What the model would say of a channel if its spend were the same per head in all geos. */
export interface AggregationBias {
  readonly channel: string;
  /** True for media without spend; absent otherwise. */
  readonly organic?: true;
  /** Contribution of the same total spend in every week, evenly over all people, over what spend by geo brings: above 1, a sum over geos hides saturation. */
  readonly evenOverActual: Interval;
}

/** Standard deviations of the distribution over the geos from which a geo counts as far from the others (our choice). */
export const farSpreads = 2;
/** Fewest weeks that two geos must share for a correlation. */
const fewestShared = 10;
/** Draws that averages are computed from, evenly taken. */
const averageDraws = 100;
/** Probability that chance alone puts any geo's coverage below what is allowed. */
const coverageChance = 0.01;

/**
 * Undefined for a national table.
 * @param bands of the same rows as the predictions
 */
export function geoChecks(
  model: FittedModel,
  predictions: Predictions,
  bands: Pick<PredictiveBands, "lower90" | "upper90">,
): GeoChecks | undefined {
  const { data } = model;
  if (data.geos === undefined) return undefined;
  const { weeks, count, expected, series } = predictions;
  const observed = targetOf(data, series);
  const residuals = meanExpected(expected, weeks, count).map((mean, k) => observed[k] - mean);
  return {
    residualCorrelation: residualCorrelation(residuals, series, data.rows),
    pooling: pooledDeviations(model),
    fit: geoFits(observed, residuals, series, bands),
    aggregation: aggregationBias(model),
    national: identifiedShares(model),
  };
}

/** @param residuals at the rows of `series`, in any units of their geo */
export function residualCorrelation(
  residuals: Float64Array,
  series: readonly CellSeries[],
  weeks: number,
): ResidualCorrelation {
  const own = withinGeos(residuals, series);
  const byWeek = series.map(({ from, rows }) => {
    const values = new Float64Array(weeks).fill(Number.NaN);
    rows.forEach((t, k) => {
      values[t] = own[from + k];
    });
    return values;
  });
  const pairs = series.flatMap((first, i) =>
    series.slice(i + 1).flatMap((second, k) => {
      const { correlation, shared } = correlationOf(byWeek[i], byWeek[i + 1 + k]);
      return shared < fewestShared || Number.isNaN(correlation)
        ? []
        : [{ geos: [first.geo, second.geo] as const, correlation, shared }];
    }),
  );
  const mean = sum(pairs.map(({ correlation }) => correlation)) / pairs.length;
  const center = Math.atanh(Math.min(mean, 0));
  const distance = ({ correlation, shared }: (typeof pairs)[number]): number =>
    (Math.atanh(Math.min(correlation, 1 - 1e-12)) - center) * Math.sqrt(shared - 3);
  const [largest] = pairs.toSorted((a, b) => distance(b) - distance(a));
  return {
    mean,
    pairs: pairs.length,
    ...(largest === undefined
      ? {}
      : {
          largest: {
            geos: largest.geos,
            correlation: largest.correlation,
            pValue: Math.min(1, (pairs.length * erfc(distance(largest) / Math.SQRT2)) / 2),
          },
        }),
  };
}

/** Correlation over the weeks that both have. */
function correlationOf(a: Float64Array, b: Float64Array): { readonly correlation: number; readonly shared: number } {
  const shared = Array.from(a.keys()).filter((t) => !Number.isNaN(a[t] + b[t]));
  const [x, y] = [a, b].map((values) => {
    const own = Float64Array.from(shared, (t) => values[t]);
    const mean = sum(own) / own.length;
    return own.map((value) => value - mean);
  });
  return { correlation: dot(x, y) / Math.sqrt(dot(x, x) * dot(y, y)), shared: shared.length };
}

function pooledDeviations({ spec, posterior }: FittedModel): readonly PooledDeviation[] {
  const { count, width, values } = posterior;
  const found = posterior.blocks.flatMap(({ name: of, axes, start }): PooledDeviation[] => {
    const { overGeos } = allParameters()[of];
    // What is around a size that depends on the population has no one center.
    if (overGeos === undefined || overGeos.size !== undefined || !isPooled(of, spec)) return [];
    const center = placeOf(posterior, overGeos.center.name as ParameterName);
    const spread = placeOf(posterior, overGeos.spread.name as ParameterName);
    const geos = axes.at(-1)?.labels.length ?? 1;
    const scale = overGeos.family === "lognormal" ? Math.log : (value: number): number => value;
    return labelsOfElements(axes).map((labels, k): PooledDeviation => {
      const outer = Math.floor(k / geos);
      const deviation = Float64Array.from({ length: count }, (_, i) => {
        const row = values.subarray(i * width, (i + 1) * width);
        return (scale(row[start + k]) - scale(row[center.start + outer])) / row[spread.start + outer];
      });
      const channel = labels[axes.findIndex(({ name }) => name === "channel")];
      return {
        name: elementName(of, labels),
        of,
        geo: labels[axes.findIndex(({ name }) => name === "geo")],
        ...(channel === undefined ? {} : { channel }),
        deviation: intervalOf(deviation),
        probabilityFar: deviation.filter((value) => Math.abs(value) > farSpreads).length / count,
      };
    });
  });
  return found.toSorted((a, b) => b.probabilityFar - a.probabilityFar);
}

function geoFits(
  observed: Float64Array,
  residuals: Float64Array,
  series: readonly CellSeries[],
  { lower90, upper90 }: Pick<PredictiveBands, "lower90" | "upper90">,
): readonly GeoFit[] {
  const within = withinGeos(observed, series);
  return series.map(({ geo, from, to }): GeoFit => {
    const [own, left, moves] = [observed, residuals, within].map((values) => values.subarray(from, to));
    const rows = to - from;
    const absolute = (values: Float64Array): number => values.reduce((total, value) => total + Math.abs(value), 0);
    // One tail, and as many tails as there are geos.
    const [fewestInside] = binomialRegion(rows, 0.9, 1 - (2 * coverageChance) / series.length);
    return {
      geo,
      rows,
      r2: 1 - dot(left, left) / dot(moves, moves),
      wmape: absolute(left) / absolute(own),
      inside: own.filter((value, k) => value >= lower90[from + k] && value <= upper90[from + k]).length,
      fewestInside,
    };
  });
}

/** Contributions of spend that is even over all people of the geos that have a row, over those of spend by geo. */
function aggregationBias(model: FittedModel): readonly AggregationBias[] {
  const { spec, design, data } = model;
  const { weeks, geos, media, panel } = design;
  const cells = geos.length * weeks;
  const even = media.slice();
  const people = modelGeos({ data }).map((geo) => geo.people);
  for (let c = 0; c < spec.channels.length; c++) {
    for (let t = 0; t < weeks; t++) {
      const there = people.map((each, k) => each * (panel?.hasRow[k * weeks + t] ?? 1));
      const spent = sum(there.map((each, k) => each * media[c * cells + k * weeks + t]));
      there.forEach((each, k) => {
        even[c * cells + k * weeks + t] = each > 0 ? spent / sum(there) : 0;
      });
    }
  }
  const chosen = thinned(model.posterior.count, averageDraws);
  const [actual, evened] = [design, { ...design, media: even }].map((own) => {
    const runs = responseOverDraws(model, ({ contribution }) => ({ contribution: contribution.node }), own);
    const output = runs.output("contribution");
    return chosen.map((draw) => {
      runs.at(draw);
      return spec.channels.map((_, c) => sum(output.subarray(c * cells, (c + 1) * cells)));
    });
  });
  return spec.channels.map(({ name, organic }, c) => ({
    channel: name,
    ...(organic === undefined ? {} : { organic }),
    evenOverActual: intervalOf(Float64Array.from(chosen, (_, i) => evened[i][c] / actual[i][c])),
  }));
}
