import { describe, expect, it } from "vitest";
import { dirichlet, multivariateNormal, orderedVector, normal } from "../../src/distributions/index.ts";
import { constant, dataInput, evaluate, type Node } from "../../src/graph/index.ts";
import { byName } from "./support/by-name.ts";
import { engineOf } from "./support/engines.ts";
import { integrate } from "./support/quadrature.ts";

const inf = Number.POSITIVE_INFINITY;

/** Distribution, parameters, and points between which the density is smooth and not too uneven. */
const continuous: readonly (readonly [string, readonly number[], readonly number[]])[] = [
  ["normal", [0, 1], [-inf, 0, inf]],
  ["normal", [3, 0.2], [-inf, 3, inf]],
  ["half_normal", [1], [0, inf]],
  ["half_normal", [30], [0, inf]],
  ["student_t", [1.5, 0, 1], [-inf, 0, inf]],
  ["student_t", [4, -2, 3], [-inf, -2, inf]],
  ["student_t", [60, 1, 0.5], [-inf, 1, inf]],
  ["half_student_t", [3, 2.5], [0, inf]],
  ["half_student_t", [30, 0.1], [0, inf]],
  ["cauchy", [0, 1], [-inf, 0, inf]],
  ["cauchy", [5, 0.1], [-inf, 5, inf]],
  ["half_cauchy", [2.5], [0, inf]],
  ["half_cauchy", [0.1], [0, inf]],
  ["lognormal", [0, 1], [0, 1, inf]],
  ["lognormal", [-1, 0.25], [0, Math.exp(-1), inf]],
  ["gamma", [2, 1], [0, 2, inf]],
  ["gamma", [0.5, 3], [0, 1, inf]],
  ["gamma", [50, 10], [0, 5, inf]],
  ["inverse_gamma", [3, 2], [0, 1, inf]],
  ["inverse_gamma", [0.7, 0.1], [0, 0.1, inf]],
  ["exponential", [0.3], [0, inf]],
  ["exponential", [20], [0, inf]],
  ["beta", [2, 5], [0, 1]],
  ["beta", [0.7, 0.9], [0, 0.5, 1]],
  ["beta", [30, 3], [0, 0.9, 1]],
  ["uniform", [0, 1], [0, 1]],
  ["uniform", [-3, 7.5], [-3, 7.5]],
  ["truncated_normal", [0, 1, -0.5, 0.6], [-0.5, 0.6]],
  ["truncated_normal", [0, 1, 8, 10], [8, 8.5, 10]],
  ["truncated_normal", [0, 1, 30, inf], [30, inf]],
  ["truncated_normal", [2, 3, -inf, -20], [-inf, -20]],
  ["truncated_normal", [0.5, 0.2, 0, inf], [0, 0.5, inf]],
  ["truncated_normal", [0.5, 0.2, -inf, 0.6], [-inf, 0.6]],
  ["laplace", [0, 1], [-inf, 0, inf]],
  ["laplace", [2, 0.3], [-inf, 2, inf]],
  ["laplace_sum_1", [2, 0.3], [-inf, 2, inf]],
  ["laplace_sum_3", [2, 0.3], [-inf, 2, inf]],
  ["normal_laplace", [0, 1, 1], [-inf, 0, inf]],
  ["normal_laplace", [2, 0.3, 2], [-inf, 2, inf]],
  ["normal_laplace", [2, 3, 0.01], [-inf, 2, inf]],
];

/** Distribution, parameters, and the last count summed: what is beyond is below 1e-13. */
const counts: readonly (readonly [string, readonly number[], number])[] = [
  ["bernoulli_logit", [0.3], 1],
  ["bernoulli_logit", [-7], 1],
  ["poisson", [0.3], 40],
  ["poisson", [25], 200],
  ["poisson_log", [1.4], 80],
  ["poisson_log", [5], 500],
  ["negative_binomial", [4, 0.7], 3000],
  ["negative_binomial", [20, 19], 600],
  ["negative_binomial", [20, 21], 600],
  ["negative_binomial", [30, 1e7], 300],
];

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
