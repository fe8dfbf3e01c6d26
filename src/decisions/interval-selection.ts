// Intervals of many sets of draws, one after another: quantiles picked out of a histogram in a few passes instead of sorting.

import { type Interval, defaultLevel } from "./interval.ts";

/** Intervals along an axis (weeks, points of a curve): one element for each place. */
export interface IntervalSeries {
  readonly mean: number[];
  readonly median: number[];
  readonly lower: number[];
  readonly upper: number[];
}

/** Gives the same figures as `intervalOf`; keeps its buffers, so it is made once and called often. Leaves the draws as they are. */
export type IntervalFinder = (draws: Float64Array) => Interval;

/** Buckets of the histogram: 4000 draws of a smooth distribution leave a handful in each. */
const buckets = 1024;

/**
 * A finder for sets of `count` draws.
 * @param level probability of the central interval
 */
export function intervalFinder(count: number, level: number = defaultLevel): IntervalFinder {
  const tail = (1 - level) / 2;
  const positions = [tail, 0.5, 1 - tail].map((probability) => (count - 1) * probability);
  const counts = new Int32Array(buckets);
  const places = new Uint16Array(count);
  const inside = new Float64Array(count);
  const sorted = new Float64Array(count);
  /** Bucket whose values are in `inside`, in order. */
  let held = -1;

  /** The value of this rank, given the rank at which each bucket ends. */
  const valueOfRank = (draws: Float64Array, rank: number): number => {
    let bucket = 0;
    while (counts[bucket] <= rank) bucket++;
    const first = bucket === 0 ? 0 : counts[bucket - 1];
    const size = counts[bucket] - first;
    if (bucket !== held) {
      let k = 0;
      for (let i = 0; i < count; i++) {
        if (places[i] === bucket) inside[k++] = draws[i];
      }
      inside.subarray(0, size).sort();
      held = bucket;
    }
    return inside[rank - first];
  };

  return (draws) => {
    if (draws.length !== count) throw new RangeError(`${draws.length} draws were given to a finder for ${count}.`);
    let [low, high, total] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
    for (let i = 0; i < count; i++) {
      const value = draws[i];
      if (value < low) low = value;
      if (value > high) high = value;
      total += value;
    }
    const scale = buckets / (high - low);
    let rankValue: (rank: number) => number;
    if (Number.isFinite(total) && Number.isFinite(scale)) {
      counts.fill(0);
      for (let i = 0; i < count; i++) {
        const place = Math.min(buckets - 1, ((draws[i] - low) * scale) | 0);
        places[i] = place;
        counts[place]++;
      }
      for (let bucket = 1; bucket < buckets; bucket++) counts[bucket] += counts[bucket - 1];
      held = -1;
      rankValue = (rank) => valueOfRank(draws, rank);
    } else {
      // All draws equal, or some infinite or not a number (which sort last): rare, and sorting knows what to do.
      sorted.set(draws);
      sorted.sort();
      rankValue = Number.isNaN(sorted[count - 1]) ? () => Number.NaN : (rank) => sorted[rank];
    }
    const [lower, median, upper] = positions.map((position) => {
      const below = rankValue(Math.floor(position));
      const above = rankValue(Math.ceil(position));
      const weight = position - Math.floor(position);
      return below === above || weight === 0 ? below : (1 - weight) * below + weight * above;
    });
    return { mean: total / count, median, lower, upper };
  };
}

/** An empty series, to be filled with `append`. */
export function emptySeries(): IntervalSeries {
  return { mean: [], median: [], lower: [], upper: [] };
}

export function append(series: IntervalSeries, { mean, median, lower, upper }: Interval): void {
  series.mean.push(mean);
  series.median.push(median);
  series.lower.push(lower);
  series.upper.push(upper);
}

/** Intervals of the rows of `draws` [place][draw]. */
export function seriesOf(draws: Float64Array, count: number, find: IntervalFinder): IntervalSeries {
  const series = emptySeries();
  for (let start = 0; start < draws.length; start += count) append(series, find(draws.subarray(start, start + count)));
  return series;
}
