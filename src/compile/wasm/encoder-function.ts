// Builder of one WebAssembly function body: locals, assignments, structured control flow, written straight into a byte buffer.
import { ByteBuffer } from "./encoder-bytes.ts";
import {
  checkOperands,
  type Expression,
  expression,
  type FunctionReference,
  type Local,
  localExpression,
  unsignedImmediate,
  type ValueType,
  writeExpression,
  type Writing,
} from "./encoder-expression.ts";
import { i32, i32Constant, type I32, type I32Operand } from "./encoder-scalar.ts";

/** Codes of the value types. */
export const typeCodes: Readonly<Record<ValueType, number>> = { i32: 0x7f, i64: 0x7e, f64: 0x7c, v128: 0x7b };

/** Where a branch goes: the end of a block, or the start of a loop. */
export interface Label {
  readonly depth: number;
}

/** The parameters of a function as locals, in order. */
export type Parameters<P extends readonly ValueType[]> = { readonly [K in keyof P]: Local<P[K]> };

/**
 * The body of one function. Statements are written in the order of the calls:
 *
 *     const f = module.function("square", ["v128"], ["v128"], { export: true });
 *     const [x] = f.parameters;
 *     f.return(f64x2.mul(x, x));
 *
 * Every path must end in `return` when the function has results.
 */
export class FunctionBuilder<
  P extends readonly ValueType[] = readonly ValueType[],
  R extends readonly ValueType[] = readonly ValueType[],
> implements FunctionReference<P, R>, Writing
{
  readonly name: string;
  readonly index: number;
  readonly parameterTypes: P;
  readonly resultTypes: R;
  readonly parameters: Parameters<P>;
  /** Whether sums with a product are written as fused multiply-adds. */
  readonly fused: boolean;
  code: ByteBuffer = new ByteBuffer(512);
  /** Constant vectors of loops, set before everything else: engines would otherwise make each of them anew wherever it is used. */
  private readonly prologue = new ByteBuffer(64);
  private readonly held = new Map<readonly number[], Local>();
  private readonly heldByValue = new Map<string, Local>();
  private loops = 0;
  /** While bodies take turns: where the statements of one end, and how deep they lie. */
  private turns: { readonly ends: number[]; readonly depth: number } | undefined;
  private readonly localTypes: ValueType[] = [];
  private readonly free: Record<ValueType, Local[]> = { i32: [], i64: [], f64: [], v128: [] };
  private readonly scopes: Local[][] = [[]];
  private depth = 0;

  constructor(name: string, index: number, parameterTypes: P, resultTypes: R, fused: boolean) {
    this.fused = fused;
    this.name = name;
    this.index = index;
    this.parameterTypes = parameterTypes;
    this.resultTypes = resultTypes;
    this.parameters = parameterTypes.map((type, i) => localExpression(type, i)) as unknown as Parameters<P>;
  }

  /** A new local, whose value is unspecified until it is set (locals are used again after the end of their scope). */
  declare<T extends ValueType>(type: T): Local<T> {
    let local = this.free[type].pop() as Local<T> | undefined;
    if (local === undefined) local = this.newLocal(type);
    this.scopes[this.scopes.length - 1].push(local);
    return local;
  }

  /** Computes the value here and now and keeps it in a new local. */
  let<T extends ValueType>(value: Expression<T>): Local<T> {
    this.write(value);
    const local = this.declare(value.type);
    this.assign(local);
    this.endStatement();
    return local;
  }

  /** Assigns to a local. */
  set<T extends ValueType>(target: Local<T>, value: Expression<T>): void {
    this.write(value);
    this.assign(target);
    this.endStatement();
  }

  private write(value: Expression): void {
    writeExpression(value, this);
  }

  /** A local that holds a constant vector used in loops. */
  heldConstant(constant: Expression): Local | undefined {
    if (this.loops === 0) return undefined;
    const bytes = constant.immediates!;
    const known = this.held.get(bytes);
    if (known !== undefined) return known;
    // Zero is cheap to make.
    if (bytes.every((byte) => byte === 0)) return undefined;
    const key = bytes.join();
    let local = this.heldByValue.get(key);
    if (local === undefined) {
      local = this.newLocal("v128");
      this.heldByValue.set(key, local);
      writeExpression(constant, { code: this.prologue, fused: false, heldConstant: () => undefined });
      this.prologue.byte(0x21);
      this.prologue.unsigned(local.index);
    }
    this.held.set(bytes, local);
    return local;
  }

  private newLocal<T extends ValueType>(type: T): Local<T> {
    return localExpression(type, this.parameterTypes.length + this.localTypes.push(type) - 1);
  }

  private assign(target: Local): void {
    this.code.byte(0x21);
    this.code.unsigned(target.index);
  }

  /**
   * Writes bodies whose statements take turns: the first of each, then the second of each, and so on. They have equally many, and none
   * reads what another assigns: chains of dependent instructions then wait for each other less.
   */
  interleave(bodies: readonly (() => void)[]): void {
    const { code, turns } = this;
    const written = new ByteBuffer(1024);
    this.code = written;
    const all = bodies.map((body) => {
      const ends = [written.length];
      this.turns = { ends, depth: this.depth };
      body();
      return ends;
    });
    this.code = code;
    this.turns = turns;
    for (let i = 1; i < (all[0]?.length ?? 0); i++) {
      for (const ends of all) code.append(written, ends[i - 1], ends[i]);
    }
    this.endStatement();
  }

  private endStatement(): void {
    if (this.turns !== undefined && this.turns.depth === this.depth) this.turns.ends.push(this.code.length);
  }

  /** Runs an instruction for its effect: a store, or a call without result. */
  do(statement: Expression<"none">): void {
    this.write(statement);
    this.endStatement();
  }

  /** Computes a value and drops it (a call for its effect). */
  drop(value: Expression<ValueType>): void {
    this.write(value);
    this.code.byte(0x1a);
    this.endStatement();
  }

  /** Calls a function with any number of results and binds each of them to a new local. */
  callMany(target: FunctionReference, ...operands: readonly Expression<ValueType>[]): Local[] {
    checkOperands(target, operands);
    this.write(expression("none", 0x10, operands, unsignedImmediate(target.index)));
    const results = target.resultTypes.map((type) => this.declare(type));
    for (let i = results.length - 1; i >= 0; i--) this.assign(results[i]);
    this.endStatement();
    return results;
  }

  /** Locals declared in the body are free for other use afterwards. */
  scope(body: () => void): void {
    this.scopes.push([]);
    body();
    const declared = this.scopes.pop() as Local[];
    // Statements that take turns with others must not use the locals of those.
    if (this.turns !== undefined) this.scopes[this.scopes.length - 1].push(...declared);
    else for (const local of declared) this.free[local.type].push(local);
  }

  /** A block; a branch to its label goes to its end. */
  block(body: (label: Label) => void): void {
    this.structure(0x02, body);
  }

  /** A loop; a branch to its label starts it again, without a branch it runs once. */
  loop(body: (label: Label) => void): void {
    this.loops++;
    this.structure(0x03, body);
    this.loops--;
  }

  private structure(opcode: number, body: (label: Label) => void): void {
    this.code.byte(opcode);
    this.code.byte(0x40);
    this.depth++;
    this.scope(() => body({ depth: this.depth }));
    this.depth--;
    this.code.byte(0x0b);
    this.endStatement();
  }

  /** Counts `index` from `start` in steps of `step` while it is below `limit` (signed). The limit is read on every turn. */
  for(start: I32Operand, limit: I32Operand, step: number, body: (index: Local<"i32">) => void): void {
    this.scope(() => {
      const index = this.let(typeof start === "number" ? i32Constant(start) : start);
      this.if(i32.lt_s(index, limit), () => {
        this.loop((again) => {
          body(index);
          this.set(index, i32.add(index, step));
          this.branchIf(again, i32.lt_s(index, limit));
        });
      });
    });
  }

  if(condition: I32, then: (label: Label) => void, otherwise?: (label: Label) => void): void {
    this.write(condition);
    this.code.byte(0x04);
    this.code.byte(0x40);
    this.depth++;
    this.scope(() => then({ depth: this.depth }));
    if (otherwise !== undefined) {
      this.code.byte(0x05);
      this.scope(() => otherwise({ depth: this.depth }));
    }
    this.depth--;
    this.code.byte(0x0b);
    this.endStatement();
  }

  branch(label: Label): void {
    this.code.byte(0x0c);
    this.code.unsigned(this.depth - label.depth);
  }

  branchIf(label: Label, condition: I32): void {
    this.write(condition);
    this.code.byte(0x0d);
    this.code.unsigned(this.depth - label.depth);
  }

  /** Leaves the function with its results. */
  return(...results: readonly Expression<ValueType>[]): void {
    if (results.map((result) => result.type).join() !== this.resultTypes.join()) {
      throw new Error(`${this.name} returns (${this.resultTypes.join(", ")})`);
    }
    for (const result of results) this.write(result);
    this.code.byte(0x0f);
  }

  /** Writes the entry of the code section: size, locals, body. */
  writeTo(out: ByteBuffer): void {
    if (this.depth !== 0) throw new Error(`${this.name} was encoded inside an open block`);
    const header = new ByteBuffer(64);
    const runs: { type: ValueType; count: number }[] = [];
    for (const type of this.localTypes) {
      const last = runs[runs.length - 1];
      if (last !== undefined && last.type === type) last.count++;
      else runs.push({ type, count: 1 });
    }
    header.unsigned(runs.length);
    for (const run of runs) {
      header.unsigned(run.count);
      header.byte(typeCodes[run.type]);
    }
    // After `return` anything goes; a function with results that can run off its end is refused by the engine.
    const unreachable = this.resultTypes.length > 0 ? 1 : 0;
    out.unsigned(header.length + this.prologue.length + this.code.length + unreachable + 1);
    out.append(header);
    out.append(this.prologue);
    out.append(this.code);
    if (unreachable) out.byte(0x00);
    out.byte(0x0b);
  }
}
