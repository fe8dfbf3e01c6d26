// Scaling of columns, so that the same priors suit tables of any size.

import { quantileOfSorted, sum } from "../../numerics/index.ts";
import type { scalingSettings, ValueOf } from "../../settings/index.ts";
import type { Scale } from "./scale.ts";
import { type AddedNoise, momentsOf, typicalDeviation, typicalSpend } from "./typical.ts";

/** What spend is divided by. */
export type SpendScaling = ValueOf<typeof scalingSettings.media>;
/** What the target is made relative to. */
export type TargetScaling = ValueOf<typeof scalingSettings.target>;
/** What controls are made relative to. */
export type ControlScaling = ValueOf<typeof scalingSettings.controls>;

type Of = (values: ArrayLike<number>, noise?: AddedNoise) => Scale;

/** In one pass: scales, and with them draws, are those of earlier versions bit for bit. */
export function meanOf(values: ArrayLike<number>): number {
  return sum(values) / values.length;
}

const byMean: Of = (values) => ({ location: 0, scale: meanOf(values) });
const byLargest: Of = (values) => ({ location: 0, scale: largest(values) });
const asItIs: Of = () => ({ location: 0, scale: 1 });
const zscored: Of = (values) => {
  const { location, variance } = momentsOf(values);
  return { location, scale: Math.sqrt(variance) };
};

function largest(values: ArrayLike<number>): number {
  let result = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) result = Math.max(result, values[i]);
  return result;
}

/** Of the values above 0; 1 where there are none. */
const byMedian: Of = (values) => {
  const spent = Float64Array.from(values)
    .filter((value) => value > 0)
    .sort();
  return { location: 0, scale: spent.length === 0 ? 1 : quantileOfSorted(spent, 0.5) };
};

const spendScales: Readonly<Record<SpendScaling, Of>> = {
  typical: typicalSpend,
  median: byMedian,
  mean: byMean,
  max: byLargest,
  none: asItIs,
};

const targetScales: Readonly<Record<TargetScaling, Of>> = {
  typical: typicalDeviation,
  zscore: zscored,
  mean: byMean,
  max: byLargest,
  none: asItIs,
};

const controlScales: Readonly<Record<ControlScaling, Of>> = {
  auto: (values) => (new Set(Array.from(values)).size <= 2 ? asItIs(values) : typicalDeviation(values)),
  zscore: zscored,
  none: asItIs,
};

/** The scale of a channel's spend; `noise` is that of what was published, which `typical` alone takes account of. */
export function spendScale(values: ArrayLike<number>, scaling: SpendScaling, noise?: AddedNoise): Scale {
  return spendScales[scaling](values, noise);
}

/** Location and scale of the target; `noise` as for spend. */
export function targetScale(values: ArrayLike<number>, scaling: TargetScaling, noise?: AddedNoise): Scale {
  return targetScales[scaling](values, noise);
}

/** Location and scale of a control. */
export function controlScale(values: ArrayLike<number>, scaling: ControlScaling): Scale {
  return controlScales[scaling](values);
}
