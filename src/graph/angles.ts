// Angles by their sine and cosine, made of the arctangent.

import type { Node } from "./node.ts";
import { asNode, type Operand } from "./operands.ts";
import { add, atan, divide, multiply, sqrt, subtract } from "./operations.ts";

/** The angle, between -pi/2 and pi/2, whose sine is x, for x between -1 and 1. */
export function asin(operand: Operand): Node {
  const x = asNode(operand, "asin");
  return atan(divide(x, sqrt(multiply(subtract(1, x), add(1, x)))));
}

/** The angle, between 0 and pi, whose cosine is x, for x between -1 and 1. */
export function acos(operand: Operand): Node {
  const x = asNode(operand, "acos");
  return multiply(2, atan(sqrt(divide(subtract(1, x), add(1, x)))));
}
