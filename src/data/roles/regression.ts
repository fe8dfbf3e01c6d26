// Least squares on a few columns, by Gram-Schmidt: how much of one column others explain.

import { dot, mean } from "../../numerics/index.ts";

/** What is left of a unit column that the others explain in full, up to rounding of its cells. */
const nothingLeft = 1e-9;

/** Columns as an orthonormal basis beside the intercept; those that the ones before explain add nothing. */
export function basisOf(columns: readonly Float64Array[], given: readonly Float64Array[] = []): Float64Array[] {
  const basis = [...given];
  for (const column of columns) {
    const rest = residual(unit(column), basis);
    const length = Math.sqrt(dot(rest, rest));
    if (length > nothingLeft) basis.push(rest.map((value) => value / length));
  }
  return basis;
}

/** Share of the variance of a column that a basis explains, 0 to 1; 0 for a constant column. */
export function explained(column: Float64Array, basis: readonly Float64Array[]): number {
  const centered = unit(column);
  if (dot(centered, centered) === 0) return 0;
  const rest = residual(centered, basis);
  return Math.max(0, 1 - dot(rest, rest));
}

/** The same, less what as many columns of noise would explain. */
export function adjusted(share: number, rows: number, columns: number): number {
  return rows - 1 - columns <= 0 ? 0 : 1 - ((1 - share) * (rows - 1)) / (rows - 1 - columns);
}

/** Correlation of two columns, 0 where one is constant. */
export function correlation(a: Float64Array, b: Float64Array): number {
  return dot(unit(a), unit(b));
}

/** The columns that explain `column` best, one after another, until what they explain reaches `enough` or no column is left. */
export function bestFew(column: Float64Array, others: readonly Float64Array[], enough: number): readonly number[] {
  const chosen: number[] = [];
  let basis: Float64Array[] = [];
  while (chosen.length < others.length && explained(column, basis) < enough) {
    const scores = others.map((other, index) =>
      chosen.includes(index) ? -1 : explained(column, basisOf([other], basis)),
    );
    const best = scores.indexOf(Math.max(...scores));
    chosen.push(best);
    basis = basisOf([others[best]], basis);
  }
  return chosen;
}

function residual(column: Float64Array, basis: readonly Float64Array[]): Float64Array {
  const rest = Float64Array.from(column);
  // Twice is enough (Parlett 1980): the second pass removes what rounding left of the first.
  for (let pass = 0; pass < 2; pass++) {
    for (const vector of basis) {
      const share = dot(rest, vector);
      for (let i = 0; i < rest.length; i++) rest[i] -= share * vector[i];
    }
  }
  return rest;
}

/** Centered, with length 1; zeros where the column is constant. */
function unit(column: Float64Array): Float64Array {
  // Scaled first, so that squares of very large or small values stay in range.
  const scale = column.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  if (scale === 0) return new Float64Array(column.length);
  const scaled = column.map((value) => value / scale);
  const center = mean(scaled);
  const centered = scaled.map((value) => value - center);
  const length = Math.sqrt(dot(centered, centered));
  return length < 1e-13 * Math.sqrt(column.length)
    ? new Float64Array(column.length)
    : centered.map((value) => value / length);
}
