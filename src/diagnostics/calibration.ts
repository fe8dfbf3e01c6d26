// Simulation-based calibration: are the ranks of the truths among posterior draws uniform? Sources: Talts, Betancourt, Simpson,
// Vehtari and Gelman (2018), arXiv 1804.06788; simultaneous bands by Säilynoja, Bürkner and Vehtari (2022), Statistics and
// Computing 32, adapted to ranks: the ECDF is compared where a rank can be, with the binomial it has there.

import { lgamma } from "../numerics/special/index.ts";

/** Simulated sets of ranks that set the width of the bands; the level's standard error is then 0.0022 at level 0.95. */
const SIMULATIONS = 10_000;
const SEED = 20_211_116;

/** Number of draws below the truth: 0 to draws.length. Thin the draws so that they are nearly independent first. */
export function rankOfTruth(truth: number, draws: ArrayLike<number>): number {
  let rank = 0;
  for (let i = 0; i < draws.length; i++) if (draws[i] < truth) rank++;
  return rank;
}

/** `wanted` draws evenly spaced over all chains, for `rankOfTruth`. Throws RangeError when there are fewer. */
export function thin(values: Float64Array, wanted: number): Float64Array {
  if (wanted > values.length) throw new RangeError(`Cannot take ${wanted} of ${values.length} draws.`);
  return Float64Array.from({ length: wanted }, (_, i) => values[Math.floor(((i + 0.5) * values.length) / wanted)]);
}

/** The ranks' distribution against the uniform one, at the points rank <= 0, 1, ... L - 1. */
export interface Uniformity {
  /** Whether the difference stays between the bands at every point. */
  readonly inside: boolean;
  /** Share of ranks <= j, less (j + 1) / (L + 1). */
  readonly ecdfDifference: Float64Array;
  /** The bands, on the same scale: for uniform ranks the whole curve lies between them with probability `level` or more. */
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

/**
 * Tests whether `ranks`, each 0 to `largestRank` (the number L of draws it was taken among), are uniform, by bands that
 * hold at all points at once with probability `level`. The bands come from a simulation with a fixed seed.
 * Throws RangeError for a rank or level out of range, or no ranks.
 */
export function uniformityOfRanks(ranks: ArrayLike<number>, largestRank: number, level = 0.95): Uniformity {
  const size = ranks.length;
  if (!(level > 0 && level < 1)) throw new RangeError(`The level ${level} is not between 0 and 1.`);
  const counts = countsOf(ranks, largestRank);
  const { points, smallest } = bandsFor(size, largestRank, level);
  const ecdfDifference = new Float64Array(largestRank);
  const lower = new Float64Array(largestRank);
  const upper = new Float64Array(largestRank);
  let below = 0;
  for (let j = 0; j < largestRank; j++) {
    below += counts[j];
    const expected = (j + 1) / (largestRank + 1);
    const tails = points[j];
    let first = 0;
    while (tails[first] < smallest) first++;
    let last = size;
    while (tails[last] < smallest) last--;
    ecdfDifference[j] = below / size - expected;
    lower[j] = first / size - expected;
    upper[j] = last / size - expected;
  }
  return { inside: smallestTail(counts, points) >= smallest, ecdfDifference, lower, upper };
}

/**
 * Probability of ranks at least as uneven as these when they are uniform: that the most surprising point of the ECDF is at least as
 * surprising. Exact, so that it can be adjusted for many tests, where bands by simulation are too coarse.
 * Ranks at neighboring points follow a multinomial distribution; independent Poisson counts given their sum are one, and the
 * probability that their running sums keep to the points that are less surprising follows by convolution, point by point.
 * Throws RangeError for a rank out of range, or no ranks.
 */
export function uniformityPValue(ranks: ArrayLike<number>, largestRank: number): number {
  const size = ranks.length;
  const counts = countsOf(ranks, largestRank);
  const points = pointsFor(size, largestRank);
  const observed = smallestTail(counts, points);
  const poisson = poissonMasses(size / (largestRank + 1), size);
  let allowed = Float64Array.of(1);
  let start = 0;
  for (let j = 0; j < largestRank; j++) {
    const tails = points[j];
    let first = start;
    // Tails that are equal but for rounding are equal.
    while (first <= size && tails[first] <= observed * (1 + rounding)) first++;
    let last = size;
    while (last >= first && tails[last] <= observed * (1 + rounding)) last--;
    if (last < first) return 1;
    const next = new Float64Array(last - first + 1);
    for (let k = first; k <= last; k++) {
      for (let i = 0; i < allowed.length && start + i <= k; i++) next[k - first] += allowed[i] * poisson[k - start - i];
    }
    allowed = next;
    start = first;
  }
  let inside = 0;
  for (let i = 0; i < allowed.length; i++) inside += allowed[i] * poisson[size - start - i];
  const total = Math.exp(size * Math.log(size) - size - lgamma(size + 1));
  return Math.min(1, Math.max(0, 1 - inside / total));
}

/** Relative error of tail probabilities. */
const rounding = 1e-9;

/** Poisson probabilities of 0 to `most`. */
function poissonMasses(mean: number, most: number): Float64Array {
  return Float64Array.from({ length: most + 1 }, (_, k) => Math.exp(k * Math.log(mean) - mean - lgamma(k + 1)));
}

function countsOf(ranks: ArrayLike<number>, largestRank: number): Int32Array {
  if (ranks.length === 0) throw new RangeError("Calibration needs at least one rank.");
  const counts = new Int32Array(largestRank + 1);
  for (let i = 0; i < ranks.length; i++) {
    if (!(Number.isInteger(ranks[i]) && ranks[i] >= 0 && ranks[i] <= largestRank)) {
      throw new RangeError(`Rank ${ranks[i]} is not a whole number from 0 to ${largestRank}.`);
    }
    counts[ranks[i]]++;
  }
  return counts;
}

interface Bands {
  readonly size: number;
  readonly largestRank: number;
  readonly level: number;
  readonly points: readonly Float64Array[];
  readonly smallest: number;
}

/** The last bands computed: a study judges many parameters by the same ones. */
let lastBands: Bands | undefined;

function bandsFor(size: number, largestRank: number, level: number): Bands {
  const last = lastBands;
  if (last?.size === size && last.largestRank === largestRank && last.level === level) return last;
  const points = pointsFor(size, largestRank);
  const smallest = smallestTailAllowed(points, size, largestRank, level);
  lastBands = { size, largestRank, level, points, smallest };
  return lastBands;
}

/** The last points computed, for the same reason. */
let lastPoints: { readonly size: number; readonly largestRank: number; readonly points: Float64Array[] } | undefined;

function pointsFor(size: number, largestRank: number): Float64Array[] {
  if (lastPoints?.size !== size || lastPoints.largestRank !== largestRank) {
    lastPoints = { size, largestRank, points: binomialPoints(size, largestRank) };
  }
  return lastPoints.points;
}

/** For each point and each count of ranks there, the smaller of the two binomial tail probabilities, either including the count. */
function binomialPoints(size: number, largestRank: number): Float64Array[] {
  const logFactorial = Float64Array.from({ length: size + 1 }, (_, k) => lgamma(k + 1));
  return Array.from({ length: largestRank }, (_, j) => {
    const p = (j + 1) / (largestRank + 1);
    const mass = Float64Array.from({ length: size + 1 }, (_, k) =>
      Math.exp(
        logFactorial[size] - logFactorial[k] - logFactorial[size - k] + k * Math.log(p) + (size - k) * Math.log1p(-p),
      ),
    );
    const tails = new Float64Array(size + 1);
    let cumulative = 0;
    for (let k = 0; k <= size; k++) {
      cumulative += mass[k];
      tails[k] = cumulative;
    }
    cumulative = 0;
    for (let k = size; k >= 0; k--) {
      cumulative += mass[k];
      tails[k] = Math.min(tails[k], cumulative);
    }
    return tails;
  });
}

/** The most surprising point of an ECDF, given how many ranks there are of each value. */
function smallestTail(counts: Int32Array, points: readonly Float64Array[]): number {
  let smallest = 1;
  let below = 0;
  for (let j = 0; j < points.length; j++) {
    below += counts[j];
    const tail = points[j][below];
    if (tail < smallest) smallest = tail;
  }
  return smallest;
}

/** The tail probability that `level` of simulated uniform sets of ranks stay above (or at) everywhere. */
function smallestTailAllowed(
  points: readonly Float64Array[],
  size: number,
  largestRank: number,
  level: number,
): number {
  const random = uniformIntegers(SEED);
  const counts = new Int32Array(largestRank + 1);
  const smallest = new Float64Array(SIMULATIONS);
  for (let simulation = 0; simulation < SIMULATIONS; simulation++) {
    counts.fill(0);
    for (let i = 0; i < size; i++) counts[random(largestRank + 1)]++;
    smallest[simulation] = smallestTail(counts, points);
  }
  smallest.sort();
  return smallest[Math.floor((1 - level) * SIMULATIONS)];
}

/** Integers from 0 to n - 1 by a 32-bit Weyl sequence through the finalizer of MurmurHash3 (SplitMix: Steele, Lea and Flood 2014). */
function uniformIntegers(seed: number): (n: number) => number {
  let state = seed | 0;
  return (n) => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = state ^ (state >>> 16);
    mixed = Math.imul(mixed, 0x85ebca6b);
    mixed ^= mixed >>> 13;
    mixed = Math.imul(mixed, 0xc2b2ae35);
    mixed ^= mixed >>> 16;
    return Math.floor(((mixed >>> 0) / 2 ** 32) * n);
  };
}
