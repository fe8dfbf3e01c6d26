// A Gaussian process of unit size after rows on which its path is known: each value is drawn given those of the last few length scales, at evenly
// spaced rows, with straight lines between them.

import { cholesky, solveLower, solveLowerTransposed } from "../../../numerics/linear-algebra/index.ts";

export interface ProcessPath {
  /** Its value at a row that is known, from 0. */
  readonly at: (row: number) => number;
  /** How many rows are known. */
  readonly rows: number;
  /** How many rows are wanted after them. */
  readonly count: number;
  /** Length scale, in rows. */
  readonly length: number;
  /** Correlation at a distance in length scales. */
  readonly correlation: (distance: number) => number;
  /** Gives standard normal numbers. */
  readonly normal: () => number;
}

/** So many values tell how the process goes on: two length scales, beyond which the kernels of smooth trends remember next to nothing more. */
const remembered = 24;
const perLength = 12;
/**
 * Variance that is added to each of the values: paths that are sums of few sines differ a little from those of the process, and a smooth kernel would take
 * that for its derivatives.
 */
const nugget = 1e-5;

/** The rows after those that are known. */
export function continueProcess({ at, rows, count, length, correlation, normal }: ProcessPath): Float64Array {
  const spacing = Math.max(1, Math.round(Math.min(length / perLength, (rows - 1) / remembered)));
  const known = Math.min(remembered, Math.floor((rows - 1) / spacing) + 1);
  const steps = Math.ceil(count / spacing);
  // Oldest first.
  const values = new Float64Array(known + steps);
  for (let k = 0; k < known; k++) values[k] = at(rows - 1 - (known - 1 - k) * spacing);
  const { weights, deviation } = oneStep(known, spacing / length, correlation);
  for (let step = 0; step < steps; step++) {
    let mean = 0;
    for (let k = 0; k < known; k++) mean += weights[k] * values[step + k];
    values[known + step] = mean + deviation * normal();
  }
  return Float64Array.from({ length: count }, (_, t) => {
    const place = (t + 1) / spacing;
    const before = Math.min(Math.floor(place), steps - 1);
    const share = place - before;
    return (1 - share) * values[known - 1 + before] + share * values[known + before];
  });
}

/** How the next of evenly spaced values follows from so many before it, and how far it is from that. */
function oneStep(
  known: number,
  distance: number,
  correlation: ProcessPath["correlation"],
): { readonly weights: Float64Array; readonly deviation: number } {
  const matrix = new Float64Array(known * known);
  const next = new Float64Array(known);
  for (let i = 0; i < known; i++) {
    next[i] = correlation((known - i) * distance);
    for (let j = 0; j < known; j++) {
      matrix[i * known + j] = correlation(Math.abs(i - j) * distance) + (i === j ? nugget : 0);
    }
  }
  cholesky(matrix, known, matrix);
  const half = new Float64Array(known);
  solveLower(matrix, known, next, half);
  const explained = half.reduce((sum, value) => sum + value ** 2, 0);
  const weights = new Float64Array(known);
  solveLowerTransposed(matrix, known, half, weights);
  return { weights, deviation: Math.sqrt(Math.max(0, 1 - explained)) };
}
