// erf, erfc and erfcx in two lanes; the formulas are those of the JavaScript functions.
import { erfCoefficients, erfcxCoefficients } from "../../../numerics/special/index.ts";
import { f64x2, type FunctionBuilder, i64x2, type Local, v128, type Vector } from "../encoder.ts";
import { exp } from "./exp.ts";
import { estrin } from "./polynomial.ts";

/** Keeps the 26 leading bits of a float64, whose square is exact. */
const highHalf = ~0n << 27n;

/** exp(sign * x^2) without the error of rounding the square, for |x| up to 30. */
function expSquare(f: FunctionBuilder, x: Local<"v128">, sign: 1 | -1): Vector {
  const signed = (value: Vector): Vector => (sign === 1 ? value : f64x2.neg(value));
  const high = f.let(v128.and(x, i64x2.constant(highHalf)));
  const rest = f.let(signed(f64x2.mul(f64x2.sub(x, high), f64x2.add(x, high))));
  const cubic = f64x2.add(0.5, f64x2.mul(rest, 1 / 6));
  const factor = f64x2.add(1, f64x2.mul(rest, f64x2.add(1, f64x2.mul(rest, cubic))));
  return f64x2.mul(exp(f, signed(f64x2.mul(high, high))), factor);
}

/** exp(x^2) erfc(x) for x >= 0. */
function erfcxPositive(f: FunctionBuilder, x: Local<"v128">): Vector {
  const bounded = f.let(f64x2.pmin(x, 1e30));
  const t = f.let(f64x2.div(f64x2.sub(bounded, 4), f64x2.add(bounded, 4)));
  const scaled = f64x2.mul(0.5, estrin(f, erfcxCoefficients, t));
  return f64x2.div(scaled, f64x2.add(x, 0.5));
}

/** exp(x^2) erfc(x): erfc without its underflow; overflows below -26.6. */
export function erfcx(f: FunctionBuilder, x: Vector): Vector {
  const argument = f.let(x);
  const result = f.let(erfcxPositive(f, f.let(f64x2.abs(argument))));
  const negative = f.let(f64x2.lt(argument, 0));
  f.if(v128.any_true(negative), () => {
    const bounded = f.let(f64x2.pmin(f64x2.pmax(argument, -27), 0));
    const square = f.let(expSquare(f, bounded, 1));
    f.set(result, v128.bitselect(f64x2.sub(f64x2.add(square, square), result), result, negative));
  });
  return result;
}

/** erfc(|x|), from |x|. */
function upperTail(f: FunctionBuilder, size: Local<"v128">): Vector {
  const bounded = f.let(f64x2.pmin(size, 28));
  const scaled = f.let(erfcxPositive(f, bounded));
  return f64x2.mul(expSquare(f, bounded, -1), scaled);
}

/** 1 - erf(x), with full relative accuracy in the right tail until it underflows beyond 26.5. */
export function erfc(f: FunctionBuilder, x: Vector): Vector {
  const argument = f.let(x);
  const tail = f.let(upperTail(f, f.let(f64x2.abs(argument))));
  return v128.bitselect(f64x2.sub(2, tail), tail, f64x2.lt(argument, 0));
}

/** The error function, with relative accuracy near zero. */
export function erf(f: FunctionBuilder, x: Vector): Vector {
  const argument = f.let(x);
  const size = f.let(f64x2.abs(argument));
  const square = f.let(f64x2.mul(argument, argument));
  const near = f.let(f64x2.add(size, f64x2.mul(size, estrin(f, erfCoefficients, square))));
  const far = f64x2.sub(1, upperTail(f, size));
  const value = v128.bitselect(near, far, f64x2.lt(size, 1));
  return v128.or(value, v128.and(argument, f64x2.constant(-0)));
}
