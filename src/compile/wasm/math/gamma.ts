// lgamma, digamma and trigamma for positive arguments in two lanes; the formulas are those of the JavaScript functions.
import {
  digammaStirlingCoefficients,
  halfLog2Pi,
  lgammaCoefficients,
  lgammaStirlingCoefficients,
  risingProduct,
  risingSlope,
  risingSquares,
  trigammaStirlingCoefficients,
} from "../../../numerics/special/index.ts";
import { f64x2, type FunctionBuilder, type Local, v128, type Vector } from "../encoder.ts";
import { log } from "./log.ts";
import { estrin } from "./polynomial.ts";

/** NaN where x is negative (a mask of ones is a NaN), else the value. */
function onlyPositive(x: Vector, value: Vector): Vector {
  return v128.or(value, f64x2.lt(x, 0));
}

/** log(Gamma(x)) for x >= 0, NaN for negative x; relative accuracy also near the zeros at 1 and 2. */
export function lgamma(f: FunctionBuilder, x: Vector): Vector {
  const argument = f.let(x);
  const large = f.let(f64x2.ge(argument, 4.5));
  const below = f.let(f64x2.lt(argument, 1.25));
  const farBelow = f.let(f64x2.lt(argument, 0.25));
  // log Gamma(x) = log Gamma(2 + u) + sign log(factor), the sign being -1 below 5/4.
  const u = f.let(f64x2.sub(argument, v128.bitselect(1, 2, below)));
  f.set(u, v128.bitselect(argument, u, farBelow));
  const factor = f.let(v128.bitselect(argument, 1, below));
  f.set(factor, v128.bitselect(f64x2.mul(argument, f64x2.add(argument, 1)), factor, farBelow));
  for (let step = 0; step < 2; step++) {
    const above = f.let(f64x2.ge(u, 0.5));
    f.set(factor, f64x2.mul(factor, v128.bitselect(f64x2.add(u, 1), 1, above)));
    f.set(u, f64x2.sub(u, v128.and(above, f64x2.constant(1))));
  }
  const logarithm = f.let(log(f, v128.bitselect(argument, factor, large)));
  const near = f.let(f64x2.mul(f64x2.mul(u, f64x2.add(u, 1)), estrin(f, lgammaCoefficients, u)));
  f.set(near, f64x2.add(near, v128.xor(logarithm, v128.and(below, f64x2.constant(-0)))));
  const inverse = f.let(f64x2.div(f64x2.constant(1), argument));
  const square = f.let(f64x2.mul(inverse, inverse));
  const series = f64x2.mul(inverse, estrin(f, lgammaStirlingCoefficients, square));
  const leading = f64x2.mul(f64x2.sub(argument, 0.5), f64x2.sub(logarithm, 1));
  const far = f64x2.add(leading, f64x2.add(series, halfLog2Pi - 0.5));
  return onlyPositive(argument, v128.bitselect(far, near, large));
}

interface Shifted {
  readonly argument: Local<"v128">;
  /** Lanes below 6, which are shifted by 6. */
  readonly mask: Local<"v128">;
  /** At least 6. */
  readonly z: Local<"v128">;
  /** The argument, at most 6. */
  readonly bounded: Local<"v128">;
  /** 1 / z and 1 / z^2. */
  readonly inverse: Local<"v128">;
  readonly square: Local<"v128">;
}

function shift(f: FunctionBuilder, x: Vector): Shifted {
  const argument = f.let(x);
  const mask = f.let(f64x2.lt(argument, 6));
  const z = f.let(f64x2.add(argument, v128.and(mask, f64x2.constant(6))));
  const bounded = f.let(f64x2.pmin(argument, 6));
  const inverse = f.let(f64x2.div(f64x2.constant(1), z));
  return { argument, mask, z, bounded, inverse, square: f.let(f64x2.mul(inverse, inverse)) };
}

/** Derivative of lgamma for x >= 0, NaN for negative x; near its zero at 1.46 the absolute error is small. */
export function digamma(f: FunctionBuilder, x: Vector): Vector {
  const { argument, mask, z, bounded, inverse, square } = shift(f, x);
  const logarithm = log(f, z);
  const series = f64x2.mul(square, estrin(f, digammaStirlingCoefficients, square));
  const value = f.let(f64x2.sub(logarithm, f64x2.add(f64x2.mul(inverse, 0.5), series)));
  const slope = f.let(estrin(f, risingSlope, bounded));
  const steps = f64x2.div(slope, estrin(f, risingProduct, bounded));
  return onlyPositive(argument, f64x2.sub(value, v128.and(steps, mask)));
}

/** Derivative of digamma for x >= 0, NaN for negative x. */
export function trigamma(f: FunctionBuilder, x: Vector): Vector {
  const { argument, mask, bounded, inverse, square } = shift(f, x);
  const series = f64x2.mul(inverse, estrin(f, trigammaStirlingCoefficients, square));
  const value = f.let(f64x2.add(inverse, f64x2.mul(square, f64x2.add(series, 0.5))));
  const product = f.let(estrin(f, risingProduct, bounded));
  const steps = f64x2.div(f64x2.div(estrin(f, risingSquares, bounded), product), product);
  return onlyPositive(argument, f64x2.add(value, v128.and(steps, mask)));
}
