// The derivative of every operation against finite differences.

import { describe, expect, it } from "vitest";
import * as g from "../../src/graph/index.ts";
import { cases } from "./support/cases.ts";
import { discrepancy } from "./support/differences.ts";

describe("the gradient", () => {
  // Truncation h^4 with h = 1e-4 is far below rounding, 1e-16 / h times the size of the value.
  it.each(Object.keys(cases))("equals finite differences on %s", (name) => {
    expect(discrepancy(cases[name]!())).toBeLessThan(1e-8);
  });

  it("of digamma is trigamma", () => {
    const x = g.parameterInput("x", [3]);
    expect(discrepancy({ parameters: [x], data: [], outputs: [g.digamma(g.exp(x))] })).toBeLessThan(1e-8);
  });

  it("refuses an output that is not one number", () => {
    const x = g.parameterInput("x", [3]);
    expect(() => g.gradient(g.exp(x), [x])).toThrow("Only a single number can be differentiated.");
  });

  it("is zero for what the output does not depend on", () => {
    const [x, y] = [g.parameterInput("x", []), g.parameterInput("y", [2])];
    expect(g.evaluate(g.gradient(g.exp(x), [y]), { x: [1], y: [1, 2] })[0]).toEqual(Float64Array.of(0, 0));
  });
});

describe("simplification", () => {
  const u = g.parameterInput("u", [4]);

  it.each([
    ["log(exp(u)) is u", () => g.log(g.exp(u)), u],
    ["exp(log(u)) is u", () => g.exp(g.log(u)), u],
    ["u + 0 is u", () => g.add(u, 0), u],
    ["u * 1 is u", () => g.multiply(1, u), u],
    ["-(-u) is u", () => g.negate(g.negate(u)), u],
  ])("%s", (_, make, expected) => expect(make()).toBe(expected));

  it("keeps the digits of the log of a logistic in both tails", () => {
    const nodes = [g.log(g.logistic(u)), g.log1p(g.negate(g.logistic(u))), g.log(g.subtract(1, g.logistic(u)))];
    const values = g.evaluate(nodes, { u: [-800, -40, 40, 800] });
    expect(values[0]![0]).toBe(-800);
    expect(values[0]![2]).toBeCloseTo(-Math.exp(-40), 30);
    expect(values[1]![3]).toBe(-800);
    expect(values[2]![3]).toBe(-800);
  });

  it("takes out of a sum what is constant along it", () => {
    const x = g.dataInput("x", [5, 4]);
    const s = g.sum(g.add(g.multiply(x, 3), 2));
    const inside = g.topologicalOrder([s]).filter((node) => node.kind === "binary" && g.sizeOf(node.shape) > 1);
    expect(inside).toEqual([]);
    const ones = new Float64Array(20).fill(1);
    expect(g.evaluate([s], { x: ones })[0]![0]).toBe(100);
  });

  it("makes one node of equal sub-graphs", () => {
    const a = g.add(g.exp(g.multiply(u, 2)), 1);
    const b = g.add(1, g.exp(g.multiply(2, u)));
    const [first, second] = g.mergeEqual([a, b]);
    expect(first).toBe(second);
  });

  it("folds constants", () => {
    const folded = g.add(g.exp(g.constant(0)), g.multiply(2, g.constant([1, 2, 3])));
    expect(folded.kind).toBe("constant");
    expect(g.evaluate([folded], {})[0]).toEqual(Float64Array.of(3, 5, 7));
  });
});

describe("the gradient of a value that is read in many pieces", () => {
  it("grows with the number of pieces, not with its square", () => {
    const countOf = (steps: number): number => {
      const [e, phi] = [g.parameterInput("e", [steps]), g.parameterInput("phi", [])];
      let state = g.constant(0);
      for (let t = 0; t < steps; t++) state = g.add(g.multiply(phi, state), g.pick(e, t));
      const gradients = g.gradient(g.square(state), [e, phi]);
      return g.topologicalOrder(gradients).reduce((total, { shape }) => total + g.sizeOf(shape), 0);
    };
    expect(countOf(400)).toBeLessThan(2.1 * countOf(200));
  });
});

describe("power", () => {
  it("of a negative number is what multiplication gives, and NaN for exponents between whole ones", () => {
    const of = (exponent: g.Operand): number[] => [
      ...g.evaluate([g.power(g.constant([-2, -1, 0, 3]), exponent)], {})[0]!,
    ];
    expect(of(21)).toEqual([-(2 ** 21), -1, 0, 3 ** 21]);
    expect(of(-2)).toEqual([0.25, 1, Number.POSITIVE_INFINITY, 1 / 9]);
    const mixed = of(g.constant([3, -4, 0, 0.5]));
    [-8, 1, 1, Math.sqrt(3)].forEach((wanted, i) => expect(mixed[i]).toBeCloseTo(wanted, 12));
    expect(of(g.constant([1.5, 2, 1, 1]))[0]).toBeNaN();
  });
});

describe("gather", () => {
  it("refuses indices that are not whole numbers of the axis", () => {
    const x = g.parameterInput("x", [3]);
    for (const bad of [0.7, 3, -4, Number.NaN]) expect(() => g.gather(x, [bad])).toThrow("into an axis of 3");
  });
});
