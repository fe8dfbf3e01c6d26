// Loops step by step: TensorFlow.js has none, so every step of a scan or of a factorization becomes operations of its own.

import {
  concatenate,
  expand,
  makeNode,
  type Node,
  add,
  reshape,
  scanInputs,
  scanLayout,
  sizeOf,
  pick,
  stepResults,
  topologicalOrder,
} from "../../graph/index.ts";
import { hasSteps } from "../group.ts";
import { unrolledCholesky, unrolledTriangularSolve } from "./unroll-matrices.ts";

/** Operations that a scan may become. A kernel call takes some microseconds, so more would not pay whatever the number of lanes. */
const mostOperations = 20_000;

/**
 * `roots` without scans, Cholesky factors and triangular systems, but for those among `fixed`.
 * @throws RangeError when one has too many steps
 */
export function unrollLoops(roots: readonly Node[], fixed: ReadonlySet<Node>): Node[] {
  const order = topologicalOrder(roots);
  if (!order.some((node) => hasSteps(node) && !fixed.has(node))) return [...roots];
  const rebuilt = new Map<Node, Node>();
  const unrolled = new Map<Node, UnrolledScan>();
  for (const node of order) {
    if (fixed.has(node)) {
      rebuilt.set(node, node);
      continue;
    }
    const scan = unrolled.get(node.inputs[0]!);
    if (node.kind === "slice" && scan !== undefined) {
      const part = scan.part(node.start, node.shape[0]!);
      rebuilt.set(node, part ?? makeNode({ ...node, inputs: [scan.whole()] }));
      continue;
    }
    const inputs = node.inputs.map((input) => rebuilt.get(input) ?? unrolled.get(input)!.whole());
    if (node.kind === "scan") {
      const steps = unroll(node, inputs);
      unrolled.set(node, steps);
      // Joined only where a part is not one result: see below.
    } else if (node.kind === "cholesky") {
      rebuilt.set(node, unrolledCholesky(inputs[0]!));
    } else if (node.kind === "triangularSolve") {
      rebuilt.set(node, unrolledTriangularSolve(inputs[0]!, inputs[1]!, node.transposed));
    } else {
      const same = inputs.every((input, i) => input === node.inputs[i]);
      rebuilt.set(node, same ? node : makeNode({ ...node, inputs }));
    }
  }
  return roots.map((root) => rebuilt.get(root) ?? unrolled.get(root)!.whole());
}

interface UnrolledScan {
  /** Every result one after another. */
  whole(): Node;
  /** Elements start <= i < start + size of the whole where they are one result, flat. */
  part(start: number, size: number): Node | undefined;
}

function unroll(node: Node & { readonly kind: "scan" }, inputs: readonly Node[]): UnrolledScan {
  const { body } = node;
  const { length, reverse, carries, elements } = body;
  const results = stepResults(body);
  const order = topologicalOrder(results);
  const operations = length * order.length;
  if (operations > mostOperations) {
    throw new RangeError(
      `A scan of ${length} steps is ${operations} operations on TensorFlow.js, which has no loops; ${mostOperations} are the most. ` +
        "The backends wasm, javascript and webgpu run it in a loop.",
    );
  }
  const outside = scanInputs({ ...node, inputs });
  let carried = outside.initial;
  const trajectories: Node[][] = carries.map(() => new Array<Node>(length + 1));
  const stacked: Node[][] = body.stacked.map(() => new Array<Node>(length));
  let totals: Node[] = [];
  carried.forEach((value, i) => (trajectories[i]![reverse ? length : 0] = value));
  for (let step = 0; step < length; step++) {
    const t = reverse ? length - 1 - step : step;
    const values = new Map<Node, Node>();
    carries.forEach(({ before }, i) => values.set(before, carried[i]!));
    elements.forEach((element, i) => values.set(element.node, pick(outside.sequences[i]!, t, element.axis)));
    body.captured.forEach((inside, i) => values.set(inside, outside.captured[i]!));
    for (const each of order) {
      if (values.has(each)) continue;
      const its = each.inputs.map((input) => values.get(input)!);
      values.set(each, each.inputs.length === 0 ? each : makeNode({ ...each, inputs: its }));
    }
    const found = unrollLoops(
      results.map((result) => values.get(result)!),
      new Set(),
    );
    carried = found.slice(0, carries.length);
    carried.forEach((value, i) => (trajectories[i]![reverse ? t : t + 1] = value));
    body.stacked.forEach((_, i) => (stacked[i]![t] = found[carries.length + i]!));
    const parts = found.slice(carries.length + body.stacked.length);
    totals = step === 0 ? parts : totals.map((total, i) => add(total, parts[i]!));
  }
  const flat = (value: Node): Node => reshape(value, [sizeOf(value.shape)]);
  const along = (values: readonly Node[], axis: number): Node =>
    flat(
      concatenate(
        values.map((value) => expand(value, axis)),
        axis,
      ),
    );
  const layout = scanLayout(body);
  const parts = new Map<string, () => Node>();
  const whole: (() => Node)[] = [];
  const addPart = (start: number, value: () => Node, size: number): void => {
    let made: Node | undefined;
    const lazy = (): Node => (made ??= value());
    parts.set(`${start} ${size}`, lazy);
    whole.push(lazy);
  };
  layout.trajectories.forEach(({ start, shape }, i) => {
    const size = sizeOf(shape.slice(1));
    addPart(start, () => along(trajectories[i]!, 0), sizeOf(shape));
    const last = reverse ? 0 : length;
    parts.set(`${start + last * size} ${size}`, () => flat(trajectories[i]![last]!));
  });
  layout.stacked.forEach(({ start, shape }, i) =>
    addPart(start, () => along(stacked[i]!, body.stacked[i]!.axis), sizeOf(shape)),
  );
  layout.totals.forEach(({ start, shape }, i) => addPart(start, () => flat(totals[i]!), sizeOf(shape)));
  return {
    whole: () =>
      concatenate(
        whole.map((part) => part()),
        0,
      ),
    part: (start, size) => parts.get(`${start} ${size}`)?.(),
  };
}
