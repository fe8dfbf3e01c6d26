// The plans that constraints allow, as a convex set: bounds on every cell of spend, on the sum of every channel and on the sum of all.
// A cell is a channel's total, or its spend in one period.

import type { ConvexSet } from "../../numerics/optimize/index.ts";

export interface SpendLimits {
  /** Cells of each channel, the same number for all; a channel's cells lie one after another. */
  readonly cells: number;
  /** [channel][cell], finite. */
  readonly cellLower: Float64Array;
  readonly cellUpper: Float64Array;
  /** [channel], finite. */
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  /** Of the sum of all. Equal ends fix it. */
  readonly total: readonly [lower: number, upper: number];
}

/**
 * The set within limits that some plan meets. Projection is exact up to rounding: the multipliers of the channels' sums and of the
 * total are roots of piecewise linear functions, found between two of their corners.
 */
export function spendSet(limits: SpendLimits): ConvexSet {
  const { cells, cellLower, cellUpper, lower, upper, total } = limits;
  const channels = lower.length;
  const size = channels * cells;

  const clipped = (point: Float64Array, metric: Float64Array, i: number, multiplier: number): number =>
    Math.min(cellUpper[i], Math.max(cellLower[i], point[i] - multiplier / metric[i]));

  const project: ConvexSet["project"] = (point, metric, nearest) => {
    const corners: number[] = [];
    const atUpper = new Float64Array(channels);
    const atLower = new Float64Array(channels);
    const sumOf = (channel: number, multiplier: number): number => {
      let sum = 0;
      for (let i = channel * cells; i < (channel + 1) * cells; i++) sum += clipped(point, metric, i, multiplier);
      return sum;
    };
    for (let channel = 0; channel < channels; channel++) {
      const own: number[] = [];
      let least = 0;
      let most = 0;
      for (let i = channel * cells; i < (channel + 1) * cells; i++) {
        own.push(metric[i] * (point[i] - cellUpper[i]), metric[i] * (point[i] - cellLower[i]));
        least += cellLower[i];
        most += cellUpper[i];
      }
      own.sort((a, b) => a - b);
      const sum = (multiplier: number): number => sumOf(channel, multiplier);
      atUpper[channel] = most <= upper[channel] ? Number.NEGATIVE_INFINITY : rootOf(sum, own, upper[channel]);
      atLower[channel] = least >= lower[channel] ? Number.POSITIVE_INFINITY : rootOf(sum, own, lower[channel]);
      corners.push(...own);
      if (Number.isFinite(atUpper[channel])) corners.push(atUpper[channel]);
      if (Number.isFinite(atLower[channel])) corners.push(atLower[channel]);
    }
    const own = (channel: number, multiplier: number): number =>
      Math.min(atLower[channel], Math.max(atUpper[channel], multiplier));
    const sumOfAll = (multiplier: number): number => {
      let sum = 0;
      for (let channel = 0; channel < channels; channel++) sum += sumOf(channel, own(channel, multiplier));
      return sum;
    };
    const free = sumOfAll(0);
    let multiplier = 0;
    if (free < total[0] || free > total[1]) {
      corners.sort((a, b) => a - b);
      multiplier = rootOf(sumOfAll, corners, free < total[0] ? total[0] : total[1]);
    }
    for (let channel = 0; channel < channels; channel++) {
      const its = own(channel, multiplier);
      for (let i = channel * cells; i < (channel + 1) * cells; i++) nearest[i] = clipped(point, metric, i, its);
    }
  };

  const support: ConvexSet["support"] = (direction, furthest) => {
    // Within a channel, and between channels once each has its least, money goes where the next unit brings most.
    furthest.set(cellLower);
    const order = Array.from({ length: size }, (_, i) => i).sort((a, b) => direction[b] - direction[a] || a - b);
    const room = Float64Array.from(upper);
    let spent = 0;
    const give = (i: number, amount: number): void => {
      furthest[i] += amount;
      spent += amount;
    };
    for (let channel = 0; channel < channels; channel++) {
      let sum = 0;
      for (let i = channel * cells; i < (channel + 1) * cells; i++) sum += cellLower[i];
      spent += sum;
      for (const i of order) {
        if (Math.floor(i / cells) !== channel || sum >= lower[channel]) continue;
        const amount = Math.min(cellUpper[i] - furthest[i], lower[channel] - sum);
        give(i, amount);
        sum += amount;
      }
      room[channel] -= sum;
    }
    for (const i of order) {
      const channel = Math.floor(i / cells);
      const most = direction[i] > 0 ? total[1] : total[0];
      const amount = Math.min(cellUpper[i] - furthest[i], room[channel], most - spent);
      if (!(amount > 0)) continue;
      give(i, amount);
      room[channel] -= amount;
    }
  };
  return { project, support };
}

/** Where a continuous, decreasing function that is linear between `corners` (ascending) has the value `target`. */
function rootOf(decreasing: (x: number) => number, corners: readonly number[], target: number): number {
  let low = 0;
  let high = corners.length - 1;
  let atLow = decreasing(corners[low]);
  let atHigh = decreasing(corners[high]);
  if (target >= atLow) return corners[low];
  if (target <= atHigh) return corners[high];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    const atMiddle = decreasing(corners[middle]);
    if (atMiddle >= target) [low, atLow] = [middle, atMiddle];
    else [high, atHigh] = [middle, atMiddle];
  }
  if (atLow === atHigh) return corners[low];
  return corners[low] + ((atLow - target) / (atLow - atHigh)) * (corners[high] - corners[low]);
}
