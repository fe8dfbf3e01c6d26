// sin, cos, tan and atan in two lanes. Arguments of sin, cos and tan are reduced to at most pi / 4 by Cody and Waite's method, and where it
// would lose digits (far from zero, or close to a multiple of pi / 2) by Payne and Hanek's, in far-arguments.ts.
// The order of the last additions, which keeps the errors below 1 ulp, is that of the kernels in FreeBSD's msun.
import {
  atanCoefficients,
  cosCoefficients,
  halfPi,
  halfPiFirst,
  halfPiLow,
  halfPiSecond,
  halfPiThird,
  sinCoefficients,
  twoOverPi,
} from "../../../numerics/special/index.ts";
import { f64x2, type FunctionBuilder, i64x2, type Local, v128, type Vector } from "../encoder.ts";
import { reduceFar, type Reduced } from "./far-arguments.ts";
import { estrin } from "./polynomial.ts";

/** From here on whole multiples of the parts of pi / 2 would not be exact. */
const farthest = 2 ** 20;
/** A remainder below this has lost digits to cancellation. */
const nearest = 2 ** -10;

const signBit = -0;

/** |x| = quadrant pi / 2 + high + low with |high| at most pi / 4. */
function reduce(f: FunctionBuilder, size: Local<"v128">): Reduced {
  const whole = f.let(f64x2.nearest(f64x2.mul(size, twoOverPi)));
  const rest = f.let(f64x2.sub(size, f64x2.mul(whole, halfPiFirst)));
  const second = f.let(f64x2.mul(whole, halfPiSecond));
  const next = f.let(f64x2.sub(rest, second));
  const lost = f64x2.sub(f64x2.sub(rest, next), second);
  const third = f.let(f64x2.sub(lost, f64x2.mul(whole, halfPiThird)));
  const high = f.let(f64x2.add(next, third));
  const low = f.let(f64x2.add(f64x2.sub(next, high), third));
  // Adding 1.5 * 2^52 leaves a whole number in the low bits.
  const quadrant = f.let(f64x2.add(whole, 1.5 * 2 ** 52));
  const reduced = { quadrant, high, low };
  const close = v128.and(f64x2.lt(f64x2.abs(next), nearest), f64x2.gt(whole, 0));
  const slow = f.let(v128.or(f64x2.ge(size, farthest), close));
  f.if(v128.any_true(slow), () => reduceFar(f, size, slow, reduced));
  return reduced;
}

interface SineAndCosine {
  readonly sine: Local<"v128">;
  readonly cosine: Local<"v128">;
}

/** Of a reduced argument. */
function sineAndCosine(f: FunctionBuilder, { high, low }: Reduced): SineAndCosine {
  const z = f.let(f64x2.mul(high, high));
  const half = f.let(f64x2.mul(z, 0.5));
  const near = f.let(f64x2.sub(1, half));
  const cube = f64x2.mul(f64x2.mul(z, high), estrin(f, sinCoefficients, z));
  const sine = f.let(f64x2.add(high, f64x2.add(cube, f64x2.mul(low, near))));
  const fourth = f64x2.mul(f64x2.mul(z, z), estrin(f, cosCoefficients, z));
  const rest = f64x2.add(f64x2.sub(f64x2.sub(1, near), half), f64x2.sub(fourth, f64x2.mul(high, low)));
  return { sine, cosine: f.let(f64x2.add(near, rest)) };
}

/** All ones where the quadrant is odd. */
function isOdd(f: FunctionBuilder, quadrant: Local<"v128">): Local<"v128"> {
  return f.let(i64x2.neg(v128.and(quadrant, i64x2.constant(1n))));
}

/** The sign bit where the quadrant is 2 or 3. */
function turned(quadrant: Vector): Vector {
  return i64x2.shl(i64x2.shr_u(quadrant, 1), 63);
}

/** NaN where x is infinite or NaN (a mask of ones is a NaN), else the value. */
function onlyFinite(size: Vector, value: Vector): Vector {
  return v128.or(value, v128.not(f64x2.lt(size, Number.POSITIVE_INFINITY)));
}

/** The sine: error below 1 ulp for every x, huge ones too; NaN for infinity. */
export function sin(f: FunctionBuilder, x: Vector): Vector {
  const argument = f.let(x);
  const size = f.let(f64x2.abs(argument));
  const reduced = reduce(f, size);
  const { sine, cosine } = sineAndCosine(f, reduced);
  const value = v128.bitselect(cosine, sine, isOdd(f, reduced.quadrant));
  const sign = v128.xor(turned(reduced.quadrant), v128.and(argument, f64x2.constant(signBit)));
  return onlyFinite(size, v128.xor(value, sign));
}

/** The cosine: error below 1 ulp for every x, huge ones too; NaN for infinity. */
export function cos(f: FunctionBuilder, x: Vector): Vector {
  const size = f.let(f64x2.abs(x));
  const reduced = reduce(f, size);
  const { sine, cosine } = sineAndCosine(f, reduced);
  const value = v128.bitselect(sine, cosine, isOdd(f, reduced.quadrant));
  return onlyFinite(size, v128.xor(value, turned(i64x2.add(reduced.quadrant, 1n))));
}

/** The tangent: error below 3 ulp for every x, huge ones too; NaN for infinity. */
export function tan(f: FunctionBuilder, x: Vector): Vector {
  const argument = f.let(x);
  const size = f.let(f64x2.abs(argument));
  const reduced = reduce(f, size);
  const { sine, cosine } = sineAndCosine(f, reduced);
  const odd = isOdd(f, reduced.quadrant);
  const quotient = f64x2.div(v128.bitselect(cosine, sine, odd), v128.bitselect(sine, cosine, odd));
  const sign = v128.and(v128.xor(argument, odd), f64x2.constant(signBit));
  return onlyFinite(size, v128.xor(quotient, sign));
}

/** The arctangent, between -pi/2 and pi/2: error below 2 ulp. */
export function atan(f: FunctionBuilder, x: Vector): Vector {
  const argument = f.let(x);
  const size = f.let(f64x2.abs(argument));
  // |x| itself up to tan(pi/8); from there (|x| - 1) / (|x| + 1) beside pi/4, and above tan(3 pi/8) -1 / |x| beside pi/2.
  const middle = f.let(f64x2.gt(size, Math.SQRT2 - 1));
  const far = f.let(f64x2.gt(size, Math.SQRT2 + 1));
  const numerator = v128.bitselect(-1, v128.bitselect(f64x2.sub(size, 1), size, middle), far);
  const denominator = v128.bitselect(size, v128.bitselect(f64x2.add(size, 1), 1, middle), far);
  const u = f.let(f64x2.div(numerator, denominator));
  const base = (part: number): Vector => v128.bitselect(part, v128.and(middle, f64x2.constant(part / 2)), far);
  const z = f.let(f64x2.mul(u, u));
  const cube = f64x2.mul(f64x2.mul(z, u), estrin(f, atanCoefficients, z));
  const value = f64x2.add(base(halfPi), f64x2.add(u, f64x2.add(cube, base(halfPiLow))));
  return v128.or(value, v128.and(argument, f64x2.constant(signBit)));
}
