// Determinants, for the Jacobians of changes of variables.

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
