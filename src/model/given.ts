// A model with its parameters given by value instead of computed from coordinates: for prior draws and initial values.

import { type Node, parameterInput, topologicalOrder } from "../graph/index.ts";
import type { Model } from "./model.ts";
import { type Substitution, substitution } from "./substitute.ts";

export interface GivenParameters {
  /** The parameter input that stands for each given node, in the order they were given. */
  readonly inputs: readonly Node[];
  /** Rewrites a node of the model. */
  readonly rewrite: Substitution;
  /** Names of the coordinates that rewritten nodes still depend on: they do not follow from what is given. */
  unreached(rewritten: readonly Node[]): string[];
}

/** Coordinates that are not themselves given are computed by their recovery, where they have one. */
export function withGiven(
  model: Model,
  given: readonly { readonly name: string; readonly node: Node }[],
): GivenParameters {
  const inputs = given.map(({ name, node }) => parameterInput(`given ${name}`, node.shape));
  const direct = new Map<Node, Node>(given.map(({ node }, i) => [node, inputs[i]]));
  const recovered = new Map<Node, Node>();
  for (const { name, value, input, transform, recovery } of model.coordinates) {
    const itself = direct.get(value);
    if (itself === undefined && recovery === undefined) continue;
    if (itself === undefined) recovered.set(value, recovery!);
    if (input === value) continue;
    // The graph simplifies log(exp(u)) to u, so the free numbers themselves may be asked for. They are computed from a node that
    // stands for the value, not from the value, or the same simplification would lead back to them.
    const standIn = itself ?? parameterInput(`value of ${name}`, value.shape);
    if (itself === undefined) recovered.set(standIn, recovery!);
    recovered.set(input, transform.invert(standIn));
  }
  const rewrite = substitution((node) => {
    const recovery = recovered.get(node);
    return direct.get(node) ?? (recovery === undefined ? undefined : { substituteIn: recovery });
  });
  const names = new Map(model.coordinates.map(({ input, name }) => [input, name]));
  return {
    inputs,
    rewrite,
    unreached: (rewritten) =>
      topologicalOrder(rewritten).flatMap((node) => {
        const name = names.get(node);
        return name === undefined ? [] : [name];
      }),
  };
}
