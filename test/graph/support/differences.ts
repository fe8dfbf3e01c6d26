// Gradients of graphs against finite differences.

import * as g from "../../../src/graph/index.ts";
import { compile, instantiate } from "../../../src/compile/index.ts";
import { type Case, fill, weightedTotal } from "./cases.ts";

/** Largest difference, relative to the largest derivative, between gradient and Richardson-extrapolated differences. */
export function discrepancy({ parameters, data, outputs }: Case, compiled = false): number {
  const bindings: Record<string, Float64Array> = {};
  [...parameters, ...data].forEach((node, i) => {
    if (node.kind === "input") bindings[node.name] = fill(g.sizeOf(node.shape), i + 1);
  });
  const total = weightedTotal(outputs);
  const value = compiled
    ? compiledValue({ parameters, data, outputs: [total] }, bindings)
    : (): number => g.evaluate([total], bindings)[0][0];
  const gradients = g.evaluate(g.gradient(total, parameters), bindings);
  let worst = 0;
  let largest = 0;
  parameters.forEach((node, i) => {
    if (node.kind !== "input") return;
    const values = bindings[node.name]!;
    values.forEach((at, j) => {
      const difference = (h: number): number => {
        values[j] = at + h;
        const above = value();
        values[j] = at - h;
        const below = value();
        values[j] = at;
        return (above - below) / (2 * h);
      };
      const estimate = (4 * difference(1e-4) - difference(2e-4)) / 3;
      worst = Math.max(worst, Math.abs(estimate - gradients[i]![j]!));
      largest = Math.max(largest, Math.abs(estimate));
    });
  });
  return worst / Math.max(1, largest);
}

/** The value of the one output by WebAssembly, for graphs that the interpreter takes long over. */
function compiledValue({ parameters, data, outputs }: Case, bindings: Record<string, Float64Array>): () => number {
  const executable = instantiate(compile({ parameters, data, outputs: [{ name: "value", node: outputs[0] }] }));
  executable.setData(bindings);
  return () => {
    executable.parameters.set(parameters.flatMap((node) => (node.kind === "input" ? [...bindings[node.name]] : [])));
    executable.run();
    return executable.outputs[0];
  };
}
