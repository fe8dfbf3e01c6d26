// The logistic function and its integral, the softplus function, in two lanes; both from exp(-|x|), alone or together.
import { log1pUnitCoefficients } from "../../../numerics/special/index.ts";
import { f64x2, type FunctionBuilder, type Local, v128, type Vector } from "../encoder.ts";
import { boundedExp } from "./exp.ts";
import { estrin } from "./polynomial.ts";

/** exp(-|x|), between 0 and 1. */
function decay(f: FunctionBuilder, x: Local<"v128">): Local<"v128"> {
  const negative = v128.or(x, f64x2.constant(-0));
  return f.let(boundedExp(f, f.let(f64x2.pmax(negative, -746))));
}

function logisticFrom(f: FunctionBuilder, x: Local<"v128">, small: Local<"v128">): Vector {
  // With q = e / (1 + e): 1 - q on the right, and e - e q on the left, where it is more accurate than q itself.
  const quotient = f.let(f64x2.div(small, f64x2.add(small, 1)));
  const left = f64x2.sub(small, f64x2.mul(small, quotient));
  return v128.bitselect(left, f64x2.sub(1, quotient), f64x2.lt(x, 0));
}

function softplusFrom(f: FunctionBuilder, x: Local<"v128">, small: Local<"v128">): Vector {
  // log(1 + e) = 2 atanh(s), s = e / (2 + e), needs no reduction for e between 0 and 1.
  const s = f.let(f64x2.div(small, f64x2.add(small, 2)));
  const halfSquare = f.let(f64x2.mul(f64x2.mul(small, 0.5), small));
  const z = f.let(f64x2.mul(s, s));
  const series = f64x2.mul(z, estrin(f, log1pUnitCoefficients, z));
  const tail = f64x2.sub(small, f64x2.sub(halfSquare, f64x2.mul(s, f64x2.add(halfSquare, series))));
  return f64x2.add(f64x2.pmax(x, 0), tail);
}

/** 1 / (1 + exp(-x)): error below 2 ulp, relative in the left tail too. */
export function logistic(f: FunctionBuilder, x: Vector): Vector {
  const argument = f.let(x);
  return logisticFrom(f, argument, decay(f, argument));
}

/** log(1 + exp(x)): error below 2 ulp, relative in the left tail too. */
export function softplus(f: FunctionBuilder, x: Vector): Vector {
  const argument = f.let(x);
  return softplusFrom(f, argument, decay(f, argument));
}

/** Both, for little more than the price of one: log(1 + exp(x)) and its derivative. */
export function softplusAndLogistic(
  f: FunctionBuilder,
  x: Vector,
): { softplus: Local<"v128">; logistic: Local<"v128"> } {
  const argument = f.let(x);
  const small = decay(f, argument);
  return { softplus: f.let(softplusFrom(f, argument, small)), logistic: f.let(logisticFrom(f, argument, small)) };
}
