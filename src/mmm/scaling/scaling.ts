// ColumnScaling of columns, so that the same priors suit tables of any size.

import { sum } from "../../numerics/index.ts";

/** scaled = (value - location) / scale. */
export interface Scale {
  readonly location: number;
  readonly scale: number;
}

/** What a column's values are made relative to: divided by their mean or largest, z-scored, or left as they are. */
export type ColumnScaling = "mean" | "max" | "zscore" | "none";

/** In one pass: scales, and with them draws, are those of earlier versions bit for bit. */
export function meanOf(values: ArrayLike<number>): number {
  return sum(values) / values.length;
}

/** With divisor n - 1. */
function standardDeviation(values: ArrayLike<number>): number {
  const center = meanOf(values);
  let total = 0;
  for (let i = 0; i < values.length; i++) total += (values[i] - center) ** 2;
  return Math.sqrt(total / (values.length - 1));
}

function largest(values: ArrayLike<number>): number {
  let result = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) result = Math.max(result, values[i]);
  return result;
}

const scales: Readonly<Record<ColumnScaling, (values: ArrayLike<number>) => Scale>> = {
  mean: (values) => ({ location: 0, scale: meanOf(values) }),
  max: (values) => ({ location: 0, scale: largest(values) }),
  zscore: (values) => ({ location: meanOf(values), scale: standardDeviation(values) }),
  none: () => ({ location: 0, scale: 1 }),
};

export function scaleOf(values: ArrayLike<number>, scaling: ColumnScaling): Scale {
  return scales[scaling](values);
}

/** Scaled rows one after another. */
export function scaledRows(rows: readonly ArrayLike<number>[], by: readonly Scale[]): Float64Array {
  const length = rows[0]?.length ?? 0;
  const result = new Float64Array(rows.length * length);
  rows.forEach((row, i) => {
    const { location, scale } = by[i];
    for (let t = 0; t < length; t++) result[i * length + t] = (row[t] - location) / scale;
  });
  return result;
}
