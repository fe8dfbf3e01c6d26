// What is made of repeated measurements: median and range, ratios of neighbors in time, growth.

export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

export function spread(values: readonly number[]): Spread {
  return { median: median(values), least: Math.min(...values), most: Math.max(...values) };
}

/** Ratios round by round, so that what slows a machine down for a while slows both down. */
export function ratios(numerators: readonly number[], denominators: readonly number[]): Spread {
  return spread(numerators.map((value, round) => value / denominators[round]));
}

/** Least-squares slope of log(cost) over log(size): 1 when cost grows linearly. */
export function growthExponent(sizes: readonly number[], costs: readonly number[]): number {
  const x = sizes.map(Math.log);
  const y = costs.map(Math.log);
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [centerX, centerY] = [mean(x), mean(y)];
  const across = mean(x.map((value, i) => (value - centerX) * (y[i] - centerY)));
  return across / mean(x.map((value) => (value - centerX) ** 2));
}

/** Three significant digits, no exponent. */
export function short(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const digits = value === 0 ? 0 : Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return value.toFixed(Math.min(digits, 6));
}

/** "median (least - most)" */
export function shortSpread({ median: middle, least, most }: Spread): string {
  return least === most ? short(middle) : `${short(middle)} (${short(least)} - ${short(most)})`;
}
