import { describe, expect, it } from "vitest";
import {
  choleskyCorrelation,
  choleskyCovariance,
  interval,
  ordered,
  positive,
  positiveOrdered,
  real,
  simplex,
  type Support,
  sumToZero,
  transformTo,
  unitInterval,
} from "../../src/distributions/index.ts";
import { evaluate, parameterInput, type Shape, sizeOf, sum } from "../../src/graph/index.ts";
import { derivative } from "./support/differences.ts";
import { logDeterminant } from "../support/determinant.ts";

const cases: readonly (readonly [string, Support, Shape, number])[] = [
  ["real", real, [3], 3],
  ["positive", positive, [3], 3],
  ["above 2", interval(2, Number.POSITIVE_INFINITY), [3], 3],
  ["below -1", interval(Number.NEGATIVE_INFINITY, -1), [3], 3],
  ["unit interval", unitInterval, [3], 3],
  ["between -2 and 5", interval(-2, 5), [2, 2], 4],
  ["ordered", ordered, [4], 4],
  ["two ordered vectors", ordered, [2, 3], 6],
  ["positive ordered", positiveOrdered, [4], 4],
  ["two positive ordered vectors", positiveOrdered, [2, 3], 6],
  ["sum to zero", sumToZero, [4], 3],
  ["two vectors that sum to zero", sumToZero, [2, 3], 4],
  ["sum to zero of two", sumToZero, [2], 1],
  ["Cholesky factor of a correlation matrix", choleskyCorrelation, [4, 4], 6],
  ["two Cholesky factors of correlation matrices", choleskyCorrelation, [2, 3, 3], 6],
  ["Cholesky factor of a covariance matrix", choleskyCovariance, [3, 3], 6],
  ["two Cholesky factors of covariance matrices", choleskyCovariance, [2, 2, 2], 6],
  ["simplex", simplex, [4], 3],
  ["two vectors on the simplex", simplex, [2, 3], 4],
];

const positions = [-1.3, 0.4, 2.1, -0.2, 0.9, -2.5];

describe.each(cases)("the transform onto %s", (_, support, shape, free) => {
  const transform = transformTo(support, shape);
  const u = parameterInput("u", transform.unconstrainedShape);
  const { value, logJacobian } = transform.constrain(u);
  const start = positions.slice(0, free);
  const values = (given: readonly number[]): Float64Array => evaluate([value], { u: given })[0];

  it("takes as many free numbers as it says and gives values of the shape", () => {
    expect(sizeOf(transform.unconstrainedShape)).toBe(free);
    expect(value.shape).toEqual(shape);
  });

  it("gives values inside the support", () => {
    const result = values(start);
    const length = shape.at(-1)!;
    if (support.kind === "positive") expect(Math.min(...result)).toBeGreaterThan(0);
    if (support.kind === "above") expect(Math.min(...result)).toBeGreaterThan(2);
    if (support.kind === "below") expect(Math.max(...result)).toBeLessThan(-1);
    if (support.kind === "positiveOrdered") expect(Math.min(...result)).toBeGreaterThan(0);
    if (support.kind === "sumToZero") {
      for (let v = 0; v < result.length; v += length) {
        const total = result.subarray(v, v + length).reduce((a, b) => a + b, 0);
        expect(Math.abs(total)).toBeLessThan(16 * Number.EPSILON);
      }
    }
    if (support.kind === "choleskyCorrelation" || support.kind === "choleskyCovariance") {
      result.forEach((x, i) => {
        const [row, column] = [Math.floor(i / length) % length, i % length];
        if (column > row) expect(x).toBe(0);
        if (column === row) expect(x).toBeGreaterThan(0);
        if (support.kind === "choleskyCorrelation" && column === row) {
          expect(Math.hypot(...result.subarray(i - column, i + 1))).toBeCloseTo(1, 14);
        }
      });
    }
    if (support.kind === "ordered" || support.kind === "positiveOrdered") {
      result.forEach((x, i) => {
        if (i % length > 0) expect(x).toBeGreaterThan(result[i - 1]);
      });
    }
    if (support.kind === "simplex") {
      for (let v = 0; v < result.length; v += length) {
        const total = result.subarray(v, v + length).reduce((a, b) => a + b, 0);
        expect(Math.abs(total - 1)).toBeLessThan(4 * Number.EPSILON);
      }
      expect(Math.min(...result)).toBeGreaterThan(0);
    }
  });

  it("is undone by unconstrain", () => {
    const back = transform.unconstrain(values(start));
    back.forEach((x, i) => {
      expect(Math.abs(x - start[i])).toBeLessThan(1e-13);
    });
  });

  it("is undone in the graph", () => {
    const [back] = evaluate([transform.invert(value)], { u: start });
    back.forEach((x, i) => {
      expect(Math.abs(x - start[i])).toBeLessThan(1e-13);
    });
  });

  it("has the log Jacobian that finite differences give", () => {
    const length = shape.at(-1)!;
    const kept = [...values(start).keys()].filter((i) => {
      const [row, column] = [Math.floor(i / length) % length, i % length];
      // On the simplex the last element of each vector follows from the others, of a factor of a correlation matrix the diagonal.
      if (support.kind === "simplex") return column !== length - 1;
      if (support.kind === "choleskyCorrelation") return column < row;
      return support.kind !== "choleskyCovariance" || column <= row;
    });
    const rows = kept.map((i) => start.map((x, j) => derivative((t) => values(start.with(j, t))[i], x, 0.1).value));
    const [total] = evaluate([sum(logJacobian)], { u: start });
    // Volumes in the plane of vectors that sum to zero are those of its own coordinates.
    const gram = start.map((_, j) => start.map((__, k) => rows.reduce((dot, row) => dot + row[j] * row[k], 0)));
    const expected = support.kind === "sumToZero" ? logDeterminant(gram) / 2 : logDeterminant(rows);
    expect(Math.abs(total[0] - expected)).toBeLessThan(1e-9);
  });
});

describe("transforms", () => {
  it("keep a finite log Jacobian where the values round to the ends of an interval", () => {
    const u = parameterInput("u", [2]);
    const { logJacobian } = transformTo(unitInterval, [2]).constrain(u);
    const [jacobian] = evaluate([logJacobian], { u: [800, -800] });
    expect([...jacobian]).toEqual([-800, -800]);
  });

  it("take bounds that are computed from other parameters", () => {
    const lower = parameterInput("lower", []);
    const u = parameterInput("u", [2]);
    const transform = transformTo({ kind: "above", lower }, [2]);
    const bindings = { lower: [3], u: [0, Math.log(2)] };
    const [values] = evaluate([transform.constrain(u).value], bindings);
    expect([...values]).toEqual([4, 5]);
    const back = transform.unconstrain(values, (bound) => evaluate([bound], bindings)[0]);
    expect([...back]).toEqual([0, Math.log(2)]);
  });

  it("refuse values outside the support, saying which and why", () => {
    const unconstrain =
      (support: Support, ...values: number[]) =>
      () =>
        transformTo(support, [values.length]).unconstrain(Float64Array.from(values));
    expect(unconstrain(positive, 1, 0)).toThrow("Element 2 must be a number above 0, not 0.");
    expect(unconstrain(unitInterval, 1.5)).toThrow("Element 1 must be a number between 0 and 1, not 1.5.");
    expect(unconstrain(ordered, 1, 1)).toThrow("Element 2 must be larger than the one before, not 1.");
    expect(unconstrain(simplex, 0.5, 0.6)).toThrow("A vector on the simplex must sum to 1, not 1.1.");
    expect(unconstrain(simplex, 1, 0)).toThrow("Element 2 must be a number above 0, not 0.");
    expect(unconstrain(positiveOrdered, -1, 1)).toThrow(
      "Element 1 must be larger than the one before and above 0, not -1.",
    );
    expect(unconstrain(sumToZero, 1, 1)).toThrow("The vector must sum to 0, not 2.");
    const matrix =
      (support: Support, ...numbers: number[]) =>
      () =>
        transformTo(support, [2, 2]).unconstrain(Float64Array.from(numbers));
    expect(matrix(choleskyCovariance, 1, 2, 0, 1)).toThrow("Row 1, column 2 of a Cholesky factor must be 0, not 2.");
    expect(matrix(choleskyCovariance, 1, 0, 0, -1)).toThrow(
      "Row 2, column 2 of a Cholesky factor must be a number above 0",
    );
    expect(matrix(choleskyCorrelation, 1, 0, 0.6, 0.9)).toThrow("Row 2 of the Cholesky factor of a correlation matrix");
    expect(() => transformTo(real, [2]).unconstrain(Float64Array.of(1))).toThrow("1 values do not fill shape [2].");
  });

  it("refuse intervals without room", () => {
    expect(() => interval(2, 2)).toThrow("lower bound below its upper bound, not 2 and 2");
  });
});
