// What each element-wise function means for one number: the single definition used for folding and by the interpreter.

import {
  atan,
  cos,
  digamma,
  erf,
  erfc,
  erfcx,
  expm1,
  lgamma,
  log1p,
  logistic,
  sin,
  softplus,
  tan,
  trigamma,
} from "../numerics/special/index.ts";
import type { BinaryFunction, UnaryFunction } from "./node.ts";

export const unaryFunctions: Readonly<Record<UnaryFunction, (x: number) => number>> = {
  negate: (x) => -x,
  absolute: Math.abs,
  sqrt: Math.sqrt,
  exp: Math.exp,
  log: Math.log,
  log1p,
  expm1,
  tanh: Math.tanh,
  logistic,
  softplus,
  lgamma,
  digamma,
  trigamma,
  erf,
  erfc,
  erfcx,
  sin,
  cos,
  tan,
  atan,
};

export const binaryFunctions: Readonly<Record<BinaryFunction, (a: number, b: number) => number>> = {
  add: (a, b) => a + b,
  subtract: (a, b) => a - b,
  multiply: (a, b) => a * b,
  divide: (a, b) => a / b,
  maximum: (a, b) => (a > b ? a : b),
  minimum: (a, b) => (a < b ? a : b),
  less: (a, b) => (a < b ? 1 : 0),
};
