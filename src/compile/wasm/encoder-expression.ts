// WebAssembly expressions as data: a node says which instruction it is and what its operands are, and is written out when it is used.
import { ByteBuffer } from "./encoder-bytes.ts";

/** The value types in use; float64 is the only floating-point type the compiler needs. */
export type ValueType = "i32" | "i64" | "f64" | "v128";

/**
 * A pure description of a computation. Nothing is shared behind the scenes: an expression that is used twice is computed
 * twice, and it reads the locals and the memory at the place where it is written out (`let`, `set`, `do`, ...). Bind a
 * value that is used more than once with `let`. Type "none" is an instruction that leaves no value (a store).
 */
export interface Expression<T extends ValueType | "none" = ValueType | "none"> {
  readonly type: T;
  /** Opcode; with a prefix byte, `prefix << 16 | number`. */
  readonly opcode: number;
  readonly operands: readonly Expression[];
  /** What follows the opcode, already encoded. */
  readonly immediates: readonly number[] | undefined;
}

/** A local variable; as an expression it reads the variable. */
export interface Local<T extends ValueType = ValueType> extends Expression<T> {
  readonly index: number;
}

/** What `call` needs to know of a function. */
export interface FunctionReference<
  P extends readonly ValueType[] = readonly ValueType[],
  R extends readonly ValueType[] = readonly ValueType[],
> {
  readonly name: string;
  readonly index: number;
  readonly parameterTypes: P;
  readonly resultTypes: R;
}

const none: readonly Expression[] = [];

export function expression<T extends ValueType | "none">(
  type: T,
  opcode: number,
  operands: readonly Expression[] = none,
  immediates?: readonly number[],
): Expression<T> {
  return { type, opcode, operands, immediates };
}

/** Encoded immediates: `fill` writes them. */
export function immediates(fill: (buffer: ByteBuffer) => void): readonly number[] {
  const buffer = new ByteBuffer(16);
  fill(buffer);
  return Array.from(buffer.toBytes());
}

/** LEB128 of a small index, cached because most indices are. */
export function unsignedImmediate(value: number): readonly number[] {
  if (value < 128) return [value];
  return immediates((buffer) => buffer.unsigned(value));
}

export function localExpression<T extends ValueType>(type: T, index: number): Local<T> {
  return { type, index, opcode: 0x20, operands: none, immediates: unsignedImmediate(index) };
}

/** f64x2.add, f64x2.sub and f64x2.mul; and a b + c and c - a b of the relaxed SIMD proposal. */
const [add, subtract, multiply, multiplyAdd, negatedMultiplyAdd] = [0xf0, 0xf1, 0xf2, 0x107, 0x108].map(
  (code) => 0xfd0000 | code,
);

/** a b + c or c - a b in one instruction, where the expression is a sum or difference of that form. */
function fusedForm({ type, opcode, operands }: Expression): Expression | undefined {
  if (opcode !== add && opcode !== subtract) return undefined;
  const [first, second] = operands;
  if (second.opcode === multiply) {
    return expression(type, opcode === add ? multiplyAdd : negatedMultiplyAdd, [...second.operands, first]);
  }
  return opcode === add && first.opcode === multiply
    ? expression(type, multiplyAdd, [...first.operands, second])
    : undefined;
}

/** Where expressions are written. */
export interface Writing {
  readonly code: ByteBuffer;
  /** Whether products of vectors that are added or subtracted are not rounded before (on machines that can do so). */
  readonly fused: boolean;
  /** The local that holds a constant vector, if one does. */
  heldConstant(constant: Expression): Expression | undefined;
}

const constantVector = 0xfd0000 | 12;

/** Writes the instructions of an expression: operands first, in order, then the instruction itself. */
export function writeExpression(given: Expression, writing: Writing): void {
  const node =
    (given.opcode === constantVector ? writing.heldConstant(given) : writing.fused ? fusedForm(given) : undefined) ??
    given;
  const { operands, opcode, immediates } = node;
  for (let i = 0; i < operands.length; i++) writeExpression(operands[i], writing);
  const out = writing.code;
  if (opcode > 0xff) {
    out.byte(opcode >> 16);
    out.unsigned(opcode & 0xffff);
  } else {
    out.byte(opcode);
  }
  if (immediates !== undefined) {
    for (let i = 0; i < immediates.length; i++) out.byte(immediates[i]);
  }
}

/** Assigns to a local and yields the value. */
export function tee<T extends ValueType>(target: Local<T>, value: Expression<T>): Expression<T> {
  return expression(target.type, 0x22, [value], unsignedImmediate(target.index));
}

/** `first` where the condition is not zero, else `second`; both are computed. For lanes see `v128.bitselect`. */
export function select<T extends ValueType>(
  first: Expression<T>,
  second: Expression<T>,
  condition: Expression<"i32">,
): Expression<T> {
  // The untyped instruction (0x1b) is for numbers; vectors need the typed one.
  if (first.type === "v128") return expression(first.type, 0x1c, [first, second, condition], [1, 0x7b]);
  return expression(first.type, 0x1b, [first, second, condition]);
}

/** Type of a call as an expression: its one result, or nothing. */
export type CallResult<R extends readonly ValueType[]> = R extends readonly [infer T extends ValueType] ? T : "none";

/** A call of a function with no result or one; `FunctionBuilder.callMany` takes more. */
export function call<R extends readonly ValueType[]>(
  target: FunctionReference<readonly ValueType[], R>,
  ...operands: readonly Expression<ValueType>[]
): Expression<CallResult<R>> {
  if (target.resultTypes.length > 1) throw new Error(`call of ${target.name}: use callMany for several results`);
  checkOperands(target, operands);
  const type = (target.resultTypes[0] ?? "none") as CallResult<R>;
  return expression(type, 0x10, operands, unsignedImmediate(target.index));
}

/** Throws when the operands do not match the parameters of the function called. */
export function checkOperands(target: FunctionReference, operands: readonly Expression<ValueType>[]): void {
  const received = operands.map((operand) => operand.type).join(", ");
  const expected = target.parameterTypes.join(", ");
  if (received !== expected) throw new Error(`call of ${target.name}(${expected}): received (${received})`);
}
