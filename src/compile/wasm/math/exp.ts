// exp, expm1 and tanh in two lanes: Cody and Waite's reduction by multiples of log 2, a minimax polynomial, exact scaling.
import { expCoefficients, ln2High, ln2Low } from "../../javascript/math/coefficients.ts";
import { f64x2, type FunctionBuilder, i32x4, i64x2, type Local, v128, type Vector } from "../encoder.ts";
import { estrin } from "./polynomial.ts";

/** x = k log 2 + r. */
interface ReducedExponent {
  /** k + bias as an integer, in the low 32 bits of each lane. */
  readonly biased: Local<"v128">;
  /** r, at most log(2) / 2 in size, as a difference that was rounded: r = high - low. */
  readonly r: Local<"v128">;
  readonly high: Local<"v128">;
  readonly low: Local<"v128">;
}

/** Splits x, which must be NaN or below 2^20 in size. */
function reduceExponent(f: FunctionBuilder, x: Local<"v128">, bias: number): ReducedExponent {
  // Adding 1.5 * 2^52 rounds to an integer and leaves it in the low bits.
  const shifter = 1.5 * 2 ** 52 + bias;
  const biased = f.let(f64x2.add(f64x2.mul(x, Math.LOG2E), shifter));
  const whole = f.let(f64x2.sub(biased, shifter));
  const high = f.let(f64x2.sub(x, f64x2.mul(whole, ln2High)));
  const low = f.let(f64x2.mul(whole, ln2Low));
  return { biased, r: f.let(f64x2.sub(high, low)), high, low };
}

/** exp(r) - 1 - r for a reduced r. */
function reducedTail(f: FunctionBuilder, r: Local<"v128">): Vector {
  const square = f.let(f64x2.mul(r, r));
  return f64x2.mul(square, estrin(f, expCoefficients, r));
}

/** exp(x) for x that is NaN or between -746 and 710. */
export function boundedExp(f: FunctionBuilder, x: Local<"v128">): Vector {
  // 2^k may be outside the range of normal numbers, so it is the product of two halves; the second one rounds once.
  const { biased, r } = reduceExponent(f, x, 2 * 1023);
  const value = f64x2.add(f64x2.add(r, reducedTail(f, r)), 1);
  const half = f.let(i32x4.shr_s(biased, 1));
  return f64x2.mul(f64x2.mul(value, i64x2.shl(half, 52)), i64x2.shl(i32x4.sub(biased, half), 52));
}

/** exp(x): error below 1 ulp. Overflow gives infinity, results are subnormal down to 2^-1074. */
export function exp(f: FunctionBuilder, x: Vector): Vector {
  // 710 overflows and -746 underflows like everything beyond; `pmax` and `pmin` let NaN pass.
  return boundedExp(f, f.let(f64x2.pmin(f64x2.pmax(x, -746), 710)));
}

/** exp(x) - 1 for x that is NaN or between -50 and 710. */
function boundedExpm1(f: FunctionBuilder, x: Local<"v128">): Vector {
  // Half the result, 2^(k-1) (exp(r) - 1) + 2^(k-1) - 1/2, so that k = 1024 is in range.
  const { biased, r, high, low } = reduceExponent(f, x, 1022);
  const scale = f.let(i64x2.shl(biased, 52));
  // What rounding took from r would be magnified by the cancellation at k = 1 and k = -1.
  const lost = f64x2.sub(f64x2.sub(high, r), low);
  const reduced = f64x2.add(r, f64x2.add(reducedTail(f, r), lost));
  const half = f.let(f64x2.add(f64x2.mul(scale, reduced), f64x2.sub(scale, 0.5)));
  return f64x2.add(half, half);
}

/** The value with the sign of x; it must be positive or of that sign already. */
function withSignOf(x: Vector, value: Vector): Vector {
  return v128.or(value, v128.and(x, f64x2.constant(-0)));
}

/** exp(x) - 1: error below 2 ulp, small x included. */
export function expm1(f: FunctionBuilder, x: Vector): Vector {
  const argument = f.let(x);
  const bounded = f.let(f64x2.pmin(f64x2.pmax(argument, -50), 710));
  return withSignOf(argument, boundedExpm1(f, bounded));
}

/** The hyperbolic tangent, as t / (t + 2) with t = expm1(2 |x|): error below 2 ulp. */
export function tanh(f: FunctionBuilder, x: Vector): Vector {
  const argument = f.let(x);
  // Beyond 22 the result is 1.
  const size = f.let(f64x2.pmin(f64x2.abs(argument), 22));
  const t = f.let(boundedExpm1(f, f.let(f64x2.add(size, size))));
  const quotient = f.let(f64x2.div(t, f64x2.add(t, 2)));
  // t / (t + 2) = t/2 - t/2 * quotient: for small t the error of the quotient hardly counts.
  const half = f.let(f64x2.mul(t, 0.5));
  const near = f64x2.sub(half, f64x2.mul(half, quotient));
  return withSignOf(argument, v128.bitselect(near, quotient, f64x2.lt(t, 1)));
}
