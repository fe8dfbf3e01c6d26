// Element-wise functions of two arguments as instructions, of one number and of two at once.

import type { BinaryFunction } from "../../graph/index.ts";
import { f64, type F64, f64x2, type Local, select, v128, type Vector } from "./encoder.ts";

export const vectorForms: Readonly<Record<BinaryFunction, (a: Vector, b: Vector) => Vector>> = {
  add: f64x2.add,
  subtract: f64x2.sub,
  multiply: f64x2.mul,
  divide: f64x2.div,
  maximum: (a, b) => v128.bitselect(a, b, f64x2.gt(a, b)),
  minimum: (a, b) => v128.bitselect(a, b, f64x2.lt(a, b)),
  less: (a, b) => v128.and(f64x2.lt(a, b), f64x2.splat(1)),
};

export const scalarForms: Readonly<Record<BinaryFunction, (a: Local<"f64">, b: Local<"f64">) => F64>> = {
  add: f64.add,
  subtract: f64.sub,
  multiply: f64.mul,
  divide: f64.div,
  maximum: (a, b) => select(a, b, f64.gt(a, b)),
  minimum: (a, b) => select(a, b, f64.lt(a, b)),
  less: (a, b) => f64.convert_i32_u(f64.lt(a, b)),
};
