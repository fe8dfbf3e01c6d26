import { describe, expect, it } from "vitest";
import { randomStream } from "../../../src/numerics/index.ts";
import { lowRankFromDraws } from "../../../src/sampling/adaptation/fisher-low-rank.ts";
import type { Matrices } from "../../../src/sampling/matrices.ts";
import { plainMatrices } from "../../../src/sampling/plain-matrices.ts";
import { samplerModules, webAssemblyMatrices } from "../../../src/sampling/webassembly/index.ts";

const compiled = webAssemblyMatrices(samplerModules().matrices);
const random = randomStream([7]);
const normals = (length: number): Float64Array => {
  const values = new Float64Array(length);
  random.fillNormal(values);
  return values;
};

const sizes = [1, 2, 3, 8, 21, 40];
const same = (use: (matrices: Matrices) => unknown): void => expect(use(compiled)).toEqual(use(plainMatrices));

describe("the linear algebra of adaptation in WebAssembly", () => {
  it.each(sizes)("gives the numbers of JavaScript, bit for bit: %d dimensions", (n) => {
    const count = 2 * n + 5;
    const [draws, gradients] = [normals((count + 3) * n), normals((count + 3) * n)];
    same((matrices) => matrices.standardized(draws, 2, count, n));
    const scale = Float64Array.from({ length: n }, (_, i) => 0.5 + i);
    same((matrices) => {
      const [x, g] = [draws.slice(0, count * n), gradients.slice(0, count * n)];
      matrices.rescale(x, g, count, scale);
      return [x, g];
    });
    same((matrices) => matrices.products(draws.slice(0, count * n), count, n, 0.1));
    const a = plainMatrices.products(draws.slice(0, count * n), count, n, 0.1);
    const b = plainMatrices.products(gradients.slice(0, count * n), count, n, 0.1);
    same((matrices) => matrices.spdMean(a, b, n));
    same((matrices) => matrices.symmetricEigen(a, n));
  });

  it.each<[string, (i: number, j: number) => number]>([
    ["the identity", (i, j) => (i === j ? 1 : 0)],
    ["zeros", () => 0],
    ["a diagonal", (i, j) => (i === j ? 6 - i : 0)],
    ["blocks", (i, j) => (i >> 1 === j >> 1 ? 1 + i + j : 0)],
    ["rank one", (i, j) => (i + 1) * (j + 1)],
    ["sizes far apart", (i, j) => 10 ** -(3 * (i + j)) + (i === j ? 1e-12 : 0)],
  ])("decomposes %s alike", (_, entry) => {
    const n = 6;
    const matrix = Float64Array.from({ length: n * n }, (_, at) => entry(Math.floor(at / n), at % n));
    same((matrices) => matrices.symmetricEigen(matrix, n));
    same((matrices) => matrices.spdMean(matrix, matrix, n));
  });

  it("refuses a matrix that is not finite, like JavaScript", () => {
    for (const matrices of [compiled, plainMatrices]) {
      expect(() => matrices.symmetricEigen(Float64Array.of(1, Number.NaN, Number.NaN, 1), 2)).toThrow("not finite");
    }
  });

  it("makes the same low-rank metric, above a hundred dimensions too", () => {
    for (const [dimension, count] of [
      [12, 60],
      [130, 40],
    ]) {
      const draws = {
        positions: normals(count * dimension),
        gradients: normals(count * dimension),
        from: 0,
        to: count,
      };
      same((matrices) => lowRankFromDraws(draws, dimension, matrices, 2));
    }
  });
});
