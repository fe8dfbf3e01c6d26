// The special functions at the edges of their domains, WebAssembly against JavaScript on dense grids, lanes, and ways of emission.
import { describe, expect, it } from "vitest";
import { type FunctionBuilder, i32, ModuleBuilder, v128 } from "../../../src/compile/wasm/encoder.ts";
import {
  callMath,
  inlineMath,
  type SpecialFunction,
  mathFunction,
  softplusAndLogistic,
} from "../../../src/compile/wasm/math/index.ts";
import { bounds, compileKernel, names, plain, unitOf, webAssembly } from "./support/functions.ts";

const { POSITIVE_INFINITY: inf, NaN: nan, MAX_VALUE: largest, MIN_VALUE: smallest } = Number;

const edges: Readonly<Record<SpecialFunction, readonly (readonly [x: number, y: number])[]>> = {
  exp: [
    [0, 1],
    [-0, 1],
    [inf, inf],
    [-inf, 0],
    [nan, nan],
    [709.782712893384, 1.797693134862273e308],
    [709.79, inf],
    [largest, inf],
    [-745.1, smallest],
    [-746, 0],
    [-largest, 0],
    [smallest, 1],
  ],
  log: [
    [0, -inf],
    [-0, -inf],
    [1, 0],
    [inf, inf],
    [-inf, nan],
    [-1, nan],
    [-smallest, nan],
    [nan, nan],
    [smallest, -744.4400719213812],
    [2 ** -1022, -708.3964185322641],
    [largest, 709.782712893384],
  ],
  log1p: [
    [0, 0],
    [-0, -0],
    [-1, -inf],
    [-1.5, nan],
    [inf, inf],
    [-inf, nan],
    [nan, nan],
    [smallest, smallest],
    [-smallest, -smallest],
    [largest, 709.782712893384],
  ],
  expm1: [
    [0, 0],
    [-0, -0],
    [inf, inf],
    [-inf, -1],
    [nan, nan],
    [-100, -1],
    [1e-300, 1e-300],
    [710, inf],
  ],
  tanh: [
    [0, 0],
    [-0, -0],
    [inf, 1],
    [-inf, -1],
    [nan, nan],
    [30, 1],
    [-30, -1],
    [smallest, smallest],
    [-1e-310, -1e-310],
  ],
  logistic: [
    [0, 0.5],
    [-0, 0.5],
    [inf, 1],
    [-inf, 0],
    [nan, nan],
    [1000, 1],
    [-1000, 0],
    [-745, smallest],
  ],
  softplus: [
    [0, Math.LN2],
    [inf, inf],
    [-inf, 0],
    [nan, nan],
    [1000, 1000],
    [-1000, 0],
    [largest, largest],
    [-745, smallest],
  ],
  lgamma: [
    [0, inf],
    [-0, inf],
    [1, 0],
    [2, 0],
    [inf, inf],
    [-inf, nan],
    [-1, nan],
    [-2.5, nan],
    [nan, nan],
    [smallest, 744.4400719213812],
    [largest, inf],
    [3, Math.LN2],
  ],
  digamma: [
    [0, -inf],
    [inf, inf],
    [-inf, nan],
    [-1, nan],
    [-7.5, nan],
    [nan, nan],
    [1, -0.5772156649015329],
  ],
  trigamma: [
    [0, inf],
    [inf, 0],
    [-inf, nan],
    [-1, nan],
    [-7.5, nan],
    [nan, nan],
    [1e-200, inf],
    [1, Math.PI ** 2 / 6],
  ],
  erf: [
    [0, 0],
    [-0, -0],
    [inf, 1],
    [-inf, -1],
    [nan, nan],
    [7, 1],
    [-7, -1],
    [1e-300, 1.1283791670955126e-300],
  ],
  erfc: [
    [0, 1],
    [-0, 1],
    [inf, 0],
    [-inf, 2],
    [nan, nan],
    [30, 0],
    [-30, 2],
    [largest, 0],
  ],
  erfcx: [
    [0, 1],
    [-0, 1],
    [inf, 0],
    [-inf, inf],
    [nan, nan],
    [-27, inf],
    [-largest, inf],
    [1e300, 5.641895835477563e-301],
    [largest, 3.138408733985445e-309],
  ],
  sin: [
    [0, 0],
    [-0, -0],
    [inf, nan],
    [-inf, nan],
    [nan, nan],
    [1e-310, 1e-310],
    [Math.PI, 1.2246467991473532e-16],
    [1e22, -0.8522008497671888],
    [largest, 0.004961954789184062],
  ],
  cos: [
    [0, 1],
    [-0, 1],
    [inf, nan],
    [-inf, nan],
    [nan, nan],
    [Math.PI / 2, 6.123233995736766e-17],
    [largest, -0.9999876894265599],
  ],
  tan: [
    [0, 0],
    [-0, -0],
    [inf, nan],
    [-inf, nan],
    [nan, nan],
    [Math.PI / 2, 16331239353195370],
    [largest, -0.004962015874444895],
  ],
  atan: [
    [0, 0],
    [-0, -0],
    [inf, Math.PI / 2],
    [-inf, -Math.PI / 2],
    [nan, nan],
    [1, Math.PI / 4],
    [1e-310, 1e-310],
  ],
};

/** Equal bit for bit when exact values are demanded (zero, infinity, NaN), else within the bound. */
function agree(name: SpecialFunction, value: number, exact: number, allowed: number): boolean {
  if (exact === 0 || !Number.isFinite(exact)) return Object.is(value, exact);
  return Math.abs(value - exact) <= allowed * unitOf(name, exact);
}

describe.each(names)("%s", (name) => {
  it("has the right values at the edges of its domain", () => {
    for (const [x, y] of edges[name]) {
      const allowed = bounds[name][0] + 1;
      expect(plain(name, [x])[0], `JavaScript at ${x}`).toSatisfy((value: number) => agree(name, value, y, allowed));
      expect(webAssembly(name, [x, 0.5])[0], `first lane at ${x}`).toSatisfy((value: number) =>
        agree(name, value, y, allowed),
      );
    }
  });

  it("computes each lane as if it were alone", () => {
    const x = edges[name].map((edge) => edge[0]).concat([0.1, 0.7, 1.3, 2.9, 5, 40, 800, 1e-310, -0.4, -3]);
    const alone = x.map((value) => webAssembly(name, [value, value])[0]);
    x.forEach((first, i) => {
      const pairs = x.flatMap((second) => [first, second]);
      const values = webAssembly(name, pairs);
      x.forEach((second, j) => {
        expect(values[2 * j], `${first} beside ${second}`).toBe(alone[i]);
        expect(values[2 * j + 1], `${second} beside ${first}`).toBe(alone[j]);
      });
    });
  });

  it("is the same in WebAssembly and JavaScript on dense grids, within both bounds", () => {
    const grid: number[] = [];
    for (let i = -6000; i <= 6000; i++) grid.push(i / 200 + 1e-7 * i);
    for (let i = -3070; i <= 3070; i++) grid.push(10 ** (i / 10), -(10 ** (i / 10)));
    const fast = webAssembly(name, grid);
    const reference = plain(name, grid);
    const allowed = bounds[name][0] + bounds[name][1];
    const wrong = grid.filter((_, i) => {
      if (!Number.isFinite(reference[i]) || !Number.isFinite(fast[i])) return !Object.is(fast[i], reference[i]);
      return Math.abs(fast[i] - reference[i]) > allowed * unitOf(name, reference[i]);
    });
    expect(wrong).toEqual([]);
  });

  it("gives the same bits inline and called", () => {
    const module = new ModuleBuilder();
    module.memory({ minimumPages: 1 }, "memory");
    const f = module.function("run", [], [], { export: true });
    f.do(v128.store(0, callMath(module, name, v128.load(0))));
    f.do(v128.store(16, callMath(module, name, v128.load(16))));
    expect(mathFunction(module, name)).toBe(mathFunction(module, name));
    const instance = new WebAssembly.Instance(new WebAssembly.Module(module.encode()));
    const memory = new Float64Array((instance.exports.memory as WebAssembly.Memory).buffer);
    const x = [0.3, 1.7, 5.5, 12];
    memory.set(x);
    (instance.exports.run as () => void)();
    expect([...memory.subarray(0, 4)]).toEqual(webAssembly(name, x));
  });
});

describe.each(names)("%s of several vectors, written in turns", (name) => {
  it("has the bits it has alone, also where an argument is rare", () => {
    const count = 6;
    const module = new ModuleBuilder();
    module.memory({ minimumPages: 4 }, "memory");
    const f = module.function("loop", ["i32"], [], { export: true });
    const [end] = f.parameters;
    f.for(0, end, 16 * count, (at) => {
      const x = Array.from({ length: count }, (_, i) => v128.load(at, 16 * i));
      const body = f as unknown as FunctionBuilder;
      inlineMath(module, body, name, x, i32.lt_s(at, 0)).forEach((y, i) => f.do(v128.store(at, y, 16 * i)));
    });
    const instance = new WebAssembly.Instance(new WebAssembly.Module(module.encode()));
    const memory = new Float64Array((instance.exports.memory as WebAssembly.Memory).buffer);
    const x = Array.from({ length: 240 }, (_, i) => (i - 100) * 0.37);
    edges[name].forEach(([edge], i) => (x[(i * 17) % 120] = edge));
    memory.set(x);
    (instance.exports.loop as (bytes: number) => void)(8 * x.length);
    expect([...memory.subarray(0, x.length)]).toEqual(webAssembly(name, x));
  });
});

describe("softplus and logistic together", () => {
  it("have the bits they have alone", () => {
    const x = Array.from({ length: 2000 }, (_, i) => (i - 1000) * 0.77);
    const softplus = compileKernel((f, lanes) => softplusAndLogistic(f, lanes).softplus);
    const logistic = compileKernel((f, lanes) => softplusAndLogistic(f, lanes).logistic);
    expect(softplus(x)).toEqual(webAssembly("softplus", x));
    expect(logistic(x)).toEqual(webAssembly("logistic", x));
  });
});

describe("identities", () => {
  it("logistic is the slope of softplus, digamma of lgamma, trigamma of digamma, to the accuracy of central differences", () => {
    const pairs: [SpecialFunction, SpecialFunction][] = [
      ["softplus", "logistic"],
      ["lgamma", "digamma"],
      ["digamma", "trigamma"],
    ];
    const x = Array.from({ length: 100 }, (_, i) => 0.3 + 0.17 * i);
    const step = 2 ** -17;
    for (const [base, slope] of pairs) {
      const upper = webAssembly(
        base,
        x.map((value) => value + step),
      );
      const lower = webAssembly(
        base,
        x.map((value) => value - step),
      );
      webAssembly(slope, x).forEach((value, i) => {
        // Rounding of the difference, and the third derivative times step^2 / 6 (at most 2 Gamma(4) / x^4 here).
        const rounding = (8 * 2 ** -52 * Math.max(1, Math.abs(upper[i]))) / step;
        const truncation = (12 / x[i] ** 4 + 1) * step ** 2;
        expect(Math.abs((upper[i] - lower[i]) / (2 * step) - value)).toBeLessThan(rounding + truncation);
      });
    }
  });
});
