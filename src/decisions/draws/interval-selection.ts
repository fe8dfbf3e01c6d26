// Intervals of many sets of draws, one after another: quantiles picked out of a histogram in a few passes instead of sorting.

import { estimateOf } from "../../diagnostics/index.ts";
import { type Interval, defaultLevel } from "./interval.ts";

/**
 * Intervals along an axis (weeks, points of a curve): one element for each place. The estimate is decided place by place, because one place
 * may be a quantity of its own elsewhere (the point of a curve at today's spend is what the channel brings).
 */
export interface IntervalSeries {
  readonly estimate: number[];
  /** Places whose estimate is the median, because the mean does not represent the draws; all others are means. */
  readonly medianAt: number[];
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
  /** Where in `sorted` the value of each rank is. */
  const found = new Int32Array(ranks.length);
  const belowOf = positions.map((position) => ranks.indexOf(Math.floor(position)));
  const aboveOf = positions.map((position) => ranks.indexOf(Math.ceil(position)));
  const weightOf = positions.map((position) => position - Math.floor(position));

  return (draws) => {
    if (draws.length !== count) throw new RangeError(`${draws.length} draws were given to a finder for ${count}.`);
    const { low, high, total } = extent(draws);
    const scale = (buckets - 1) / (high - low);
    let broken = false;
    if (Number.isFinite(total) && Number.isFinite(scale)) {
      fillPlaces(draws, low, scale, places, counts);
      findBuckets(ranks, counts, wanted, found);
      const size = collect(draws, places, wanted, sorted);
      sorted.subarray(0, size).sort();
    } else {
      // All draws equal, or some infinite or not a number, which sort last: rare, and sorting knows what to do.
      sorted.set(draws);
      sorted.sort();
      found.set(ranks);
      broken = Number.isNaN(sorted[count - 1]);
    }
    const [lower, median, upper] = positions.map((_, k) => {
      if (broken) return Number.NaN;
      const below = sorted[found[belowOf[k]]];
      const above = sorted[found[aboveOf[k]]];
      return below === above || weightOf[k] === 0 ? below : (1 - weightOf[k]) * below + weightOf[k] * above;
    });
    const mean = total / count;
    return { ...estimateOf({ mean, median, lower, upper }, draws, { low, high }), mean, median, lower, upper };
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

/*
 * The loops are functions of their own: a report asks for thousands of intervals in its first second, and V8 compiles a loop best
 * when what is around it need not be guessed.
 */

/** The bucket of each draw, and how many there are in each. */
function fillPlaces(draws: Float64Array, low: number, scale: number, places: Uint16Array, counts: Int32Array): void {
  counts.fill(0);
  for (let i = 0; i < draws.length; i++) {
    const place = ((draws[i] - low) * scale) | 0;
    places[i] = place;
    counts[place]++;
  }
}

/** Marks the buckets that hold these ranks (ascending), and finds where the ranks are among the sorted values of these buckets. */
function findBuckets(ranks: readonly number[], counts: Int32Array, wanted: Uint8Array, found: Int32Array): void {
  wanted.fill(0);
  let bucket = 0;
  let before = 0;
  let left = 0;
  for (let k = 0; k < ranks.length; k++) {
    while (before + counts[bucket] <= ranks[k]) {
      before += counts[bucket];
      if (wanted[bucket] === 0) left += counts[bucket];
      bucket++;
    }
    wanted[bucket] = 1;
    found[k] = ranks[k] - left;
  }
}

/** Puts the draws of wanted buckets one after another; returns how many there are. */
function collect(draws: Float64Array, places: Uint16Array, wanted: Uint8Array, out: Float64Array): number {
  let size = 0;
  for (let i = 0; i < draws.length; i++) {
    out[size] = draws[i];
    size += wanted[places[i]];
  }
  return size;
}

/** An empty series, to be filled with `append`. */
export function emptySeries(): IntervalSeries {
  return { estimate: [], medianAt: [], mean: [], median: [], lower: [], upper: [] };
}

export function append(series: IntervalSeries, { estimate, statistic, mean, median, lower, upper }: Interval): void {
  if (statistic === "median") series.medianAt.push(series.estimate.length);
  series.estimate.push(estimate);
  series.mean.push(mean);
  series.median.push(median);
  series.lower.push(lower);
  series.upper.push(upper);
}

/** What stands at one place of a series. */
export function intervalAt(series: IntervalSeries, place: number): Interval {
  const { estimate, medianAt, mean, median, lower, upper } = series;
  return {
    estimate: estimate[place],
    statistic: medianAt.includes(place) ? "median" : "mean",
    mean: mean[place],
    median: median[place],
    lower: lower[place],
    upper: upper[place],
  };
}

/** Intervals of the rows of `draws` [place][draw]. */
export function seriesOf(draws: Float64Array, count: number, find: IntervalFinder): IntervalSeries {
  const series = emptySeries();
  for (let start = 0; start < draws.length; start += count) append(series, find(draws.subarray(start, start + count)));
  return series;
}
