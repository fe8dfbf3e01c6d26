// Distribution function of the gamma distribution (the regularized incomplete gamma function P(a, x)), by its series (DLMF 8.7.1) below
// the mean and by Legendre's continued fraction (DLMF 8.9.2, modified Lentz method) above it.

import { lgamma } from "./lgamma.ts";

const SMALLEST = 1e-300;
const MAX_TERMS = 100_000;

/** P(X <= x) for X ~ Gamma(shape, 1), to about 1e-13 for shapes up to 1e6; NaN for a shape that is not positive. */
export function gammaCdf(x: number, shape: number): number {
  if (!(shape > 0) || Number.isNaN(x)) return Number.NaN;
  if (x <= 0) return 0;
  if (x === Number.POSITIVE_INFINITY) return 1;
  const front = Math.exp(shape * Math.log(x) - x - lgamma(shape));
  return x < shape + 1 ? (front / shape) * series(x, shape) : 1 - front * fraction(x, shape);
}

/** 1 + x / (a + 1) + x^2 / ((a + 1) (a + 2)) + ... */
function series(x: number, a: number): number {
  let term = 1;
  let total = 1;
  for (let k = 1; k <= MAX_TERMS; k++) {
    term *= x / (a + k);
    total += term;
    if (term < total * Number.EPSILON) return total;
  }
  return Number.NaN;
}

function fraction(x: number, a: number): number {
  let b = x + 1 - a;
  let c = 1 / SMALLEST;
  let d = 1 / b;
  let value = d;
  for (let k = 1; k <= MAX_TERMS; k++) {
    const step = -k * (k - a);
    b += 2;
    d = step * d + b;
    if (Math.abs(d) < SMALLEST) d = SMALLEST;
    c = b + step / c;
    if (Math.abs(c) < SMALLEST) c = SMALLEST;
    d = 1 / d;
    value *= c * d;
    if (Math.abs(c * d - 1) < 4 * Number.EPSILON) return value;
  }
  return Number.NaN;
}
