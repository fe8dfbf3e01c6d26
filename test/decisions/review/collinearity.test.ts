import { describe, expect, it } from "vitest";
import { conditionNumber, correlations, inflations } from "../../../src/decisions/review/collinearity.ts";

const x1 = [1, 2, 3, 4, 5, 6, 7, 8];
const x2 = [2, 1, 4, 3, 6, 5, 9, 7];
const x3 = [1, 0, 0, 1, 1, 0, 1, 0];

describe("collinearity", () => {
  it("has the variance inflation of regressions of each series on the others, as R has it", () => {
    // 1 / (1 - summary(lm(m[, j] ~ m[, -j]))$r.squared), R 4.2.2
    const found = inflations(correlations([x1, x2, x3]));
    [6.3673469387755102, 6.4367346938775523, 1.4134110787172016].forEach((value, j) =>
      expect(found[j]).toBeCloseTo(value, 10),
    );
    // sqrt(max(e) / min(e)) of e = eigen(cor(m))$values
    expect(conditionNumber(correlations([x1, x2, x3]))).toBeCloseTo(4.8980691616730052, 10);
  });

  it("is none for orthogonal series", () => {
    const matrix = correlations([
      [1, -1, 1, -1],
      [1, 1, -1, -1],
    ]);
    expect(matrix).toEqual([
      [1, 0],
      [0, 1],
    ]);
    expect(inflations(matrix)).toEqual([1, 1]);
    expect(conditionNumber(matrix)).toBe(1);
  });

  it("is infinite for a series that is a sum of others, and leaves one that never changes out", () => {
    const sum = x1.map((value, t) => value + x3[t]);
    const constant = x1.map(() => 0.1 + 0.2);
    const matrix = correlations([x1, x3, sum, constant, x2]);
    const found = inflations(matrix);
    expect(found.slice(0, 3)).toEqual([Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]);
    expect(found[3]).toBeNaN();
    expect(found[4]).toBeGreaterThan(1);
    expect(found[4]).toBeLessThan(10);
    expect(conditionNumber(matrix)).toBe(Number.POSITIVE_INFINITY);
    expect(matrix[3].every(Number.isNaN)).toBe(true);
  });
});
