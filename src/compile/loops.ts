// The loop program: what a graph is lowered to and what the printers print.
//
// A program is a list of nests run one after another. A nest is a perfect nest of loops over `extents`, outermost first,
// whose body is a straight list of statements over registers. A statement whose operands do not change in an inner loop
// is run outside it (its level says where). Sums are accumulated in registers as far as possible. All values are float64
// in one memory, addressed in elements; padding around a buffer holds zeros and is never written.

import type { OdeProblem } from "../numerics/ode/index.ts";
import type { BinaryFunction, UnaryFunction } from "../graph/index.ts";

/** A value inside one iteration of a nest. */
export type Register = number;

export interface Buffer {
  /** For whoever reads the printed program. */
  readonly name: string;
  readonly role: "parameter" | "data" | "output" | "constant" | "scratch" | "counter";
  /** Elements, padding included. */
  readonly size: number;
  /** First element in the program's memory. */
  start: number;
  readonly initial?: Float64Array;
}

/** Element `offset + sum(strides[k] * index[k])` of a buffer, for loop indices counted from zero. */
export interface Access {
  readonly buffer: Buffer;
  readonly offset: number;
  /** One per loop of the nest, in elements; zero where the value does not change along that loop. */
  readonly strides: readonly number[];
}

/** Element positions along one loop looked up in a table: index[axis] is replaced by table[index[axis]]. */
export interface Lookup {
  readonly axis: number;
  readonly table: Int32Array;
  /** Stride of the looked-up position; `strides[axis]` of the access is zero. */
  readonly stride: number;
}

export type Statement =
  | { readonly kind: "constant"; readonly target: Register; readonly value: number }
  | { readonly kind: "load"; readonly target: Register; readonly from: Access; readonly lookup?: Lookup }
  | { readonly kind: "unary"; readonly target: Register; readonly function: UnaryFunction; readonly x: Register }
  | {
      readonly kind: "binary";
      readonly target: Register;
      readonly function: BinaryFunction;
      readonly a: Register;
      readonly b: Register;
    }
  | {
      readonly kind: "select";
      readonly target: Register;
      readonly condition: Register;
      readonly a: Register;
      readonly b: Register;
    }
  /** target = factor * (target of the previous iteration of the innermost loop, zero at first) + x. */
  | { readonly kind: "recur"; readonly target: Register; readonly factor: Register; readonly x: Register }
  | { readonly kind: "store"; readonly to: Access; readonly x: Register }
  /**
   * target = what `next` was in the previous step of the innermost loop around the nest; in the first step, the element at `from`. Only in
   * nests that are nothing but steps.
   */
  | { readonly kind: "carried"; readonly target: Register; readonly from: Access; readonly next: Register }
  /** to += x; the buffer is cleared at the start of the nest. With a lookup this is a scatter. */
  | { readonly kind: "accumulate"; readonly to: Access; readonly x: Register; readonly lookup?: Lookup };

/** A loop around nests that run one after another in each of its steps. */
export interface StepLoop {
  readonly extent: number;
  /** Whether it begins at its end. */
  readonly reverse: boolean;
  /** The solver of a differential equation, to which the nests are the right-hand side: it runs them whenever it wants the derivative. */
  readonly solver?: Solver;
}

/** A differential equation, whose numbers lie in the two buffers. */
export interface Solver {
  readonly problem: Omit<OdeProblem, "workspace" | "solution" | "failures">;
  readonly workspace: Buffer;
  readonly solution: { readonly buffer: Buffer; readonly offset: number };
  readonly failures: Buffer;
}

/** What a solver is told, with buffers in their places. */
export function placedProblem({ problem, workspace, solution, failures }: Solver): OdeProblem {
  return {
    ...problem,
    workspace: workspace.start,
    solution: solution.buffer.start + solution.offset,
    failures: failures.start,
  };
}

/** Buffers that solvers around a nest write, whatever the nest itself touches. */
export function solvedBuffers(nest: Nest): Buffer[] {
  return nest.around.flatMap(({ solver }) => (solver === undefined ? [] : [solver.workspace, solver.solution.buffer]));
}

export interface Nest {
  /**
   * Loops that this nest shares with its neighbors, outermost first: they are the first of `extents`, and consecutive nests around which
   * the same loop (the same object) runs take turns in its steps.
   */
  readonly around: readonly StepLoop[];
  /** Extents above one, outermost first; none for straight-line code. */
  readonly extents: readonly number[];
  /** Whether each loop runs from its end. */
  readonly reverse: readonly boolean[];
  readonly statements: readonly Statement[];
  /** For each register, the innermost loop that its value depends on; -1 for none. */
  readonly levels: readonly number[];
}

export interface LoopProgram {
  readonly buffers: readonly Buffer[];
  /** Elements of memory in all. */
  readonly size: number;
  /** What depends on data alone: run when data are set. */
  readonly prepare: readonly Nest[];
  /** Run at every evaluation. */
  readonly run: readonly Nest[];
}

/** How a sum is accumulated over all loops but the `outer` ones: in a register over the loops inside `level`, then stored or added to memory. */
export interface Accumulation {
  /** The innermost loop along which the sum is kept; -1 for a total. */
  readonly level: number;
  /** True when loops further out are summed too, so that memory is cleared first and added to. */
  readonly partial: boolean;
}

export function accumulationOf(statement: Statement & { kind: "accumulate" }, loops: number, outer = 0): Accumulation {
  const { strides } = statement.to;
  const lookupAxis = statement.lookup?.axis ?? -1;
  let level = loops - 1;
  while (level >= outer && strides[level] === 0 && level !== lookupAxis) level--;
  let partial = lookupAxis >= 0;
  for (let axis = outer; axis < level; axis++) if (strides[axis] === 0) partial = true;
  return { level, partial: partial || level === loops - 1 };
}

/** Whether a statement of a nest that is nothing but steps computes the same in each of them, so that it can be computed before the first. */
export function isFixed(statement: Statement, nest: Nest): boolean {
  return "target" in statement && nest.levels[statement.target]! < nest.around.length - 1;
}

/** The one nest of a loop whose steps are nothing but statements. */
export function straightNest(nests: readonly Nest[], depth: number): Nest | undefined {
  const nest = nests[0]!;
  return nests.length === 1 && nest.extents.length === depth + 1 ? nest : undefined;
}

/** What runs at one depth: a nest, or a loop with what runs in each of its steps. */
export type Piece = Nest | { readonly loop: StepLoop; readonly nests: readonly Nest[] };

/** Consecutive nests with the same loop around them at `depth` together. */
export function piecesOf(nests: readonly Nest[], depth = 0): Piece[] {
  const pieces: (Nest | { loop: StepLoop; nests: Nest[] })[] = [];
  for (const nest of nests) {
    const loop = nest.around[depth];
    const last = pieces.at(-1);
    if (loop === undefined) pieces.push(nest);
    else if (last !== undefined && "loop" in last && last.loop === loop) last.nests.push(nest);
    else pieces.push({ loop, nests: [nest] });
  }
  return pieces;
}

/** Where in memory a statement reads or writes. */
export function accessOf(statement: Statement): Access | undefined {
  if (statement.kind === "load" || statement.kind === "carried") return statement.from;
  if (statement.kind === "store" || statement.kind === "accumulate") return statement.to;
  return undefined;
}

/** Whether the statement touches memory in every turn of the innermost loop. */
export function accessedInside(statement: Statement, loops: number, around: number): boolean {
  return statement.kind !== "accumulate" || accumulationOf(statement, loops, around).level === loops - 1;
}

/** The registers that a statement reads in its iteration. */
export function operandsOf(statement: Statement): readonly Register[] {
  switch (statement.kind) {
    case "constant":
    case "load":
    case "carried":
      return [];
    case "unary":
    case "store":
    case "accumulate":
      return [statement.x];
    case "binary":
      return [statement.a, statement.b];
    case "select":
      return [statement.condition, statement.a, statement.b];
    case "recur":
      return [statement.factor, statement.x];
  }
}
