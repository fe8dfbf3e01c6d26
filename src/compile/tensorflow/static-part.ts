// What depends on data alone: split off, computed by the host in float64 for each fit, given to the rest as inputs.

import { makeNode, type Node, topologicalOrder, dataInput, mergeEqual } from "../../graph/index.ts";
import { compile } from "../compile.ts";
import type { CompileRequest, Program } from "../program.ts";
import { instantiate } from "../instantiate.ts";
import type { LaneData } from "../lanes.ts";
import { inForms } from "./forms.ts";
import type { Library } from "./library.ts";
import { unrollLoops } from "./unroll.ts";

/** A request in two parts. */
export interface SplitRequest {
  /** In the order of the request; inputs are parameters and `given`. */
  readonly outputs: readonly Node[];
  /** Data inputs of `outputs`, whose values are the outputs of `program`, in this order. */
  readonly given: readonly Node[];
  /** From data to the values of `given`, in float64. */
  readonly program: Program;
}

/** Splits `request` for a backend; throws when an output depends on an input that the request does not list. */
export function split(request: CompileRequest, library: Library): SplitRequest {
  const whole = mergeEqual(request.outputs.map(({ node }) => node));
  checkInputs(request, whole);
  const merged = mergeEqual(unrollLoops(whole, dataNodes(whole)));
  const outputs = mergeEqual(inForms(merged, dataNodes(merged), library));
  const fixed = dataNodes(outputs);
  const order = topologicalOrder(outputs);
  const used = new Set([...outputs, ...order.filter((node) => !fixed.has(node)).flatMap(({ inputs }) => inputs)]);
  const border = order.filter((node) => fixed.has(node) && node.kind !== "constant" && used.has(node));
  const given = border.map((node, i) => dataInput(`given ${i}`, node.shape));
  const replaced = replace(outputs, new Map(border.map((node, i) => [node, given[i]])));
  const program = compile(
    { parameters: [], data: request.data, outputs: border.map((node, i) => ({ name: `given ${i}`, node })) },
    "javascript",
  );
  return { outputs: replaced, given, program };
}

/** Values of the given inputs, for each fit. */
export function givenValues({ program, given }: SplitRequest, fits: readonly LaneData[]): Float64Array[][] {
  const executable = instantiate(program);
  return fits.map((data) => {
    executable.setData(data);
    executable.run();
    return given.map((_, i) => executable.output(`given ${i}`).slice());
  });
}

function checkInputs({ parameters, data }: CompileRequest, outputs: readonly Node[]): void {
  const listed = new Set([...parameters, ...data].map((node) => (node.kind === "input" ? node.name : "")));
  for (const node of topologicalOrder(outputs)) {
    if (node.kind === "input" && !listed.has(node.name)) throw new RangeError(`Input "${node.name}" is not listed.`);
  }
}

/** Nodes that depend on no parameter. */
function dataNodes(outputs: readonly Node[]): Set<Node> {
  const found = new Set<Node>();
  for (const node of topologicalOrder(outputs)) {
    if (node.kind === "input" ? node.role === "data" : node.inputs.every((input) => found.has(input))) found.add(node);
  }
  return found;
}

function replace(outputs: readonly Node[], by: ReadonlyMap<Node, Node>): Node[] {
  const rebuilt = new Map<Node, Node>();
  for (const node of topologicalOrder(outputs)) {
    const inputs = node.inputs.map((input) => rebuilt.get(input)!);
    const same = inputs.every((input, i) => input === node.inputs[i]);
    rebuilt.set(node, by.get(node) ?? (same ? node : makeNode({ ...node, inputs })));
  }
  return outputs.map((output) => rebuilt.get(output)!);
}
