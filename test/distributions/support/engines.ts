// The three ways to compute a node: interpreted, compiled to JavaScript, compiled to WebAssembly.

import { compile, instantiate } from "../../../src/compile/index.ts";
import { evaluate, type Node, topologicalOrder } from "../../../src/graph/index.ts";

export const engines = ["interpreter", "javascript", "wasm"] as const;
export type Engine = (typeof engines)[number];

/** A function from the values of the inputs, by name, to those of `output`; the array is overwritten by the next call. */
export function engineOf(
  engine: Engine,
  output: Node,
): (values: Readonly<Record<string, ArrayLike<number>>>) => Float64Array {
  if (engine === "interpreter") return (values) => evaluate([output], values)[0];
  const inputs = topologicalOrder([output]).filter((node) => node.kind === "input");
  const parameters = inputs.filter(({ role }) => role === "parameter");
  const data = inputs.filter(({ role }) => role === "data");
  const executable = instantiate(compile({ parameters, data, outputs: [{ name: "output", node: output }] }, engine));
  return (values) => {
    executable.setData(values);
    let start = 0;
    for (const { name } of parameters) {
      executable.parameters.set(values[name], start);
      start += values[name].length;
    }
    executable.run();
    return executable.outputs;
  };
}
