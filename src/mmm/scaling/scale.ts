// What scaled values are made from values by.

/** scaled = (value - location) / scale. */
export interface Scale {
  readonly location: number;
  readonly scale: number;
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
