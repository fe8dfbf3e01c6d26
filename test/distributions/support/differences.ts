// Derivatives by finite differences: central differences extrapolated to step zero (Ridders 1982).

/** d f / d x at `x` with an estimate of the error, from steps of `step` downwards. */
export function derivative(f: (x: number) => number, x: number, step: number): { value: number; error: number } {
  const shrink = 1.4;
  const rows = 12;
  let previous: number[] = [];
  let best = { value: Number.NaN, error: Number.POSITIVE_INFINITY };
  let h = step;
  for (let i = 0; i < rows; i++, h /= shrink) {
    const row = [(f(x + h) - f(x - h)) / (2 * h)];
    let factor = shrink * shrink;
    for (let j = 1; j <= i; j++, factor *= shrink * shrink) {
      row.push((row[j - 1] * factor - previous[j - 1]) / (factor - 1));
      const error = Math.max(Math.abs(row[j] - row[j - 1]), Math.abs(row[j] - previous[j - 1]));
      if (error <= best.error) best = { value: row[j], error };
    }
    previous = row;
  }
  return best;
}
