// From values of the parameters, by name, to a position in the unconstrained vector: for initial values.

import { evaluate, sizeOf } from "../graph/index.ts";
import { withGiven } from "./given.ts";
import type { Model } from "./model.ts";
import { badValue, missingValue, modelError, unknownValue } from "../problems/model-problems.ts";

/** Numbers for scalars, flat arrays in row-major order for the rest. */
export type ParameterValues = Readonly<Record<string, number | ArrayLike<number>>>;

/**
 * The position at which the parameters have these values. Coordinates that are not parameters themselves are computed by
 * their recovery; throws a CarryoverError when a coordinate does not follow or a value is outside its support.
 */
export function unconstrain(
  model: Model,
  data: Readonly<Record<string, Float64Array>>,
  values: ParameterValues,
): Float64Array {
  const known = model.parameters.map(({ name }) => name);
  for (const name of Object.keys(values)) if (!known.includes(name)) throw modelError(unknownValue(name, known));

  const given = model.parameters.filter(({ name }) => Object.hasOwn(values, name));
  const { inputs, rewrite, unreached } = withGiven(model, given);
  const bindings: Record<string, ArrayLike<number>> = { ...data };
  given.forEach(({ name, node }, i) => {
    const value = values[name];
    const flat = typeof value === "number" ? [value] : value;
    const size = sizeOf(node.shape);
    if (flat.length !== size) throw modelError(badValue(name, `It takes ${size} values, not ${flat.length}.`));
    const input = inputs[i];
    if (input.kind === "input") bindings[input.name] = flat;
  });

  const parts = model.coordinates.map(({ name, value, transform }) => {
    const node = rewrite(value);
    const missing = unreached([node]);
    if (missing.length > 0)
      throw modelError(missingValue(name, missing[0] === name ? "" : ` ("${missing[0]}" is missing)`));
    try {
      return transform.unconstrain(evaluate([node], bindings)[0], (bound) => evaluate([rewrite(bound)], bindings)[0]);
    } catch (error) {
      if (error instanceof RangeError) throw modelError(badValue(name, error.message));
      throw error;
    }
  });
  return Float64Array.from(parts.flatMap((part) => [...part]));
}
