// The 128-bit SIMD instructions of WebAssembly as functions that build expressions (core specification 2.0, section 5.4.8).
import { type Expression, expression, unsignedImmediate, type ValueType } from "./encoder-expression.ts";
import type { F64, F64Operand, I32, I32Operand, I64, I64Operand, VoidExpression } from "./encoder-scalar.ts";
import { lift as liftScalar, memoryImmediates } from "./encoder-scalar.ts";

export type Vector = Expression<"v128">;
/** A number stands for the vector that has it in both lanes. */
export type F64x2Operand = Vector | number;
export type I64x2Operand = Vector | bigint;
export type I32x4Operand = Vector | number;
/** A lane of a two-lane vector. */
export type VectorLane = 0 | 1;

type Operand = Vector | number | bigint;
type Shape = "f64x2" | "i64x2" | "i32x4";
type Unary<A> = (a: A) => Vector;
type Binary<A> = (a: A, b: A) => Vector;
type Shift = (a: Vector, bits: I32Operand) => Vector;
type Test = (a: Vector) => I32;
type Splat<S> = (value: S) => Vector;
type Extract<R> = (lane: number, a: Vector) => R;
type Replace<S> = (lane: number, a: Vector, value: S) => Vector;
type Load = (address: I32Operand, offset?: number) => Vector;
type LoadLane = (lane: number, address: I32Operand, a: Vector, offset?: number) => Vector;
type StoreLane = (lane: number, address: I32Operand, a: Vector, offset?: number) => VoidExpression;

const prefix = 0xfd0000;
const splatConstants = new Map<number, Vector>();

function constantVector(fill: (view: DataView) => void): Vector {
  const bytes = new Uint8Array(16);
  fill(new DataView(bytes.buffer));
  return expression("v128", prefix | 12, [], Array.from(bytes));
}

function f64x2Constant(first: number, second: number = first): Vector {
  const cached = first === second && first !== 0 ? splatConstants.get(first) : undefined;
  if (cached !== undefined) return cached;
  const node = constantVector((view) => {
    view.setFloat64(0, first, true);
    view.setFloat64(8, second, true);
  });
  if (first === second && first !== 0 && splatConstants.size < 4096) splatConstants.set(first, node);
  return node;
}

function i64x2Constant(first: bigint, second: bigint = first): Vector {
  return constantVector((view) => {
    view.setBigInt64(0, BigInt.asIntN(64, first), true);
    view.setBigInt64(8, BigInt.asIntN(64, second), true);
  });
}

function i32x4Constant(a: number, b: number = a, c: number = a, d: number = a): Vector {
  return constantVector((view) => [a, b, c, d].forEach((lane, i) => view.setInt32(4 * i, lane, true)));
}

function lift(shape: Shape, operand: Operand): Vector {
  if (typeof operand === "object") return operand;
  if (shape === "f64x2") return f64x2Constant(Number(operand));
  if (shape === "i64x2") return i64x2Constant(BigInt(operand));
  return i32x4Constant(Number(operand));
}

function unary(shape: Shape, code: number): Unary<Operand> {
  return (a) => expression("v128", prefix | code, [lift(shape, a)]);
}

function binary(shape: Shape, code: number): Binary<Operand> {
  return (a, b) => expression("v128", prefix | code, [lift(shape, a), lift(shape, b)]);
}

function shift(code: number): Shift {
  return (a, bits) => expression("v128", prefix | code, [a, liftScalar("i32", bits)]);
}

function test(code: number): Test {
  return (a) => expression("i32", prefix | code, [a]);
}

function splat(type: ValueType, code: number): (value: Expression | number | bigint) => Vector {
  return (value) => expression("v128", prefix | code, [liftScalar(type, value)]);
}

function extract(type: ValueType, code: number): (lane: number, a: Vector) => Expression<never> {
  return (lane, a) => expression(type, prefix | code, [a], [lane]) as Expression<never>;
}

function replace(
  type: ValueType,
  code: number,
): (lane: number, a: Vector, value: Expression | number | bigint) => Vector {
  return (lane, a, value) => expression("v128", prefix | code, [a, liftScalar(type, value)], [lane]);
}

function load(code: number, alignment: number): Load {
  return (address, offset = 0) =>
    expression("v128", prefix | code, [liftScalar("i32", address)], memoryImmediates(alignment, offset));
}

function shuffleBytes(first: number, second: number): number[] {
  return [first, second].flatMap((lane) => Array.from({ length: 8 }, (_, byte) => 8 * lane + byte));
}

function laneImmediates(alignment: number, offset: number, lane: number): readonly number[] {
  return [alignment, ...unsignedImmediate(offset), lane];
}

/** Whole vectors: memory and bits. A lane mask is what the comparisons of `f64x2` and `i64x2` yield: all ones or all zeros. */
export const v128 = {
  constant: i32x4Constant as (a: number, b?: number, c?: number, d?: number) => Vector,
  load: load(0, 4) as Load,
  load64_splat: load(10, 3) as Load,
  load32_zero: load(92, 2) as Load,
  load64_zero: load(93, 3) as Load,
  load64_lane: ((lane, address, a, offset = 0) =>
    expression("v128", prefix | 87, [liftScalar("i32", address), a], laneImmediates(3, offset, lane))) as LoadLane,
  store: ((address, value, offset = 0) =>
    expression("none", prefix | 11, [liftScalar("i32", address), value], memoryImmediates(4, offset))) as (
    address: I32Operand,
    value: Vector,
    offset?: number,
  ) => VoidExpression,
  store64_lane: ((lane, address, a, offset = 0) =>
    expression("none", prefix | 91, [liftScalar("i32", address), a], laneImmediates(3, offset, lane))) as StoreLane,
  not: unary("i64x2", 77) as Unary<Vector>,
  and: binary("i64x2", 78) as Binary<Vector>,
  /** `a & ~b` */
  andnot: binary("i64x2", 79) as Binary<Vector>,
  or: binary("i64x2", 80) as Binary<Vector>,
  xor: binary("i64x2", 81) as Binary<Vector>,
  /** Bits of `first` where the mask is one, else of `second`. */
  bitselect: ((first, second, mask) =>
    expression("v128", prefix | 82, [lift("f64x2", first), lift("f64x2", second), mask])) as (
    first: F64x2Operand,
    second: F64x2Operand,
    mask: Vector,
  ) => Vector,
  /** 1 when any bit is set, else 0. */
  any_true: test(83) as Test,
};

/** Two float64 lanes. */
export const f64x2 = {
  constant: f64x2Constant as (first: number, second?: number) => Vector,
  splat: splat("f64", 20) as Splat<F64Operand>,
  extract_lane: extract("f64", 33) as Extract<F64>,
  replace_lane: replace("f64", 34) as Replace<F64Operand>,
  /**
   * Lanes chosen out of two vectors: 0 and 1 are the lanes of `a`, 2 and 3 those of `b`. `shuffle(1, 0, a, a)` swaps.
   */
  shuffle: ((first, second, a, b) => expression("v128", prefix | 13, [a, b], shuffleBytes(first, second))) as (
    first: 0 | 1 | 2 | 3,
    second: 0 | 1 | 2 | 3,
    a: Vector,
    b: Vector,
  ) => Vector,
  eq: binary("f64x2", 71) as Binary<F64x2Operand>,
  ne: binary("f64x2", 72) as Binary<F64x2Operand>,
  lt: binary("f64x2", 73) as Binary<F64x2Operand>,
  gt: binary("f64x2", 74) as Binary<F64x2Operand>,
  le: binary("f64x2", 75) as Binary<F64x2Operand>,
  ge: binary("f64x2", 76) as Binary<F64x2Operand>,
  ceil: unary("f64x2", 0x74) as Unary<F64x2Operand>,
  floor: unary("f64x2", 0x75) as Unary<F64x2Operand>,
  trunc: unary("f64x2", 0x7a) as Unary<F64x2Operand>,
  nearest: unary("f64x2", 0x94) as Unary<F64x2Operand>,
  abs: unary("f64x2", 0xec) as Unary<F64x2Operand>,
  neg: unary("f64x2", 0xed) as Unary<F64x2Operand>,
  sqrt: unary("f64x2", 0xef) as Unary<F64x2Operand>,
  add: binary("f64x2", 0xf0) as Binary<F64x2Operand>,
  sub: binary("f64x2", 0xf1) as Binary<F64x2Operand>,
  mul: binary("f64x2", 0xf2) as Binary<F64x2Operand>,
  div: binary("f64x2", 0xf3) as Binary<F64x2Operand>,
  min: binary("f64x2", 0xf4) as Binary<F64x2Operand>,
  max: binary("f64x2", 0xf5) as Binary<F64x2Operand>,
  /** `b < a ? b : a`, one machine instruction where `min` takes several; `a` when either is NaN. */
  pmin: binary("f64x2", 0xf6) as Binary<F64x2Operand>,
  /** `a < b ? b : a`; `a` when either is NaN. */
  pmax: binary("f64x2", 0xf7) as Binary<F64x2Operand>,
  convert_low_i32x4_s: unary("i32x4", 0xfe) as Unary<Vector>,
  convert_low_i32x4_u: unary("i32x4", 0xff) as Unary<Vector>,
};

/** Two 64-bit integer lanes; the bits of float64 lanes. */
export const i64x2 = {
  constant: i64x2Constant as (first: bigint, second?: bigint) => Vector,
  splat: splat("i64", 18) as Splat<I64Operand>,
  extract_lane: extract("i64", 29) as Extract<I64>,
  replace_lane: replace("i64", 30) as Replace<I64Operand>,
  abs: unary("i64x2", 0xc0) as Unary<I64x2Operand>,
  neg: unary("i64x2", 0xc1) as Unary<I64x2Operand>,
  all_true: test(0xc3) as Test,
  /** Sign bit of each lane: bit 0 is lane 0. */
  bitmask: test(0xc4) as Test,
  extend_low_i32x4_s: unary("i32x4", 0xc7) as Unary<Vector>,
  extend_low_i32x4_u: unary("i32x4", 0xc9) as Unary<Vector>,
  shl: shift(0xcb) as Shift,
  shr_s: shift(0xcc) as Shift,
  shr_u: shift(0xcd) as Shift,
  add: binary("i64x2", 0xce) as Binary<I64x2Operand>,
  sub: binary("i64x2", 0xd1) as Binary<I64x2Operand>,
  mul: binary("i64x2", 0xd5) as Binary<I64x2Operand>,
  eq: binary("i64x2", 0xd6) as Binary<I64x2Operand>,
  ne: binary("i64x2", 0xd7) as Binary<I64x2Operand>,
  lt_s: binary("i64x2", 0xd8) as Binary<I64x2Operand>,
  gt_s: binary("i64x2", 0xd9) as Binary<I64x2Operand>,
  le_s: binary("i64x2", 0xda) as Binary<I64x2Operand>,
  ge_s: binary("i64x2", 0xdb) as Binary<I64x2Operand>,
};

/** Four 32-bit integer lanes; counts and exponents. */
export const i32x4 = {
  constant: i32x4Constant as (a: number, b?: number, c?: number, d?: number) => Vector,
  splat: splat("i32", 17) as Splat<I32Operand>,
  extract_lane: extract("i32", 27) as Extract<I32>,
  replace_lane: replace("i32", 28) as Replace<I32Operand>,
  eq: binary("i32x4", 55) as Binary<I32x4Operand>,
  ne: binary("i32x4", 56) as Binary<I32x4Operand>,
  lt_s: binary("i32x4", 57) as Binary<I32x4Operand>,
  lt_u: binary("i32x4", 58) as Binary<I32x4Operand>,
  gt_s: binary("i32x4", 59) as Binary<I32x4Operand>,
  gt_u: binary("i32x4", 60) as Binary<I32x4Operand>,
  le_s: binary("i32x4", 61) as Binary<I32x4Operand>,
  le_u: binary("i32x4", 62) as Binary<I32x4Operand>,
  ge_s: binary("i32x4", 63) as Binary<I32x4Operand>,
  ge_u: binary("i32x4", 64) as Binary<I32x4Operand>,
  shl: shift(0xab) as Shift,
  shr_s: shift(0xac) as Shift,
  shr_u: shift(0xad) as Shift,
  add: binary("i32x4", 0xae) as Binary<I32x4Operand>,
  sub: binary("i32x4", 0xb1) as Binary<I32x4Operand>,
  mul: binary("i32x4", 0xb5) as Binary<I32x4Operand>,
  min_s: binary("i32x4", 0xb6) as Binary<I32x4Operand>,
  max_s: binary("i32x4", 0xb8) as Binary<I32x4Operand>,
  /** Lanes 0 and 1 rounded toward zero and saturated; lanes 2 and 3 are zero, and so is NaN. */
  trunc_sat_f64x2_s_zero: unary("f64x2", 0xfc) as Unary<F64x2Operand>,
};
