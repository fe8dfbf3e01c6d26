// Distribution function of the beta distribution and its inverse. Source: the continued fraction 8.17.22 of the NIST
// Digital Library of Mathematical Functions, evaluated by the modified Lentz method; inverse by safeguarded Newton steps.

import { lgamma } from "./lgamma.ts";

const SMALLEST = 1e-300;
const MAX_TERMS = 10_000;

/** The continued fraction of DLMF 8.17.22 at x below the mean; terms are O(sqrt(max(a, b))). */
function continuedFraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 - ((a + b) * x) / (a + 1);
  if (Math.abs(d) < SMALLEST) d = SMALLEST;
  d = 1 / d;
  let value = d;
  for (let m = 1; m <= MAX_TERMS; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    let change = 1;
    for (const coefficient of [even, odd]) {
      d = 1 + coefficient * d;
      if (Math.abs(d) < SMALLEST) d = SMALLEST;
      c = 1 + coefficient / c;
      if (Math.abs(c) < SMALLEST) c = SMALLEST;
      d = 1 / d;
      change = c * d;
      value *= change;
    }
    if (Math.abs(change - 1) < 4 * Number.EPSILON) return value;
  }
  return Number.NaN;
}

function logDensity(x: number, a: number, b: number, logBeta: number): number {
  return (a - 1) * Math.log(x) + (b - 1) * Math.log1p(-x) - logBeta;
}

/** P(X <= x) for X ~ Beta(a, b), a and b > 0 (the regularized incomplete beta function). */
export function betaCdf(x: number, a: number, b: number): number {
  if (!(a > 0 && b > 0) || Number.isNaN(x)) return Number.NaN;
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const logBeta = lgamma(a) + lgamma(b) - lgamma(a + b);
  const front = Math.exp(a * Math.log(x) + b * Math.log1p(-x) - logBeta);
  return x < (a + 1) / (a + b + 2)
    ? (front * continuedFraction(x, a, b)) / a
    : 1 - (front * continuedFraction(1 - x, b, a)) / b;
}

/**
 * The x with P(X <= x) = `probability` for X ~ Beta(a, b), to about 1e-12 for a and b up to 1e5.
 * NaN for a probability outside [0, 1] or parameters that are not positive.
 */
export function inverseBetaCdf(probability: number, a: number, b: number): number {
  if (!(probability >= 0 && probability <= 1 && a > 0 && b > 0) || !Number.isFinite(a + b)) return Number.NaN;
  if (probability === 0 || probability === 1) return probability;
  const logBeta = lgamma(a) + lgamma(b) - lgamma(a + b);
  let low = 0;
  let high = 1;
  let x = a / (a + b);
  for (let iteration = 0; iteration < 200; iteration++) {
    const excess = betaCdf(x, a, b) - probability;
    if (excess === 0) return x;
    if (excess > 0) high = x;
    else low = x;
    const step = excess / Math.exp(logDensity(x, a, b, logBeta));
    let next = x - step;
    if (!(next > low && next < high)) next = low + (high - low) / 2;
    if (Math.abs(next - x) <= 2 * Number.EPSILON * x) return next;
    x = next;
  }
  return x;
}
