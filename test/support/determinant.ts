// Jacobians of changes of variables and their determinants.

/** Log of the absolute determinant of a matrix given by rows, by elimination with partial pivoting. */
export function logDeterminant(rows: number[][]): number {
  const a = rows.map((row) => [...row]);
  let log = 0;
  for (let k = 0; k < a.length; k++) {
    const pivot = a.slice(k).reduce((best, row, i) => (Math.abs(row[k]) > Math.abs(a[best][k]) ? k + i : best), k);
    [a[k], a[pivot]] = [a[pivot], a[k]];
    log += Math.log(Math.abs(a[k][k]));
    for (let i = k + 1; i < a.length; i++) {
      const share = a[i][k] / a[k][k];
      for (let j = k; j < a.length; j++) a[i][j] -= share * a[k][j];
    }
  }
  return log;
}

/** Columns of the Jacobian of `map` at `position`, by central differences of fourth order. */
export function jacobianColumns(
  position: Float64Array,
  map: (position: Float64Array) => readonly number[],
): number[][] {
  // Errors of h^4 and of rounding / h are both below 1e-9 for maps of about unit scale.
  const h = 1e-3;
  return Array.from(position, (start, j) => {
    const at = (x: number): readonly number[] => map(position.with(j, x));
    const [a, b, c, d] = [at(start - 2 * h), at(start - h), at(start + h), at(start + 2 * h)];
    return a.map((_, i) => (a[i] - 8 * b[i] + 8 * c[i] - d[i]) / (12 * h));
  });
}
