// A slow, obvious interpreter of the graph: the oracle of every backend, and what prior draws are computed with.

import { inputNotGiven, inputOfOtherSize } from "../problems/graph-problems.ts";
import { graphError } from "../problems/shape-problems.ts";
import { checkIndices } from "./grouping.ts";
import { solveOde, workspaceOf } from "../numerics/ode/index.ts";
import { type Node, topologicalOrder } from "./node.ts";
import { binaryFunctions, unaryFunctions } from "./scalar.ts";
import { evaluateCholesky, evaluateTriangularSolve } from "./evaluate-matrices.ts";
import { scanLayout, stepResults } from "./scan-layout.ts";
import { padRank, type Shape, sizeOf, stridesOf } from "./shape.ts";

/** Values of inputs by name, flat in row-major order. */
export type Bindings = Readonly<Record<string, ArrayLike<number>>>;

/** The values of `outputs`, flat in row-major order. */
export function evaluate(outputs: readonly Node[], bindings: Bindings): Float64Array[] {
  return evaluateInOrder(topologicalOrder(outputs), outputs, bindings);
}

function evaluateInOrder(order: readonly Node[], outputs: readonly Node[], bindings: Bindings): Float64Array[] {
  const values = new Map<Node, Float64Array>();
  for (const node of order) {
    values.set(
      node,
      evaluateNode(
        node,
        node.inputs.map((input) => values.get(input)!),
        bindings,
      ),
    );
  }
  return outputs.map((output) => values.get(output)!);
}

/** Coordinates of flat position `position`. */
function coordinatesOf(position: number, shape: Shape): number[] {
  const strides = stridesOf(shape);
  return shape.map((extent, axis) => Math.floor(position / strides[axis]!) % extent);
}

function positionOf(coordinates: readonly number[], shape: Shape): number {
  const strides = stridesOf(shape);
  return coordinates.reduce((position, coordinate, axis) => position + coordinate * strides[axis]!, 0);
}

/** Position in a smaller array, broadcast to `whole`, of the element at `coordinates`. */
function broadcastPosition(coordinates: readonly number[], shape: Shape): number {
  const padded = padRank(shape, coordinates.length);
  return positionOf(
    coordinates.map((coordinate, axis) => (padded[axis] === 1 ? 0 : coordinate)),
    padded,
  );
}

function evaluateNode(node: Node, inputs: readonly Float64Array[], bindings: Bindings): Float64Array {
  const result = new Float64Array(sizeOf(node.shape));
  const at = (input: number, coordinates: readonly number[]): number =>
    inputs[input]![broadcastPosition(coordinates, node.inputs[input]!.shape)]!;
  const fill = (compute: (coordinates: number[]) => number): Float64Array => {
    for (let i = 0; i < result.length; i++) result[i] = compute(coordinatesOf(i, node.shape));
    return result;
  };
  switch (node.kind) {
    case "constant":
      return node.values;
    case "input": {
      const given = bindings[node.name];
      if (given === undefined) throw graphError(inputNotGiven(node.name));
      if (given.length !== result.length) {
        throw graphError(inputOfOtherSize(node.name, node.shape, given.length));
      }
      return Float64Array.from(given);
    }
    case "unary":
      return inputs[0]!.map(unaryFunctions[node.function]);
    case "binary":
      return fill((c) => binaryFunctions[node.function](at(0, c), at(1, c)));
    case "select":
      return fill((c) => (at(0, c) !== 0 ? at(1, c) : at(2, c)));
    case "broadcast":
      return fill((c) => at(0, c));
    case "reshape":
    case "copy":
    case "differentiated":
      return inputs[0]!;
    case "sum": {
      const source = node.inputs[0]!.shape;
      for (let i = 0; i < inputs[0]!.length; i++) {
        result[broadcastPosition(coordinatesOf(i, source), node.shape)]! += inputs[0]![i]!;
      }
      return result;
    }
    case "gather":
      return fill(
        (c) => inputs[0]![positionOf(c.with(node.axis, node.indices[c[node.axis]!]!), node.inputs[0]!.shape)]!,
      );
    case "scatter": {
      const source = node.inputs[0]!.shape;
      for (let i = 0; i < inputs[0]!.length; i++) {
        const c = coordinatesOf(i, source);
        result[positionOf(c.with(node.axis, node.indices[c[node.axis]!]!), node.shape)]! += inputs[0]![i]!;
      }
      return result;
    }
    case "take": {
      const extent = node.inputs[0]!.shape[node.axis]!;
      const indices = checkIndices(inputName(node.inputs[1]!), inputs[1]!, extent, new Int32Array(inputs[1]!.length));
      return fill((c) => inputs[0]![positionOf(c.with(node.axis, indices[c[node.axis]!]!), node.inputs[0]!.shape)]!);
    }
    case "put": {
      const source = node.inputs[0]!.shape;
      for (let i = 0; i < inputs[0]!.length; i++) {
        const c = coordinatesOf(i, source);
        result[positionOf(c.with(node.axis, inputs[1]![c[node.axis]!]!), node.shape)]! += inputs[0]![i]!;
      }
      return result;
    }
    case "slice":
      return fill((c) => inputs[0]![positionOf(c.with(node.axis, c[node.axis]! + node.start), node.inputs[0]!.shape)]!);
    case "concatenate":
      return fill((c) => {
        let within = c[node.axis]!;
        let part = 0;
        while (within >= node.inputs[part]!.shape[node.axis]!) within -= node.inputs[part++]!.shape[node.axis]!;
        return inputs[part]![positionOf(c.with(node.axis, within), node.inputs[part]!.shape)]!;
      });
    case "shift":
      return fill((c) => {
        const from = c[node.axis]! - node.by;
        return from < 0 || from >= node.shape[node.axis]!
          ? 0
          : inputs[0]![positionOf(c.with(node.axis, from), node.shape)]!;
      });
    case "transpose":
      return fill((c) => {
        const from = new Array<number>(c.length);
        node.axes.forEach((axis, k) => (from[axis] = c[k]!));
        return inputs[0]![positionOf(from, node.inputs[0]!.shape)]!;
      });
    case "cholesky":
      return evaluateCholesky(inputs[0]!, node.shape);
    case "triangularSolve":
      return evaluateTriangularSolve(inputs[0]!, inputs[1]!, node.shape, node.transposed);
    case "recurrence": {
      const extent = node.shape[node.axis]!;
      const stride = stridesOf(node.shape)[node.axis]!;
      const step = node.reverse ? -1 : 1;
      for (let i = 0; i < result.length; i++) {
        const c = coordinatesOf(i, node.shape);
        if (c[node.axis] !== 0) continue;
        const factor = inputs[0]![broadcastPosition(c, node.inputs[0]!.shape)]!;
        let carry = 0;
        for (let t = node.reverse ? extent - 1 : 0; t >= 0 && t < extent; t += step) {
          carry = factor * carry + inputs[1]![i + t * stride]!;
          result[i + t * stride] = carry;
        }
      }
      return result;
    }
    case "scan":
      return evaluateScan(node, inputs, result);
    case "ode":
      return evaluateOde(node, inputs, result);
  }
}

function inputName(node: Node): string {
  return node.kind === "input" ? node.name : node.kind;
}

function evaluateOde(
  { body }: Node & { readonly kind: "ode" },
  inputs: readonly Float64Array[],
  result: Float64Array,
): Float64Array {
  const [start, startTime, times, ...captured] = inputs as [
    Float64Array,
    Float64Array,
    Float64Array,
    ...Float64Array[],
  ];
  const { derivative } = body;
  const [states, count] = [start.length, times.length];
  const places = workspaceOf({ states, times: count });
  const failures = places.size + result.length;
  const memory = new Float64Array(failures + 2);
  memory.set(start, places.current);
  memory.set(startTime, places.startTime);
  memory.set(times, places.times);
  const order = topologicalOrder([derivative]);
  const values: Record<string, Float64Array> = {};
  const bind = (placeholder: Node, value: Float64Array): void => {
    if (placeholder.kind === "input") values[placeholder.name] = value;
  };
  body.captured.forEach((placeholder, i) => bind(placeholder, captured[i]!));
  solveOde(memory, { ...body, states, times: count, workspace: 0, solution: places.size, failures }, () => {
    bind(body.time, memory.slice(places.time, places.time + 1));
    bind(body.state, memory.slice(places.state, places.state + states));
    memory.set(evaluateInOrder(order, [derivative], values)[0]!, places.derivative);
  });
  return memory.slice(places.size, failures);
}

function evaluateScan(
  node: Node & { readonly kind: "scan" },
  inputs: readonly Float64Array[],
  result: Float64Array,
): Float64Array {
  const { body } = node;
  const { length, carries, elements, captured } = body;
  const layout = scanLayout(body);
  const results = stepResults(body);
  const order = topologicalOrder(results);
  const values: Record<string, Float64Array> = {};
  const bind = (placeholder: Node, value: Float64Array): void => {
    if (placeholder.kind === "input") values[placeholder.name] = value;
  };
  captured.forEach((placeholder, i) => bind(placeholder, inputs[carries.length + elements.length + i]!));
  const initial = body.reverse ? length : 0;
  carries.forEach(({ before }, i) => {
    const size = sizeOf(before.shape);
    result.set(inputs[i]!, layout.trajectories[i]!.start + initial * size);
  });
  for (let step = 0; step < length; step++) {
    const t = body.reverse ? length - 1 - step : step;
    carries.forEach(({ before }, i) => {
      const size = sizeOf(before.shape);
      const from = layout.trajectories[i]!.start + (body.reverse ? t + 1 : t) * size;
      bind(before, result.slice(from, from + size));
    });
    elements.forEach(({ node: element, axis }, i) => {
      const { shape } = node.inputs[carries.length + i]!;
      const whole = inputs[carries.length + i]!;
      bind(
        element,
        Float64Array.from({ length: sizeOf(element.shape) }, (_, at) => whole[elementPosition(at, t, axis, shape)]!),
      );
    });
    const found = evaluateInOrder(order, results, values);
    carries.forEach(({ before }, i) => {
      const size = sizeOf(before.shape);
      result.set(found[i]!, layout.trajectories[i]!.start + (body.reverse ? t : t + 1) * size);
    });
    layout.stacked.forEach(({ start, shape }, i) => {
      found[carries.length + i]!.forEach((value, at) => {
        result[start + elementPosition(at, t, body.stacked[i]!.axis, shape)] = value;
      });
    });
    layout.totals.forEach(({ start }, i) => {
      found[carries.length + body.stacked.length + i]!.forEach((value, at) => (result[start + at]! += value));
    });
  }
  return result;
}

/** Where the element at flat position `at` of the slice `index` along `axis` lies in a whole of shape `shape`. */
function elementPosition(at: number, index: number, axis: number, shape: Shape): number {
  const inner = shape.toSpliced(axis, 1);
  return positionOf(coordinatesOf(at, inner).toSpliced(axis, 0, index), shape);
}
