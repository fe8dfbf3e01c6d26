// The i32, i64 and f64 instructions of WebAssembly as functions that build expressions (core specification 2.0, section 5.4).
import { type Expression, expression, immediates, unsignedImmediate, type ValueType } from "./encoder-expression.ts";

export type I32 = Expression<"i32">;
export type I64 = Expression<"i64">;
export type F64 = Expression<"f64">;
export type VoidExpression = Expression<"none">;
/** Operands may be written as JavaScript numbers (bigint for i64): they become constants of the type in question. */
export type I32Operand = I32 | number;
export type I64Operand = I64 | bigint;
export type F64Operand = F64 | number;

type Unary<A, R> = (a: A) => R;
type Binary<A, R> = (a: A, b: A) => R;
type Load<R> = (address: I32Operand, offset?: number) => R;
type Store<V> = (address: I32Operand, value: V, offset?: number) => VoidExpression;

const i32Constants = new Map<number, I32>();

export function i32Constant(value: number): I32 {
  let node = i32Constants.get(value);
  if (node === undefined) {
    node = expression(
      "i32",
      0x41,
      [],
      immediates((buffer) => buffer.signed(value)),
    );
    if (i32Constants.size < 4096) i32Constants.set(value, node);
  }
  return node;
}

export function i64Constant(value: bigint): I64 {
  return expression(
    "i64",
    0x42,
    [],
    immediates((buffer) => buffer.signed64(value)),
  );
}

export function f64Constant(value: number): F64 {
  return expression(
    "f64",
    0x44,
    [],
    immediates((buffer) => buffer.float64(value)),
  );
}

/** Turns a JavaScript number into a constant of the type; leaves an expression as it is. */
export function lift(type: ValueType, operand: Expression | number | bigint): Expression {
  if (typeof operand === "object") return operand;
  if (type === "i32") return i32Constant(Number(operand));
  if (type === "i64") return i64Constant(BigInt(operand));
  return f64Constant(Number(operand));
}

type Operand = Expression | number | bigint;

function unary(from: ValueType, to: ValueType, opcode: number): (a: Operand) => Expression<never> {
  return (a) => expression(to, opcode, [lift(from, a)]) as Expression<never>;
}

function binary(from: ValueType, to: ValueType, opcode: number): (a: Operand, b: Operand) => Expression<never> {
  return (a, b) => expression(to, opcode, [lift(from, a), lift(from, b)]) as Expression<never>;
}

/** Alignment hint (log2 of bytes) and static offset of a memory access. */
export function memoryImmediates(alignment: number, offset: number): readonly number[] {
  if (offset < 128) return [alignment, offset];
  return [alignment, ...unsignedImmediate(offset)];
}

function load(
  type: ValueType,
  opcode: number,
  alignment: number,
): (address: I32Operand, offset?: number) => Expression<never> {
  return (address, offset = 0) =>
    expression(type, opcode, [lift("i32", address)], memoryImmediates(alignment, offset)) as Expression<never>;
}

function store(
  type: ValueType,
  opcode: number,
  alignment: number,
): (address: I32Operand, value: Operand, offset?: number) => VoidExpression {
  return (address, value, offset = 0) =>
    expression("none", opcode, [lift("i32", address), lift(type, value)], memoryImmediates(alignment, offset));
}

/** 32-bit integers; addresses and counters. */
export const i32 = {
  constant: i32Constant as (value: number) => I32,
  load: load("i32", 0x28, 2) as Load<I32>,
  store: store("i32", 0x36, 2) as Store<I32Operand>,
  eqz: unary("i32", "i32", 0x45) as Unary<I32Operand, I32>,
  eq: binary("i32", "i32", 0x46) as Binary<I32Operand, I32>,
  ne: binary("i32", "i32", 0x47) as Binary<I32Operand, I32>,
  lt_s: binary("i32", "i32", 0x48) as Binary<I32Operand, I32>,
  lt_u: binary("i32", "i32", 0x49) as Binary<I32Operand, I32>,
  gt_s: binary("i32", "i32", 0x4a) as Binary<I32Operand, I32>,
  gt_u: binary("i32", "i32", 0x4b) as Binary<I32Operand, I32>,
  le_s: binary("i32", "i32", 0x4c) as Binary<I32Operand, I32>,
  le_u: binary("i32", "i32", 0x4d) as Binary<I32Operand, I32>,
  ge_s: binary("i32", "i32", 0x4e) as Binary<I32Operand, I32>,
  ge_u: binary("i32", "i32", 0x4f) as Binary<I32Operand, I32>,
  clz: unary("i32", "i32", 0x67) as Unary<I32Operand, I32>,
  ctz: unary("i32", "i32", 0x68) as Unary<I32Operand, I32>,
  popcnt: unary("i32", "i32", 0x69) as Unary<I32Operand, I32>,
  add: binary("i32", "i32", 0x6a) as Binary<I32Operand, I32>,
  sub: binary("i32", "i32", 0x6b) as Binary<I32Operand, I32>,
  mul: binary("i32", "i32", 0x6c) as Binary<I32Operand, I32>,
  div_s: binary("i32", "i32", 0x6d) as Binary<I32Operand, I32>,
  div_u: binary("i32", "i32", 0x6e) as Binary<I32Operand, I32>,
  rem_s: binary("i32", "i32", 0x6f) as Binary<I32Operand, I32>,
  rem_u: binary("i32", "i32", 0x70) as Binary<I32Operand, I32>,
  and: binary("i32", "i32", 0x71) as Binary<I32Operand, I32>,
  or: binary("i32", "i32", 0x72) as Binary<I32Operand, I32>,
  xor: binary("i32", "i32", 0x73) as Binary<I32Operand, I32>,
  shl: binary("i32", "i32", 0x74) as Binary<I32Operand, I32>,
  shr_s: binary("i32", "i32", 0x75) as Binary<I32Operand, I32>,
  shr_u: binary("i32", "i32", 0x76) as Binary<I32Operand, I32>,
  rotl: binary("i32", "i32", 0x77) as Binary<I32Operand, I32>,
  rotr: binary("i32", "i32", 0x78) as Binary<I32Operand, I32>,
  wrap_i64: unary("i64", "i32", 0xa7) as Unary<I64Operand, I32>,
  trunc_f64_s: unary("f64", "i32", 0xaa) as Unary<F64Operand, I32>,
  trunc_sat_f64_s: unary("f64", "i32", 0xfc0002) as Unary<F64Operand, I32>,
};

/** 64-bit integers; the bits of a float64. */
export const i64 = {
  constant: i64Constant as (value: bigint) => I64,
  load: load("i64", 0x29, 3) as Load<I64>,
  store: store("i64", 0x37, 3) as Store<I64Operand>,
  eqz: unary("i64", "i32", 0x50) as Unary<I64Operand, I32>,
  eq: binary("i64", "i32", 0x51) as Binary<I64Operand, I32>,
  ne: binary("i64", "i32", 0x52) as Binary<I64Operand, I32>,
  lt_s: binary("i64", "i32", 0x53) as Binary<I64Operand, I32>,
  lt_u: binary("i64", "i32", 0x54) as Binary<I64Operand, I32>,
  gt_s: binary("i64", "i32", 0x55) as Binary<I64Operand, I32>,
  gt_u: binary("i64", "i32", 0x56) as Binary<I64Operand, I32>,
  le_s: binary("i64", "i32", 0x57) as Binary<I64Operand, I32>,
  le_u: binary("i64", "i32", 0x58) as Binary<I64Operand, I32>,
  ge_s: binary("i64", "i32", 0x59) as Binary<I64Operand, I32>,
  ge_u: binary("i64", "i32", 0x5a) as Binary<I64Operand, I32>,
  clz: unary("i64", "i64", 0x79) as Unary<I64Operand, I64>,
  ctz: unary("i64", "i64", 0x7a) as Unary<I64Operand, I64>,
  popcnt: unary("i64", "i64", 0x7b) as Unary<I64Operand, I64>,
  add: binary("i64", "i64", 0x7c) as Binary<I64Operand, I64>,
  sub: binary("i64", "i64", 0x7d) as Binary<I64Operand, I64>,
  mul: binary("i64", "i64", 0x7e) as Binary<I64Operand, I64>,
  div_s: binary("i64", "i64", 0x7f) as Binary<I64Operand, I64>,
  div_u: binary("i64", "i64", 0x80) as Binary<I64Operand, I64>,
  rem_s: binary("i64", "i64", 0x81) as Binary<I64Operand, I64>,
  rem_u: binary("i64", "i64", 0x82) as Binary<I64Operand, I64>,
  and: binary("i64", "i64", 0x83) as Binary<I64Operand, I64>,
  or: binary("i64", "i64", 0x84) as Binary<I64Operand, I64>,
  xor: binary("i64", "i64", 0x85) as Binary<I64Operand, I64>,
  shl: binary("i64", "i64", 0x86) as Binary<I64Operand, I64>,
  shr_s: binary("i64", "i64", 0x87) as Binary<I64Operand, I64>,
  shr_u: binary("i64", "i64", 0x88) as Binary<I64Operand, I64>,
  rotl: binary("i64", "i64", 0x89) as Binary<I64Operand, I64>,
  rotr: binary("i64", "i64", 0x8a) as Binary<I64Operand, I64>,
  extend_i32_s: unary("i32", "i64", 0xac) as Unary<I32Operand, I64>,
  extend_i32_u: unary("i32", "i64", 0xad) as Unary<I32Operand, I64>,
  reinterpret_f64: unary("f64", "i64", 0xbd) as Unary<F64Operand, I64>,
  trunc_sat_f64_s: unary("f64", "i64", 0xfc0006) as Unary<F64Operand, I64>,
};

/** Scalar float64. */
export const f64 = {
  constant: f64Constant as (value: number) => F64,
  load: load("f64", 0x2b, 3) as Load<F64>,
  store: store("f64", 0x39, 3) as Store<F64Operand>,
  eq: binary("f64", "i32", 0x61) as Binary<F64Operand, I32>,
  ne: binary("f64", "i32", 0x62) as Binary<F64Operand, I32>,
  lt: binary("f64", "i32", 0x63) as Binary<F64Operand, I32>,
  gt: binary("f64", "i32", 0x64) as Binary<F64Operand, I32>,
  le: binary("f64", "i32", 0x65) as Binary<F64Operand, I32>,
  ge: binary("f64", "i32", 0x66) as Binary<F64Operand, I32>,
  abs: unary("f64", "f64", 0x99) as Unary<F64Operand, F64>,
  neg: unary("f64", "f64", 0x9a) as Unary<F64Operand, F64>,
  ceil: unary("f64", "f64", 0x9b) as Unary<F64Operand, F64>,
  floor: unary("f64", "f64", 0x9c) as Unary<F64Operand, F64>,
  trunc: unary("f64", "f64", 0x9d) as Unary<F64Operand, F64>,
  nearest: unary("f64", "f64", 0x9e) as Unary<F64Operand, F64>,
  sqrt: unary("f64", "f64", 0x9f) as Unary<F64Operand, F64>,
  add: binary("f64", "f64", 0xa0) as Binary<F64Operand, F64>,
  sub: binary("f64", "f64", 0xa1) as Binary<F64Operand, F64>,
  mul: binary("f64", "f64", 0xa2) as Binary<F64Operand, F64>,
  div: binary("f64", "f64", 0xa3) as Binary<F64Operand, F64>,
  min: binary("f64", "f64", 0xa4) as Binary<F64Operand, F64>,
  max: binary("f64", "f64", 0xa5) as Binary<F64Operand, F64>,
  copysign: binary("f64", "f64", 0xa6) as Binary<F64Operand, F64>,
  convert_i32_s: unary("i32", "f64", 0xb7) as Unary<I32Operand, F64>,
  convert_i32_u: unary("i32", "f64", 0xb8) as Unary<I32Operand, F64>,
  convert_i64_s: unary("i64", "f64", 0xb9) as Unary<I64Operand, F64>,
  convert_i64_u: unary("i64", "f64", 0xba) as Unary<I64Operand, F64>,
  reinterpret_i64: unary("i64", "f64", 0xbf) as Unary<I64Operand, F64>,
};

/** Atomic accesses of 32-bit integers in shared memory (threads proposal). */
export const atomic = {
  load: load("i32", 0xfe0010, 2) as Load<I32>,
  store: store("i32", 0xfe0017, 2) as Store<I32Operand>,
  /** Adds, and gives what was there before. */
  add: ((address: I32Operand, value: I32Operand, offset = 0) =>
    expression("i32", 0xfe001e, [lift("i32", address), lift("i32", value)], memoryImmediates(2, offset))) as (
    address: I32Operand,
    value: I32Operand,
    offset?: number,
  ) => I32,
  /** Wakes at most so many threads; gives their number. */
  notify: ((address: I32Operand, count: I32Operand, offset = 0) =>
    expression("i32", 0xfe0000, [lift("i32", address), lift("i32", count)], memoryImmediates(2, offset))) as (
    address: I32Operand,
    count: I32Operand,
    offset?: number,
  ) => I32,
  /** Sleeps while the number there is the one expected, at most so many nanoseconds (forever if negative). */
  wait: ((address: I32Operand, expected: I32Operand, nanoseconds: I64Operand, offset = 0) =>
    expression(
      "i32",
      0xfe0001,
      [lift("i32", address), lift("i32", expected), lift("i64", nanoseconds)],
      memoryImmediates(2, offset),
    )) as (address: I32Operand, expected: I32Operand, nanoseconds: I64Operand, offset?: number) => I32,
};
