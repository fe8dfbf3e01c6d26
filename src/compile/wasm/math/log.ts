// log and log1p in two lanes: x = 2^k m with m around 1, then log m as a polynomial in s = (m - 1) / (m + 1), one division.
// The order of the last additions, which keeps the error below 1 ulp, is that of K. C. Ng's log in FreeBSD's msun.
import { ln2High, ln2Low, logCoefficients } from "../../../numerics/special/index.ts";
import { f64x2, type F64x2Operand, type FunctionBuilder, i64x2, type Local, v128, type Vector } from "../encoder.ts";
import { estrin } from "./polynomial.ts";

/** Bits of 2^-1022, the smallest normal number. */
const smallestNormal = 0x0010000000000000n;
/** Upper half of the bits of sqrt(1/2). */
const rootBits = 0x3fe6a09e00000000n;
const oneBits = 0x3ff0000000000000n;
const mantissaBits = 0x000fffffffffffffn;
const signBit = 1n << 63n;
/** A float64 whose low mantissa bits count ones. */
const counterBits = 0x4330000000000000n;

/** Lanes that are no positive normal numbers: zero, negative, subnormal, infinite or NaN. */
export function unusual(x: Vector): Vector {
  return i64x2.gt_s(i64x2.add(x, signBit - smallestNormal), signBit + 0x7fe0000000000000n - 1n);
}

/** Bits of 2^k m with m between sqrt(1/2) and sqrt(2), biased for `exponentOf` and `mantissaOf`. */
function biased(f: FunctionBuilder, x: Vector): Local<"v128"> {
  return f.let(i64x2.add(x, oneBits - rootBits));
}

/** k + 1023 + 2^52. */
function exponentOf(bits: Vector): Vector {
  return v128.or(i64x2.shr_u(bits, 52), i64x2.constant(counterBits));
}

function mantissaOf(bits: Vector): Vector {
  return i64x2.add(v128.and(bits, i64x2.constant(mantissaBits)), rootBits);
}

/** k log 2 + log(1 + fraction). */
function assemble(f: FunctionBuilder, k: Local<"v128">, fraction: Local<"v128">): Vector {
  const s = f.let(f64x2.div(fraction, f64x2.add(fraction, 2)));
  const halfSquare = f.let(f64x2.mul(f64x2.mul(fraction, 0.5), fraction));
  const z = f.let(f64x2.mul(s, s));
  const series = f64x2.mul(z, estrin(f, logCoefficients, z));
  const correction = f64x2.add(f64x2.mul(s, f64x2.add(halfSquare, series)), f64x2.mul(k, ln2Low));
  return f64x2.sub(f64x2.mul(k, ln2High), f64x2.sub(f64x2.sub(halfSquare, correction), fraction));
}

/** Where x is zero, negative, infinite or NaN, the logarithm that belongs there; elsewhere the value given. */
function atTheEdges(x: Vector, value: Vector): Vector {
  const below = v128.or(x, f64x2.lt(x, 0));
  const edge = v128.or(below, v128.and(f64x2.eq(x, 0), f64x2.constant(Number.NEGATIVE_INFINITY)));
  const regular = v128.and(f64x2.gt(x, 0), f64x2.lt(x, Number.POSITIVE_INFINITY));
  return v128.bitselect(value, edge, regular);
}

/** log(x) for positive normal x, and for x whose exponent is that much larger than `offset` tells. */
export function logOfNormal(f: FunctionBuilder, x: Vector, offset: F64x2Operand = 2 ** 52 + 1023): Vector {
  const bits = biased(f, x);
  const k = f.let(f64x2.sub(exponentOf(bits), offset));
  const fraction = f.let(f64x2.sub(mantissaOf(bits), 1));
  return assemble(f, k, fraction);
}

/** log(x): error below 1 ulp; -Infinity at zero, NaN for negative x, subnormal x included. */
export function log(f: FunctionBuilder, x: Vector): Vector {
  const argument = f.let(x);
  const scaled = f.let(argument);
  const offset = f.let(f64x2.constant(2 ** 52 + 1023));
  const rare = f.let(v128.any_true(unusual(argument)));
  f.if(rare, () => {
    const small = f.let(f64x2.lt(argument, 2 ** -1022));
    f.set(scaled, v128.bitselect(f64x2.mul(argument, 2 ** 54), argument, small));
    f.set(offset, v128.bitselect(2 ** 52 + 1023 + 54, offset, small));
  });
  const result = f.let(logOfNormal(f, scaled, offset));
  f.if(rare, () => f.set(result, atTheEdges(argument, result)));
  return result;
}

/** log(1 + x): error below 1.5 ulp, for small x too; -Infinity at -1, NaN below. */
export function log1p(f: FunctionBuilder, x: Vector): Vector {
  const argument = f.let(x);
  const sum = f.let(f64x2.add(argument, 1));
  // 1 + x = sum + lost, exactly (Knuth's two-sum).
  const difference = f.let(f64x2.sub(sum, 1));
  const lost = f64x2.add(f64x2.sub(1, f64x2.sub(sum, difference)), f64x2.sub(argument, difference));
  const bits = biased(f, sum);
  const k = f.let(f64x2.sub(exponentOf(bits), 2 ** 52 + 1023));
  // 2^-k from the exponent bits; the lost part belongs to the fraction at that scale. For k = 0 the fraction is x itself.
  // (`pmax` is for k = 1024, where the exponent wraps to -Infinity.)
  const inverse = f64x2.pmax(i64x2.shl(i64x2.sub(2046n, i64x2.shr_u(bits, 52)), 52), 0);
  const fraction = f.let(f64x2.add(f64x2.sub(mantissaOf(bits), 1), f64x2.mul(lost, inverse)));
  const result = f.let(assemble(f, k, fraction));
  f.if(v128.any_true(unusual(sum)), () => f.set(result, atTheEdges(sum, result)));
  // The sign is that of x, which matters for -0.
  return v128.or(result, v128.and(argument, f64x2.constant(-0)));
}
