// From a checked table and a specification to the arrays of the model: scaled media, target and controls, season, trend.

import type { MediaData } from "../../data/panel/index.ts";
import {
  type Counts,
  countsOf,
  type SpendNoise,
  spendNoise,
  type TargetNoise,
  targetNoise,
} from "../likelihood/index.ts";
import type { ControlScaling, MediaScaling, ResolvedSpec, TargetScaling } from "../specification/index.ts";

/** scaled = (value - location) / scale. */
export interface Scale {
  readonly location: number;
  readonly scale: number;
}

/** Row-major arrays with time last. */
export interface Design {
  readonly weeks: number;
  /** [channel][week], in the order of the specification. Values that noise has made negative are 0. */
  readonly media: Float64Array;
  readonly mediaScales: readonly Scale[];
  /** Spend of each channel over the table, in its own unit. */
  readonly totalSpend: Float64Array;
  readonly target: Float64Array;
  readonly targetScale: Scale;
  /** [control][week] */
  readonly controls: Float64Array;
  readonly controlScales: readonly Scale[];
  /** [2 * harmonics][week]: sine and cosine of each harmonic in turn. */
  readonly season: Float64Array;
  /** The target as counts, where the likelihood is of counts. */
  readonly counts?: Counts;
  /** Noise in the target, where it is described. */
  readonly targetNoise?: TargetNoise;
  /** Channels whose true spend is an unknown. */
  readonly spendNoise?: SpendNoise;
  /** -1/2 at the first row to 1/2 at the last (of the rows that were fitted); empty without a trend. */
  readonly trend: Float64Array;
}

export function mean(values: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i];
  return total / values.length;
}

/** With divisor n - 1. */
function standardDeviation(values: ArrayLike<number>): number {
  const center = mean(values);
  let total = 0;
  for (let i = 0; i < values.length; i++) total += (values[i] - center) ** 2;
  return Math.sqrt(total / (values.length - 1));
}

function largest(values: ArrayLike<number>): number {
  let result = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) result = Math.max(result, values[i]);
  return result;
}

function scaleOf(values: Float64Array, scaling: MediaScaling | TargetScaling): Scale {
  switch (scaling) {
    case "mean":
      return { location: 0, scale: mean(values) };
    case "max":
      return { location: 0, scale: largest(values) };
    case "zscore":
      return { location: mean(values), scale: standardDeviation(values) };
    case "none":
      return { location: 0, scale: 1 };
  }
}

function controlScaleOf(values: Float64Array, scaling: ControlScaling): Scale {
  const asItIs = scaling === "none" || (scaling === "auto" && new Set(values).size <= 2);
  return scaleOf(values, asItIs ? "none" : "zscore");
}

/** Writes scaled rows one after another. */
function scaledRows(rows: readonly Float64Array[], scales: readonly Scale[], weeks: number): Float64Array {
  const result = new Float64Array(rows.length * weeks);
  rows.forEach((row, i) => {
    const { location, scale } = scales[i];
    for (let t = 0; t < weeks; t++) result[i * weeks + t] = (row[t] - location) / scale;
  });
  return result;
}

/**
 * The arrays that `spec` makes of `data`; the names in `spec` must be in `data` (resolving it has checked that).
 * Season is counted in rows: week numbers of the file where it has them, else from 1 at the first row.
 * @param like a design of the table's first rows whose scales and trend are to hold here too, as those of a fit without the
 * last weeks do for all weeks; by default scales and trend are the table's own
 */
export function makeDesign(data: MediaData, spec: ResolvedSpec, like?: Design): Design {
  const weeks = data.rows;
  const spend = spec.channels.map(
    ({ column }) => named(data.channels, (channel) => channel.column === column, column).spend,
  );
  const mediaScales = like?.mediaScales ?? spend.map((values) => scaleOf(values, spec.scaling.media));
  const controls = spec.controls.map((name) => named(data.controls, (control) => control.name === name, name).values);
  const controlScales = like?.controlScales ?? controls.map((values) => controlScaleOf(values, spec.scaling.controls));
  const targetScale = like?.targetScale ?? scaleOf(data.target.values, spec.scaling.target);
  const harmonics = spec.seasonality === "none" ? 0 : spec.seasonality.harmonics;
  const season = new Float64Array(2 * harmonics * weeks);
  if (spec.seasonality !== "none") {
    for (let t = 0; t < weeks; t++) {
      const row = data.cadence === "weekly" ? data.weekIndex[t] : (data.weekIndex[t] - 1) * 7 + 1;
      for (let k = 1; k <= harmonics; k++) {
        const angle = (2 * Math.PI * k * row) / spec.seasonality.period;
        season[(2 * k - 2) * weeks + t] = Math.sin(angle);
        season[(2 * k - 1) * weeks + t] = Math.cos(angle);
      }
    }
  }
  const counted = spec.likelihood === "negative_binomial";
  const targetOwn = targetNoise(spec, counted ? { location: 0, scale: 1 } : targetScale);
  const spendOwn = spendNoise(spec, spend, mediaScales);
  return {
    weeks,
    media: scaledRows(spend, mediaScales, weeks).map((value) => Math.max(value, 0)),
    mediaScales,
    totalSpend: Float64Array.from(spend, (values) => mean(values) * weeks),
    target: scaledRows([data.target.values], [targetScale], weeks),
    targetScale,
    controls: scaledRows(controls, controlScales, weeks),
    controlScales,
    season,
    ...(counted ? { counts: countsOf(spec, data.target.values, like?.counts?.bend) } : {}),
    ...(targetOwn === undefined ? {} : { targetNoise: targetOwn }),
    ...(spendOwn === undefined ? {} : { spendNoise: spendOwn }),
    trend:
      spec.trend === "linear"
        ? Float64Array.from({ length: weeks }, (_, t) => t / ((like?.weeks ?? weeks) - 1) - 0.5)
        : new Float64Array(0),
  };
}

/**
 * [channel][week] Spend in the table's own units, as the model takes it: values that noise has made negative are 0. What was
 * published, those values included, is in the table.
 */
export function modeledSpend({
  media,
  mediaScales,
  weeks,
}: Pick<Design, "media" | "mediaScales" | "weeks">): Float64Array {
  return media.map((value, k) => {
    const { location, scale } = mediaScales[Math.floor(k / weeks)];
    return location + scale * value;
  });
}

function named<T>(items: readonly T[], isIt: (item: T) => boolean, name: string): T {
  const found = items.find(isIt);
  if (found === undefined) throw new RangeError(`The table has no column "${name}".`);
  return found;
}
