// Graph to kernel calls for a number of lanes. Lanes are the last axis: rows of lanes are what is moved and added, at the speed of memory.

import { noDataIndices, noDifferentialEquations } from "../../problems/graph-problems.ts";
import { graphError } from "../../problems/shape-problems.ts";
import { type Node, topologicalOrder, broadcastShapes, padRank, sizeOf } from "../../graph/index.ts";
import { type FixedTensor, type KernelCall, KernelWriter, type Slot } from "./kernels.ts";
import type { Library } from "./library.ts";
import {
  isIdentity,
  type Moving,
  movesOnly,
  movingTable,
  transposeTable,
  rangeTable,
  type RowTable,
  sumTables,
} from "./rows.ts";

/** Kernel calls with what dies after each. */
export interface PlannedCall extends KernelCall {
  readonly dead: readonly number[];
}

/** Everything that is needed to run, but the values of data. */
export interface KernelPlan {
  readonly slots: number;
  readonly constants: readonly FixedTensor[];
  /** Slots that the host fills with the values of data inputs: [extents, lanes or 1]. */
  readonly data: readonly { readonly name: string; readonly slot: number; readonly extents: readonly number[] }[];
  /** Slot of the position, [dimension, lanes]. */
  readonly position: number;
  /** Once for each data set. */
  readonly once: readonly KernelCall[];
  /** For each position. */
  readonly calls: readonly PlannedCall[];
  /** [elements, lanes] each, in the order of the roots. */
  readonly outputs: readonly number[];
}

export interface KernelPlanOptions {
  readonly library: Library;
  readonly lanes: number;
  /** True when lanes differ in their data. */
  readonly ownData: boolean;
}

/** TensorFlow.js has kernels for tensors of six axes at most, and lanes take one. */
const mostAxes = 5;

/** Plans `roots`, which depend on `parameters` (in the order of the position) and on data inputs. */
export function plan(roots: readonly Node[], parameters: readonly Node[], options: KernelPlanOptions): KernelPlan {
  return new Planner(roots, parameters, options).finish();
}

const unaryKernels: Readonly<Record<string, string>> = {
  negate: "Neg",
  absolute: "Abs",
  sqrt: "Sqrt",
  exp: "Exp",
  log: "Log",
  log1p: "Log1p",
  expm1: "Expm1",
  tanh: "Tanh",
  logistic: "Sigmoid",
  erf: "Erf",
};

const binaryKernels = {
  add: "Add",
  subtract: "Sub",
  multiply: "Multiply",
  divide: "RealDiv",
  maximum: "Maximum",
  minimum: "Minimum",
  less: "Less",
} as const;

class Planner {
  readonly #kernels = new KernelWriter();
  readonly #values = new Map<Node, Slot>();
  readonly #data: { name: string; slot: number; extents: readonly number[] }[] = [];
  readonly #position: Slot;
  readonly #order: readonly Node[];
  readonly #rank: number;
  readonly #roots: readonly Node[];
  readonly #parameters: readonly Node[];
  readonly #options: KernelPlanOptions;

  constructor(roots: readonly Node[], parameters: readonly Node[], options: KernelPlanOptions) {
    this.#roots = roots;
    this.#parameters = parameters;
    this.#options = options;
    this.#order = topologicalOrder(roots);
    // One rank for all, so that operands meet without being reshaped.
    this.#rank = Math.max(1, ...this.#order.map(({ shape }) => shape.length));
    if (this.#rank > mostAxes) {
      throw new RangeError(`TensorFlow.js takes arrays of at most ${mostAxes} axes, and the graph has ${this.#rank}.`);
    }
    const dimension = parameters.reduce((total, { shape }) => total + sizeOf(shape), 0);
    this.#position = this.#kernels.slot([dimension], options.lanes, false);
  }

  finish(): KernelPlan {
    for (const node of this.#order) this.#values.set(node, this.#lower(node));
    const outputs = this.#roots.map((root) => this.#output(root));
    const { slots, constants, once, calls } = this.#kernels;
    return {
      slots: slots.length,
      constants,
      data: this.#data,
      position: this.#position.id,
      once,
      calls: withDeaths(calls, outputs, slots, this.#position.id),
      outputs,
    };
  }

  /** A tensor of its own for every output, [elements, lanes]. */
  #output(root: Node): number {
    const { lanes } = this.#options;
    const whole = this.#whole(this.#values.get(root)!, this.#extentsOf(root), lanes);
    const flat = this.#kernels.reshape(whole, [sizeOf(root.shape)]);
    const own = this.#kernels.slot(flat.extents, lanes, false);
    const shape = [...flat.extents, lanes];
    this.#kernels.calls.push({ kernel: "Reshape", inputs: [["x", flat.id]], attributes: { shape }, output: own.id });
    return own.id;
  }

  #extentsOf({ shape }: Node): number[] {
    return padRank(shape, this.#rank);
  }

  /** The axis of the padded shape that is `axis` of the node. */
  #axisOf(node: Node, axis: number): number {
    return axis + this.#rank - node.shape.length;
  }

  #lower(node: Node): Slot {
    const inputs = node.inputs.map((input) => this.#values.get(input)!);
    switch (node.kind) {
      case "constant":
        return this.#constant(node);
      case "input":
        return node.role === "data" ? this.#dataInput(node) : this.#parameter(node);
      case "unary":
        return this.#kernels.call(unaryKernels[node.function], { x: this.#number(inputs[0]) }, {}, inputs[0]);
      case "binary":
        return this.#binary(node.function, this.#number(inputs[0]), this.#number(inputs[1]));
      case "select":
        return this.#select(inputs[0], this.#number(inputs[1]), this.#number(inputs[2]));
      case "broadcast":
      case "copy":
        // Broadcasting waits until something needs the elements.
        return inputs[0];
      case "reshape":
        return this.#reshape(node, this.#number(inputs[0]));
      case "sum":
        return this.#sum(node, this.#number(inputs[0]));
      case "gather":
      case "scatter":
      case "slice":
      case "shift":
        return this.#move(node, this.#number(inputs[0]));
      case "transpose":
        return this.#transpose(node, this.#number(inputs[0]));
      case "concatenate":
        return this.#concatenate(
          node,
          inputs.map((input) => this.#number(input)),
        );
      case "take":
      case "put":
        throw graphError(noDataIndices("TensorFlow.js"));
      case "ode":
        throw graphError(noDifferentialEquations("TensorFlow.js"));
      case "recurrence":
      case "scan":
      case "cholesky":
      case "triangularSolve":
      case "differentiated":
        throw new RangeError(`A ${node.kind} is replaced before kernels are planned.`);
    }
  }

  #constant(node: Node & { kind: "constant" }): Slot {
    const first = node.values[0];
    const uniform = node.values.every((value) => Object.is(value, first));
    return uniform
      ? this.#kernels.constant([first], new Array<number>(this.#rank).fill(1))
      : this.#kernels.constant(node.values, this.#extentsOf(node));
  }

  #dataInput(node: Node & { kind: "input" }): Slot {
    const extents = this.#extentsOf(node);
    const slot = this.#kernels.slot(extents, this.#options.ownData ? this.#options.lanes : 1, true);
    this.#data.push({ name: node.name, slot: slot.id, extents });
    return slot;
  }

  #parameter(node: Node & { kind: "input" }): Slot {
    let start = 0;
    for (const parameter of this.#parameters) {
      if (parameter.kind === "input" && parameter.name === node.name) break;
      start += sizeOf(parameter.shape);
    }
    const table = rangeTable(start, sizeOf(node.shape), this.#position.extents[0]!);
    return this.#kernels.reshape(this.#rows(this.#position, table), this.#extentsOf(node));
  }

  /** What `less` gives is a truth value until a number is asked for. */
  #number(x: Slot): Slot {
    if (x.type === "float32") return x;
    return this.#kernels.call("Cast", { x }, { dtype: "float32" }, { extents: x.extents, lanes: x.lanes });
  }

  #binary(name: keyof typeof binaryKernels, a: Slot, b: Slot): Slot {
    const extents = broadcastShapes(a.extents, b.extents);
    const lanes = Math.max(a.lanes, b.lanes);
    const type = name === "less" ? "bool" : "float32";
    return this.#kernels.call(binaryKernels[name], { a, b }, {}, { extents, lanes, type });
  }

  /** The kernel takes three arguments of one shape. */
  #select(given: Slot, a: Slot, b: Slot): Slot {
    const extents = broadcastShapes(given.extents, a.extents, b.extents);
    const lanes = Math.max(given.lanes, a.lanes, b.lanes);
    const same = (x: Slot): boolean => x.lanes === lanes && sizeOf(x.extents) === sizeOf(extents);
    let condition = given;
    if (given.type !== "bool" || !same(given)) {
      const wide = same(given) ? this.#number(given) : this.#whole(this.#number(given), extents, lanes);
      const zero = this.#kernels.constant([0], new Array<number>(this.#rank).fill(1));
      condition = this.#kernels.call("NotEqual", { a: wide, b: zero }, {}, { extents, lanes, type: "bool" });
    }
    const [t, e] = [this.#whole(a, extents, lanes), this.#whole(b, extents, lanes)];
    return this.#kernels.call("Select", { condition, t, e }, {}, { extents, lanes });
  }

  /** All elements, each in its place. */
  #whole(given: Slot, extents: readonly number[], lanes: number): Slot {
    const x = this.#number(given);
    if (x.lanes === lanes && sizeOf(x.extents) === sizeOf(extents)) return x;
    const zeros = this.#kernels.constant(new Float64Array(sizeOf(extents)), extents);
    const repeated = sizeOf(x.extents) === sizeOf(extents) ? x : this.#binary("add", x, zeros);
    if (repeated.lanes === lanes) return repeated;
    // One number for all lanes: a product with ones.
    const ones = this.#kernels.ones(this.#rank, lanes);
    return this.#binary("multiply", repeated, ones);
  }

  #reshape(node: Node, x: Slot): Slot {
    const [from, to] = [this.#extentsOf(node.inputs[0]!), this.#extentsOf(node)];
    const [longFrom, longTo] = [from, to].map((extents) => extents.filter((extent) => extent !== 1));
    if (longFrom!.join() !== longTo!.join()) {
      return this.#kernels.reshape(this.#whole(x, from, x.lanes), to);
    }
    // Axes of extent one come and go; an axis that waits to be broadcast goes on waiting.
    const held = x.extents.filter((_, axis) => from[axis] !== 1);
    let next = 0;
    return this.#kernels.reshape(
      x,
      to.map((extent) => (extent === 1 ? 1 : held[next++]!)),
    );
  }

  #sum(node: Node & { kind: "sum" }, x: Slot): Slot {
    const axes = node.axes.map((axis) => this.#axisOf(node, axis));
    const whole = this.#wholeAlong(x, axes, node.inputs[0]!);
    const extents = whole.extents.map((extent, axis) => (axes.includes(axis) ? 1 : extent));
    if (!this.#options.library.segments) {
      // The innermost first.
      return axes.toSorted((a, b) => b - a).reduce((partial, axis) => this.#sumAlong(partial, axis), whole);
    }
    const total = sumTables(whole.extents, axes).reduce(
      (rows, table) => this.#rows(rows, table),
      this.#kernels.reshape(whole, [sizeOf(whole.extents)]),
    );
    return this.#kernels.reshape(total, extents);
  }

  /** A sum as a product with a row of ones: GPUs multiply matrices faster than they turn them round, as Sum would have to. */
  #sumAlong(x: Slot, axis: number): Slot {
    const { extents, lanes } = x;
    const terms = extents[axis]!;
    const outer = sizeOf(extents.slice(0, axis));
    const inner = sizeOf(extents.slice(axis + 1));
    const ones = this.#kernels.matrix(new Float32Array(terms).fill(1), 1, terms);
    const matrices = { extents: [outer, terms, inner], lanes };
    const b = this.#kernels.call("Reshape", { x }, { shape: [outer, terms, inner * lanes] }, matrices);
    const product = { extents: [outer, 1, inner], lanes };
    const rows = this.#kernels.call("BatchMatMul", { a: ones, b }, { transposeA: false, transposeB: false }, product);
    const result = extents.with(axis, 1);
    return this.#kernels.call("Reshape", { x: rows }, { shape: [...result, lanes] }, { extents: result, lanes });
  }

  /** `x` with all its elements along `axes`; along others it may wait. */
  #wholeAlong(x: Slot, axes: readonly number[], node: Node): Slot {
    const full = this.#extentsOf(node);
    const extents = x.extents.map((extent, axis) => (axes.includes(axis) ? full[axis]! : extent));
    return this.#whole(x, extents, x.lanes);
  }

  #move(node: Moving, x: Slot): Slot {
    const axis = this.#axisOf(node, node.axis);
    const constantAlong = x.extents[axis] === 1 && node.inputs[0]!.shape[node.axis] !== 1;
    if (constantAlong && (node.kind === "gather" || node.kind === "slice")) return x;
    const whole = this.#wholeAlong(x, [axis], node.inputs[0]!);
    const extents = whole.extents.with(axis, node.shape[node.axis]!);
    const table = movingTable({ ...node, axis }, whole.extents, extents);
    const flat = this.#kernels.reshape(whole, [sizeOf(whole.extents)]);
    return this.#kernels.reshape(this.#rows(flat, table), extents);
  }

  #transpose(node: Node & { kind: "transpose" }, x: Slot): Slot {
    const full = this.#extentsOf(node.inputs[0]!);
    const whole = this.#whole(x, full, x.lanes);
    const flat = this.#kernels.reshape(whole, [sizeOf(full)]);
    return this.#kernels.reshape(this.#rows(flat, transposeTable(node)), this.#extentsOf(node));
  }

  /** Moves and adds rows of lanes. */
  #rows(x: Slot, table: RowTable): Slot {
    if (isIdentity(table)) return x;
    const { sources, targets, to } = table;
    if (this.#options.library.segments) {
      // The kernel's result ends with its last target.
      const length = targets.at(-1)! + 1;
      const inputs = { data: x, indices: this.#kernels.indices(sources), segmentIds: this.#kernels.indices(targets) };
      const rows = this.#kernels.call("SparseSegmentSum", inputs, {}, { extents: [length], lanes: x.lanes });
      return length === to ? rows : this.#padded(rows, to - length);
    }
    if (!movesOnly(table)) {
      const matrix = new Float32Array(to * table.from);
      sources.forEach((source, i) => {
        matrix[targets[i]! * table.from + source]! += 1;
      });
      const a = this.#kernels.matrix(matrix, to, table.from);
      const b = this.#kernels.reshape(x, [1, table.from]);
      const product = { extents: [1, to], lanes: x.lanes };
      const rows = this.#kernels.call("BatchMatMul", { a, b }, { transposeA: false, transposeB: false }, product);
      return this.#kernels.reshape(rows, [to]);
    }
    // Rows without a source come from a row of zeros behind the others.
    const complete = sources.length === to;
    const places = new Int32Array(to).fill(table.from);
    sources.forEach((source, i) => {
      places[targets[i]!] = source;
    });
    const source = complete ? x : this.#padded(x, 1);
    const indices = this.#kernels.indices(places);
    return this.#kernels.call(
      "GatherV2",
      { x: source, indices },
      { axis: 0, batchDims: 0 },
      { extents: [to], lanes: x.lanes },
    );
  }

  #padded(x: Slot, zeros: number): Slot {
    const paddings = [
      [0, zeros],
      [0, 0],
    ];
    const extents = [x.extents[0]! + zeros];
    return this.#kernels.call("PadV2", { x }, { paddings, constantValue: 0 }, { extents, lanes: x.lanes });
  }

  #concatenate(node: Node & { kind: "concatenate" }, parts: readonly Slot[]): Slot {
    const axis = this.#axisOf(node, node.axis);
    const lanes = Math.max(...parts.map((part) => part.lanes));
    const extents = this.#extentsOf(node);
    const outer = sizeOf(extents.slice(0, axis));
    const inputs = parts.map((part, i) => {
      const full = this.#extentsOf(node.inputs[i]!);
      return this.#kernels.reshape(this.#whole(part, full, lanes), [outer, sizeOf(full) / outer]);
    });
    const joined = this.#kernels.call(
      "Concat",
      Object.fromEntries(inputs.map((input, i) => [String(i), input])),
      { axis: 1 },
      { extents: [outer, sizeOf(extents) / outer], lanes },
    );
    return this.#kernels.reshape(joined, extents);
  }
}

/** Says after which call each tensor is needed no more; what nobody needs is not called. The position is its owner's. */
function withDeaths(
  calls: readonly KernelCall[],
  outputs: readonly number[],
  slots: readonly Slot[],
  position: number,
): PlannedCall[] {
  const alive = new Set([...outputs, position]);
  const planned: PlannedCall[] = [];
  for (const call of calls.toReversed()) {
    if (!alive.has(call.output)) continue;
    const used = new Set(call.inputs.map(([, slot]) => slot));
    const dead = [...used].filter((slot) => !alive.has(slot) && !slots[slot]!.fixed);
    for (const slot of used) alive.add(slot);
    planned.push({ ...call, dead });
  }
  return planned.reverse();
}
