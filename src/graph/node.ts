// The nodes of a model graph: a small closed set of tensor operations with static shapes, in float64.

import type { NodeMethods } from "./method-names.ts";
import type { Shape } from "./shape.ts";

/** Element-wise functions of one argument. */
export type UnaryFunction =
  | "negate"
  | "absolute"
  | "sqrt"
  | "exp"
  | "log"
  | "log1p"
  | "expm1"
  | "tanh"
  | "logistic"
  | "softplus"
  | "lgamma"
  | "digamma"
  | "trigamma"
  | "erf"
  | "erfc"
  | "erfcx"
  | "sin"
  | "cos"
  | "tan"
  | "atan";

/** Element-wise functions of two arguments; `less` gives 1 or 0. */
export type BinaryFunction = "add" | "subtract" | "multiply" | "divide" | "maximum" | "minimum" | "less";

interface Common {
  /** Grows with construction, so that arguments always have smaller identifiers than what uses them. */
  readonly id: number;
  readonly shape: Shape;
  readonly inputs: readonly Node[];
}

/** A value that a model computes, with a shape: what kind of node computes what from its inputs, and the methods to go on with. */
export type Node = Common &
  NodeMethods<Node> &
  (
    | { readonly kind: "constant"; readonly values: Float64Array }
    /** A named array given at run time: a parameter vector or data. */
    | { readonly kind: "input"; readonly name: string; readonly role: "parameter" | "data" }
    | { readonly kind: "unary"; readonly function: UnaryFunction }
    /** Broadcasting. */
    | { readonly kind: "binary"; readonly function: BinaryFunction }
    /** inputs[0] != 0 ? inputs[1] : inputs[2], broadcasting. */
    | { readonly kind: "select" }
    | { readonly kind: "broadcast" }
    /** The same values in memory of their own. */
    | { readonly kind: "copy" }
    /** Same elements in row-major order under another shape. */
    | { readonly kind: "reshape" }
    /** Sum over `axes`, which keep extent 1. */
    | { readonly kind: "sum"; readonly axes: readonly number[] }
    /** y[j] = x[indices[j]] along `axis`. */
    | { readonly kind: "gather"; readonly axis: number; readonly indices: Int32Array }
    /** y[indices[j]] += x[j] along `axis`, the transpose of gather. */
    | { readonly kind: "scatter"; readonly axis: number; readonly indices: Int32Array }
    /** y[j] = x[indices[j]] along `axis` with inputs [x, indices], the indices a vector of data. */
    | { readonly kind: "take"; readonly axis: number }
    /** y[indices[j]] += x[j] along `axis` with inputs [x, indices], the transpose of take. */
    | { readonly kind: "put"; readonly axis: number }
    /** x[start <= i < start + extent] along `axis`. */
    | { readonly kind: "slice"; readonly axis: number; readonly start: number }
    /** Inputs one after another along `axis`. */
    | { readonly kind: "concatenate"; readonly axis: number }
    /** y[t] = x[t - by] along `axis`, zero outside. */
    | { readonly kind: "shift"; readonly axis: number; readonly by: number }
    /**
     * First-order linear recurrence along `axis`: y[t] = a y[t-1] + x[t] with inputs [a, x], a of extent 1 along the
     * axis; `reverse` runs from the end: y[t] = a y[t+1] + x[t].
     */
    | { readonly kind: "recurrence"; readonly axis: number; readonly reverse: boolean }
    /**
     * inputs[0], with its derivatives given: inputs are [value, x1, ..., xn, d1, ..., dn], and the derivative with respect
     * to xi is di, whatever the value is computed from.
     */
    | { readonly kind: "differentiated" }
    /** Axes in another order: axis k of the result is axis `axes[k]` of the input. */
    | { readonly kind: "transpose"; readonly axes: readonly number[] }
    /**
     * The lower-triangular factor L, with zeros above its diagonal, of the symmetric matrices in the last two axes: L Lᵀ. Only the lower
     * triangles are read. A matrix that is not positive definite gives NaN.
     */
    | { readonly kind: "cholesky" }
    /**
     * The solution X of L X = B, or of Lᵀ X = B with `transposed`, for inputs [L, B] of shapes [..., n, n] and [..., n, m]. Only the
     * lower triangle of L is read.
     */
    | { readonly kind: "triangularSolve"; readonly transposed: boolean }
    /**
     * A loop of `body.length` steps: inputs are the initial carries, the sequences and what the body captured, in the order of the
     * body. The value is every result one after another, flat; scan-layout.ts says where each lies.
     */
    | { readonly kind: "scan"; readonly body: ScanBody }
    /**
     * The solution of an initial value problem at given times, [times, states]: inputs are the initial state, its time, the times, and what
     * the body captured.
     */
    | { readonly kind: "ode"; readonly body: OdeBody }
  );

/** The right-hand side of a system of differential equations as a closed graph, and how exactly it is solved. */
export interface OdeBody {
  /** Placeholders of the time, [], and of the state, [states]. */
  readonly time: Node;
  readonly state: Node;
  /** Placeholders of what is the same at all times. */
  readonly captured: readonly Node[];
  /** The derivative of the state by time, [states]. */
  readonly derivative: Node;
  /** Largest error of a step, as a share of the state and as a number: the larger one holds for each element. */
  readonly relativeTolerance: number;
  readonly absoluteTolerance: number;
  /** Steps after which a solution is given up. */
  readonly maxSteps: number;
}

/** One step of a scan as a closed graph: its leaves are placeholders and constants, and it refers to nothing outside. */
export interface ScanBody {
  /** Number of steps. */
  readonly length: number;
  /** True when the last element of the sequences comes first. */
  readonly reverse: boolean;
  /** What a step gets from the one before (a placeholder) and what it gives to the next. */
  readonly carries: readonly { readonly before: Node; readonly after: Node }[];
  /** Placeholders of one element along `axis` of each sequence; the axis is gone. */
  readonly elements: readonly { readonly node: Node; readonly axis: number }[];
  /** Placeholders of what is the same in every step. */
  readonly captured: readonly Node[];
  /** Results of every step, stacked along `axis` of the whole. */
  readonly stacked: readonly { readonly node: Node; readonly axis: number }[];
  /** Results that are added up over the steps. */
  readonly totals: readonly Node[];
}

export type NodeKind = Node["kind"];

let nextId = 0;

/** What distinguishes a node from others, without its identifier. */
export type NodeDescription = Node extends infer N
  ? N extends Node
    ? Omit<N, "id" | keyof NodeMethods<Node>>
    : never
  : never;

/** What every node inherits; methods.ts fills it, so that operations need not know of methods. */
export const nodePrototype: object = {};

/** A new node, exactly as described; the constructors in operations.ts check and simplify. */
export function makeNode(description: NodeDescription): Node {
  // Assigning to an object made of its prototype is several times quicker than spreading, and graphs have thousands of nodes.
  const node = Object.assign(Object.create(nodePrototype), description);
  node.id = nextId++;
  return node;
}

export function isUnary(node: Node, name: UnaryFunction): boolean {
  return node.kind === "unary" && node.function === name;
}

/** All nodes that `roots` depend on, themselves included, arguments before what uses them. */
export function topologicalOrder(roots: readonly Node[]): Node[] {
  const seen = new Set<Node>();
  const stack = [...roots];
  while (stack.length > 0) {
    const node = stack.pop()!;
    if (seen.has(node)) continue;
    seen.add(node);
    for (const input of node.inputs) stack.push(input);
  }
  return [...seen].sort((a, b) => a.id - b.id);
}
