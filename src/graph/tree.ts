// Nodes in lists and records, nested as one likes: flattened for loops and put together again.

import { makeNode, type Node } from "./node.ts";
import { asNode, describeValue, isNode } from "./operands.ts";
import { notATree } from "../problems/graph-problems.ts";
import { graphError } from "../problems/shape-problems.ts";

/** One tensor. */
type Leaf = Node | number | Float64Array;

/** A tensor, or a list or record of such. A JavaScript array is a list of tensors here, never a tensor; a Float64Array is a vector. */
export type Tree = Leaf | readonly Tree[] | { readonly [name: string]: Tree };

/** The same lists and records, with a node in the place of every tensor. */
export type Nodes<T> = [T] extends [Leaf] ? Node : { readonly [K in keyof T]: Nodes<T[K]> };

function isLeaf(tree: unknown): tree is Leaf {
  return typeof tree === "number" || tree instanceof Float64Array || isNode(tree);
}

/** Every tensor of `tree`, depth first, each with its path for messages (`.level`, `[2]`, empty for a lone tensor). */
export function leavesOf(tree: Tree, path = ""): { readonly path: string; readonly node: Node }[] {
  if (isLeaf(tree)) return [{ path, node: asNode(tree) }];
  if (Array.isArray(tree)) return (tree as readonly Tree[]).flatMap((part, i) => leavesOf(part, `${path}[${i}]`));
  if (typeof tree === "object" && tree !== null && Object.getPrototypeOf(tree) === Object.prototype) {
    return Object.entries(tree).flatMap(([name, part]) => leavesOf(part, `${path}.${name}`));
  }
  throw graphError(notATree(`scan${path}`, describeValue(tree)));
}

/** `tree` with its tensors replaced, in the order of `leavesOf`. */
export function withLeaves(tree: Tree, leaves: readonly Node[]): unknown {
  let next = 0;
  const rebuild = (part: Tree): unknown => {
    if (isLeaf(part)) return leaves[next++]!;
    if (Array.isArray(part)) return (part as readonly Tree[]).map(rebuild);
    return Object.fromEntries(Object.entries(part).map(([name, inner]) => [name, rebuild(inner)]));
  };
  return rebuild(tree);
}

let placeholders = 0;

/** A leaf of a closed graph: an input with a name that no other has. */
export function placeholder(meaning: string, shape: readonly number[]): Node {
  return makeNode({ kind: "input", role: "parameter", name: `${meaning} #${placeholders++}`, inputs: [], shape });
}
