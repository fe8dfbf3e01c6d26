import { describe, expect, it } from "vitest";
import { cholesky, lowerTimes, lowerTransposedTimes } from "../../../src/numerics/linear-algebra/cholesky.ts";
import { spdMean } from "../../../src/numerics/linear-algebra/spd-mean.ts";
import { symmetricEigen } from "../../../src/numerics/linear-algebra/symmetric-eigen.ts";
import { randomStream } from "../../../src/numerics/random.ts";

const diagonal = (...values: number[]): Float64Array => {
  const out = new Float64Array(values.length ** 2);
  values.forEach((value, i) => {
    out[i * values.length + i] = value;
  });
  return out;
};

const times = (a: Float64Array, b: Float64Array, n: number): Float64Array =>
  Float64Array.from({ length: n * n }, (_, at) => {
    let sum = 0;
    for (let k = 0; k < n; k++) sum += a[Math.floor(at / n) * n + k] * b[k * n + (at % n)];
    return sum;
  });

function positiveDefinite(n: number, seed: number): Float64Array {
  const factor = new Float64Array(n * n);
  randomStream([seed]).fillNormal(factor);
  const transposed = factor.map((_, at) => factor[(at % n) * n + Math.floor(at / n)]);
  return times(factor, transposed, n).map((value, at) => value + (at % (n + 1) === 0 ? 0.1 : 0));
}

const largestDifference = (a: Float64Array, b: Float64Array): number =>
  a.reduce((worst, value, i) => Math.max(worst, Math.abs(value - b[i])), 0);

describe("cholesky", () => {
  it("has a factor whose products give the matrix back", () => {
    const n = 12;
    const matrix = positiveDefinite(n, 1);
    const factor = new Float64Array(n * n);
    expect(cholesky(matrix, n, factor)).toBe(true);
    const [unit, half, column] = Array.from({ length: 3 }, () => new Float64Array(n));
    for (let j = 0; j < n; j++) {
      unit.fill(0);
      unit[j] = 1;
      lowerTransposedTimes(factor, n, unit, half);
      lowerTimes(factor, n, half, column);
      for (let i = 0; i < n; i++) expect(column[i]).toBeCloseTo(matrix[i * n + j], 11);
    }
  });

  it("refuses a matrix that is not positive definite", () => {
    expect(cholesky(Float64Array.of(1, 2, 2, 1), 2, new Float64Array(4))).toBe(false);
    expect(cholesky(Float64Array.of(Number.NaN), 1, new Float64Array(1))).toBe(false);
  });
});

describe("symmetricEigen", () => {
  it.each([1, 2, 3, 17, 60])("decomposes a %d x %d matrix into orthonormal vectors and ascending values", (n) => {
    const matrix = positiveDefinite(n, 2);
    const { values, vectors } = symmetricEigen(matrix, n);
    const transposed = vectors.map((_, at) => vectors[(at % n) * n + Math.floor(at / n)]);
    expect(largestDifference(times(vectors, transposed, n), diagonal(...new Array(n).fill(1)))).toBeLessThan(1e-13 * n);
    const rebuilt = times(transposed, times(diagonal(...values), vectors, n), n);
    expect(largestDifference(rebuilt, matrix)).toBeLessThan(1e-13 * n * values[n - 1]);
    for (let i = 1; i < n; i++) expect(values[i]).toBeGreaterThanOrEqual(values[i - 1]);
  });

  it("handles repeated and zero eigenvalues", () => {
    const { values } = symmetricEigen(new Float64Array(16).fill(1), 4);
    [0, 0, 0, 4].forEach((expected, i) => {
      expect(values[i]).toBeCloseTo(expected, 14);
    });
    expect(Array.from(symmetricEigen(diagonal(2, 2, 2), 3).values)).toEqual([2, 2, 2]);
  });

  // Seeds with which off-diagonals of the cluster stay above its own rounding, sweep after sweep.
  it.each([25, 35, 61])("decomposes a few large values above a cluster of small ones (seed %d)", (seed) => {
    const n = 87;
    const large = [6500, 7800, 2900, 1800, 600];
    const factor = new Float64Array(n * large.length);
    randomStream([seed]).fillNormal(factor);
    const matrix = Float64Array.from({ length: n * n }, (_, at) => {
      const [i, j] = [Math.floor(at / n), at % n];
      return large.reduce(
        (sum, value, k) => sum + (value / n) * factor[i * large.length + k] * factor[j * large.length + k],
        i === j ? 0.01 : 0,
      );
    });
    const { values, vectors } = symmetricEigen(matrix, n);
    const transposed = vectors.map((_, at) => vectors[(at % n) * n + Math.floor(at / n)]);
    const rebuilt = times(transposed, times(diagonal(...values), vectors, n), n);
    expect(largestDifference(rebuilt, matrix)).toBeLessThan(1e-13 * n * values[n - 1]);
  });
});

describe("spdMean", () => {
  it("of diag(1, 4, 8) and diag(1, 1, 1/2) is diag(1, 2, 4)", () => {
    const mean = spdMean(diagonal(1, 4, 8), diagonal(1, 1, 0.5), 3);
    expect(largestDifference(mean ?? new Float64Array(9), diagonal(1, 2, 4))).toBeLessThan(1e-14);
  });

  it("is the symmetric S with S B S = A", () => {
    const n = 9;
    const a = positiveDefinite(n, 3);
    const b = positiveDefinite(n, 4);
    const mean = spdMean(a, b, n);
    if (mean === undefined) throw new Error("not positive definite");
    expect(largestDifference(times(mean, times(b, mean, n), n), a)).toBeLessThan(1e-10 * Math.max(...a));
  });
});
