// The WebAssembly encoder: number encodings, every instruction against its meaning in JavaScript, control flow, locals, modules.
import { describe, expect, it } from "vitest";
import {
  call,
  type Expression,
  f64,
  f64x2,
  i32,
  i32x4,
  i64,
  i64x2,
  ModuleBuilder,
  select,
  tee,
  v128,
  type ValueType,
  type Vector,
} from "../../../src/compile/wasm/encoder.ts";
import { ByteBuffer } from "../../../src/compile/wasm/encoder-bytes.ts";

type Exports = Record<string, (...values: (number | bigint)[]) => number | bigint>;

function instantiate(module: ModuleBuilder, imports: WebAssembly.Imports = {}): WebAssembly.Instance {
  return new WebAssembly.Instance(new WebAssembly.Module(module.encode()), imports);
}

function functionsOf(module: ModuleBuilder, imports: WebAssembly.Imports = {}): Exports {
  return instantiate(module, imports).exports as unknown as Exports;
}

/** The value of a constant expression. */
function evaluate(type: ValueType, value: Expression<ValueType>): number | bigint {
  const module = new ModuleBuilder();
  const f = module.function("value", [], [type], { export: true });
  f.return(value);
  return functionsOf(module).value();
}

/** Both lanes of a constant vector expression, as bits. */
function lanes(value: Vector): [bigint, bigint] {
  const module = new ModuleBuilder();
  const f = module.function("value", [], ["i64", "i64"], { export: true });
  const kept = f.let(value);
  f.return(i64x2.extract_lane(0, kept), i64x2.extract_lane(1, kept));
  const both = functionsOf(module).value() as unknown as [bigint, bigint];
  return [BigInt.asUintN(64, both[0]), BigInt.asUintN(64, both[1])];
}

function doubles(value: Vector): number[] {
  return [...new Float64Array(new BigUint64Array(lanes(value)).buffer)];
}

function integers(value: Vector): number[] {
  return [...new Int32Array(new BigUint64Array(lanes(value)).buffer)];
}

const all = 0xffffffffffffffffn;

describe("number encodings", () => {
  it("writes LEB128 at the edges of each length", () => {
    const written = (write: (buffer: ByteBuffer) => void): number[] => {
      const buffer = new ByteBuffer(1);
      write(buffer);
      return [...buffer.toBytes()];
    };
    expect(written((b) => b.unsigned(0))).toEqual([0]);
    expect(written((b) => b.unsigned(127))).toEqual([0x7f]);
    expect(written((b) => b.unsigned(128))).toEqual([0x80, 0x01]);
    expect(written((b) => b.unsigned(624485))).toEqual([0xe5, 0x8e, 0x26]);
    expect(written((b) => b.unsigned(0xffffffff))).toEqual([0xff, 0xff, 0xff, 0xff, 0x0f]);
    expect(written((b) => b.signed(63))).toEqual([0x3f]);
    expect(written((b) => b.signed(64))).toEqual([0xc0, 0x00]);
    expect(written((b) => b.signed(-64))).toEqual([0x40]);
    expect(written((b) => b.signed(-65))).toEqual([0xbf, 0x7f]);
    expect(written((b) => b.signed(-123456))).toEqual([0xc0, 0xbb, 0x78]);
    expect(written((b) => b.signed64(-1n))).toEqual([0x7f]);
    expect(written((b) => b.signed64(1n << 63n)).length).toBe(10);
  });

  it("keeps constants of every size", () => {
    for (const value of [0, 1, -1, 63, 64, -64, -65, 8191, 8192, -8192, -8193, 2 ** 31 - 1, -(2 ** 31)]) {
      expect(evaluate("i32", i32.constant(value))).toBe(value);
    }
    for (const value of [0n, -1n, 1n << 62n, -(1n << 63n), (1n << 63n) - 1n, 0x0123456789abcdefn]) {
      expect(evaluate("i64", i64.constant(value))).toBe(value);
    }
    for (const value of [0, -0, Math.PI, 5e-324, -1.7976931348623157e308, Infinity, NaN]) {
      expect(evaluate("f64", f64.constant(value))).toBe(value);
    }
  });
});

describe("vector instructions", () => {
  it("computes with float64 lanes", () => {
    const a = f64x2.constant(2.5, -3.5);
    const b = f64x2.constant(-0.5, 4);
    expect(doubles(f64x2.add(a, b))).toEqual([2, 0.5]);
    expect(doubles(f64x2.sub(a, b))).toEqual([3, -7.5]);
    expect(doubles(f64x2.mul(a, b))).toEqual([-1.25, -14]);
    expect(doubles(f64x2.div(a, b))).toEqual([-5, -0.875]);
    expect(doubles(f64x2.min(a, b))).toEqual([-0.5, -3.5]);
    expect(doubles(f64x2.max(a, b))).toEqual([2.5, 4]);
    expect(doubles(f64x2.min(f64x2.constant(NaN, 1), f64x2.constant(1, NaN)))).toEqual([NaN, NaN]);
    expect(doubles(f64x2.pmin(f64x2.constant(NaN, 1), f64x2.constant(1, NaN)))).toEqual([NaN, 1]);
    expect(doubles(f64x2.pmax(f64x2.constant(NaN, 1), f64x2.constant(1, 2)))).toEqual([NaN, 2]);
    expect(doubles(f64x2.abs(a))).toEqual([2.5, 3.5]);
    expect(doubles(f64x2.neg(a))).toEqual([-2.5, 3.5]);
    expect(doubles(f64x2.sqrt(f64x2.constant(9, 2)))).toEqual([3, Math.SQRT2]);
    expect(doubles(f64x2.ceil(a))).toEqual([3, -3]);
    expect(doubles(f64x2.floor(a))).toEqual([2, -4]);
    expect(doubles(f64x2.trunc(a))).toEqual([2, -3]);
    expect(doubles(f64x2.nearest(a))).toEqual([2, -4]);
    expect(doubles(f64x2.add(f64x2.splat(1.5), 2))).toEqual([3.5, 3.5]);
    expect(doubles(f64x2.replace_lane(1, a, f64x2.extract_lane(0, b)))).toEqual([2.5, -0.5]);
    expect(doubles(f64x2.shuffle(1, 0, a, b))).toEqual([-3.5, 2.5]);
    expect(doubles(f64x2.shuffle(0, 3, a, b))).toEqual([2.5, 4]);
  });

  it("compares float64 lanes into masks", () => {
    const a = f64x2.constant(1, 2);
    const b = f64x2.constant(2, 2);
    expect(lanes(f64x2.eq(a, b))).toEqual([0n, all]);
    expect(lanes(f64x2.ne(a, b))).toEqual([all, 0n]);
    expect(lanes(f64x2.lt(a, b))).toEqual([all, 0n]);
    expect(lanes(f64x2.gt(b, a))).toEqual([all, 0n]);
    expect(lanes(f64x2.le(a, b))).toEqual([all, all]);
    expect(lanes(f64x2.ge(a, b))).toEqual([0n, all]);
    expect(lanes(f64x2.eq(f64x2.constant(NaN), NaN))).toEqual([0n, 0n]);
  });

  it("computes with 64-bit integer lanes", () => {
    const a = i64x2.constant(6n, -7n);
    expect(lanes(i64x2.add(a, 1n))).toEqual([7n, BigInt.asUintN(64, -6n)]);
    expect(lanes(i64x2.sub(a, 1n))).toEqual([5n, BigInt.asUintN(64, -8n)]);
    expect(lanes(i64x2.mul(a, -2n))).toEqual([BigInt.asUintN(64, -12n), 14n]);
    expect(lanes(i64x2.shl(a, 2))).toEqual([24n, BigInt.asUintN(64, -28n)]);
    expect(lanes(i64x2.shr_s(a, 1))).toEqual([3n, BigInt.asUintN(64, -4n)]);
    expect(lanes(i64x2.shr_u(a, 60))).toEqual([0n, 15n]);
    expect(lanes(i64x2.neg(a))).toEqual([BigInt.asUintN(64, -6n), 7n]);
    expect(lanes(i64x2.abs(a))).toEqual([6n, 7n]);
    expect(lanes(i64x2.eq(a, 6n))).toEqual([all, 0n]);
    expect(lanes(i64x2.ne(a, 6n))).toEqual([0n, all]);
    expect(lanes(i64x2.lt_s(a, 6n))).toEqual([0n, all]);
    expect(lanes(i64x2.gt_s(a, 0n))).toEqual([all, 0n]);
    expect(lanes(i64x2.le_s(a, 6n))).toEqual([all, all]);
    expect(lanes(i64x2.ge_s(a, 6n))).toEqual([all, 0n]);
    expect(lanes(i64x2.splat(9n))).toEqual([9n, 9n]);
    expect(lanes(i64x2.replace_lane(0, a, 3n))).toEqual([3n, BigInt.asUintN(64, -7n)]);
    expect(evaluate("i32", i64x2.bitmask(a))).toBe(2);
    expect(evaluate("i32", i64x2.all_true(a))).toBe(1);
    expect(evaluate("i32", i64x2.all_true(i64x2.constant(1n, 0n)))).toBe(0);
    expect(lanes(i64x2.extend_low_i32x4_s(i32x4.constant(-1, 5, 0, 0)))).toEqual([all, 5n]);
    expect(lanes(i64x2.extend_low_i32x4_u(i32x4.constant(-1, 5, 0, 0)))).toEqual([0xffffffffn, 5n]);
  });

  it("computes with 32-bit integer lanes and converts", () => {
    const a = i32x4.constant(1, -2, 3, 40);
    expect(integers(i32x4.add(a, 1))).toEqual([2, -1, 4, 41]);
    expect(integers(i32x4.sub(a, i32x4.splat(1)))).toEqual([0, -3, 2, 39]);
    expect(integers(i32x4.mul(a, 3))).toEqual([3, -6, 9, 120]);
    expect(integers(i32x4.min_s(a, 2))).toEqual([1, -2, 2, 2]);
    expect(integers(i32x4.max_s(a, 2))).toEqual([2, 2, 3, 40]);
    expect(integers(i32x4.shl(a, 4))).toEqual([16, -32, 48, 640]);
    expect(integers(i32x4.shr_s(a, 1))).toEqual([0, -1, 1, 20]);
    expect(integers(i32x4.shr_u(a, 31))).toEqual([0, 1, 0, 0]);
    expect(integers(i32x4.replace_lane(2, a, 7))).toEqual([1, -2, 7, 40]);
    expect(evaluate("i32", i32x4.extract_lane(3, a))).toBe(40);
    expect(integers(i32x4.eq(a, 3))).toEqual([0, 0, -1, 0]);
    expect(integers(i32x4.ne(a, 3))).toEqual([-1, -1, 0, -1]);
    expect(integers(i32x4.lt_s(a, 3))).toEqual([-1, -1, 0, 0]);
    expect(integers(i32x4.lt_u(a, 3))).toEqual([-1, 0, 0, 0]);
    expect(integers(i32x4.gt_s(a, 1))).toEqual([0, 0, -1, -1]);
    expect(integers(i32x4.gt_u(a, 1))).toEqual([0, -1, -1, -1]);
    expect(integers(i32x4.le_s(a, 1))).toEqual([-1, -1, 0, 0]);
    expect(integers(i32x4.le_u(a, 1))).toEqual([-1, 0, 0, 0]);
    expect(integers(i32x4.ge_s(a, 3))).toEqual([0, 0, -1, -1]);
    expect(integers(i32x4.ge_u(a, 3))).toEqual([0, -1, -1, -1]);
    expect(doubles(f64x2.convert_low_i32x4_s(a))).toEqual([1, -2]);
    expect(doubles(f64x2.convert_low_i32x4_u(a))).toEqual([1, 4294967294]);
    expect(integers(i32x4.trunc_sat_f64x2_s_zero(f64x2.constant(-2.9, 1e99)))).toEqual([-2, 2147483647, 0, 0]);
    expect(integers(i32x4.trunc_sat_f64x2_s_zero(NaN))).toEqual([0, 0, 0, 0]);
  });

  it("combines bits", () => {
    const a = i64x2.constant(0b1100n, -1n);
    const b = i64x2.constant(0b1010n, 5n);
    expect(lanes(v128.and(a, b))).toEqual([0b1000n, 5n]);
    expect(lanes(v128.or(a, b))).toEqual([0b1110n, all]);
    expect(lanes(v128.xor(a, b))).toEqual([0b0110n, all - 5n]);
    expect(lanes(v128.andnot(a, b))).toEqual([0b0100n, all - 5n]);
    expect(lanes(v128.not(b))).toEqual([all - 0b1010n, all - 5n]);
    expect(doubles(v128.bitselect(1, 2, i64x2.constant(-1n, 0n)))).toEqual([1, 2]);
    expect(evaluate("i32", v128.any_true(i64x2.constant(0n, 4n)))).toBe(1);
    expect(evaluate("i32", v128.any_true(i64x2.constant(0n, 0n)))).toBe(0);
  });

  it("moves lanes and vectors between memory and locals, offsets of one byte and more included", () => {
    const module = new ModuleBuilder();
    module.memory({ minimumPages: 1 }, "memory");
    const f = module.function("run", ["i32"], [], { export: true });
    const [p] = f.parameters;
    f.do(v128.store(p, f64x2.add(v128.load(p), 10), 320));
    f.do(v128.store(p, v128.load64_splat(p, 8), 336));
    f.do(v128.store(p, v128.load64_zero(p, 8), 352));
    f.do(v128.store(p, v128.load64_lane(1, p, f64x2.splat(7), 16), 368));
    f.do(v128.store64_lane(1, p, v128.load(p), 384));
    f.do(v128.store64_lane(0, p, v128.load(p), 48));
    f.do(f64.store(p, f64.add(f64.load(p, 8), 0.5), 392));
    f.do(i64.store(p, i64.reinterpret_f64(f64.load(p)), 400));
    f.do(i32.store(p, i32.add(i32.load(p, 404), 0), 408));
    const instance = instantiate(module);
    const memory = new Float64Array((instance.exports.memory as WebAssembly.Memory).buffer);
    memory.set([1, 2, 3, 4], 2);
    (instance.exports as unknown as Exports).run(16);
    expect([...memory.subarray(42, 50)]).toEqual([11, 12, 2, 2, 2, 0, 7, 3]);
    expect([...memory.subarray(50, 53)]).toEqual([2, 2.5, 1]);
    expect(memory[8]).toBe(1);
    expect(new Int32Array(memory.buffer)[(16 + 408) / 4]).toBe(0x3ff00000);
  });
});

describe("scalar instructions", () => {
  it("computes with 32-bit integers", () => {
    const a = -7;
    const b = 3;
    const expected: Record<string, number> = {
      eq: 0,
      ne: 1,
      lt_s: 1,
      lt_u: 0,
      gt_s: 0,
      gt_u: 1,
      le_s: 1,
      le_u: 0,
      ge_s: 0,
      ge_u: 1,
      add: -4,
      sub: -10,
      mul: -21,
      div_s: -2,
      div_u: ((a >>> 0) / b) | 0,
      rem_s: -1,
      rem_u: (a >>> 0) % b,
      and: a & b,
      or: a | b,
      xor: a ^ b,
      shl: a << b,
      shr_s: a >> b,
      shr_u: a >>> b,
      rotl: (a << b) | (a >>> 29),
      rotr: (a >>> b) | (a << 29),
    };
    for (const [name, value] of Object.entries(expected)) {
      const operation = i32[name as "add"];
      expect(evaluate("i32", operation(a, b)), name).toBe(value);
    }
    expect(evaluate("i32", i32.eqz(0))).toBe(1);
    expect(evaluate("i32", i32.clz(1))).toBe(31);
    expect(evaluate("i32", i32.ctz(8))).toBe(3);
    expect(evaluate("i32", i32.popcnt(7))).toBe(3);
    expect(evaluate("i32", i32.wrap_i64(0x100000005n))).toBe(5);
    expect(evaluate("i32", i32.trunc_f64_s(-2.7))).toBe(-2);
    expect(evaluate("i32", i32.trunc_sat_f64_s(1e300))).toBe(2147483647);
  });

  it("computes with 64-bit integers", () => {
    const a = -7n;
    const b = 3n;
    const unsigned = BigInt.asUintN(64, a);
    const expected: Record<string, bigint> = {
      add: -4n,
      sub: -10n,
      mul: -21n,
      div_s: -2n,
      div_u: unsigned / b,
      rem_s: -1n,
      rem_u: unsigned % b,
      and: a & b,
      or: a | b,
      xor: a ^ b,
      shl: a << b,
      shr_s: a >> b,
      shr_u: unsigned >> b,
      rotl: (a << b) | (unsigned >> 61n),
      rotr: (unsigned >> b) | (unsigned << 61n),
    };
    for (const [name, value] of Object.entries(expected)) {
      expect(evaluate("i64", i64[name as "add"](a, b)), name).toBe(BigInt.asIntN(64, value));
    }
    const comparisons: Record<string, number> = {
      eq: 0,
      ne: 1,
      lt_s: 1,
      lt_u: 0,
      gt_s: 0,
      gt_u: 1,
      le_s: 1,
      le_u: 0,
      ge_s: 0,
      ge_u: 1,
    };
    for (const [name, value] of Object.entries(comparisons)) {
      expect(evaluate("i32", i64[name as "eq"](a, b)), name).toBe(value);
    }
    expect(evaluate("i32", i64.eqz(0n))).toBe(1);
    expect(evaluate("i64", i64.clz(1n))).toBe(63n);
    expect(evaluate("i64", i64.ctz(8n))).toBe(3n);
    expect(evaluate("i64", i64.popcnt(7n))).toBe(3n);
    expect(evaluate("i64", i64.extend_i32_s(-1))).toBe(-1n);
    expect(evaluate("i64", i64.extend_i32_u(-1))).toBe(0xffffffffn);
    expect(evaluate("i64", i64.reinterpret_f64(1))).toBe(0x3ff0000000000000n);
    expect(evaluate("i64", i64.trunc_sat_f64_s(-3.5))).toBe(-3n);
    expect(evaluate("i64", i64x2.extract_lane(1, i64x2.constant(1n, 2n)))).toBe(2n);
  });

  it("computes with float64", () => {
    const a = -2.5;
    const b = 4;
    const expected: Record<string, number> = {
      add: 1.5,
      sub: -6.5,
      mul: -10,
      div: -0.625,
      min: -2.5,
      max: 4,
      copysign: 2.5,
    };
    for (const [name, value] of Object.entries(expected))
      expect(evaluate("f64", f64[name as "add"](a, b)), name).toBe(value);
    const comparisons: Record<string, number> = { eq: 0, ne: 1, lt: 1, gt: 0, le: 1, ge: 0 };
    for (const [name, value] of Object.entries(comparisons))
      expect(evaluate("i32", f64[name as "eq"](a, b)), name).toBe(value);
    const unary: Record<string, number> = { abs: 2.5, neg: 2.5, ceil: -2, floor: -3, trunc: -2, nearest: -2 };
    for (const [name, value] of Object.entries(unary)) expect(evaluate("f64", f64[name as "abs"](a)), name).toBe(value);
    expect(evaluate("f64", f64.sqrt(b))).toBe(2);
    expect(evaluate("f64", f64.convert_i32_s(-1))).toBe(-1);
    expect(evaluate("f64", f64.convert_i32_u(-1))).toBe(4294967295);
    expect(evaluate("f64", f64.convert_i64_s(-1n))).toBe(-1);
    expect(evaluate("f64", f64.convert_i64_u(1n << 63n))).toBe(2 ** 63);
    expect(evaluate("f64", f64.reinterpret_i64(0x3ff0000000000000n))).toBe(1);
    expect(evaluate("f64", select(f64.constant(1), f64.constant(2), i32.constant(0)))).toBe(2);
    expect(doubles(select(f64x2.constant(1), f64x2.constant(2), i32.constant(1)))).toEqual([1, 1]);
  });
});

describe("functions", () => {
  it("counts loops, leaves blocks and takes both sides of a condition", () => {
    const module = new ModuleBuilder();
    const sum = module.function("sum", ["i32"], ["i32"], { export: true });
    const total = sum.let(i32.constant(0));
    sum.for(0, sum.parameters[0], 2, (i) => sum.set(total, i32.add(total, i)));
    sum.return(total);
    const sign = module.function("sign", ["f64"], ["i32"], { export: true });
    const result = sign.declare("i32");
    sign.block((done) => {
      sign.set(result, i32.constant(0));
      sign.branchIf(done, f64.eq(sign.parameters[0], 0));
      sign.if(
        f64.gt(sign.parameters[0], 0),
        () => {
          sign.set(result, i32.constant(1));
          sign.branch(done);
        },
        () => sign.set(result, i32.constant(-1)),
      );
    });
    sign.return(result);
    const collatz = module.function("collatz", ["i32"], ["i32"], { export: true });
    const n = collatz.let(collatz.parameters[0]);
    const steps = collatz.let(i32.constant(0));
    collatz.loop((again) => {
      collatz.if(i32.ne(n, 1), () => {
        const next = select(i32.add(i32.mul(n, 3), 1), i32.shr_u(n, 1), i32.and(n, 1));
        collatz.set(n, next);
        collatz.set(steps, i32.add(steps, 1));
        collatz.branch(again);
      });
    });
    collatz.return(steps);
    const run = functionsOf(module);
    expect(run.sum(10)).toBe(20);
    expect(run.sum(0)).toBe(0);
    expect([run.sign(3), run.sign(0), run.sign(-2)]).toEqual([1, 0, -1]);
    expect(run.collatz(27)).toBe(111);
  });

  it("calls functions of the module, ahead of their bodies too, and of the host", () => {
    const module = new ModuleBuilder();
    const heard: number[] = [];
    const hear = module.importFunction("host", "hear", ["f64"], []);
    const half = module.importFunction("host", "half", ["f64"], ["f64"]);
    const main = module.function("main", ["f64"], ["f64"], { export: true });
    const both = module.function("both", ["f64"], ["f64", "i32"]);
    main.do(call(hear, main.parameters[0]));
    const [plus, one] = main.callMany(both, call(half, main.parameters[0]));
    main.drop(call(half, f64.constant(1)));
    main.return(f64.add(plus as (typeof main.parameters)[0], f64.convert_i32_s(one as Expression<"i32">)));
    both.return(f64.add(both.parameters[0], 10), i32.constant(100));
    const run = functionsOf(module, { host: { hear: (x: number) => heard.push(x), half: (x: number) => x / 2 } });
    expect(run.main(6)).toBe(113);
    expect(heard).toEqual([6]);
    expect(module.find("both")).toBe(both);
    expect(module.find("neither")).toBeUndefined();
  });

  it("uses the locals of a scope again after it, and keeps its result", () => {
    const module = new ModuleBuilder();
    const f = module.function("run", ["f64"], ["f64"], { export: true });
    const [x] = f.parameters;
    const square = f.declare("f64");
    f.scope(() => {
      const y = f.let(f64.mul(x, x));
      f.set(square, f64.add(y, y));
    });
    const first = f.declare("f64");
    f.scope(() => f.declare("f64"));
    const second = f.declare("f64");
    expect([first.index, second.index, square.index]).toEqual([2, 3, 1]);
    f.set(first, f64.constant(1));
    f.set(second, f64.add(tee(first, f64.constant(5)), first));
    f.return(f64.add(square, second));
    expect(functionsOf(module).run(3)).toBe(28);
  });

  it("refuses calls and returns with the wrong types", () => {
    const module = new ModuleBuilder();
    const f = module.function("f", ["f64"], ["f64"]);
    expect(() => f.return(i32.constant(1))).toThrow("f returns (f64)");
    expect(() => call(f, i32.constant(1))).toThrow("call of f(f64): received (i32)");
    expect(() => module.function("f", [], [])).toThrow("already has a function named f");
    expect(() => module.importFunction("host", "g", [], [])).toThrow("imports come before");
  });
});

describe("modules", () => {
  it("use an imported memory, shared or not, and copy data segments into it", () => {
    for (const shared of [false, true]) {
      const memory = new WebAssembly.Memory({ initial: 1, maximum: 4, shared });
      const module = new ModuleBuilder();
      module.importMemory("host", "memory", { minimumPages: 1, maximumPages: 4, shared });
      module.data(1000, new Uint8Array(new Float64Array([1.5, 2.5]).buffer));
      const f = module.function("second", [], ["f64"], { export: true });
      f.return(f64.load(1008));
      expect(functionsOf(module, { host: { memory } }).second()).toBe(2.5);
      expect(new Float64Array(memory.buffer)[125]).toBe(1.5);
    }
    expect(() => {
      const module = new ModuleBuilder();
      module.memory({ minimumPages: 1 });
      module.memory({ minimumPages: 1 });
    }).toThrow("one memory");
  });

  it("grow to hundreds of kilobytes without losing a byte", () => {
    const module = new ModuleBuilder();
    const f = module.function("f", ["f64"], ["f64"], { export: true });
    const [x] = f.parameters;
    for (let i = 0; i < 20000; i++) f.set(x, f64.add(x, i));
    f.return(x);
    const bytes = module.encode();
    expect(bytes.length).toBeGreaterThan(250000);
    expect(functionsOf(module).f(0.5)).toBe(0.5 + (20000 * 19999) / 2);
  });
});
