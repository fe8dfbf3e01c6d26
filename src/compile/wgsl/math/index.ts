// The functions of one argument in float32 WGSL, without reliance on NaN or infinity and without the built-in functions whose accuracy
// adapters differ in.
//
// Largest error; `eps` is 2^-24, half the distance of float32 numbers above 1. Tests hold them over these domains:
//
//   function   domain            error                    beyond the domain
//   sqrt       x >= 0            4 eps relative           -1.3e33
//   exp        [-87.3, 88]       3 eps relative           0 on the left, 1.65e38 on the right
//   log        normal x > 0      3 eps relative           -1.3e33 for zero, negative and subnormal x
//   log1p      x > -1            6 eps relative           -1.3e33
//   expm1      x <= 88           6 eps relative           as exp
//   tanh       all               6 eps relative
//   logistic   x >= -87.3        6 eps relative           0
//   softplus   x >= -87.3        6 eps relative           0
//   lgamma     1e-37 < x < 1e36  8 eps max(1, |result|)   1.3e33 for x <= 0; the value at 1e36
//   digamma    1e-30 < x         16 eps max(1, |result|)  -1.3e33 for x <= 0
//   trigamma   1e-18 < x         12 eps relative          1.3e33 for x <= 0
//   erf        all               6 eps relative
//   erfc       x <= 9.3          8 eps relative           0
//   erfcx      x >= -9.3         8 eps relative           1.3e33
//   sin        |x| <= 12,000     8 eps relative           1.3e33
//   cos        |x| <= 12,000     8 eps relative           1.3e33
//   tan        |x| <= 12,000     16 eps relative          1.3e33
//   atan       all               6 eps relative
//
// Results whose size is below 1e-36 lose digits, since adapters may take subnormal numbers for zero on the way. Adapters whose division is
// only as good as WGSL asks for (2.5 units in the last place) add up to 5 eps to what divides: all but exp and expm1.
//
// WGSL lets a compiler reassociate sums. One that merged the two parts of log 2 in exp would turn its error into (3 + |x|) eps, which is
// what the specification allows the built-in function; nothing else above depends on the order of additions.

import type { UnaryFunction } from "../../../graph/index.ts";
import { erf, erfc, erfcx, erfcxPositive, expSquare } from "./erfc.ts";
import { exp, expm1, tanh } from "./exp.ts";
import { digamma, lgamma, trigamma } from "./gamma.ts";
import { log, log1p, logistic, logNearOne, softplus, sqrt } from "./log.ts";
import { atan, cos, quarters, sin, sineAndCosine, tan } from "./trigonometric.ts";

export { horner } from "./polynomial.ts";

/** Those that are not written as operators. */
export type MathName = Exclude<UnaryFunction, "negate" | "absolute">;

/** Each function's source after those that it calls. */
const sources: Readonly<Record<MathName, readonly string[]>> = {
  sqrt: [sqrt],
  exp: [exp],
  log: [logNearOne, log],
  log1p: [logNearOne, log, log1p],
  expm1: [exp, expm1],
  tanh: [exp, expm1, tanh],
  logistic: [exp, logistic],
  softplus: [exp, logNearOne, log, log1p, softplus],
  lgamma: [logNearOne, log, lgamma],
  digamma: [logNearOne, log, digamma],
  trigamma: [trigamma],
  erf: [exp, erfcxPositive, expSquare, erfc, erf],
  erfc: [exp, erfcxPositive, expSquare, erfc],
  erfcx: [exp, erfcxPositive, expSquare, erfcx],
  sin: [quarters, sineAndCosine, sin],
  cos: [quarters, sineAndCosine, cos],
  tan: [quarters, sineAndCosine, tan],
  atan: [atan],
};

export const mathNames: readonly MathName[] = Object.keys(sources) as MathName[];

/** WGSL source of the functions and of all that they call, each once. */
export function mathSource(names: Iterable<MathName>): string {
  return [...new Set([...names].flatMap((name) => sources[name]))].join("");
}

/** A call of the function. */
export function mathCall(name: MathName, x: string): string {
  return `float_${name}(${x})`;
}

/** About how many operators a call takes, those of the functions that it calls among them. */
export function operatorsOf(name: MathName): number {
  const found = operators.get(name) ?? (mathSource([name]).match(/ [-+*/] |select\(/g) ?? []).length;
  operators.set(name, found);
  return found;
}

const operators = new Map<MathName, number>();
