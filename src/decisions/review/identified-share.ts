// How much of a channel's movement is its own where its spend is national: in every geo it is the same, so only what the baseline does not move
// like tells of it.

import { baselineRegressors } from "../../mmm/response/index.ts";
import { type FittedModel, meanResponse } from "../draws/index.ts";
import { correlations, inflations } from "./collinearity.ts";

/** Of a channel whose spend is that of all geos together. */
export interface IdentifiedShare {
  readonly channel: string;
  /** Share of the variance of its curve over the weeks, within geos, that trend, season, controls and week effects do not explain: 0 to 1. */
  readonly share: number;
  /** 1 / share: how many times larger the variance of its effect is for what moves like it. */
  readonly inflation: number;
}

/**
 * For each channel with national spend, in the order of the model; empty for a national table. The curve is the mean of the channel's
 * contributions over the posterior. Shares below about a tenth leave little but the prior.
 * @param contribution [channel][geo][week], averaged over the posterior (`meanResponse`)
 */
export function identifiedShares(model: FittedModel, contribution?: Float64Array): readonly IdentifiedShare[] {
  const { spec, design } = model;
  const { weeks, geos, panel } = design;
  const national = spec.national ?? [];
  if (panel === undefined || national.length === 0) return [];
  const brought = contribution ?? meanResponse(model).contribution;
  const cells = geos.length * weeks;
  const seen = Array.from({ length: cells }, (_, k) => k).filter((k) => panel.hasTarget[k] === 1);
  const others = baselineRegressors(spec, design).map((row) => withinGeos(row, seen, weeks));
  return spec.channels.flatMap(({ name }, c) => {
    if (!national.includes(name)) return [];
    const own = withinGeos(brought.subarray(c * cells, (c + 1) * cells), seen, weeks);
    const [inflation] = inflations(correlations([own, ...others]));
    return [{ channel: name, share: Number.isNaN(inflation) ? 0 : 1 / inflation, inflation }];
  });
}

/** The cells that have a target, each less the mean of its geo. */
function withinGeos(values: Float64Array, seen: readonly number[], weeks: number): Float64Array {
  const sums = new Map<number, { sum: number; count: number }>();
  for (const k of seen) {
    const geo = Math.floor(k / weeks);
    const { sum, count } = sums.get(geo) ?? { sum: 0, count: 0 };
    sums.set(geo, { sum: sum + values[k], count: count + 1 });
  }
  return Float64Array.from(seen, (k) => {
    const { sum, count } = sums.get(Math.floor(k / weeks)) ?? { sum: 0, count: 1 };
    return values[k] - sum / count;
  });
}
