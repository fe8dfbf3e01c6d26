// The error function and its complements, scaled and not. One polynomial in (x - 4) / (x + 4) covers erfcx on the whole half-line,
// after M. M. Shepherd and J. G. Laframboise, "Chebyshev approximation of (1 + 2x) exp(x^2) erfc x", Math. Comp. 36 (1981).
import { erfCoefficients, erfcxCoefficients } from "./coefficients.ts";
import { polynomial } from "./polynomial.ts";

const splitter = 2 ** 27 + 1;

/** exp(sign * x^2) without the error of rounding the square, for |x| up to 30. */
function expSquare(x: number, sign: 1 | -1): number {
  const scaled = splitter * x;
  const high = scaled - (scaled - x);
  const rest = sign * (x - high) * (x + high);
  return Math.exp(sign * high * high) * (1 + rest * (1 + rest * (0.5 + rest * (1 / 6))));
}

/** exp(x^2) erfc(x) for x >= 0. */
function erfcxPositive(x: number): number {
  const t = x < 1e30 ? (x - 4) / (x + 4) : 1;
  return (0.5 * polynomial(erfcxCoefficients, t)) / (0.5 + x);
}

/** exp(x^2) erfc(x): erfc without its underflow; overflows below -26.6. */
export function erfcx(x: number): number {
  if (Number.isNaN(x)) return x;
  if (x < -27) return Number.POSITIVE_INFINITY;
  const positive = erfcxPositive(Math.abs(x));
  return x < 0 ? 2 * expSquare(x, 1) - positive : positive;
}

/** 1 - erf(x), with full relative accuracy in the right tail until it underflows beyond 26.5. */
export function erfc(x: number): number {
  if (Number.isNaN(x)) return x;
  const size = Math.min(Math.abs(x), 28);
  const tail = expSquare(size, -1) * erfcxPositive(size);
  return x < 0 ? 2 - tail : tail;
}

/** The error function, 2/sqrt(pi) times the integral of exp(-t^2) from 0 to x. */
export function erf(x: number): number {
  if (Math.abs(x) < 1) return x + x * polynomial(erfCoefficients, x * x);
  return x < 0 ? erfc(-x) - 1 : 1 - erfc(x);
}
