// What the tests of the special functions share: the functions under test on arrays, their error bounds, and units in the last place.
import * as javascript from "../../../../src/numerics/special/index.ts";
import { i32, type FunctionBuilder, ModuleBuilder, v128, type Vector } from "../../../../src/compile/wasm/encoder.ts";
import { inlineMath, kernels, type SpecialFunction } from "../../../../src/compile/wasm/math/index.ts";

export const names: readonly SpecialFunction[] = Object.keys(kernels) as SpecialFunction[];

/**
 * Largest error in units in the last place of the exact result: [WebAssembly, JavaScript], as stated in the sources.
 * For digamma the unit is 2^-52 max(1, |result|), because it has a zero at 1.4616.
 */
export const bounds: Readonly<Record<SpecialFunction, readonly [number, number]>> = {
  exp: [1.1, 1],
  log: [1, 1],
  log1p: [1.5, 1],
  expm1: [1.75, 1],
  tanh: [2, 2],
  logistic: [2, 2],
  softplus: [2, 2],
  lgamma: [5, 5],
  digamma: [8, 8],
  trigamma: [8, 8],
  erf: [2, 2],
  erfc: [8, 8],
  erfcx: [8, 8],
  sin: [1, 1],
  cos: [1, 1],
  tan: [3, 1],
  atan: [2, 1],
};

/** Distance between neighboring float64 numbers at y. */
export function unitInTheLastPlace(y: number): number {
  const bits = new BigUint64Array(new Float64Array([Math.abs(y)]).buffer)[0];
  const exponent = Number(bits >> 52n);
  return 2 ** (Math.max(exponent, 1) - 1075);
}

/** The unit in which errors of a function are measured where its exact value is y. */
export function unitOf(name: SpecialFunction, y: number): number {
  return name === "digamma" ? 2 ** -52 * Math.max(1, Math.abs(y)) : unitInTheLastPlace(y);
}

/** Applies a kernel to arrays of any length, two lanes at a time; `fused`: with fused multiply-adds. */
export function compileKernel(
  emit: (f: FunctionBuilder, x: Vector, module: ModuleBuilder) => Vector,
  options: { readonly fused?: boolean } = {},
): (x: readonly number[]) => number[] {
  const module = new ModuleBuilder(options);
  module.memory({ minimumPages: 16 }, "memory");
  const loop = module.function("loop", ["i32"], [], { export: true });
  loop.for(0, loop.parameters[0], 16, (at) =>
    loop.do(v128.store(at, emit(loop as unknown as FunctionBuilder, v128.load(at), module))),
  );
  const instance = new WebAssembly.Instance(new WebAssembly.Module(module.encode()));
  const memory = new Float64Array((instance.exports.memory as WebAssembly.Memory).buffer);
  return (x) => {
    if (x.length > memory.length) throw new Error("too many numbers for the memory of this test");
    memory.set(x);
    (instance.exports.loop as (bytes: number) => void)(8 * x.length);
    return [...memory.subarray(0, x.length)];
  };
}

const compiled = new Map<SpecialFunction, (x: readonly number[]) => number[]>();

/** The WebAssembly version of a function on an array. */
export function webAssembly(name: SpecialFunction, x: readonly number[]): number[] {
  const known =
    compiled.get(name) ?? compileKernel((f, lanes, module) => inlineMath(module, f, name, [lanes], i32.constant(0))[0]);
  compiled.set(name, known);
  return known(x);
}

/** The JavaScript version of a function on an array. */
export function plain(name: SpecialFunction, x: readonly number[]): number[] {
  return x.map((value) => javascript[name](value));
}
