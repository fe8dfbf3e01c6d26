// Autocovariance of chains by Fourier transform, averaged over chains, divided by n ("biased": Geyer 1992).

import type { Draws } from "./draws.ts";
import { forwardTransform, fourierPlan, inverseTransform } from "./fft.ts";

interface Buffers {
  readonly real: Float64Array;
  readonly imaginary: Float64Array;
  readonly power: Float64Array;
  readonly zero: Float64Array;
}

const kept = new Map<number, Buffers>();

function buffers(size: number): Buffers {
  const known = kept.get(size);
  if (known !== undefined) return known;
  const fresh = {
    real: new Float64Array(size),
    imaginary: new Float64Array(size),
    power: new Float64Array(size),
    zero: new Float64Array(size),
  };
  kept.set(size, fresh);
  return fresh;
}

/**
 * Autocovariances at lags 0 .. draws - 1, the mean over chains of each chain's own
 * (1/n) sum_i (x_i - mean)(x_{i+lag} - mean), written to `out` (length `draws`).
 *
 * Two chains share one complex transform: the real part of the inverse transform of |F(a + ib)|^2 is the autocovariance
 * of a plus that of b, and since only the mean over chains is wanted, one inverse transform serves them all.
 */
export function meanAutocovariance(draws: Draws, chainMeans: Float64Array, out: Float64Array): void {
  const { chains, draws: n, values } = draws;
  let size = 2;
  while (size < 2 * n) size <<= 1;
  const plan = fourierPlan(size);
  const { real, imaginary, power, zero } = buffers(size);
  power.fill(0);
  zero.fill(0);
  for (let chain = 0; chain < chains; chain += 2) {
    real.fill(0, n);
    imaginary.fill(0, n);
    centreInto(values, chain * n, n, chainMeans[chain], real);
    if (chain + 1 < chains) centreInto(values, (chain + 1) * n, n, chainMeans[chain + 1], imaginary);
    else imaginary.fill(0, 0, n);
    forwardTransform(plan, real, imaginary);
    for (let k = 0; k < size; k++) power[k] += real[k] * real[k] + imaginary[k] * imaginary[k];
  }
  inverseTransform(plan, power, zero);
  const scale = 1 / (size * n * chains);
  for (let lag = 0; lag < n; lag++) out[lag] = power[lag] * scale;
}

function centreInto(values: Float64Array, start: number, n: number, mean: number, target: Float64Array): void {
  for (let i = 0; i < n; i++) target[i] = values[start + i] - mean;
}

/** Autocovariances of one sequence at every lag, divided by its length. */
export function autocovariance(sequence: Float64Array): Float64Array {
  const n = sequence.length;
  let total = 0;
  for (let i = 0; i < n; i++) total += sequence[i];
  const out = new Float64Array(n);
  meanAutocovariance({ chains: 1, draws: n, values: sequence }, Float64Array.of(total / n), out);
  return out;
}
