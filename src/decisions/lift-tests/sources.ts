// The tests of one source at a draw: the bias that they share, given their lifts, and how likely those are.
//
// As in the model (mmm/fit/experiment-likelihood.ts): lift_k = mu_k + v_k b + e_k with b ~ N(m, s^2) and e_k ~ N(0, se_k^2).

import { countedError, type Experiment } from "../../mmm/experiments/index.ts";

/** A normal distribution. */
export interface Normal {
  readonly mean: number;
  readonly variance: number;
}

/** What one of the bias is in the unit of a lift, where this is what the test would read. */
export function perBias({ bias_unit: unit }: Experiment, reading: number): number {
  return unit === "share" ? reading : 1;
}

/** The bias of a source given the lifts of these of its tests. @param readings what each would read, in their order */
export function biasGiven(
  { bias, bias_mean: mean }: Experiment,
  tests: readonly Experiment[],
  readings: readonly number[],
): Normal {
  if (bias === 0) return { mean, variance: 0 };
  let precision = 1 / bias ** 2;
  let pulled = mean / bias ** 2;
  tests.forEach((test, k) => {
    const weight = 1 / countedError(test) ** 2;
    const per = perBias(test, readings[k]);
    precision += weight * per ** 2;
    pulled += weight * per * (test.lift - readings[k]);
  });
  return { mean: pulled / precision, variance: 1 / precision };
}

/** The lift of a test given what it would read and the bias of its source. */
export function liftGiven(test: Experiment, reading: number, bias: Normal): Normal {
  const per = perBias(test, reading);
  return { mean: reading + per * bias.mean, variance: countedError(test) ** 2 + per ** 2 * bias.variance };
}

/** Log density of the lifts of tests of a source, one given those before it. */
export function logDensityOfSource(tests: readonly Experiment[], readings: readonly number[]): number {
  let total = 0;
  tests.forEach((test, k) => {
    const bias = biasGiven(test, tests.slice(0, k), readings);
    const { mean, variance } = liftGiven(test, readings[k], bias);
    total -= 0.5 * (Math.log(2 * Math.PI * variance) + (test.lift - mean) ** 2 / variance);
  });
  return total;
}
