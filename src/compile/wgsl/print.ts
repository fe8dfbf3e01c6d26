// Loop program to WGSL: float32, one invocation for each lane. Each nest becomes a function; registers become local values.
//
// Long sums are added up in blocks: what is lost to rounding grows with the length of a block and with the number of blocks, not with
// their product.

import type { BinaryFunction } from "../../graph/index.ts";
import {
  type Access,
  accumulationOf,
  type LoopProgram,
  type Lookup,
  type Nest,
  type Piece,
  piecesOf,
  type Statement,
} from "../loops.ts";
import { float32Literal } from "./literal.ts";
import type { KernelLayout, BufferPlace } from "./layout.ts";
import { mathCall, type MathName, mathSource, operatorsOf } from "./math/index.ts";

/**
 * Iterations of an innermost loop that are printed side by side, all that they read before all that they write: a lane then waits once for
 * the memory instead of once an iteration, which is most of its time on a GPU. A power of two that divides `blockOfSum`. What is computed stays the same.
 */
export const sideBySide = 4;
/**
 * Most operators that stand side by side, functions with all that they call: what computes longer waits less for the memory, and drivers
 * take very long over long bodies (SwiftShader 23 GB and minutes for four densities of clipped noise).
 */
const mostOperators = 256;

/** Terms that are added up before they are added to the sum; of a thousand terms, this keeps both kinds of sums about as short. */
export const blockOfSum = 32;

const binaryForms: Readonly<Record<BinaryFunction, (a: string, b: string) => string>> = {
  add: (a, b) => `${a} + ${b}`,
  subtract: (a, b) => `${a} - ${b}`,
  multiply: (a, b) => `${a} * ${b}`,
  divide: (a, b) => `${a} / ${b}`,
  maximum: (a, b) => `max(${a}, ${b})`,
  minimum: (a, b) => `min(${a}, ${b})`,
  less: (a, b) => `select(0f, 1f, ${a} < ${b})`,
};

const arrays = { lane: "memory", fit: "fit_data", constant: "constants" } as const;
/** Where an access with all indices zero begins, in elements of the array. */
const bases = { lane: "own", fit: "fit", constant: "0u" } as const;

/**
 * Functions of the program, `evaluate(own, fit)` among them, which computes all outputs; `own` is the first element of the lane's memory
 * and `fit` that of the fit's data. They use the arrays `memory`, `fit_data`, `constants` and `tables`.
 * @param also functions that the kernel around them calls
 */
export function printWgsl(program: LoopProgram, layout: KernelLayout, also: readonly MathName[] = []): string {
  const used = new Set<MathName>(also);
  for (const statement of program.run.flatMap((nest) => nest.statements)) {
    if (statement.kind !== "unary" || statement.function === "negate" || statement.function === "absolute") continue;
    used.add(statement.function);
  }
  const pieces = piecesOf(program.run);
  const nests = pieces.map((piece, i) => {
    const lines = printPiece(piece, layout, 0).map((line) => `  ${line}\n`);
    return `\nfn nest${i}(own: u32, fit: u32) {\n${lines.join("")}}\n`;
  });
  const settled = layout.settledOutputs.map(({ output, start }) => {
    const to = layout.placeOf(output).start;
    return `  for (var i = 0u; i < ${output.size}u; i += 1u) {
    memory[own + (${to}u + i) * ${layout.pitch}u] = fit_data[fit + ${start}u + i];
  }\n`;
  });
  const calls = pieces.map((_, i) => `  nest${i}(own, fit);\n`);
  const evaluate = `\nfn evaluate(own: u32, fit: u32) {\n${[...settled, ...calls].join("")}}\n`;
  return [mathSource(used), ...nests, evaluate].join("");
}

/** The lines of a nest, or of a loop with all nests that take turns in its steps. */
function printPiece(piece: Piece, layout: KernelLayout, depth: number): string[] {
  if (!("loop" in piece)) return new NestPrinter(piece, layout).print();
  const { loop, nests } = piece;
  const inside = piecesOf(nests, depth + 1);
  const only = inside.length === 1 && !("loop" in inside[0]!) ? inside[0] : undefined;
  const carries = only === undefined ? [] : new NestPrinter(only, layout).carries();
  const [k, i] = [`k${depth}`, `i${depth}`];
  return [
    ...carries,
    `for (var ${k} = 0u; ${k} < ${loop.extent}u; ${k} += 1u) {`,
    `  let ${i} = ${loop.reverse ? `${loop.extent - 1}u - ${k}` : k};`,
    ...inside.flatMap((each) => ["  {", ...printPiece(each, layout, depth + 1).map((line) => `    ${line}`), "  }"]),
    "}",
  ];
}

class NestPrinter {
  private readonly nest: Nest;
  private readonly layout: KernelLayout;
  private readonly loops: number;
  /** Loops around the nest, which are printed elsewhere. */
  private readonly outer: number;
  private readonly lines: string[] = [];
  /** Names of positions due to the loops, by space and strides. */
  private readonly pointers = new Map<
    string,
    { readonly name: string; readonly level: number; readonly value: string }
  >();

  constructor(nest: Nest, layout: KernelLayout) {
    this.nest = nest;
    this.layout = layout;
    this.loops = nest.extents.length;
    this.outer = nest.around.length;
  }

  print(): string[] {
    const { nest } = this;
    for (const statement of nest.statements) {
      if (statement.kind === "load") this.pointerTo(statement.from);
      else if (statement.kind === "store" || statement.kind === "accumulate") this.pointerTo(statement.to);
    }
    for (const statement of nest.statements) {
      if (statement.kind === "accumulate" && accumulationOf(statement, this.loops, this.outer).partial)
        this.clear(statement.to);
    }
    this.level(this.outer - 1, 0);
    for (const statement of nest.statements) {
      if (statement.kind === "carried") this.line(0, `carried${statement.target} = r${statement.next};`);
    }
    return this.lines;
  }

  /** What the nest carries from step to step, read before the first step of the loop around it. */
  carries(): string[] {
    const axis = this.outer - 1;
    return this.nest.statements.flatMap((statement) => {
      if (statement.kind !== "carried") return [];
      const { extent, reverse } = this.nest.around[axis]!;
      const { buffer, offset, strides } = statement.from;
      const place = this.layout.placeOf(buffer);
      const first = place.start + offset + (reverse ? extent - 1 : 0) * strides[axis]!;
      const address = [
        bases[place.space],
        `${first * this.pitch(place)}u`,
        ...this.parts(place, strides.with(axis, 0)),
      ];
      return [`var carried${statement.target} = ${arrays[place.space]}[${address.join(" + ")}];`];
    });
  }

  private line(depth: number, text: string): void {
    this.lines.push("  ".repeat(depth) + text);
  }

  private clear(access: Access): void {
    const { start } = this.layout.placeOf(access.buffer);
    this.line(0, `for (var i = 0u; i < ${access.buffer.size}u; i += 1u) {`);
    this.line(1, `memory[own + (${start}u + i) * ${this.layout.pitch}u] = 0f;`);
    this.line(0, "}");
  }

  // ------------------------------------------------------------------------------------------------------ addresses

  /** Elements from one element of a buffer to the next. */
  private pitch({ space }: BufferPlace): number {
    return space === "lane" ? this.layout.pitch : 1;
  }

  /** The name of the position due to the loops, which accesses with these strides share. */
  private pointerTo({ buffer, strides }: Access): string {
    const place = this.layout.placeOf(buffer);
    const { space } = place;
    const base = bases[space];
    const key = `${space} ${strides.join()}`;
    let pointer = this.pointers.get(key);
    if (pointer === undefined) {
      const parts = this.parts(place, strides);
      const level = strides.findLastIndex((stride) => stride !== 0);
      const name = level < 0 ? base : `at${this.pointers.size}`;
      pointer = { name, level, value: [base, ...parts].join(" + ") };
      this.pointers.set(key, pointer);
    }
    return pointer.name;
  }

  /** The terms of a position, loop by loop. */
  private parts(place: BufferPlace, strides: readonly number[]): string[] {
    return strides.flatMap((stride, axis) => {
      const step = stride * this.pitch(place);
      return step === 0 ? [] : [step === 1 ? `i${axis}` : `i${axis} * ${step}u`];
    });
  }

  /** `copy` names an iteration of those that are printed side by side. */
  private element(access: Access, lookup?: Lookup, copy = ""): string {
    const place = this.layout.placeOf(access.buffer);
    const pitch = this.pitch(place);
    const innermost = this.loops - 1;
    const pointer = this.pointerTo(access);
    const moves = access.strides[innermost] !== undefined && access.strides[innermost] !== 0;
    let address = `${pointer}${moves ? copy : ""} + ${(place.start + access.offset) * pitch}u`;
    if (lookup !== undefined) {
      const index = `i${lookup.axis}${lookup.axis === innermost ? copy : ""}`;
      const entry = `tables[${this.layout.tableStarts.get(lookup.table)!}u + ${index}]`;
      address += ` + ${entry} * ${lookup.stride * pitch}u`;
    }
    return `${arrays[place.space]}[${address}]`;
  }

  // ----------------------------------------------------------------------------------------------------- statements

  private levelOf(statement: Statement): number {
    return "target" in statement && statement.kind !== "recur"
      ? Math.max(this.outer - 1, this.nest.levels[statement.target]!)
      : this.loops - 1;
  }

  /** The name of a register, of iteration `copy` of those that are printed side by side. */
  private register(register: number, copy = ""): string {
    return this.nest.levels[register] === this.loops - 1 ? `r${register}${copy}` : `r${register}`;
  }

  private statement(statement: Statement, index: number, copy = ""): string {
    const name = (register: number): string => this.register(register, copy);
    switch (statement.kind) {
      case "constant":
        return `let ${name(statement.target)} = ${float32Literal(statement.value)};`;
      case "load":
        return `let ${name(statement.target)} = ${this.element(statement.from, statement.lookup, copy)};`;
      case "unary": {
        const x = name(statement.x);
        const target = name(statement.target);
        if (statement.function === "negate") return `let ${target} = -${x};`;
        if (statement.function === "absolute") return `let ${target} = abs(${x});`;
        return `let ${target} = ${mathCall(statement.function, x)};`;
      }
      case "binary":
        return `let ${name(statement.target)} = ${binaryForms[statement.function](name(statement.a), name(statement.b))};`;
      case "select":
        return `let ${name(statement.target)} = select(${name(statement.b)}, ${name(statement.a)}, ${name(statement.condition)} != 0f);`;
      case "recur":
        return `carry${index} = ${name(statement.factor)} * carry${index} + ${name(statement.x)}; let ${name(statement.target)} = carry${index};`;
      case "carried":
        return `let ${name(statement.target)} = carried${statement.target};`;
      case "store":
        return `${this.element(statement.to, undefined, copy)} = ${name(statement.x)};`;
      case "accumulate": {
        const { level } = accumulationOf(statement, this.loops, this.outer);
        if (level === this.loops - 1)
          return `${this.element(statement.to, statement.lookup, copy)} += ${name(statement.x)};`;
        return `${this.sumName(index, this.loops - 1)} += ${name(statement.x)};`;
      }
    }
  }

  /** Whether the statements of a nest write at its innermost level. */
  private writesInside(statement: Statement): statement is Statement & { readonly kind: "store" | "accumulate" } {
    if (statement.kind === "store") return true;
    return (
      statement.kind === "accumulate" && accumulationOf(statement, this.loops, this.outer).level === this.loops - 1
    );
  }

  /** Iterations of the innermost loop that stand side by side: as many as their operators allow, in powers of two. */
  private copies(): number {
    const { nest, loops } = this;
    if (!this.standsSideBySide()) return 1;
    const weights = nest.statements.map((each) => {
      if (this.levelOf(each) < loops - 1) return 0;
      if (each.kind !== "unary" || each.function === "negate" || each.function === "absolute") return 1;
      return operatorsOf(each.function);
    });
    const operators = weights.reduce((sum, each) => sum + each, 0);
    let copies = sideBySide;
    while (copies > 1 && copies * operators > mostOperators) copies /= 2;
    return copies;
  }

  /** Whether iterations of the innermost loop can all read before any writes: nothing is read that was written, or added to twice. */
  private standsSideBySide(): boolean {
    const { nest, loops } = this;
    if (loops === 0 || nest.extents[loops - 1]! < 2 * sideBySide) return false;
    const placeOf = ({ buffer }: Access): string => {
      const { space, start } = this.layout.placeOf(buffer);
      return `${space} ${start}`;
    };
    const written = nest.statements.filter((each) => this.writesInside(each));
    if (written.some((each) => each.kind === "accumulate" && each.lookup?.axis === loops - 1)) return false;
    const places = written.map(({ to }) => placeOf(to));
    const read = nest.statements.flatMap((each) => (each.kind === "load" ? [placeOf(each.from)] : []));
    const added = written.flatMap((each) => (each.kind === "accumulate" ? [placeOf(each.to)] : []));
    const twice = added.some((place) => places.indexOf(place) !== places.lastIndexOf(place));
    return !twice && !read.some((place) => places.includes(place));
  }

  /** The sum over what is inside of a loop's current block. */
  private sumName(index: number, axis: number): string {
    return this.isBlocked(axis) ? `block${index}_${axis}` : `sum${index}_${axis}`;
  }

  /** Sums that are kept along loop `axis`. */
  private sumsAlong(
    axis: number,
  ): { readonly statement: Statement & { kind: "accumulate" }; readonly index: number }[] {
    return this.nest.statements.flatMap((statement, index) =>
      statement.kind === "accumulate" && accumulationOf(statement, this.loops, this.outer).level < axis
        ? [{ statement, index }]
        : [],
    );
  }

  private isBlocked(axis: number): boolean {
    return this.nest.extents[axis]! >= 2 * blockOfSum && this.sumsAlong(axis).length > 0;
  }

  private level(level: number, depth: number): void {
    const { nest, loops } = this;
    for (const pointer of this.pointers.values()) {
      if (pointer.level >= 0 && Math.max(this.outer - 1, pointer.level) === level)
        this.line(depth, `let ${pointer.name} = ${pointer.value};`);
    }
    nest.statements.forEach((statement, index) => {
      if (this.levelOf(statement) === level) this.line(depth, this.statement(statement, index));
    });
    if (level === loops - 1) return;
    const inner = level + 1;
    const sums = this.sumsAlong(inner);
    for (const { index } of sums) this.line(depth, `var sum${index}_${inner} = 0f;`);
    nest.statements.forEach((statement, index) => {
      if (statement.kind === "recur" && inner === loops - 1) this.line(depth, `var carry${index} = 0f;`);
    });
    this.loop(inner, depth);
    for (const { statement, index } of sums) {
      const accumulation = accumulationOf(statement, loops, this.outer);
      const sum = `sum${index}_${inner}`;
      if (accumulation.level < level) this.line(depth, `${this.sumName(index, level)} += ${sum};`);
      else
        this.line(
          depth,
          `${this.element(statement.to, statement.lookup)} ${accumulation.partial ? "+=" : "="} ${sum};`,
        );
    }
  }

  /** A loop, in blocks when there are long sums along it. Counters `k` count steps; `i` is the position. */
  private loop(axis: number, depth: number): void {
    const extent = this.nest.extents[axis]!;
    const blocked = this.isBlocked(axis);
    const k = `k${axis}`;
    const inside = blocked ? depth + 1 : depth;
    const [first, end] = blocked ? [`b${axis}`, `end${axis}`] : ["0u", `${extent}u`];
    if (blocked) {
      this.line(depth, `for (var b${axis} = 0u; b${axis} < ${extent}u; b${axis} += ${blockOfSum}u) {`);
      for (const { index } of this.sumsAlong(axis)) this.line(inside, `var block${index}_${axis} = 0f;`);
      this.line(inside, `let end${axis} = min(b${axis} + ${blockOfSum}u, ${extent}u);`);
    }
    const copies = axis === this.loops - 1 ? this.copies() : 1;
    if (copies > 1) {
      this.line(inside, `var ${k} = ${first};`);
      this.line(inside, `for (; ${k} + ${copies - 1}u < ${end}; ${k} += ${copies}u) {`);
      this.together(copies, inside + 1);
      this.line(inside, "}");
      // Blocks begin at multiples of the iterations that stand side by side.
      if (extent % copies !== 0) this.oneByOne(axis, inside, `for (; ${k} < ${end}; ${k} += 1u) {`);
    } else {
      this.oneByOne(axis, inside, `for (var ${k} = ${first}; ${k} < ${end}; ${k} += 1u) {`);
    }
    if (!blocked) return;
    for (const { index } of this.sumsAlong(axis)) this.line(inside, `sum${index}_${axis} += block${index}_${axis};`);
    this.line(depth, "}");
  }

  private oneByOne(axis: number, depth: number, head: string): void {
    this.line(depth, head);
    this.line(depth + 1, `let i${axis} = ${this.position(axis, `k${axis}`)};`);
    this.level(axis, depth + 1);
    this.line(depth, "}");
  }

  private position(axis: number, step: string): string {
    return this.nest.reverse[axis]! ? `${this.nest.extents[axis]! - 1}u - ${step}` : step;
  }

  /** Some iterations of the innermost loop: what they read, what they compute, what they write. */
  private together(count: number, depth: number): void {
    const { nest, loops } = this;
    const axis = loops - 1;
    const own = nest.statements.flatMap((statement, index) =>
      this.levelOf(statement) === axis ? [{ statement, index }] : [],
    );
    const copies = Array.from({ length: count }, (_, u) => `_${u}`);
    const old = (index: number, copy: string): string => `old${index}${copy}`;
    copies.forEach((copy, u) => {
      this.line(depth, `let i${axis}${copy} = ${this.position(axis, u === 0 ? `k${axis}` : `(k${axis} + ${u}u)`)};`);
      for (const { name, level, value } of this.pointers.values()) {
        if (level !== axis) continue;
        this.line(depth, `let ${name}${copy} = ${value.replace(new RegExp(`\\bi${axis}\\b`), `i${axis}${copy}`)};`);
      }
      for (const { statement, index } of own) {
        if (statement.kind === "load") this.line(depth, this.statement(statement, index, copy));
        if (statement.kind !== "accumulate" || !this.writesInside(statement)) continue;
        this.line(depth, `let ${old(index, copy)} = ${this.element(statement.to, statement.lookup, copy)};`);
      }
    });
    for (const copy of copies) {
      for (const { statement, index } of own) {
        if (statement.kind === "load" || this.writesInside(statement)) continue;
        this.line(depth, this.statement(statement, index, copy));
      }
    }
    for (const copy of copies) {
      for (const { statement, index } of own) {
        if (!this.writesInside(statement)) continue;
        const sum = `${old(index, copy)} + ${this.register(statement.x, copy)}`;
        this.line(
          depth,
          statement.kind === "store"
            ? this.statement(statement, index, copy)
            : `${this.element(statement.to, statement.lookup, copy)} = ${sum};`,
        );
      }
    }
  }
}
