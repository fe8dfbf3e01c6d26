// Values of the parameters of a kind, and its graph functions evaluated number by number.

import { constant, evaluate, gradient, type Node, parameterInput, sum } from "../../../src/graph/index.ts";
import type { TransformParameter, Values } from "../../../src/mmm/transforms/index.ts";
import { randomStream } from "../../../src/numerics/random.ts";

/** Plausible values of every parameter for so many channels. */
export function someValues(
  parameters: readonly TransformParameter[],
  channels: number,
  seed = 1,
): Readonly<Record<string, Float64Array>> {
  const random = randomStream([seed, 8]);
  return Object.fromEntries(
    parameters.map(({ name, domain }) => [
      name,
      Float64Array.from({ length: channels }, () =>
        domain[1] === 1 ? 0.15 + 0.7 * random.uniform() : Math.exp(0.4 * random.normal()),
      ),
    ]),
  );
}

/** The same as nodes of a graph. */
export function asConstants(values: Readonly<Record<string, Float64Array>>): Values {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, constant(value)]));
}

export function valueOf(node: Node): Float64Array {
  return evaluate([node], {})[0];
}

/** One channel's values as functions take them. */
export function oneOf(values: Readonly<Record<string, Float64Array>>, channel: number): (name: string) => number {
  return (name) => values[name][channel];
}

/** Largest difference between the gradient of the sum of `of` and central differences, relative to the larger of the two and 1. */
export function gradientError(
  of: (values: Values) => Node,
  values: Readonly<Record<string, Float64Array>>,
  step = 1e-6,
): number {
  const inputs = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, parameterInput(name, [value.length])]),
  );
  const total = sum(of(inputs));
  const names = Object.keys(values);
  const slopes = evaluate(
    gradient(
      total,
      names.map((name) => inputs[name]),
    ),
    values,
  );
  const at = (name: string, k: number, change: number): number =>
    evaluate([total], { ...values, [name]: values[name].with(k, values[name][k] * (1 + change)) })[0][0];
  let worst = 0;
  names.forEach((name, n) => {
    values[name].forEach((value, k) => {
      const difference = (at(name, k, step) - at(name, k, -step)) / (2 * step * value);
      const scale = Math.max(1, Math.abs(difference), Math.abs(slopes[n][k]));
      worst = Math.max(worst, Math.abs(slopes[n][k] - difference) / scale);
    });
  });
  return worst;
}
