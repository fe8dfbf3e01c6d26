// A nest of loops as WebAssembly: float64, two lanes of SIMD along the innermost loop.
//
// The innermost loop takes two elements a turn; an odd last element is a turn of its own (the tail) whose second lane repeats the first, is never stored
// and never summed. Values that do not change in the innermost loop hold the same number in both lanes. Transcendental functions are written out in long
// inner loops and called elsewhere.

import type { UnaryFunction } from "../../graph/index.ts";
import {
  accessedInside,
  accessOf,
  type Access,
  accumulationOf,
  type Lookup,
  type Nest,
  type Statement,
} from "../loops.ts";
import {
  f64,
  f64x2,
  type FunctionBuilder,
  i32,
  type I32,
  type Local,
  type ModuleBuilder,
  v128,
  type Vector,
} from "./encoder.ts";
import { vectorForms } from "./binary-forms.ts";
import { fusableProducts } from "./fused.ts";
import { oneStep, powersOf, twoSteps } from "./recurrence.ts";
import { callMath, inlineMath, type SpecialFunction } from "./math/index.ts";
import { pairsOfTurn } from "./turn.ts";

export type Body = FunctionBuilder<readonly [], readonly []>;

/** The turns of one loop that a function is to make. */
export interface Share {
  readonly axis: number;
  readonly first: Local<"i32">;
  readonly end: Local<"i32">;
}

/** Innermost loops shorter than this call functions instead of holding their code. */
const inlineFromExtent = 16;

/** Functions short enough to be written out. */
const inlined: ReadonlySet<SpecialFunction> = new Set<SpecialFunction>([
  "exp",
  "log",
  "log1p",
  "expm1",
  "tanh",
  "logistic",
  "softplus",
]);

export class NestPrinter {
  private readonly module: ModuleBuilder;
  private readonly body: Body;
  private readonly nest: Nest;
  private readonly tables: ReadonlyMap<Int32Array, number>;
  private readonly loops: number;
  /** Loops around the nest, which are printed elsewhere. */
  private readonly around: number;
  /** Where threads share the nest. */
  private readonly share: Share | undefined;
  /** Products that are written where they are used, as part of a fused multiply-add. */
  private readonly fusable: ReadonlySet<number>;
  /** Values that do not change in the innermost loop. */
  private readonly fixed: Vector[] = [];
  /** Values of the current turn of the innermost loop, for each pair that the turn takes. */
  private units: Vector[][] = [];
  /** Loop counters, in elements; the innermost counts bytes. */
  private readonly counters: Local<"i32">[] = [];
  /** Byte position due to the loops around the innermost, by their strides. */
  private readonly bases = new Map<string, Local<"i32">>();
  /** Byte position in the innermost loop, by all strides. */
  private pointers = new Map<string, Local<"i32">>();
  private readonly sums = new Map<Statement, Local<"v128">>();
  private readonly carries = new Map<Statement, { carry: Local<"v128">; powers: Local<"v128"> }>();
  /** How many pairs the current turn takes, and which one is being written. */
  private width = 1;
  private unit = 0;
  private tail = false;

  constructor(
    module: ModuleBuilder,
    body: Body,
    nest: Nest,
    tables: ReadonlyMap<Int32Array, number>,
    around: readonly Local<"i32">[],
    share?: Share,
  ) {
    this.share = share;
    this.module = module;
    this.body = body;
    this.nest = nest;
    this.tables = tables;
    this.loops = nest.extents.length;
    this.around = around.length;
    this.counters.push(...around);
    this.fusable = body.fused ? fusableProducts(nest) : new Set();
  }

  print(): void {
    for (const statement of this.nest.statements) {
      if (statement.kind === "accumulate" && accumulationOf(statement, this.loops, this.around).partial)
        this.clear(statement.to);
    }
    this.level(this.around - 1);
  }

  private clear({ buffer, strides }: Access): void {
    const { body, share } = this;
    if (share !== undefined) {
      // The part of the buffer that belongs to the turns of this thread.
      const bytes = strides[share.axis]! * 8;
      body.for(i32.mul(share.first, bytes), i32.mul(share.end, bytes), 8, (i) =>
        body.do(f64.store(i, 0, buffer.start * 8)),
      );
      return;
    }
    const pairs = buffer.size >> 1;
    if (pairs > 0) {
      body.for(0, pairs * 16, 16, (i) => body.do(v128.store(i, f64x2.splat(0), buffer.start * 8)));
    }
    if (buffer.size % 2 === 1) body.do(f64.store(0, 0, (buffer.start + buffer.size - 1) * 8));
  }

  private levelOf(statement: Statement): number {
    return "target" in statement && statement.kind !== "recur"
      ? Math.max(this.around - 1, this.nest.levels[statement.target]!)
      : this.loops - 1;
  }

  private level(level: number): void {
    for (const statement of this.nest.statements)
      if (this.levelOf(statement) === level) this.statement(statement, level);
    if (level === this.loops - 1) return;
    const inner = level + 1;
    for (const statement of this.nest.statements) {
      if (statement.kind !== "accumulate" || accumulationOf(statement, this.loops, this.around).level !== level)
        continue;
      const sum = this.sums.get(statement) ?? this.body.declare("v128");
      this.sums.set(statement, sum);
      this.body.set(sum, f64x2.splat(0));
    }
    if (inner === this.loops - 1) this.innermost();
    else this.outer(inner);
    for (const statement of this.nest.statements) {
      if (statement.kind !== "accumulate") continue;
      const { level: itsLevel, partial } = accumulationOf(statement, this.loops, this.around);
      if (itsLevel !== level) continue;
      const sum = this.sums.get(statement)!;
      const total = f64.add(f64x2.extract_lane(0, sum), f64x2.extract_lane(1, sum));
      const { address, offset } = this.outerAddress(statement.to, level);
      this.body.do(f64.store(address, partial ? f64.add(f64.load(address, offset), total) : total, offset));
    }
  }

  private outer(axis: number): void {
    const { body } = this;
    const extent = this.nest.extents[axis]!;
    const reverse = this.nest.reverse[axis]!;
    const { first, end } =
      this.share?.axis === axis ? this.share : { first: i32.constant(0), end: i32.constant(extent) };
    const last = this.share?.axis === axis ? i32.sub(end, 1) : i32.constant(extent - 1);
    const counter = body.let(reverse ? last : first);
    this.counters[axis] = counter;
    body.loop((again) => {
      this.level(axis);
      body.set(counter, i32.add(counter, reverse ? -1 : 1));
      body.branchIf(again, reverse ? i32.ge_s(counter, first) : i32.lt_s(counter, end));
    });
  }

  private innermost(): void {
    const { body, nest } = this;
    const axis = this.loops - 1;
    const extent = nest.extents[axis]!;
    const reverse = nest.reverse[axis]!;
    const pairs = extent >> 1;
    const odd = extent % 2 === 1;
    this.bases.clear();
    for (const statement of nest.statements) {
      if (statement.kind === "recur") this.startRecurrence(statement, reverse);
      const touched = accessOf(statement);
      if (
        touched !== undefined &&
        this.levelOf(statement) === axis &&
        accessedInside(statement, this.loops, this.around)
      )
        this.base(touched.strides);
    }
    const counter = body.declare("i32");
    this.counters[axis] = counter;
    const turn = (width: number, tail: boolean): void => {
      this.width = width;
      this.tail = tail;
      this.pointers = new Map();
      this.units = Array.from({ length: width }, () => []);
      body.scope(() => {
        for (const statement of nest.statements) {
          if (this.levelOf(statement) !== axis) continue;
          if (statement.kind === "unary" && width > 1 && inlined.has(statement.function as SpecialFunction)) {
            this.inline(statement, statement.function as SpecialFunction);
            continue;
          }
          for (this.unit = 0; this.unit < width; this.unit++) this.statement(statement, axis);
        }
      });
      this.unit = 0;
      this.tail = false;
    };
    /** Turns of `width` pairs over the elements first <= i < end. */
    const turns = (width: number, first: number, end: number): void => {
      if (first === end) return;
      const step = 16 * width;
      body.set(counter, i32.constant(reverse ? end * 8 - step : first * 8));
      if (end - first === 2 * width) return turn(width, false);
      body.loop((again) => {
        turn(width, false);
        body.set(counter, i32.add(counter, reverse ? -step : step));
        body.branchIf(again, reverse ? i32.ge_s(counter, first * 8) : i32.lt_s(counter, end * 8));
      });
    };
    const last = (): void => {
      if (!odd) return;
      body.set(counter, i32.constant((extent - 1) * 8));
      turn(1, true);
    };
    const long = extent >= inlineFromExtent;
    const widest = pairsOfTurn(nest.levels.filter((level) => level === axis).length);
    const rest = pairs % widest;
    const wide = long ? (pairs - rest) * 2 : 0;
    const remainder = (): void => turns(long ? rest : 1, wide, pairs * 2);
    if (reverse) {
      last();
      remainder();
      turns(widest, 0, wide);
    } else {
      turns(widest, 0, wide);
      remainder();
      last();
    }
  }

  // ------------------------------------------------------------------------------------------------------ registers

  private read(register: number): Vector {
    return this.nest.levels[register]! === this.loops - 1 && this.loops > 0
      ? this.units[this.unit]![register]!
      : this.fixed[register]!;
  }

  private write(register: number, value: Vector): void {
    if (this.nest.levels[register]! === this.loops - 1 && this.loops > 0) this.units[this.unit]![register] = value;
    else this.fixed[register] = value;
  }

  /** Bytes from where the turn's counter points to the pair being written, along a stride. */
  private unitBytes(stride: number): number {
    if (this.loops === 0) return 0;
    const place = this.nest.reverse[this.loops - 1]! ? this.width - 1 - this.unit : this.unit;
    return place * 16 * stride;
  }

  // ------------------------------------------------------------------------------------------------------ addresses

  /** Bytes due to the loops up to `level`, as an expression. */
  private outerAddress(access: Access, level: number): { address: I32; offset: number } {
    let address: I32 | undefined;
    for (let axis = 0; axis <= level; axis++) {
      const stride = access.strides[axis]!;
      if (stride === 0) continue;
      const bytes = axis === this.loops - 1 ? this.innerBytes(stride) : i32.mul(this.counters[axis]!, stride * 8);
      address = address === undefined ? bytes : i32.add(address, bytes);
    }
    return { address: address ?? i32.constant(0), offset: (access.buffer.start + access.offset) * 8 };
  }

  private innerBytes(stride: number): I32 {
    const counter = this.counters[this.loops - 1]!;
    return stride === 1 ? counter : i32.mul(counter, stride);
  }

  /** Bytes due to the loops around the innermost, kept in a local that serves all accesses with these strides. */
  private base(strides: readonly number[]): Local<"i32"> | undefined {
    const outer = strides.slice(0, -1);
    if (outer.every((stride) => stride === 0)) return undefined;
    const key = outer.join();
    let base = this.bases.get(key);
    if (base === undefined) {
      const bytes = outer
        .map((stride, axis) => (stride === 0 ? undefined : i32.mul(this.counters[axis]!, stride * 8)))
        .filter((part) => part !== undefined)
        .reduce((total, part) => i32.add(total, part));
      base = this.body.let(bytes);
      this.bases.set(key, base);
    }
    return base;
  }

  /** Byte address of the current turn of the innermost loop for an access, without its constant offset. */
  private pointer(access: Access): I32 {
    const stride = access.strides[this.loops - 1]!;
    const base = this.base(access.strides);
    if (base === undefined) return stride === 0 ? i32.constant(0) : this.innerBytes(stride);
    if (stride === 0) return base;
    const key = access.strides.join();
    let pointer = this.pointers.get(key);
    if (pointer === undefined) {
      pointer = this.body.let(i32.add(base, this.innerBytes(stride)));
      this.pointers.set(key, pointer);
    }
    return pointer;
  }

  /** The looked-up position in bytes; `lane` steps along the innermost loop. */
  private lookedUp(lookup: Lookup, lane: 0 | 1): I32 {
    const table = this.tables.get(lookup.table)!;
    const inner = lookup.axis === this.loops - 1;
    const counter = this.counters[lookup.axis]!;
    const entry = inner ? i32.shr_u(counter, 1) : i32.shl(counter, 2);
    const ahead = inner ? this.unitBytes(1) / 2 : 0;
    return i32.mul(i32.load(entry, table + ahead + 4 * lane), lookup.stride * 8);
  }

  // ----------------------------------------------------------------------------------------------------- statements

  private statement(statement: Statement, level: number): void {
    const { body } = this;
    switch (statement.kind) {
      case "constant":
        this.write(statement.target, body.let(f64x2.splat(statement.value)));
        return;
      case "load":
        this.write(statement.target, body.let(this.load(statement.from, statement.lookup, level)));
        return;
      case "unary":
        this.write(statement.target, body.let(this.unary(statement.function, this.read(statement.x))));
        return;
      case "binary": {
        const value = vectorForms[statement.function](this.read(statement.a), this.read(statement.b));
        this.write(statement.target, this.fusable.has(statement.target) ? value : body.let(value));
        return;
      }
      case "select": {
        const isZero = f64x2.eq(this.read(statement.condition), f64x2.splat(0));
        this.write(statement.target, body.let(v128.bitselect(this.read(statement.b), this.read(statement.a), isZero)));
        return;
      }
      case "recur":
        this.recur(statement);
        return;
      case "store":
        this.store(statement.to, this.read(statement.x));
        return;
      case "accumulate":
        this.accumulate(statement);
    }
  }

  private unary(name: UnaryFunction, x: Vector): Vector {
    if (name === "negate") return f64x2.neg(x);
    if (name === "absolute") return f64x2.abs(x);
    if (name === "sqrt") return f64x2.sqrt(x);
    return callMath(this.module, name, x);
  }

  /** A long function in all pairs of the turn. */
  private inline(statement: Statement & { kind: "unary" }, name: SpecialFunction): void {
    const x = this.units.map((unit) => unit[statement.x]!);
    const never = i32.lt_s(this.counters[this.loops - 1]!, 0);
    inlineMath(this.module, this.body as unknown as FunctionBuilder, name, x, never).forEach((result, i) => {
      this.units[i]![statement.target] = result;
    });
  }

  private load(access: Access, lookup: Lookup | undefined, level: number): Vector {
    const inner = level === this.loops - 1 && level >= 0;
    const start = (access.buffer.start + access.offset) * 8;
    if (!inner) {
      const { address } = this.outerAddress(access, level);
      const at = lookup === undefined ? address : i32.add(address, this.lookedUp(lookup, 0));
      return v128.load64_splat(at, start);
    }
    const pointer = this.pointer(access);
    const stride = access.strides[level]!;
    const offset = start + this.unitBytes(stride);
    if (lookup !== undefined && lookup.axis === level) {
      const first = v128.load64_splat(i32.add(pointer, this.lookedUp(lookup, 0)), offset);
      if (this.tail) return first;
      const second = f64.load(i32.add(pointer, this.lookedUp(lookup, 1)), offset + stride * 8);
      return f64x2.replace_lane(1, first, second);
    }
    const at = lookup === undefined ? pointer : i32.add(pointer, this.lookedUp(lookup, 0));
    if (this.tail) return v128.load64_splat(at, offset);
    if (stride === 1) return v128.load(at, offset);
    return f64x2.replace_lane(1, v128.load64_splat(at, offset), f64.load(at, offset + stride * 8));
  }

  private store(access: Access, x: Vector): void {
    const start = (access.buffer.start + access.offset) * 8;
    if (this.loops === 0) {
      this.body.do(v128.store64_lane(0, i32.constant(0), x, start));
      return;
    }
    const pointer = this.pointer(access);
    const stride = access.strides[this.loops - 1]!;
    const offset = start + this.unitBytes(stride);
    if (!this.tail && stride === 1) {
      this.body.do(v128.store(pointer, x, offset));
      return;
    }
    this.body.do(v128.store64_lane(0, pointer, x, offset));
    if (!this.tail) this.body.do(v128.store64_lane(1, pointer, x, offset + stride * 8));
  }

  private accumulate(statement: Statement & { kind: "accumulate" }): void {
    const { body } = this;
    const x = this.read(statement.x);
    const { level } = accumulationOf(statement, this.loops, this.around);
    const { to, lookup } = statement;
    const start = (to.buffer.start + to.offset) * 8;
    if (this.loops === 0) {
      // One element: the buffer was cleared, so adding is storing.
      body.do(v128.store64_lane(0, i32.constant(0), x, start));
      return;
    }
    if (level < this.loops - 1) {
      const sum = this.sums.get(statement)!;
      body.set(sum, f64x2.add(sum, this.tail ? f64x2.replace_lane(1, x, 0) : x));
      return;
    }
    const pointer = this.pointer(to);
    const stride = to.strides[this.loops - 1]!;
    const offset = start + this.unitBytes(stride);
    if (lookup !== undefined && lookup.axis === this.loops - 1) {
      // One lane after the other: both may go to the same place.
      for (const lane of this.tail ? ([0] as const) : ([0, 1] as const)) {
        const address = body.let(i32.add(pointer, this.lookedUp(lookup, lane)));
        const at = offset + lane * stride * 8;
        body.do(f64.store(address, f64.add(f64.load(address, at), f64x2.extract_lane(lane, x)), at));
      }
      return;
    }
    const address = lookup === undefined ? pointer : body.let(i32.add(pointer, this.lookedUp(lookup, 0)));
    if (this.tail || stride !== 1) {
      for (const lane of this.tail ? ([0] as const) : ([0, 1] as const)) {
        const at = offset + lane * stride * 8;
        body.do(f64.store(address, f64.add(f64.load(address, at), f64x2.extract_lane(lane, x)), at));
      }
      return;
    }
    body.do(v128.store(address, f64x2.add(v128.load(address, offset), x), offset));
  }

  // ---------------------------------------------------------------------------------------------------- recurrences

  /** Before the innermost loop: nothing is carried yet. */
  private startRecurrence(statement: Statement & { kind: "recur" }, reverse: boolean): void {
    const { body } = this;
    const known = this.carries.get(statement);
    const carry = known?.carry ?? body.declare("v128");
    const powers = known?.powers ?? body.declare("v128");
    this.carries.set(statement, { carry, powers });
    body.set(carry, f64x2.splat(0));
    body.set(powers, powersOf(this.read(statement.factor), reverse));
  }

  private recur(statement: Statement & { kind: "recur" }): void {
    const { body, tail } = this;
    const { carry, powers } = this.carries.get(statement)!;
    const x = this.read(statement.x);
    const factor = this.read(statement.factor);
    const reverse = this.nest.reverse[this.loops - 1]!;
    const y = body.let(tail ? oneStep(x, factor, carry) : twoSteps({ x, factor, powers, carry, reverse }));
    const last = reverse || tail ? 0 : 1;
    body.set(carry, f64x2.shuffle(last, last, y, y));
    this.write(statement.target, y);
  }
}
