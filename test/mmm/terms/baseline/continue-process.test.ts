// Gaussian processes after rows on which they are known, against the distribution given all of these rows.

import { describe, expect, it } from "vitest";
import { continueProcess } from "../../../../src/mmm/terms/baseline/continue-process.ts";
import { kernels } from "../../../../src/mmm/terms/baseline/hsgp.ts";
import { cholesky, lowerTimes, solveLower } from "../../../../src/numerics/linear-algebra/index.ts";
import { randomStream } from "../../../../src/numerics/random.ts";

const [rows, count, draws] = [60, 26, 4000];

/** Mean and standard deviation of the row `ahead` rows after the table, given the table. */
function exact(factor: Float64Array, path: Float64Array, ahead: number, correlation: (rows: number) => number) {
  const cross = Float64Array.from({ length: rows }, (_, t) => correlation(rows - 1 + ahead - t));
  const [half, whitened] = [new Float64Array(rows), new Float64Array(rows)];
  solveLower(factor, rows, cross, half);
  solveLower(factor, rows, path, whitened);
  return {
    mean: half.reduce((sum, value, k) => sum + value * whitened[k], 0),
    deviation: Math.sqrt(1 - half.reduce((sum, value) => sum + value ** 2, 0)),
  };
}

describe.each(["matern32", "matern52"] as const)("A process with the kernel %s", (kernel) => {
  it.each([6, 13, 30])("goes on as given all it was, at a length of %d rows", (length) => {
    const correlation = (distance: number): number => kernels[kernel].correlation(Math.abs(distance) / length);
    const random = randomStream([length, 3]);
    const matrix = Float64Array.from({ length: rows * rows }, (_, k) => correlation(Math.floor(k / rows) - (k % rows)));
    for (let k = 0; k < rows; k++) matrix[k * (rows + 1)] += 1e-10;
    expect(cholesky(matrix, rows, matrix)).toBe(true);
    const path = new Float64Array(rows);
    lowerTimes(
      matrix,
      rows,
      Float64Array.from({ length: rows }, () => random.normal()),
      path,
    );
    const own = { at: (row: number) => path[row], rows, count, length, correlation: kernels[kernel].correlation };
    const mean = continueProcess({ ...own, normal: () => 0 });
    const squares = new Float64Array(count);
    for (let i = 0; i < draws; i++) {
      continueProcess({ ...own, normal: () => random.normal() }).forEach((value, t) => {
        squares[t] += (value - mean[t]) ** 2 / draws;
      });
    }
    for (const ahead of [4, 13, 26]) {
      const wanted = exact(matrix, path, ahead, correlation);
      // Every third row of a long process is remembered, and the nugget blurs it: a forecast from that is up to a tenth wider, and its mean lies
      // within sqrt(1.1^2 - 1) of these deviations. Beside it, what a nugget of 0.3% makes of a slope.
      const deviation = Math.sqrt(squares[ahead - 1]);
      expect(Math.abs(mean[ahead - 1] - wanted.mean)).toBeLessThan(0.46 * wanted.deviation + 0.02);
      expect(deviation).toBeGreaterThan(0.9 * wanted.deviation - 0.02);
      expect(deviation).toBeLessThan(1.1 * wanted.deviation + 0.02);
    }
  });
});

it("A process goes on from less rows than it would remember", () => {
  const later = continueProcess({
    at: () => 1,
    rows: 2,
    count: 3,
    length: 100,
    correlation: kernels.squared_exponential.correlation,
    normal: () => 0,
  });
  for (const value of later) expect(value).toBeCloseTo(1, 1);
});
