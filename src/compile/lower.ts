// Graph to loop program: nodes of one iteration space are fused into one nest, views cost nothing, the rest is stored.

import { makeNode, type Node, topologicalOrder, padRank, sizeOf, stridesOf, mergeEqual } from "../graph/index.ts";
import type { CompileRequest } from "./program.ts";
import {
  assignGroups,
  type Group,
  hasSteps,
  isAccumulated,
  isRegisterSource,
  isView,
  registerSource,
  squeezed,
} from "./group.ts";
import type { Access, Buffer, LoopProgram, Nest, Register, Statement } from "./loops.ts";
import { lowerCholesky, lowerTriangularSolve } from "./lower-matrices.ts";
import { lowerOde } from "./lower-ode.ts";
import { lowerScan } from "./lower-scan.ts";
import { baseOf, isOuterRecurrence, type Padding, paddingOf, squeezedAxis, storedNodes } from "./stored.ts";
import { planMemory } from "./memory.ts";
import {
  access,
  type DataTable,
  type LoweringContext,
  type PlacedResult,
  type Placement,
  tableOf,
} from "./placement.ts";

/** A loop program and where its parameters, data and outputs are. */
export interface Lowered {
  readonly program: LoopProgram;
  readonly parameters: readonly Buffer[];
  readonly data: readonly Buffer[];
  readonly outputs: readonly Buffer[];
  /** Tables of positions that are data. */
  readonly groups: ReadonlyMap<Int32Array, DataTable>;
}

/** Lowers `request`; throws when an output depends on an input that the request does not list. */
export function lower(request: CompileRequest): Lowered {
  const outputs = prepareOutputs(request.outputs.map(({ node }) => node));
  const order = topologicalOrder(outputs);
  const listed = new Set([...request.parameters, ...request.data].map(inputName));
  for (const node of order) {
    if (node.kind === "input" && !listed.has(node.name)) throw new RangeError(`Input "${node.name}" is not listed.`);
  }
  const context: LoweringContext = { buffers: [], persistent: new Set(), groups: new Map(), around: [] };
  const addBuffer = (name: string, role: Buffer["role"], size: number): Placement => {
    const buffer: Buffer = { name, role, size, start: -1 };
    context.buffers.push(buffer);
    return { buffer, offset: 0, strides: [1] };
  };
  const inputs = new Map<string, Placement>();
  for (const node of [...request.parameters, ...request.data]) {
    if (node.kind !== "input") continue;
    if (inputs.has(node.name)) throw new RangeError(`Two inputs are named "${node.name}".`);
    const view = addBuffer(node.name, node.role, sizeOf(node.shape));
    inputs.set(node.name, { ...view, strides: stridesOf(node.shape) });
  }
  const results = request.outputs.map(({ name, node }, i) => {
    const view = addBuffer(`output ${name}`, "output", sizeOf(node.shape));
    return { node: outputs[i]!, view: { ...view, strides: stridesOf(node.shape) } };
  });
  const nests = lowerGraph(inputs, results, context);
  const buffersOf = (nodes: readonly Node[]): Buffer[] => nodes.map((node) => inputs.get(inputName(node))!.buffer);
  const [parameters, data] = [buffersOf(request.parameters), buffersOf(request.data)];
  const outputBuffers = results.map(({ view }) => view.buffer);
  const { buffers: all, persistent } = context;
  const size = planMemory({ parameters, outputs: outputBuffers, all, persistent, ...nests });
  return {
    program: { buffers: all, size, ...nests },
    parameters,
    data,
    outputs: outputBuffers,
    groups: context.groups,
  };
}

/** The nests that compute prepared results, each at the place it was given; what depends on data alone apart. */
function lowerGraph(
  inputs: ReadonlyMap<string, Placement>,
  results: readonly PlacedResult[],
  context: LoweringContext,
): Pick<LoopProgram, "prepare" | "run"> {
  const order = topologicalOrder(results.map(({ node }) => node));
  const groups = assignGroups(order);
  return new Lowering(inputs, results, order, groups, context).finish();
}

/** The nests of one step of a scan, whose placeholders and results have their places. */
function lowerStep(
  inputs: ReadonlyMap<string, Placement>,
  results: readonly PlacedResult[],
  context: LoweringContext,
): Nest[] {
  // Sums are cleared with their whole buffer, so they have one of their own.
  const own = ({ node }: PlacedResult): Node => (isAccumulated(node) ? copyOf(node) : node);
  const nodes = prepareOutputs(results.map(own));
  const placed = results.map(({ view }, i) => ({ node: nodes[i]!, view }));
  const { prepare, run } = lowerGraph(inputs, placed, context);
  return [...prepare, ...run];
}

function inputName(node: Node): string {
  if (node.kind !== "input") throw new RangeError(`A parameter or data node must be an input, not ${node.kind}.`);
  return node.name;
}

/** An element-wise copy: a computed node with a buffer of its own. */
function copyOf(node: Node): Node {
  return makeNode({ kind: "copy", inputs: [node], shape: node.shape });
}

/** Merged outputs, each a computed node of its own, and shifts that read from a buffer that can be padded. */
function prepareOutputs(outputs: readonly Node[]): Node[] {
  const merged = mergeEqual(outputs);
  const paddable = copyShiftSources(merged);
  const shifted = new Set<Node>();
  for (const node of topologicalOrder(paddable))
    if (node.kind === "shift") shifted.add(registerSource(node.inputs[0]!));
  const taken = new Set<Node>();
  return paddable.map((node) => {
    const padded = shifted.has(node) || isOuterRecurrence(node);
    if (isView(node) || isLeaf(node) || padded || taken.has(node)) return copyOf(node);
    taken.add(node);
    return node;
  });
}

function isLeaf(node: Node): boolean {
  return node.kind === "constant" || node.kind === "input";
}

/** Shifts read outside of what they shift and find zeros there: their source must own its buffer. */
function copyShiftSources(roots: readonly Node[]): Node[] {
  const rebuilt = new Map<Node, Node>();
  const copies = new Map<Node, Node>();
  for (const node of topologicalOrder(roots)) {
    let inputs = node.inputs.map((input) => rebuilt.get(input)!);
    if (node.kind === "shift" && !isRegisterSource(registerSource(inputs[0]!))) {
      const source = inputs[0]!;
      const copy = copies.get(source) ?? copyOf(source);
      copies.set(source, copy);
      inputs = [copy];
    }
    if (node.kind === "reshape" && !onlyUnitAxes(node) && isView(node.inputs[0]!)) inputs = [copyOf(inputs[0]!)];
    rebuilt.set(node, inputs.every((input, i) => input === node.inputs[i]) ? node : makeNode({ ...node, inputs }));
  }
  return roots.map((root) => rebuilt.get(root)!);
}

function onlyUnitAxes(node: Node): boolean {
  return squeezed(node.shape).join() === squeezed(node.inputs[0]!.shape).join();
}

class Lowering {
  private readonly views = new Map<Node, Placement>();
  private readonly inputs: ReadonlyMap<string, Placement>;
  private readonly groups: readonly Group[];
  private readonly context: LoweringContext;
  private readonly stored: ReadonlySet<Node>;
  private readonly padding: ReadonlyMap<Node, Padding>;

  constructor(
    inputs: ReadonlyMap<string, Placement>,
    results: readonly PlacedResult[],
    order: readonly Node[],
    groups: readonly Group[],
    context: LoweringContext,
  ) {
    this.inputs = inputs;
    this.groups = groups;
    this.context = context;
    this.padding = paddingOf(order);
    const outputs = results.map(({ node }) => node);
    this.stored = storedNodes(order, outputs, groups, this.padding);
    for (const { node, view } of results) this.views.set(node, view);
  }

  private addBuffer(name: string, role: Buffer["role"], size: number, initial?: Float64Array): Buffer {
    const buffer: Buffer = { name, role, size, start: -1, ...(initial === undefined ? {} : { initial }) };
    this.context.buffers.push(buffer);
    return buffer;
  }

  /** Where the elements of a node that is not in a register lie. */
  private viewOf(node: Node): Placement {
    const known = this.views.get(node);
    if (known !== undefined) return known;
    const view = this.makeView(node);
    this.views.set(node, view);
    return view;
  }

  private makeView(node: Node): Placement {
    const strides = stridesOf(node.shape);
    switch (node.kind) {
      case "constant":
        return { buffer: this.addBuffer("constant", "constant", node.values.length, node.values), offset: 0, strides };
      case "input":
        return this.inputs.get(node.name)!;
      case "broadcast": {
        const source = this.viewOf(node.inputs[0]!);
        const shape = padRank(node.inputs[0]!.shape, node.shape.length);
        const itsStrides = padStrides(source.strides, node.shape.length);
        return { ...source, strides: itsStrides.map((stride, axis) => (shape[axis] === 1 ? 0 : stride)) };
      }
      case "reshape": {
        const input = node.inputs[0]!;
        const source = this.viewOf(input);
        if (!onlyUnitAxes(node)) return { ...source, strides };
        const kept = source.strides.filter((_, axis) => input.shape[axis] !== 1);
        let next = 0;
        return { ...source, strides: node.shape.map((extent) => (extent === 1 ? 0 : kept[next++]!)) };
      }
      case "transpose": {
        const source = this.viewOf(node.inputs[0]!);
        return { ...source, strides: node.axes.map((axis) => source.strides[axis]!) };
      }
      case "slice": {
        const source = this.viewOf(node.inputs[0]!);
        return { ...source, offset: source.offset + node.start * source.strides[node.axis]! };
      }
      case "shift": {
        const source = this.viewOf(node.inputs[0]!);
        return { ...source, offset: source.offset - node.by * source.strides[node.axis]! };
      }
      default: {
        const padding = this.padding.get(node);
        if (padding === undefined)
          return { buffer: this.addBuffer(node.kind, "scratch", sizeOf(node.shape)), offset: 0, strides };
        const extents = node.shape.map((extent, axis) => extent + padding.before[axis]! + padding.after[axis]!);
        const paddedStrides = stridesOf(extents);
        const offset = paddedStrides.reduce((total, stride, axis) => total + stride * padding.before[axis]!, 0);
        const buffer = this.addBuffer(`padded ${node.kind}`, "scratch", sizeOf(extents));
        return { buffer, offset, strides: paddedStrides };
      }
    }
  }

  finish(): Pick<LoopProgram, "prepare" | "run"> {
    const nests = this.groups.map((group) => {
      const first = group.members[0]!.node;
      if (!hasSteps(first)) return [this.emit(group)];
      return first.kind === "scan" || first.kind === "ode" ? this.emitLoop(first) : this.emitMatrices(first);
    });
    for (const node of this.padding.keys()) this.context.persistent.add(this.viewOf(node).buffer);
    return {
      prepare: nests.filter((_, i) => this.groups[i]!.static).flat(),
      run: nests.filter((_, i) => !this.groups[i]!.static).flat(),
    };
  }

  private emitLoop(node: Node & { readonly kind: "scan" | "ode" }): Nest[] {
    const places = { value: this.viewOf(node), inputs: node.inputs.map((input) => this.viewOf(input)) };
    return node.kind === "scan"
      ? lowerScan(node, places, this.context, lowerStep)
      : lowerOde(node, places, this.context, lowerStep);
  }

  private emitMatrices(node: Node): Nest[] {
    const inputs = node.inputs.map((input) => this.viewOf(input));
    const lowering = { value: this.viewOf(node), inputs, shape: node.shape, context: this.context };
    if (node.kind === "triangularSolve") return lowerTriangularSolve({ ...lowering, transposed: node.transposed });
    return lowerCholesky(lowering);
  }

  /** The body of one group's nest. */
  private emit(group: Group): Nest {
    const statements: Statement[] = [];
    const levels: number[] = [];
    const registers = new Map<Node, Register>();
    const loaded = new Map<string, Register>();
    const loops = group.domain.length;
    const { around } = this.context;
    /** The loops of the group are inside of those around it. */
    const outer = around.length;
    const last = outer + loops - 1;
    const register = (level: number): Register => levels.push(level) - 1;
    const levelOf = (...operands: Register[]): number => Math.max(-1, ...operands.map((operand) => levels[operand]!));

    const load = (access: Access): Register => {
      const key = `${this.context.buffers.indexOf(access.buffer)}:${access.offset}:${access.strides.join()}`;
      const before = loaded.get(key);
      if (before !== undefined) return before;
      const target = register(access.strides.findLastIndex((stride) => stride !== 0));
      statements.push({ kind: "load", target, from: access });
      loaded.set(key, target);
      return target;
    };
    /** Value of `node` as seen from an iteration over `shape` (the un-squeezed shape of its user). */
    const value = (node: Node, shape: readonly number[]): Register => {
      const source = registerSource(node);
      const here = registers.get(source);
      if (here !== undefined && squeezed(node.shape).length === loops) return here;
      const base = baseOf(node);
      if (base.kind === "constant" && base.values.length === 1) {
        const constant = base.values[0]!;
        const key = `constant ${Object.is(constant, -0) ? "-0" : constant}`;
        const before = loaded.get(key);
        if (before !== undefined) return before;
        const target = register(-1);
        statements.push({ kind: "constant", target, value: constant });
        loaded.set(key, target);
        return target;
      }
      return load(this.accessTo(node, shape));
    };
    const store = (node: Node, x: Register): void => {
      if (this.stored.has(node)) statements.push({ kind: "store", to: this.accessTo(node, node.shape), x });
    };
    const compute = (node: Node, make: (target: Register) => Statement, level: number): void => {
      const target = register(level);
      statements.push(make(target));
      registers.set(node, target);
      store(node, target);
    };

    for (const { node, part } of group.members) {
      const input = (i: number): Register => value(node.inputs[i]!, node.shape);
      switch (node.kind) {
        case "unary": {
          const x = input(0);
          compute(node, (target) => ({ kind: "unary", target, function: node.function, x }), levels[x]!);
          break;
        }
        case "binary": {
          const [a, b] = [input(0), input(1)];
          compute(node, (target) => ({ kind: "binary", target, function: node.function, a, b }), levelOf(a, b));
          break;
        }
        case "copy": {
          const x = input(0);
          registers.set(node, x);
          store(node, x);
          break;
        }
        case "select": {
          const [condition, a, b] = [input(0), input(1), input(2)];
          compute(node, (target) => ({ kind: "select", target, condition, a, b }), levelOf(condition, a, b));
          break;
        }
        case "recurrence": {
          const [factor, x] = [input(0), input(1)];
          const axis = squeezedAxis(node, node.axis);
          if (axis < 0) {
            registers.set(node, x);
            store(node, x);
          } else if (axis === loops - 1) {
            compute(node, (target) => ({ kind: "recur", target, factor, x }), last);
          } else {
            // Along an outer loop the previous value is read back from memory; padding gives the zero at the start.
            const access = this.accessTo(node, node.shape);
            const back = node.reverse ? access.strides[outer + axis]! : -access.strides[outer + axis]!;
            const previous = register(last);
            statements.push({ kind: "load", target: previous, from: { ...access, offset: access.offset + back } });
            const carried = register(last);
            statements.push({ kind: "binary", target: carried, function: "multiply", a: factor, b: previous });
            compute(node, (target) => ({ kind: "binary", target, function: "add", a: carried, b: x }), last);
          }
          break;
        }
        case "sum": {
          const source = node.inputs[0]!;
          const x = value(source, source.shape);
          const view = this.viewOf(node);
          const strides = view.strides.map((stride, axis) => (node.axes.includes(axis) ? 0 : stride));
          statements.push({ kind: "accumulate", to: this.access(view, strides, source.shape), x });
          break;
        }
        case "gather":
        case "take": {
          const view = this.viewOf(node.inputs[0]!);
          const from = this.access(view, view.strides.with(node.axis, 0), node.shape);
          const axis = squeezedAxis(node, node.axis);
          const stride = view.strides[node.axis]!;
          const table = tableOf(node, this.context);
          if (axis < 0) {
            const fixed = { ...from, offset: from.offset + table[0]! * stride };
            const x = load(fixed);
            registers.set(node, x);
            store(node, x);
            break;
          }
          const lookup = { axis: outer + axis, table, stride };
          const level = Math.max(
            outer + axis,
            from.strides.findLastIndex((s) => s !== 0),
          );
          compute(node, (target) => ({ kind: "load", target, from, lookup }), level);
          break;
        }
        case "scatter":
        case "put": {
          const source = node.inputs[0]!;
          const x = value(source, source.shape);
          const view = this.viewOf(node);
          const axis = squeezedAxis(source, node.axis);
          const stride = view.strides[node.axis]!;
          const to = this.access(view, view.strides.with(node.axis, 0), source.shape);
          const table = tableOf(node, this.context);
          if (axis < 0)
            statements.push({ kind: "accumulate", to: { ...to, offset: to.offset + table[0]! * stride }, x });
          else statements.push({ kind: "accumulate", to, x, lookup: { axis: outer + axis, table, stride } });
          break;
        }
        case "concatenate": {
          const piece = node.inputs[part]!;
          const view = this.viewOf(node);
          let start = 0;
          for (let i = 0; i < part; i++) start += node.inputs[i]!.shape[node.axis]!;
          const to = this.access(
            { ...view, offset: view.offset + start * view.strides[node.axis]! },
            view.strides,
            piece.shape,
          );
          statements.push({ kind: "store", to, x: value(piece, piece.shape) });
          break;
        }
      }
    }
    return {
      around,
      extents: [...around.map(({ extent }) => extent), ...group.domain],
      reverse: [...around.map(({ reverse }) => reverse), ...group.domain.map((_, k) => group.direction[k] === -1)],
      statements,
      levels,
    };
  }

  private accessTo(node: Node, shape: readonly number[]): Access {
    const view = this.viewOf(node);
    const itsShape = padRank(node.shape, shape.length);
    const strides = padStrides(view.strides, shape.length).map((stride, axis) => (itsShape[axis] === 1 ? 0 : stride));
    return this.access(view, strides, shape);
  }

  private access(view: Placement, strides: readonly number[], shape: readonly number[]): Access {
    return access(view, strides, shape, this.context.around.length);
  }
}

function padStrides(strides: readonly number[], rank: number): number[] {
  return [...new Array<number>(rank - strides.length).fill(0), ...strides];
}
