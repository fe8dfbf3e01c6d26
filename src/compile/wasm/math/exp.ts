// exp, expm1 and tanh in two lanes: Cody and Waite's reduction by multiples of log 2, a minimax polynomial, exact scaling.
import { expCoefficients, ln2High, ln2Low } from "../../../numerics/special/index.ts";
import { f64x2, type FunctionBuilder, i32x4, i64x2, type Local, v128, type Vector } from "../encoder.ts";
import { estrin } from "./polynomial.ts";

/** x = k log 2 + r. */
interface ReducedExponent {
  /** k + bias as an integer, in the low 32 bits of each lane. */
  readonly biased: Local<"v128">;
  /** r, at most log(2) / 2 in size. */
  readonly r: Local<"v128">;
}

/** Splits x, which must be NaN or below 2^20 in size. */
function reduceExponent(f: FunctionBuilder, x: Local<"v128">, bias: number): ReducedExponent {
  // Adding 1.5 * 2^52 rounds to an integer and leaves it in the low bits.
  const shifter = 1.5 * 2 ** 52 + bias;
  const biased = f.let(f64x2.add(f64x2.mul(x, Math.LOG2E), shifter));
  const whole = f.let(f64x2.sub(biased, shifter));
  const high = f64x2.sub(x, f64x2.mul(whole, ln2High));
  const r = f.let(f64x2.sub(high, f64x2.mul(whole, ln2Low)));
  return { biased, r };
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

/** exp(x): error below 1.1 ulp. Overflow gives infinity, results are subnormal down to 2^-1074. */
export function exp(f: FunctionBuilder, x: Vector): Vector {
  // 710 overflows and -746 underflows like everything beyond; `pmax` and `pmin` let NaN pass.
  return boundedExp(f, f.let(f64x2.pmin(f64x2.pmax(x, -746), 710)));
}

/** (exp(x) - 1) / 2 for x that is NaN or between -50 and 710, and exp(r) - 1 - r for the reduced r. */
function halfExpm1(f: FunctionBuilder, x: Local<"v128">): { half: Local<"v128">; tail: Local<"v128"> } {
  // 2^(k-1) (exp(r) - 1) + 2^(k-1) - 1/2; half the result, so that k = 1024 is in range.
  const { biased, r } = reduceExponent(f, x, 1022);
  const scale = f.let(i64x2.shl(biased, 52));
  const tail = f.let(reducedTail(f, r));
  // In this order little is lost to the cancellation at k = 1 and k = -1.
  const leading = f64x2.add(f64x2.mul(scale, r), f64x2.sub(scale, 0.5));
  return { half: f.let(f64x2.add(leading, f64x2.mul(scale, tail))), tail };
}

/** The value with the sign of x; it must be positive or of that sign already. */
function withSignOf(x: Vector, value: Vector): Vector {
  return v128.or(value, v128.and(x, f64x2.constant(-0)));
}

/** exp(x) - 1: error below 1.75 ulp, small x included; one unit of 2^-1074 may be lost where x is subnormal. */
export function expm1(f: FunctionBuilder, x: Vector): Vector {
  const argument = f.let(x);
  const bounded = f.let(f64x2.pmin(f64x2.pmax(argument, -50), 710));
  const { half } = halfExpm1(f, bounded);
  return withSignOf(argument, f64x2.add(half, half));
}

/** The hyperbolic tangent, w / (1 + w) with w = expm1(2 |x|) / 2: error below 2 ulp. */
export function tanh(f: FunctionBuilder, x: Vector): Vector {
  const argument = f.let(x);
  // Beyond 22 the result is 1.
  const size = f.let(f64x2.pmin(f64x2.abs(argument), 22));
  // Below log(2) / 2 the reduction of |x| has k = 0 and r = |x|, so that the tail of exp(|x|) beyond 1 + |x| is at hand.
  const small = f.let(f64x2.lt(size, 0.34375));
  const { half, tail } = halfExpm1(f, f.let(v128.bitselect(size, f64x2.add(size, size), small)));
  const square = f.let(f64x2.mul(half, half));
  const rest = f.let(f64x2.add(tail, f64x2.add(square, square)));
  const w = f.let(v128.bitselect(f64x2.add(size, rest), half, small));
  // With w = |x| + rest, w / (1 + w) = |x| + (rest - |x| w) / (1 + w): an exact part, and a small one with the rounding errors.
  const numerator = v128.bitselect(f64x2.sub(rest, f64x2.mul(size, w)), w, small);
  const quotient = f64x2.div(numerator, f64x2.add(w, 1));
  return withSignOf(argument, f64x2.add(quotient, v128.and(size, small)));
}
