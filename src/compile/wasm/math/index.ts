// The special functions of the engine in two float64 lanes of WebAssembly SIMD, written inline or called.
//
// Largest error, in units in the last place (ulp) of the exact result, WebAssembly | JavaScript twin; each is above the largest
// error met in tests against 60 digits and, for the first seven, against 80-bit arithmetic at some millions of points:
//
//   function   domain      WebAssembly  JavaScript  remarks
//   exp        all         1.1          1           down to subnormal results
//   log        all         1            1           subnormal x too; NaN for x < 0
//   log1p      all         1.5          1           NaN for x < -1; keeps the sign of zero
//   expm1      all         1.75         1           keeps the sign of zero; subnormal x: one unit of 2^-1074
//   tanh       all         2            2           keeps the sign of zero
//   logistic   all         2            2           relative in the left tail, down to subnormal results
//   softplus   all         2            2           relative in the left tail, down to subnormal results
//   lgamma     x >= 0      5            5           also near its zeros at 1 and 2; NaN for x < 0
//   digamma    x >= 0      8            8           in units of 2^-52 max(1, |result|), for its zero at 1.4616; NaN for x < 0
//   trigamma   x >= 0      8            8           NaN for x < 0
//   erf        all         2            2           keeps the sign of zero
//   erfc       all         8            8           relative in the right tail; one unit of 2^-1074 more where subnormal
//   erfcx      all         8            8           overflows below -26.6
//   sin        all         1            1           the nearest of every x, huge ones too; NaN for infinity; keeps the sign of zero
//   cos        all         1            1           the same
//   tan        all         3            1           the same
//   atan       all         2            1           keeps the sign of zero
//
// Everything but the repair of unusual arguments of log (zero, negative, subnormal, infinite, NaN in any lane), the left
// half-line of erfcx and far arguments of sin, cos and tan is free of branches. NaN in gives NaN out, and what one lane holds never changes the other.
import {
  type FunctionBuilder,
  type FunctionReference,
  type I32,
  type Local,
  type ModuleBuilder,
  type Vector,
  call,
  v128,
} from "../encoder.ts";
import { erf, erfc, erfcx } from "./erfc.ts";
import { exp, expm1, tanh } from "./exp.ts";
import { digamma, lgamma, trigamma } from "./gamma.ts";
import { log, log1p, logOfNormal, unusual } from "./log.ts";
import { logistic, softplus } from "./logistic.ts";
import { atan, cos, sin, tan } from "./trigonometric.ts";

export { softplusAndLogistic } from "./logistic.ts";

/** Writes the code of a function of two lanes at the place where it is called; the result reads locals of that function. */
export type MathKernel = (f: FunctionBuilder, x: Vector) => Vector;

export const kernels = {
  exp: exp as MathKernel,
  log: log as MathKernel,
  log1p: log1p as MathKernel,
  expm1: expm1 as MathKernel,
  tanh: tanh as MathKernel,
  logistic: logistic as MathKernel,
  softplus: softplus as MathKernel,
  lgamma: lgamma as MathKernel,
  digamma: digamma as MathKernel,
  trigamma: trigamma as MathKernel,
  erf: erf as MathKernel,
  erfc: erfc as MathKernel,
  erfcx: erfcx as MathKernel,
  sin: sin as MathKernel,
  cos: cos as MathKernel,
  tan: tan as MathKernel,
  atan: atan as MathKernel,
};

/** Names of the special functions. */
export type SpecialFunction = keyof typeof kernels;

/** Vectors whose instructions take turns: chains of dependent instructions overlap, and registers still suffice. */
const together = 4;

/**
 * The function of each vector, its code written here, some of them instruction by instruction in turn; the locals it works with are free
 * again afterwards.
 *
 * @param never a condition that never holds, which engines cannot know: a branch on it stands between those that take turns. An engine
 *   that orders instructions itself (that of Node 20) would mix all of them, and run out of registers
 */
export function inlineMath(
  module: ModuleBuilder,
  f: FunctionBuilder,
  name: SpecialFunction,
  arguments_: readonly Vector[],
  never: I32,
): Local<"v128">[] {
  const results = arguments_.map(() => f.declare("v128"));
  // What is rare for the logarithm is looked for once for all of them, and then left to the function.
  const kernel = name === "log" ? logOfNormal : kernels[name];
  for (let from = 0; from < results.length; from += together) {
    f.scope(() => {
      const x = arguments_.slice(from, from + together).map((argument) => f.let(argument));
      f.interleave(x.map((argument, i) => () => f.set(results[from + i], kernel(f, argument))));
      const rare = name === "log" ? v128.any_true(x.map(unusual).reduce((a, b) => v128.or(a, b))) : never;
      f.if(rare, () => x.forEach((argument, i) => f.set(results[from + i], callMath(module, name, argument))));
    });
  }
  return results;
}

/** The function as a function of the module, named `math.exp` and so on; its code is written on first use. */
export function mathFunction(
  module: ModuleBuilder,
  name: SpecialFunction,
): FunctionReference<readonly ["v128"], readonly ["v128"]> {
  const known = module.find(`math.${name}`);
  if (known !== undefined) return known as FunctionReference<readonly ["v128"], readonly ["v128"]>;
  const f = module.function(`math.${name}`, ["v128"], ["v128"]);
  f.return(kernels[name](f, f.parameters[0]));
  return f;
}

/** The function of x as a call of `mathFunction`: less code than `inlineMath`, some 2 ns slower. */
export function callMath(module: ModuleBuilder, name: SpecialFunction, x: Vector): Vector {
  return call(mathFunction(module, name), x);
}
