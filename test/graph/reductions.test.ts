// Sums of exponentials at the ends of the numbers, and their gradients.

import { describe, expect, it } from "vitest";
import * as g from "../../src/graph/index.ts";

const value = (node: g.Node, x: number[]): number[] => [...g.evaluate([node], { x })[0]!];
const x = g.parameterInput("x", [3]);

describe("sums of exponentials", () => {
  it("neither overflow nor lose digits", () => {
    expect(value(g.logSumExp(x), [1000, 1000, 1000])[0]).toBeCloseTo(1000 + Math.log(3), 12);
    expect(value(g.logSumExp(x), [-1000, -1001, -1e6])[0]).toBeCloseTo(-1000 + Math.log1p(Math.exp(-1)), 12);
    expect(value(g.logSoftmax(x), [0, -800, -900])).toEqual([0, -800, -900]);
    expect(value(g.softmax(x), [1e5, 0, -1e5])).toEqual([1, 0, 0]);
  });

  it("take minus infinity for nothing", () => {
    expect(value(g.logSumExp(x), [-Infinity, 2, -Infinity])).toEqual([2]);
    expect(value(g.logSumExp(x), [-Infinity, -Infinity, -Infinity])).toEqual([-Infinity]);
    expect(value(g.logAddExp(x, 1), [-Infinity, 1, -2])[0]).toBe(1);
    expect(value(g.logAddExp(x, -Infinity), [-Infinity, 1, -2])).toEqual([-Infinity, 1, -2]);
  });

  it("of two equal ones share the gradient", () => {
    const [a, b] = [g.parameterInput("a", []), g.parameterInput("b", [])];
    expect(g.evaluate(g.gradient(g.logAddExp(a, b), [a, b]), { a: [3], b: [3] }).map(([each]) => each)).toEqual([
      0.5, 0.5,
    ]);
    expect(g.evaluate([g.logAddExp(a, b)], { a: [-Infinity], b: [-Infinity] })[0]![0]).toBe(-Infinity);
  });

  it("have shares as their gradient, also beside minus infinity", () => {
    const [gradient] = g.gradient(g.logSumExp(x), [x]);
    const found = value(gradient!, [-Infinity, 0, Math.log(3)]);
    [0, 0.25, 0.75].forEach((share, i) => expect(found[i]).toBeCloseTo(share, 14));
  });
});

describe("extremes", () => {
  it.each([1, 2, 3, 7, 8])("of %i elements are theirs, and the gradient goes to one of those that tie", (n) => {
    const y = g.parameterInput("x", [n]);
    const values = Array.from({ length: n }, (_, i) => Math.sin(i * 2.3));
    expect(value(g.max(y), values)).toEqual([Math.max(...values)]);
    expect(value(g.min(y), values)).toEqual([Math.min(...values)]);
    for (const points of [values, values.map(() => 1)]) {
      const gradient = value(g.gradient(g.max(y), [y])[0]!, points);
      expect(gradient.filter((each) => each !== 0)).toEqual([1]);
      expect(points[gradient.indexOf(1)]).toBe(Math.max(...points));
    }
  });
});
