// Loops around nests, as WebAssembly: what steps carry stays in locals, and only long loops inside of a step take two elements at a time.

import type { UnaryFunction } from "../../graph/index.ts";
import {
  type Access,
  accumulationOf,
  type Buffer,
  isFixed,
  type Lookup,
  type Nest,
  type Piece,
  piecesOf,
  type Register,
  type Statement,
  type StepLoop,
  straightNest,
} from "../loops.ts";
import {
  type F64,
  f64,
  f64x2,
  type FunctionBuilder,
  i32,
  type I32,
  type Local,
  type ModuleBuilder,
  select,
} from "./encoder.ts";
import { scalarForms } from "./binary-forms.ts";
import { callMath } from "./math/index.ts";
import { printSolver } from "./ode.ts";

type Body = FunctionBuilder<readonly [], readonly []>;
type Tables = ReadonlyMap<Int32Array, number>;

/** Prints a loop and the nests that take turns in its steps into `body`, or the solver of an equation around its right-hand side. */
export function printSteps(
  module: ModuleBuilder,
  body: Body,
  piece: Exclude<Piece, Nest>,
  tables: Tables,
  printVectors: PrintVectors,
): void {
  const { solver } = piece.loop;
  if (solver === undefined) return new StepsPrinter(module, body, tables, printVectors).piece(piece);
  const derive = module.function(`${body.name} derivative`, [], []);
  // The loop of a solver is none: its counter stays at zero.
  const zero = derive.let(i32.constant(0));
  const steps = new StepsPrinter(module, derive, tables, printVectors, [zero]);
  for (const inside of piecesOf(piece.nests, 1)) steps.piece(inside);
  printSolver(module, body, solver, derive);
}

/** Prints a nest with two elements at a time along its innermost loop, inside of loops with these counters. */
type PrintVectors = (body: Body, nest: Nest, around: readonly Local<"i32">[]) => void;

/** Innermost loops shorter than this stay scalar. */
const vectorsFromExtent = 4;

class StepsPrinter {
  private readonly module: ModuleBuilder;
  private readonly body: Body;
  private readonly tables: Tables;
  private readonly printVectors: PrintVectors;
  /** Positions in the loops around, in elements, outermost first. */
  private readonly counters: Local<"i32">[];

  constructor(
    module: ModuleBuilder,
    body: Body,
    tables: Tables,
    printVectors: PrintVectors,
    counters: Local<"i32">[] = [],
  ) {
    this.counters = counters;
    this.module = module;
    this.body = body;
    this.tables = tables;
    this.printVectors = printVectors;
  }

  piece(piece: Piece): void {
    const { body } = this;
    const depth = this.counters.length;
    if (!("loop" in piece)) {
      const long = piece.extents.length > depth && piece.extents.at(-1)! >= vectorsFromExtent;
      const print = (): void =>
        long
          ? this.printVectors(body, piece, this.counters)
          : new ScalarNest(this.module, body, piece, this.tables, this.counters).all();
      body.scope(print);
      return;
    }
    const { loop, nests } = piece;
    const straight = straightNest(nests, depth);
    body.scope(() => {
      if (straight === undefined) {
        this.loop(loop, () => {
          for (const inside of piecesOf(nests, depth + 1)) this.piece(inside);
        });
        return;
      }
      const nest = new ScalarNest(this.module, body, straight, this.tables, this.counters);
      nest.before();
      this.loop(loop, () => nest.step());
    });
  }

  private loop({ extent, reverse }: StepLoop, step: () => void): void {
    const { body, counters } = this;
    const counter = body.let(i32.constant(reverse ? extent - 1 : 0));
    counters.push(counter);
    body.loop((again) => {
      step();
      body.set(counter, i32.add(counter, reverse ? -1 : 1));
      body.branchIf(again, reverse ? i32.ge_s(counter, 0) : i32.lt_s(counter, extent));
    });
    counters.pop();
  }
}

/** One nest inside of loops that are printed elsewhere. */
class ScalarNest {
  private readonly module: ModuleBuilder;
  private readonly body: Body;
  private readonly nest: Nest;
  private readonly tables: Tables;
  private readonly counters: Local<"i32">[];
  private readonly loops: number;
  private readonly outer: number;
  private readonly registers = new Map<Register, Local<"f64">>();
  private readonly carried = new Map<Statement, Local<"f64">>();
  /** Byte positions due to the loops, by their strides, of each level that is being printed. */
  private readonly pointers: Map<string, Local<"i32">>[] = [new Map()];

  constructor(module: ModuleBuilder, body: Body, nest: Nest, tables: Tables, counters: Local<"i32">[]) {
    this.module = module;
    this.body = body;
    this.nest = nest;
    this.tables = tables;
    this.counters = counters;
    this.loops = nest.extents.length;
    this.outer = nest.around.length;
  }

  all(): void {
    this.clear();
    this.level(this.outer - 1);
  }

  /** What is the same in every step, and what is carried into the first; the loop around is not running yet. */
  before(): void {
    const { body, nest, outer } = this;
    for (const statement of nest.statements) if (isFixed(statement, nest)) this.statement(statement);
    for (const statement of nest.statements) {
      if (statement.kind !== "carried") continue;
      const { extent, reverse } = nest.around[outer - 1]!;
      const { buffer, offset, strides } = statement.from;
      const first = offset + (reverse ? extent - 1 : 0) * strides[outer - 1]!;
      const from = { buffer, offset: first, strides: strides.with(outer - 1, 0) };
      this.carried.set(statement, body.let(this.load(from)));
    }
  }

  /** One step of the loop around. */
  step(): void {
    const { body, nest } = this;
    this.pointers.push(new Map());
    for (const statement of nest.statements) if (!isFixed(statement, nest)) this.statement(statement);
    this.pointers.pop();
    const next = nest.statements.flatMap((statement) =>
      statement.kind === "carried" ? [{ to: this.carried.get(statement)!, from: this.read(statement.next) }] : [],
    );
    // A value may be carried on under another name: all are read before any is set.
    const moving = new Set(next.map(({ to }) => to));
    const held = next.map(({ to, from }) => ({ to, from: moving.has(from) && from !== to ? body.let(from) : from }));
    for (const { to, from } of held) if (to !== from) body.set(to, from);
  }

  private levelOf(statement: Statement): number {
    return "target" in statement && statement.kind !== "recur"
      ? Math.max(this.outer - 1, this.nest.levels[statement.target]!)
      : this.loops - 1;
  }

  private clear(): void {
    const cleared = new Set<Buffer>();
    for (const statement of this.nest.statements) {
      if (statement.kind !== "accumulate" || !accumulationOf(statement, this.loops, this.outer).partial) continue;
      cleared.add(statement.to.buffer);
    }
    for (const { start, size } of cleared) {
      this.body.for(0, size * 8, 8, (at) => this.body.do(f64.store(at, 0, start * 8)));
    }
  }

  private level(level: number): void {
    const { body, nest, loops, outer } = this;
    this.pointers.push(new Map());
    for (const statement of nest.statements) if (this.levelOf(statement) === level) this.statement(statement);
    if (level < loops - 1) {
      const inner = level + 1;
      const sums = nest.statements.flatMap((statement) => {
        if (statement.kind !== "accumulate") return [];
        const { level: its, partial } = accumulationOf(statement, loops, outer);
        return its === level ? [{ statement, partial }] : [];
      });
      for (const { statement } of sums) this.carried.set(statement, body.let(f64.constant(0)));
      for (const statement of nest.statements) {
        if (statement.kind === "recur" && inner === loops - 1) this.carried.set(statement, body.let(f64.constant(0)));
      }
      const extent = nest.extents[inner]!;
      const reverse = nest.reverse[inner]!;
      const counter = body.let(i32.constant(reverse ? extent - 1 : 0));
      this.counters.push(counter);
      body.loop((again) => {
        this.level(inner);
        body.set(counter, i32.add(counter, reverse ? -1 : 1));
        body.branchIf(again, reverse ? i32.ge_s(counter, 0) : i32.lt_s(counter, extent));
      });
      this.counters.pop();
      for (const { statement, partial } of sums) {
        const sum = this.carried.get(statement)!;
        const { address, offset } = this.place(statement.to);
        body.do(f64.store(address, partial ? f64.add(f64.load(address, offset), sum) : sum, offset));
      }
    }
    this.pointers.pop();
  }

  // ------------------------------------------------------------------------------------------------------ addresses

  /** Bytes due to the loops, in a local that serves all accesses of this level with these strides, and the rest. */
  private place({ buffer, offset, strides }: Access, lookup?: Lookup): { address: I32; offset: number } {
    const fixed = (buffer.start + offset) * 8;
    const found = lookup === undefined ? undefined : i32.mul(this.entry(lookup), lookup.stride * 8);
    const parts = strides.flatMap((stride, axis) => (stride === 0 ? [] : [i32.mul(this.counters[axis]!, stride * 8)]));
    if (parts.length === 0) return { address: found ?? i32.constant(0), offset: fixed };
    const key = strides.join();
    let pointer = this.pointers.findLast((level) => level.has(key))?.get(key);
    if (pointer === undefined) {
      pointer = this.body.let(parts.reduce((total, part) => i32.add(total, part)));
      this.pointers.at(-1)!.set(key, pointer);
    }
    return { address: found === undefined ? pointer : i32.add(pointer, found), offset: fixed };
  }

  private entry({ table, axis }: Lookup): I32 {
    return i32.load(i32.shl(this.counters[axis]!, 2), this.tables.get(table)!);
  }

  private load(access: Access, lookup?: Lookup): F64 {
    const { address, offset } = this.place(access, lookup);
    return f64.load(address, offset);
  }

  // ----------------------------------------------------------------------------------------------------- statements

  private read(register: Register): Local<"f64"> {
    return this.registers.get(register)!;
  }

  private write(register: Register, value: F64): void {
    this.registers.set(register, this.body.let(value));
  }

  private statement(statement: Statement): void {
    const { body } = this;
    switch (statement.kind) {
      case "constant":
        this.write(statement.target, f64.constant(statement.value));
        return;
      case "load":
        this.write(statement.target, this.load(statement.from, statement.lookup));
        return;
      case "carried":
        this.registers.set(statement.target, this.carried.get(statement)!);
        return;
      case "unary":
        this.write(statement.target, this.unary(statement.function, this.read(statement.x)));
        return;
      case "binary":
        this.write(statement.target, scalarForms[statement.function](this.read(statement.a), this.read(statement.b)));
        return;
      case "select": {
        const given = f64.ne(this.read(statement.condition), 0);
        this.write(statement.target, select(this.read(statement.a), this.read(statement.b), given));
        return;
      }
      case "recur": {
        const carry = this.carried.get(statement)!;
        body.set(carry, f64.add(f64.mul(this.read(statement.factor), carry), this.read(statement.x)));
        this.registers.set(statement.target, carry);
        return;
      }
      case "store": {
        const { address, offset } = this.place(statement.to);
        body.do(f64.store(address, this.read(statement.x), offset));
        return;
      }
      case "accumulate": {
        const x = this.read(statement.x);
        if (accumulationOf(statement, this.loops, this.outer).level < this.loops - 1) {
          const sum = this.carried.get(statement)!;
          body.set(sum, f64.add(sum, x));
          return;
        }
        const { address, offset } = this.place(statement.to, statement.lookup);
        const at = body.let(address);
        body.do(f64.store(at, f64.add(f64.load(at, offset), x), offset));
      }
    }
  }

  private unary(name: UnaryFunction, x: Local<"f64">): F64 {
    if (name === "negate") return f64.neg(x);
    if (name === "absolute") return f64.abs(x);
    if (name === "sqrt") return f64.sqrt(x);
    return f64x2.extract_lane(0, callMath(this.module, name, f64x2.splat(x)));
  }
}
