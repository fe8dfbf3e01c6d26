// What the statements of a model builder are given: distributions, shapes and options, each told apart from what is often given instead.

import type { Distribution } from "../distributions/index.ts";
import { describeValue, formatShape, type Shape } from "../graph/index.ts";
import { modelError, notADistribution, notAShape, shapeMismatch, unknownOption } from "../problems/model-problems.ts";

export function checkDistribution(where: string, given: Distribution): void {
  const value: unknown = given;
  const good = typeof value === "object" && value !== null && "event" in value && "support" in value;
  if (!good) throw modelError(notADistribution(where, describeValue(value), typeof value === "function"));
}

export function checkShape(where: string, shape: Shape): void {
  const given: unknown = shape;
  if (!Array.isArray(given)) throw modelError(notAShape(where, describeValue(given), typeof given === "number"));
  if (shape.every((extent) => Number.isInteger(extent) && extent > 0)) return;
  throw modelError(
    shapeMismatch(where, "Extents are whole numbers above 0.", formatShape(shape), "Leave an empty axis out."),
  );
}

/** Options that nobody reads would be ignored without a word. */
export function checkOptions(where: string, options: object, known: readonly string[]): void {
  const wrong = Object.keys(options).find((name) => !known.includes(name));
  if (wrong !== undefined) throw modelError(unknownOption(where, wrong, known));
}
