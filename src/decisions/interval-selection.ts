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
  const ranks = [...new Set(positions.flatMap((position) => [Math.floor(position), Math.ceil(position)]))];
  const counts = new Int32Array(buckets);
  const places = new Uint16Array(count);
  const sorted = new Float64Array(count);
  /** 1 for buckets that hold a value of one of the ranks. */
  const wanted = new Uint8Array(buckets);
  /** The value of each rank. */
  const found = new Map<number, number>();

  const sort = (draws: Float64Array): void => {
    sorted.set(draws);
    sorted.sort();
    // Not a number sorts last.
    const broken = Number.isNaN(sorted[count - 1]);
    for (const rank of ranks) found.set(rank, broken ? Number.NaN : sorted[rank]);
  };

  const select = (draws: Float64Array, low: number, scale: number): void => {
    counts.fill(0);
    wanted.fill(0);
    fillPlaces(draws, low, scale, places, counts);
    /** Of each rank, how many values in front of it are in no wanted bucket. */
    const skipped = ranks.map(() => 0);
    let [bucket, before, left, last] = [0, 0, 0, -1];
    ranks.forEach((rank, k) => {
      while (before + counts[bucket] <= rank) {
        before += counts[bucket];
        if (bucket !== last) left += counts[bucket];
        bucket++;
      }
      wanted[bucket] = 1;
      last = bucket;
      skipped[k] = left;
    });
    let size = 0;
    for (let i = 0; i < count; i++) {
      sorted[size] = draws[i];
      size += wanted[places[i]];
    }
    sorted.subarray(0, size).sort();
    ranks.forEach((rank, k) => found.set(rank, sorted[rank - skipped[k]]));
  };

  return (draws) => {
    if (draws.length !== count) throw new RangeError(`${draws.length} draws were given to a finder for ${count}.`);
    const { low, high, total } = extent(draws);
    const scale = (buckets - 1) / (high - low);
    if (Number.isFinite(total) && Number.isFinite(scale)) select(draws, low, scale);
    // All draws equal, or some infinite or not a number: rare, and sorting knows what to do.
    else sort(draws);
    const [lower, median, upper] = positions.map((position) => {
      const below = found.get(Math.floor(position))!;
      const above = found.get(Math.ceil(position))!;
      const weight = position - Math.floor(position);
      return below === above || weight === 0 ? below : (1 - weight) * below + weight * above;
    });
    return { mean: total / count, median, lower, upper };
  };
}

function extent(draws: Float64Array): { low: number; high: number; total: number } {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  let total = 0;
  for (let i = 0; i < draws.length; i++) {
    const value = draws[i];
    if (value < low) low = value;
    if (value > high) high = value;
    total += value;
  }
  return { low, high, total };
}

function fillPlaces(draws: Float64Array, low: number, scale: number, places: Uint16Array, counts: Int32Array): void {
  for (let i = 0; i < draws.length; i++) {
    const place = ((draws[i] - low) * scale) | 0;
    places[i] = place;
    counts[place]++;
  }
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
