// Fusion: which nodes of a graph share a nest of loops, and in which order the nests run.

import type { Node, Shape } from "../graph/index.ts";

/** Nodes computed in one nest. */
export interface Group {
  readonly domain: readonly number[];
  /** Depends on data alone. */
  readonly static: boolean;
  /** Per loop: 1 forwards, -1 backwards, 0 either way. */
  readonly direction: number[];
  /** In order; `part` numbers the piece of a concatenation. */
  readonly members: { readonly node: Node; readonly part: number }[];
}

/** Extents above one. */
export function squeezed(shape: Shape): number[] {
  return shape.filter((extent) => extent !== 1);
}

const views: ReadonlySet<Node["kind"]> = new Set(["broadcast", "reshape", "slice", "shift", "transpose"]);

/** Nodes that are loops of steps, which no other node joins. */
export function hasSteps(node: Node): boolean {
  return node.kind === "scan" || node.kind === "ode" || node.kind === "cholesky" || node.kind === "triangularSolve";
}

/** Nodes that only rename or re-address elements. */
export function isView(node: Node): boolean {
  return views.has(node.kind);
}

/** Nodes whose value is in a register in the iteration that computes it. */
export function isRegisterSource(node: Node): boolean {
  return (
    node.kind === "unary" ||
    node.kind === "binary" ||
    node.kind === "select" ||
    node.kind === "copy" ||
    node.kind === "recurrence" ||
    node.kind === "gather" ||
    node.kind === "take"
  );
}

/** The node whose value is that of `node` in the same iteration: behind changes of axes of extent one. */
export function registerSource(node: Node): Node {
  let source = node;
  while (source.kind === "reshape" && squeezed(source.shape).join() === squeezed(source.inputs[0]!.shape).join()) {
    source = source.inputs[0]!;
  }
  return source;
}

/** Nodes that are added up in memory, which is cleared first. */
export function isAccumulated(node: Node): boolean {
  return node.kind === "sum" || node.kind === "scatter" || node.kind === "put";
}

/** The loops over which a node is computed. */
function domainOf(node: Node, part: number): number[] {
  if (isAccumulated(node)) return squeezed(node.inputs[0]!.shape);
  if (node.kind === "concatenate") return squeezed(node.inputs[part]!.shape);
  return squeezed(node.shape);
}

/** Groups in an order in which each finds what it needs; a node joins the first group that can hold it. */
export function assignGroups(order: readonly Node[]): Group[] {
  const groups: Group[] = [];
  /** The last group that a computed node needs to be complete. */
  const groupOf = new Map<Node, number>();
  const statics = new Map<Node, boolean>();
  for (const node of order) {
    const isStatic = node.kind === "input" ? node.role === "data" : node.inputs.every((input) => statics.get(input)!);
    statics.set(node, isStatic);
    if (isView(node) || node.kind === "constant" || node.kind === "input") continue;
    const parts = node.kind === "concatenate" ? node.inputs.length : 1;
    for (let part = 0; part < parts; part++) {
      const domain = domainOf(node, part);
      const inputs = node.kind === "concatenate" ? [node.inputs[part]!] : node.inputs;
      let earliest = 0;
      for (const input of inputs) earliest = Math.max(earliest, earliestAfter(node, input, domain, groupOf));
      const wanted = directionOf(node, domain);
      let index = groups.findIndex(
        (group, i) =>
          i >= earliest &&
          !hasSteps(node) &&
          !hasSteps(group.members[0]!.node) &&
          group.static === isStatic &&
          group.domain.join() === domain.join() &&
          wanted.every((way, k) => way === 0 || group.direction[k] === 0 || group.direction[k] === way),
      );
      if (index < 0) {
        index = groups.length;
        groups.push({ domain, static: isStatic, direction: domain.map(() => 0), members: [] });
      }
      const group = groups[index]!;
      wanted.forEach((way, k) => {
        if (way !== 0) group.direction[k] = way;
      });
      group.members.push({ node, part });
      groupOf.set(node, Math.max(index, groupOf.get(node) ?? 0));
    }
  }
  return groups;
}

/** The first group in which `input` can be used by `node`. */
function earliestAfter(node: Node, input: Node, domain: readonly number[], groupOf: ReadonlyMap<Node, number>): number {
  const source = registerSource(input);
  let base = input;
  while (isView(base)) base = base.inputs[0]!;
  const made = groupOf.get(base);
  if (made === undefined) return 0;
  const fusible = source === base && isRegisterSource(source) && node.kind !== "gather" && node.kind !== "take";
  return fusible && squeezed(source.shape).join() === domain.join() ? made : made + 1;
}

function directionOf(node: Node, domain: readonly number[]): number[] {
  const direction = domain.map(() => 0);
  if (node.kind === "recurrence" && node.shape[node.axis] !== 1) {
    direction[squeezed(node.shape.slice(0, node.axis)).length] = node.reverse ? -1 : 1;
  }
  return direction;
}
