import { describe, expect, it } from "vitest";
import { dirichlet, multivariateNormal, orderedVector, normal } from "../../src/distributions/index.ts";
import { constant, dataInput, evaluate, type Node } from "../../src/graph/index.ts";
import { byName, casesOf } from "./support/cases.ts";
import { engineOf } from "./support/engines.ts";
import { integrate } from "./support/quadrature.ts";

const inf = Number.POSITIVE_INFINITY;

const continuous = casesOf(({ integrals }) => integrals);

const counts = casesOf(({ sums }) => sums);

function density(logDensity: (x: Node) => Node): (x: number) => number {
  const x = dataInput("x", []);
  const compute = engineOf("wasm", logDensity(x));
  return (value) => Math.exp(compute({ x: [value] })[0]);
}

describe("the density integrates to one", () => {
  it.each(continuous)("%s(%j)", (name, parameters, points) => {
    const f = density((x) => byName[name](...parameters).logDensity(x));
    let total = 0;
    for (let i = 1; i < points.length; i++) {
      // From each point outwards, so that the peak or the pole is an end of the interval.
      total +=
        points[i - 1] === -inf
          ? integrate((x) => f(points[i] - x), 0, inf, 1e-11)
          : points[i] === inf
            ? integrate((x) => f(points[i - 1] + x), 0, inf, 1e-11)
            : integrate(f, points[i - 1], points[i], 1e-11);
    }
    expect(Math.abs(total - 1)).toBeLessThan(1e-9);
  });

  it("dirichlet, over the triangle", () => {
    const concentration = [1.5, 2, 3];
    const x = dataInput("x", [3]);
    const compute = engineOf("wasm", dirichlet(constant(concentration)).logDensity(x));
    const f = (a: number, b: number): number => Math.exp(compute({ x: [a, b, 1 - a - b] })[0]);
    const total = integrate((a) => integrate((b) => f(a, b), 0, 1 - a, 1e-8), 0, 1, 1e-7);
    expect(Math.abs(total - 1)).toBeLessThan(1e-6);
  });

  it("multivariate normal, over the plane", () => {
    const x = dataInput("x", [2]);
    const compute = engineOf("wasm", multivariateNormal(constant([0.5, -1]), [1, 0, 0.8, 0.3]).logDensity(x));
    const f = (a: number, b: number): number => Math.exp(compute({ x: [a, b] })[0]);
    const inner = (a: number): number => {
      const center = -1 + 0.8 * (a - 0.5);
      return integrate((b) => f(a, center + b), -3, 3, 1e-8);
    };
    expect(Math.abs(integrate(inner, -8, 9, 1e-7) - 1)).toBeLessThan(1e-6);
  });

  it("two ordered normals, over the half-plane where the first is smaller", () => {
    const x = dataInput("x", [2]);
    const compute = engineOf("wasm", orderedVector(normal(1, 2), 2).logDensity(x));
    const f = (a: number, b: number): number => Math.exp(compute({ x: [a, b] })[0]);
    const total = integrate((a) => integrate((b) => f(a, b), a, 21, 1e-8), -19, 20, 1e-7);
    expect(Math.abs(total - 1)).toBeLessThan(1e-6);
  });
});

describe("the probabilities sum to one", () => {
  it.each(counts)("%s(%j)", (name, parameters, last) => {
    const x = constant(Array.from({ length: last + 1 }, (_, i) => i));
    const [values] = evaluate([byName[name](...parameters).logDensity(x)], {});
    const total = values.reduce((sum, value) => sum + Math.exp(value), 0);
    expect(Math.abs(total - 1)).toBeLessThan(1e-11);
  });
});
