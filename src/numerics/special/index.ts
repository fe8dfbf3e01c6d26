// The special functions of the engine for one number at a time, in plain JavaScript.
export { digamma, trigamma } from "./digamma.ts";
export { erf, erfc, erfcx } from "./erfc.ts";
export { lgamma } from "./lgamma.ts";
export { logistic, softplus } from "./logistic.ts";
export { tanh } from "./tanh.ts";

export const exp: (x: number) => number = Math.exp;
export const log: (x: number) => number = Math.log;
export const log1p: (x: number) => number = Math.log1p;
export const expm1: (x: number) => number = Math.expm1;
export const sin: (x: number) => number = Math.sin;
export const cos: (x: number) => number = Math.cos;
export const tan: (x: number) => number = Math.tan;
export const atan: (x: number) => number = Math.atan;
export { betaCdf, inverseBetaCdf } from "./beta.ts";
export { chiSquaredTail } from "./chi-squared.ts";
export {
  atanCoefficients,
  cosCoefficients,
  digammaStirlingCoefficients,
  erfCoefficients,
  erfcxCoefficients,
  expCoefficients,
  halfLog2Pi,
  halfPi,
  halfPiFirst,
  halfPiLow,
  halfPiSecond,
  halfPiThird,
  lgammaCoefficients,
  lgammaStirlingCoefficients,
  ln2High,
  ln2Low,
  log1pUnitCoefficients,
  logCoefficients,
  risingProduct,
  risingSlope,
  risingSquares,
  sinCoefficients,
  trigammaStirlingCoefficients,
  twoOverPi,
  twoOverPiBits,
} from "./coefficients.ts";
export { gammaCdf } from "./gamma-cdf.ts";
export { logNormalCdf } from "./erfcx.ts";
export { inverseNormalCdf } from "./normal.ts";
