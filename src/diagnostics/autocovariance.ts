// Autocovariance of chains, averaged over chains, divided by n ("biased": Geyer 1992): the first lags by plain sums, since the
// autocorrelation of good chains is soon spent, and all of them by Fourier transform when more are asked for.

import type { Draws } from "./draws.ts";
import { forwardTransform, fourierPlan, inverseTransform } from "../numerics/index.ts";

/** Lags computed by plain sums; beyond, one Fourier transform of all chains costs less. */
const DIRECT_LAGS = 32;
/** Lags that one pass over the draws computes together. */
const LAGS_PER_PASS = 4;

/** Autocovariances of some chains, computed as far as they are asked for. Holds buffers: one at a time, not to be kept. */
export interface Autocovariances {
  /** Draws per chain; lags run from 0 to draws - 1. */
  readonly draws: number;
  /** The mean over chains of (1/n) sum_i (x_i - mean)(x_{i+lag} - mean), at this lag. */
  at(lag: number): number;
}

interface Buffers {
  /** Centered chains, each followed by zeros, so that a lag may reach past the end. */
  centered: Float64Array;
  covariances: Float64Array;
  real: Float64Array;
  imaginary: Float64Array;
  power: Float64Array;
}

const none = new Float64Array(0);
const kept: Buffers = { centered: none, covariances: none, real: none, imaginary: none, power: none };

function atLeast(name: keyof Buffers, length: number): Float64Array {
  if (kept[name].length < length) kept[name] = new Float64Array(length);
  return kept[name];
}

/** Autocovariances of `draws`, whose chains have these means. */
export function autocovariances(draws: Draws, chainMeans: Float64Array): Autocovariances {
  const { chains, draws: n, values } = draws;
  const stride = n + DIRECT_LAGS + LAGS_PER_PASS;
  const centered = atLeast("centered", chains * stride);
  const covariances = atLeast("covariances", n + LAGS_PER_PASS);
  for (let chain = 0; chain < chains; chain++) {
    center(values, chain * n, n, chainMeans[chain], centered, chain * stride);
    centered.fill(0, chain * stride + n, (chain + 1) * stride);
  }
  let known = 0;
  const at = (lag: number): number => {
    if (lag >= known && lag < DIRECT_LAGS) {
      const first = LAGS_PER_PASS * Math.floor(lag / LAGS_PER_PASS);
      for (; known <= first; known += LAGS_PER_PASS) fourLags(centered, chains, n, stride, known, covariances);
    } else if (lag >= known) {
      allLags(centered, chains, n, stride, covariances);
      known = n;
    }
    return covariances[lag];
  };
  return { draws: n, at };
}

function center(from: Float64Array, start: number, n: number, mean: number, to: Float64Array, place: number): void {
  for (let i = 0; i < n; i++) to[place + i] = from[start + i] - mean;
}

/** Four neighboring lags by plain sums. */
function fourLags(x: Float64Array, chains: number, n: number, stride: number, lag: number, out: Float64Array): void {
  let sum0 = 0;
  let sum1 = 0;
  let sum2 = 0;
  let sum3 = 0;
  for (let chain = 0; chain < chains; chain++) {
    const start = chain * stride;
    const end = start + Math.max(n - lag, 0);
    for (let i = start; i < end; i++) {
      const value = x[i];
      const j = i + lag;
      sum0 += value * x[j];
      sum1 += value * x[j + 1];
      sum2 += value * x[j + 2];
      sum3 += value * x[j + 3];
    }
  }
  const scale = 1 / (n * chains);
  out[lag] = sum0 * scale;
  out[lag + 1] = sum1 * scale;
  out[lag + 2] = sum2 * scale;
  out[lag + 3] = sum3 * scale;
}

/**
 * All lags by Fourier transform of the chains padded with zeros to twice their length. Two chains share one complex
 * transform: the real part of the inverse transform of |F(a + ib)|^2 is the autocovariance of a plus that of b; and since
 * only the mean over chains is wanted, one inverse transform serves them all.
 */
function allLags(centered: Float64Array, chains: number, n: number, stride: number, out: Float64Array): void {
  let size = 2;
  while (size < 2 * n) size <<= 1;
  const plan = fourierPlan(size);
  const real = atLeast("real", size);
  const imaginary = atLeast("imaginary", size);
  const power = atLeast("power", size);
  power.fill(0);
  for (let chain = 0; chain < chains; chain += 2) {
    real.fill(0, n);
    imaginary.fill(0);
    real.set(centered.subarray(chain * stride, chain * stride + n));
    if (chain + 1 < chains) imaginary.set(centered.subarray((chain + 1) * stride, (chain + 1) * stride + n));
    forwardTransform(plan, real, imaginary);
    for (let k = 0; k < size; k++) power[k] += real[k] * real[k] + imaginary[k] * imaginary[k];
  }
  imaginary.fill(0);
  inverseTransform(plan, power, imaginary);
  const scale = 1 / (size * n * chains);
  for (let lag = 0; lag < n; lag++) out[lag] = power[lag] * scale;
}

/** Autocovariances of one sequence at every lag, divided by its length. */
export function autocovariance(sequence: Float64Array): Float64Array {
  const n = sequence.length;
  let total = 0;
  for (let i = 0; i < n; i++) total += sequence[i];
  const covariances = autocovariances({ chains: 1, draws: n, values: sequence }, Float64Array.of(total / n));
  // The last lag first: whatever lies beyond the plain sums comes from one transform.
  covariances.at(n - 1);
  return Float64Array.from(sequence, (_, lag) => covariances.at(lag));
}
