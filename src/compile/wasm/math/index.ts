// The special functions of the engine in two float64 lanes of WebAssembly SIMD, to be written inline or called.
import {
  type FunctionBuilder,
  type FunctionReference,
  type Local,
  type ModuleBuilder,
  type Vector,
  call,
} from "../encoder.ts";
import { erf, erfc, erfcx } from "./erfc.ts";
import { exp, expm1, tanh } from "./exp.ts";
import { digamma, lgamma, trigamma } from "./gamma.ts";
import { log, log1p } from "./log.ts";
import { logistic, softplus } from "./logistic.ts";

export { softplusAndLogistic } from "./logistic.ts";

/** Writes the code of a function of two lanes at the place where it is called; the result reads locals of that function. */
export type Kernel = (f: FunctionBuilder, x: Vector) => Vector;

export const kernels = {
  exp: exp as Kernel,
  log: log as Kernel,
  log1p: log1p as Kernel,
  expm1: expm1 as Kernel,
  tanh: tanh as Kernel,
  logistic: logistic as Kernel,
  softplus: softplus as Kernel,
  lgamma: lgamma as Kernel,
  digamma: digamma as Kernel,
  trigamma: trigamma as Kernel,
  erf: erf as Kernel,
  erfc: erfc as Kernel,
  erfcx: erfcx as Kernel,
};

/** Names of the special functions. */
export type MathName = keyof typeof kernels;

/** The function of x, its code written here; the locals it works with are free again afterwards. */
export function inlineMath(f: FunctionBuilder, name: MathName, x: Vector): Local<"v128"> {
  return f.scoped("v128", () => kernels[name](f, x));
}

/** The function as a function of the module, named `math.exp` and so on; its code is written on first use. */
export function mathFunction(
  module: ModuleBuilder,
  name: MathName,
): FunctionReference<readonly ["v128"], readonly ["v128"]> {
  const known = module.find(`math.${name}`);
  if (known !== undefined) return known as FunctionReference<readonly ["v128"], readonly ["v128"]>;
  const f = module.function(`math.${name}`, ["v128"], ["v128"]);
  f.return(kernels[name](f, f.parameters[0]));
  return f;
}

/** The function of x as a call of `mathFunction`: less code than `inlineMath`, some 2 ns slower. */
export function callMath(module: ModuleBuilder, name: MathName, x: Vector): Vector {
  return call(mathFunction(module, name), x);
}
