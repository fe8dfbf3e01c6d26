import { describe, expect, it } from "vitest";
import {
  arraySampler,
  dirichlet,
  multivariateNormal,
  normal,
  orderedVector,
  type ScalarDistribution,
} from "../../src/distributions/index.ts";
import { asNode, constant, constantValue, dataInput, evaluate } from "../../src/graph/index.ts";
import { type Random, randomStream } from "../../src/numerics/random.ts";
import { byName, casesOf } from "./support/cases.ts";

// Each test compares draws with the density itself; a right sampler fails one with probability 1e-6 (seeds are fixed).
const draws = 20_000;
/** Kolmogorov's distribution: P(sqrt(n) D > 2.69) = 2 exp(-2 * 2.69^2) = 1e-6. */
const kolmogorovLimit = 2.69;
/** A standard normal exceeds this in size with probability 1e-6. */
const normalLimit = 4.892;

const inf = Number.POSITIVE_INFINITY;

const continuous = casesOf(({ sums, draws: each }) =>
  sums === undefined ? each.map((values) => [values] as const) : [],
);

/** Draws of an array, with the parameters as the model gives them. */
function drawn(distribution: ScalarDistribution, random: Random): Float64Array {
  const out = new Float64Array(draws);
  const parameters = distribution.parameters.map(({ node }) => evaluate([node], {})[0]);
  arraySampler(distribution, [draws])(random, parameters, out);
  return out;
}

describe("draws follow the density (Kolmogorov-Smirnov)", () => {
  it.each(continuous)("%s(%j)", (name, parameters) => {
    const distribution = byName[name](...parameters);
    const sorted = drawn(distribution, randomStream([20240501, parameters.length, name.length])).sort();
    expect(sorted.every(Number.isFinite)).toBe(true);
    const distribute = cumulative(name, parameters, sorted);
    let distance = 0;
    distribute.forEach((probability, i) => {
      distance = Math.max(distance, Math.abs(probability - i / draws), Math.abs((i + 1) / draws - probability));
    });
    expect(distance * Math.sqrt(draws)).toBeLessThan(kolmogorovLimit);
  });
});

/** Distribution function at the sorted draws: the density added up over a fine grid of a map of the line onto (0, 1). */
function cumulative(name: string, parameters: readonly number[], sorted: Float64Array): Float64Array {
  const distribution = byName[name](...parameters);
  const { support } = distribution;
  // x = location + scale * sinh(t) on the line, exp(t) beyond a bound, both resolving every size of number.
  const cells = 4000;
  const middle = sorted[draws / 2];
  const spread = sorted[(3 * draws) / 4] - sorted[draws / 4];
  const forward = (t: number): number => {
    if (support.kind === "real") return middle + spread * Math.sinh(t);
    if (support.kind === "positive") return middle * Math.exp(t);
    if (support.kind === "above") return (support.lower as number) + (middle - (support.lower as number)) * Math.exp(t);
    if (support.kind === "below")
      return (support.upper as number) - ((support.upper as number) - middle) * Math.exp(-t);
    if (support.kind !== "interval") throw new Error(`No map for ${support.kind}.`);
    const [lower, upper] = [support.lower as number, support.upper as number];
    return lower + (upper - lower) / (1 + Math.exp(-t));
  };
  const limit = 40;
  const edges = Float64Array.from({ length: 2 * cells + 1 }, (_, i) => forward(-limit + (i * limit) / cells));
  const x = dataInput("x", [edges.length]);
  const [logDensity] = evaluate([distribution.logDensity(x)], { x: edges });
  const density = logDensity.map((value) => (Number.isFinite(value) ? Math.exp(value) : 0));
  const step = limit / cells;
  const result = new Float64Array(sorted.length);
  // Trapezoids in t: dx/dt by central differences of the map.
  let total = 0;
  let at = 0;
  let before = 0;
  for (let i = 1; i < edges.length - 1 && at < sorted.length; i++) {
    const slope = (forward(-limit + (i + 0.5) * step) - forward(-limit + (i - 0.5) * step)) / step;
    const height = density[i] * slope;
    const area = ((before + height) / 2) * step;
    while (at < sorted.length && sorted[at] <= edges[i]) {
      const share = edges[i] === edges[i - 1] ? 1 : (sorted[at] - edges[i - 1]) / (edges[i] - edges[i - 1]);
      result[at++] = total + area * share;
    }
    total += area;
    before = height;
  }
  while (at < sorted.length) result[at++] = total;
  return result;
}

const counts = casesOf(({ sums, draws: each }) => (sums === undefined ? [] : each.map((values) => [values] as const)));

describe("draws follow the probabilities (chi-squared)", () => {
  it.each(counts)("%s(%j)", (name, parameters) => {
    const distribution = byName[name](...parameters);
    const random = randomStream([7, parameters.length, name.length]);
    const largest = 2000;
    const seen = new Float64Array(largest + 1);
    for (const value of drawn(distribution, random)) seen[value]++;
    const { support } = distribution;
    const possible =
      support.kind === "whole" ? Math.min(constantValue(asNode(support.upper)) ?? largest, largest) + 1 : undefined;
    const x = constant(Array.from(seen, (_, i) => i).slice(0, possible));
    const expected = evaluate([distribution.logDensity(x)], {})[0].map((value) => draws * Math.exp(value));
    // Neighboring counts are joined until 20 draws are expected.
    let statistic = 0;
    let bins = 0;
    let [observed, wanted, left] = [0, 0, draws];
    expected.forEach((value, i) => {
      wanted += value;
      observed += seen[i];
      if (wanted < 20 || left - wanted < 20) return;
      statistic += (observed - wanted) ** 2 / wanted;
      left -= wanted;
      bins++;
      observed = wanted = 0;
    });
    statistic += (observed - wanted) ** 2 / wanted;
    // Wilson and Hilferty: the cube root of chi-squared / df is nearly normal.
    const z = (Math.cbrt(statistic / bins) - (1 - 2 / (9 * bins))) / Math.sqrt(2 / (9 * bins));
    expect(z).toBeLessThan(normalLimit);
  });

  it("poisson with a mean of 1e9 has that mean and variance", () => {
    const random = randomStream([11]);
    const mean = 1e9;
    let [first, second] = [0, 0];
    for (let i = 0; i < draws; i++) {
      const z = (byName.poisson(mean).draw(random, [mean]) - mean) / Math.sqrt(mean);
      first += z;
      second += z * z;
    }
    expect(Math.abs(first / Math.sqrt(draws))).toBeLessThan(normalLimit);
    expect(Math.abs((second - draws) / Math.sqrt(2 * draws))).toBeLessThan(normalLimit);
  });
});

describe("vectors are drawn", () => {
  it("from a multivariate normal with its mean and covariance", () => {
    const factor = [1, 0, 0.8, 0.3];
    const distribution = multivariateNormal(constant([1, -2]), factor);
    const random = randomStream([3]);
    const out = new Float64Array(2);
    const sums = [0, 0, 0];
    for (let i = 0; i < draws; i++) {
      distribution.drawArray(random, [[1, -2]], out);
      // Whitened by hand, the elements are independent standard normals.
      const first = out[0] - 1;
      const second = (out[1] + 2 - 0.8 * first) / 0.3;
      sums[0] += first;
      sums[1] += second;
      sums[2] += first * second;
    }
    for (const total of sums) expect(Math.abs(total / Math.sqrt(draws))).toBeLessThan(normalLimit);
  });

  it("from a Dirichlet with its means and variances, small concentrations included", () => {
    const concentration = [0.01, 0.5, 3];
    const distribution = dirichlet(constant(concentration));
    const random = randomStream([4]);
    const out = new Float64Array(3);
    const total = 3.51;
    const sums = [0, 0, 0];
    for (let i = 0; i < draws; i++) {
      distribution.drawArray(random, [concentration], out);
      expect(Math.abs(out[0] + out[1] + out[2] - 1)).toBeLessThan(1e-15);
      out.forEach((x, k) => {
        sums[k] += x;
      });
    }
    concentration.forEach((a, k) => {
      const sd = Math.sqrt(((a / total) * (1 - a / total)) / (total + 1));
      expect(Math.abs(sums[k] / draws - a / total) / (sd / Math.sqrt(draws))).toBeLessThan(normalLimit);
    });
  });

  it("in order from ordered normals", () => {
    const distribution = orderedVector(normal(1, 2), 3);
    const random = randomStream([5]);
    const out = new Float64Array(3);
    let middle = 0;
    for (let i = 0; i < draws; i++) {
      distribution.drawArray(random, [[1], [2]], out);
      expect(out[0] < out[1] && out[1] < out[2]).toBe(true);
      middle += out[1] < 1 ? 1 : 0;
    }
    // The middle one of three is below the median with probability 1/2.
    expect(Math.abs(middle - draws / 2) / Math.sqrt(draws / 4)).toBeLessThan(normalLimit);
  });
});

describe("distributions", () => {
  it("refuse parameters that make no sense, naming them", () => {
    expect(() => normal(0, -1)).toThrow("The sd of normal must be a finite number above 0. Received -1.");
    expect(() => byName.beta(0, 1)).toThrow("The a of beta must be a finite number above 0. Received 0.");
    expect(() => byName.uniform(0, inf)).toThrow("The upper of uniform must be a finite number. Received Infinity.");
    expect(() => byName.truncated_normal(0, 1, Number.NaN, 1)).toThrow(
      "The lower of truncated_normal must be a number",
    );
    expect(() => multivariateNormal(0, [1, 2, 3])).toThrow("A Cholesky factor is a square matrix. Received 3 numbers.");
    expect(() => multivariateNormal(0, [1, 2, 0, 1])).toThrow("row 1, column 2 is not. Received 2.");
    expect(() => orderedVector(byName.beta(1, 1), 2)).toThrow(
      "ordered_beta: An ordered vector needs a distribution on the whole line or on all positive numbers.",
    );
  });
});
