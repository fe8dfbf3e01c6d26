// Scales on which priors mean the same whatever a table looks like: they do not move with weeks of no spend, with single weeks far
// from the others, or with noise of known size.
//
// Where there is nothing of the kind they are the plain mean and the plain standard deviation, to the last bit.

import { quantileOfSorted, sum } from "../../numerics/index.ts";
import type { Scale } from "./scale.ts";

/** Noise of known variance in what was published. */
export interface AddedNoise {
  readonly variance: number;
  /** Of its distribution: 3 of a normal; by default 6, that of a Laplace. */
  readonly kurtosis?: number;
  /** The bound that lower values were set to, where they were. */
  readonly lower?: number;
}

/** Values farther than this many interquartile ranges outside the quartiles are far out (Tukey 1977), */
const farOut = 3;
/** unless more than this share of all are: then they are part of what varies. */
const fewValues = 0.05;
/** A week with less than this share of what a week that matters gets counts as one without spend. */
const nextToNothing = 0.1;
/** Weeks that matter: all but the smallest, which have this share of the money together. */
const leastMoney = 0.25;
/** In that account the largest weeks do not count: so many of them, where they are at most a fifth of all. */
const largestWeeks = 2;
/** Values count as far out only beyond this many deviations of the noise, so that noise is never cut itself. */
const noiseReach = 6;
/** What weeks differ by where noise drowns it, as a share of their mean: of sales, and of spend. */
const usualVariation = { target: 0.1, spend: 0.5 } as const;
/** Standard errors that a variance has to stand out of noise for it to be believed. */
const believed = 4;
/** How quickly belief sets in there. */
const sharply = 8;
/** Kurtosis of a Laplace, the widest noise there is. */
const laplaceKurtosis = 6;

/**
 * The spend of a typical week: the mean over weeks in which the channel's money is spent. Left out are weeks with next to no spend
 * (less than a tenth of a week that matters) and a few weeks far above all others. Spend with noise is first drawn together around its
 * mean, so that it varies as the true spend does.
 */
export function typicalSpend(values: ArrayLike<number>, noise?: AddedNoise): Scale {
  const typical = typicalWeeks(noise === undefined ? values : withoutNoise(values, noise));
  return { location: 0, scale: typical.length === 0 ? 1 : momentsOf(typical).location };
}

/**
 * The mean spend over all weeks, in which the few weeks far above all others count as typical ones: a wrong cell in one channel would otherwise
 * make it look like most of the budget.
 */
export function usualSpend(values: ArrayLike<number>): number {
  const typical = typicalWeeks(values);
  if (typical.length === 0) return momentsOf(values).location;
  const most = typical.reduce((largest, value) => Math.max(largest, value), 0);
  const { location } = momentsOf(typical);
  return momentsOf(Float64Array.from(values, (value) => (value > most ? location : value))).location;
}

/** Weeks in which money is spent, without a few far from all others; in their order. */
function typicalWeeks(spent: ArrayLike<number>): Float64Array {
  const sorted = sortedOf(spent, (value) => value > 0);
  if (sorted.length === 0) return sorted;
  const least = nextToNothing * weekThatMatters(sorted);
  return withoutFarOut(Float64Array.from(spent).filter((value) => value > 0 && value >= least));
}

/**
 * Mean and standard deviation of a series without a few values far from all others, less the variance of known noise. Where noise
 * drowns what weeks differ by, that is taken to be 10% of the level: of the mean, or of what the mean is known to, whichever is more.
 */
export function typicalDeviation(values: ArrayLike<number>, noise?: AddedNoise): Scale {
  const whole = noise?.lower === undefined ? values : mirrored(values, noise.lower);
  const own = noise?.variance ?? 0;
  const kept = momentsOf(withoutFarOut(Float64Array.from(whole), noiseReach * Math.sqrt(own)));
  // All but a few values are one value: then the few are what varies.
  const { location, variance } = kept.variance > 0 ? kept : momentsOf(whole);
  if (own === 0) return { location, scale: Math.sqrt(variance) };
  const level = Math.hypot(location, Math.sqrt(own / whole.length));
  return { location, scale: Math.sqrt(trueVariance(variance, noise!, whole.length, usualVariation.target * level)) };
}

/** In one pass each: scales, and with them draws, are those of `mean` and `zscore` bit for bit where nothing is cut. */
export function momentsOf(values: ArrayLike<number>): { readonly location: number; readonly variance: number } {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i];
  const location = total / values.length;
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += (values[i] - location) ** 2;
  return { location, variance: squares / (values.length - 1) };
}

/**
 * Variance of what noise was added to: what was published less the noise, as far as that stands out of its own standard error, and
 * otherwise what is `usual`. Taking the difference alone would let the luck of the noise make the scale, and with it all priors.
 */
function trueVariance(published: number, noise: AddedNoise, count: number, usual: number): number {
  const left = published - noise.variance;
  const { kurtosis = laplaceKurtosis } = noise;
  const error = believed * noise.variance * Math.sqrt((kurtosis - 1) / count);
  const weight = 1 / (1 + (error / Math.max(left, usual ** 2)) ** sharply);
  return weight * Math.max(left, 0) + (1 - weight) * usual ** 2;
}

/** Published spend drawn together around its mean, so that its variance is that of the true spend. */
function withoutNoise(values: ArrayLike<number>, noise: AddedNoise): Float64Array {
  const whole = noise.lower === undefined ? values : mirrored(values, noise.lower);
  const { location, variance } = momentsOf(whole);
  const level = Math.hypot(Math.max(location, 0), Math.sqrt(noise.variance / whole.length));
  const left = trueVariance(variance, noise, whole.length, usualVariation.spend * level);
  const share = Math.sqrt(Math.min(1, left / variance));
  return Float64Array.from(whole, (value) => level + share * (value - location));
}

/**
 * A series whose values below a bound were set to it: its upper half, and the same mirrored at the median. Noise is symmetric, and
 * the bound says nothing of how far below it values were.
 */
function mirrored(values: ArrayLike<number>, lower: number): ArrayLike<number> {
  const sorted = sortedOf(values, () => true);
  if (!(sorted[0] <= lower)) return values;
  const middle = quantileOfSorted(sorted, 0.5);
  // The bound itself is the median where more than half are at it: then the mean says more.
  if (middle <= lower) return values;
  const above = sortedOf(values, (value) => value > middle);
  return Float64Array.from([...above.map((value) => 2 * middle - value), ...above]);
}

/** The values without those far from all others, where those are few, in their order. */
function withoutFarOut(values: Float64Array, reach = 0): Float64Array {
  const sorted = values.slice().sort();
  const [first, third] = [quantileOfSorted(sorted, 0.25), quantileOfSorted(sorted, 0.75)];
  const width = farOut * (third - first) + reach;
  const kept = values.filter((value) => value >= first - width && value <= third + width);
  return values.length - kept.length > fewValues * values.length ? values : kept;
}

/** The smallest week with spend of those that have three quarters of the money; the very largest weeks do not count in that. */
function weekThatMatters(sorted: Float64Array): number {
  const ignored = Math.min(largestWeeks, Math.floor(sorted.length / 5));
  const counted = sorted.subarray(0, sorted.length - ignored);
  const money = leastMoney * sum(counted);
  let below = 0;
  return counted.find((value) => (below += value) >= money) ?? counted[counted.length - 1];
}

function sortedOf(values: ArrayLike<number>, keep: (value: number) => boolean): Float64Array {
  return Float64Array.from(values).filter(keep).sort();
}
