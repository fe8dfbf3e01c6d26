// Steps of a scan as one straight list of statements: what a step computes stays in registers, and so does what it carries to the next.

import {
  type Access,
  accumulationOf,
  type Buffer,
  type Lookup,
  type Nest,
  operandsOf,
  type Register,
  type Statement,
} from "./loops.ts";

/** More statements than this in one step stay loops: code would grow with their extents, and registers would not hold the values. */
const mostStatements = 1500;

/**
 * The nests of one step as one nest without loops of its own, or undefined when the step is long or has loops of other scans in it. The
 * buffers of `own` hold what only these nests use: they are not touched any more.
 */
export function unrollSteps(nests: readonly Nest[], own: ReadonlySet<Buffer>): Nest | undefined {
  const { around } = nests[0]!;
  const outer = around.length;
  if (nests.some((nest) => nest.around.length !== outer)) return undefined;
  let count = 0;
  for (const { extents, statements } of nests) {
    count += extents.slice(outer).reduce((product, extent) => product * extent, statements.length);
    const clears = statements.some(
      (each) =>
        each.kind === "accumulate" && !own.has(each.to.buffer) && accumulationOf(each, extents.length, outer).partial,
    );
    if (clears) return undefined;
  }
  if (count > mostStatements) return undefined;
  const steps = new Steps(nests[0]!, own);
  for (const nest of nests) steps.add(nest);
  return steps.finish();
}

class Steps {
  private readonly statements: Statement[] = [];
  private readonly levels: number[] = [];
  /** What each element holds, as far as this step knows. */
  private readonly memory = new Map<string, Register>();
  private readonly stores = new Map<string, { readonly to: Access; readonly x: Register }>();
  /** Registers by what they were computed from. */
  private readonly known = new Map<string, Register>();
  private readonly buffers = new Map<Buffer, number>();
  private readonly first: Nest;
  private readonly own: ReadonlySet<Buffer>;
  private readonly outer: number;

  constructor(first: Nest, own: ReadonlySet<Buffer>) {
    this.first = first;
    this.own = own;
    this.outer = first.around.length;
  }

  private keyOf({ buffer, offset, strides }: Access): string {
    const number = this.buffers.get(buffer) ?? this.buffers.size;
    this.buffers.set(buffer, number);
    return `${number}:${offset}:${strides.join()}`;
  }

  /** The register of a computation, which is done once. */
  private compute(key: string, level: number, make: (target: Register) => Statement): Register {
    const before = this.known.get(key);
    if (before !== undefined) return before;
    const target = this.levels.push(level) - 1;
    this.statements.push(make(target));
    this.known.set(key, target);
    return target;
  }

  private levelOf(...operands: Register[]): number {
    return Math.max(-1, ...operands.map((operand) => this.levels[operand]!));
  }

  private constant(value: number): Register {
    const key = `constant ${Object.is(value, -0) ? "-0" : value}`;
    return this.compute(key, -1, (target) => ({ kind: "constant", target, value }));
  }

  private binary(name: "add" | "multiply", a: Register, b: Register): Register {
    return this.compute(`${name} ${a} ${b}`, this.levelOf(a, b), (target) => ({
      kind: "binary",
      target,
      function: name,
      a,
      b,
    }));
  }

  /** The element of an access at loop indices, with the strides of the loops around alone. */
  private element({ buffer, offset, strides }: Access, index: readonly number[], lookup?: Lookup): Access {
    let at = offset;
    for (let axis = this.outer; axis < strides.length; axis++) at += strides[axis]! * index[axis]!;
    if (lookup !== undefined) at += lookup.stride * lookup.table[index[lookup.axis]!]!;
    return { buffer, offset: at, strides: strides.slice(0, this.outer) };
  }

  private load(from: Access): Register {
    const key = this.keyOf(from);
    const before = this.memory.get(key);
    if (before !== undefined) return before;
    // What nothing has written is padding.
    if (this.own.has(from.buffer)) return this.constant(0);
    const level = from.strides.findLastIndex((stride) => stride !== 0);
    const target = this.compute(`load ${key}`, level, (register) => ({ kind: "load", target: register, from }));
    this.memory.set(key, target);
    return target;
  }

  private store(to: Access, x: Register): void {
    const key = this.keyOf(to);
    this.memory.set(key, x);
    if (!this.own.has(to.buffer)) this.stores.set(key, { to, x });
  }

  private addTo(to: Access, x: Register): void {
    const fresh = this.own.has(to.buffer) && !this.memory.has(this.keyOf(to));
    this.store(to, fresh ? x : this.binary("add", this.load(to), x));
  }

  add(nest: Nest): void {
    const { outer } = this;
    const loops = nest.extents.length;
    const registers: Register[] = [];
    const index = new Array<number>(loops).fill(0);
    const carries = new Map<Statement, Register | undefined>();
    const sums = new Map<Statement, Register | undefined>();
    for (const statement of nest.statements) {
      if (statement.kind !== "accumulate" || !accumulationOf(statement, loops, outer).partial) continue;
      const prefix = this.keyOf(statement.to).split(":", 1)[0]!;
      for (const key of this.memory.keys()) if (key.startsWith(`${prefix}:`)) this.memory.delete(key);
    }
    const levelOf = (statement: Statement): number =>
      "target" in statement && statement.kind !== "recur"
        ? Math.max(outer - 1, nest.levels[statement.target]!)
        : loops - 1;
    const run = (statement: Statement): void => {
      switch (statement.kind) {
        case "constant":
          registers[statement.target] = this.constant(statement.value);
          return;
        case "load":
          registers[statement.target] = this.load(this.element(statement.from, index, statement.lookup));
          return;
        case "unary": {
          const x = registers[statement.x]!;
          registers[statement.target] = this.compute(`${statement.function} ${x}`, this.levelOf(x), (target) => ({
            ...statement,
            target,
            x,
          }));
          return;
        }
        case "binary": {
          const [a, b] = [registers[statement.a]!, registers[statement.b]!];
          const key = `${statement.function} ${a} ${b}`;
          registers[statement.target] = this.compute(key, this.levelOf(a, b), (target) => ({
            ...statement,
            target,
            a,
            b,
          }));
          return;
        }
        case "select": {
          const [condition, a, b] = [statement.condition, statement.a, statement.b].map((each) => registers[each]!) as [
            Register,
            Register,
            Register,
          ];
          const key = `select ${condition} ${a} ${b}`;
          registers[statement.target] = this.compute(key, this.levelOf(condition, a, b), (target) => ({
            kind: "select",
            target,
            condition,
            a,
            b,
          }));
          return;
        }
        case "recur": {
          const before = carries.get(statement);
          const x = registers[statement.x]!;
          const factor = registers[statement.factor]!;
          const next = before === undefined ? x : this.binary("add", this.binary("multiply", factor, before), x);
          carries.set(statement, next);
          registers[statement.target] = next;
          return;
        }
        case "store":
          this.store(this.element(statement.to, index), registers[statement.x]!);
          return;
        case "accumulate": {
          const x = registers[statement.x]!;
          if (accumulationOf(statement, loops, outer).level === loops - 1) {
            this.addTo(this.element(statement.to, index, statement.lookup), x);
            return;
          }
          const before = sums.get(statement);
          sums.set(statement, before === undefined ? x : this.binary("add", before, x));
          return;
        }
        case "carried":
          throw new Error("Steps are made into registers once.");
      }
    };
    const emit = (level: number): void => {
      for (const statement of nest.statements) if (levelOf(statement) === level) run(statement);
      if (level === loops - 1) return;
      const inner = level + 1;
      for (const statement of nest.statements) {
        if (statement.kind === "recur" && inner === loops - 1) carries.delete(statement);
        if (statement.kind === "accumulate" && accumulationOf(statement, loops, outer).level === level)
          sums.delete(statement);
      }
      const extent = nest.extents[inner]!;
      for (let turn = 0; turn < extent; turn++) {
        index[inner] = nest.reverse[inner]! ? extent - 1 - turn : turn;
        emit(inner);
      }
      for (const statement of nest.statements) {
        if (statement.kind !== "accumulate") continue;
        const { level: its, partial } = accumulationOf(statement, loops, outer);
        if (its !== level) continue;
        const to = this.element(statement.to, index.fill(0, level + 1));
        if (partial) this.addTo(to, sums.get(statement)!);
        else this.store(to, sums.get(statement)!);
      }
    };
    emit(outer - 1);
  }

  finish(): Nest {
    const { around } = this.first;
    const axis = this.outer - 1;
    const forward = around[axis]!.reverse ? -1 : 1;
    const carried = this.statements.map((statement): Statement => {
      if (statement.kind !== "load") return statement;
      // What a step leaves where the next one reads stays in a register.
      const { from, target } = statement;
      const ahead = { ...from, offset: from.offset + forward * from.strides[axis]! };
      const stored = this.stores.get(this.keyOf(ahead));
      if (stored === undefined) return statement;
      return { kind: "carried", target, from, next: stored.x };
    });
    for (const statement of carried) {
      if (!("target" in statement)) continue;
      const { target } = statement;
      if (statement.kind === "carried") this.levels[target] = axis;
      else if (statement.kind !== "load") this.levels[target] = this.levelOf(...operandsOf(statement));
    }
    const stores = [...this.stores.values()].map(({ to, x }): Statement => ({ kind: "store", to, x }));
    return {
      around,
      extents: around.map(({ extent }) => extent),
      reverse: around.map(({ reverse }) => reverse),
      statements: needed([...carried, ...stores]),
      levels: this.levels,
    };
  }
}

/** Statements without those whose values nothing uses. */
function needed(statements: readonly Statement[]): Statement[] {
  const used = new Set<Register>();
  for (const statement of statements) if (statement.kind === "carried") used.add(statement.target).add(statement.next);
  return statements
    .reduceRight<Statement[]>((kept, statement) => {
      if ("target" in statement && !used.has(statement.target)) return kept;
      for (const operand of operandsOf(statement)) used.add(operand);
      kept.push(statement);
      return kept;
    }, [])
    .reverse();
}
