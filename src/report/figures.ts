// Numbers in the sentences and tables of the report.

import { english, numberFormats, type NumberFormats } from "../charts/format.ts";
import type { Interval } from "../decisions/interval.ts";

export const numbers: NumberFormats = numberFormats(english);

/** `1.2k (0.9k to 1.6k)` */
export function withInterval(
  { median, lower, upper }: Pick<Interval, "median" | "lower" | "upper">,
  print: (value: number) => string = numbers.short,
): string {
  return `${print(median)} (${print(lower)} to ${print(upper)})`;
}

/** `A`, `A and B`, `A, B and C` */
export function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names[names.length - 1]}`;
}

/** A probability from finitely many draws: never 0 or 100 %. */
export function chance(probability: number): string {
  if (probability > 0.99) return "over 99%";
  return probability < 0.01 ? "under 1%" : numbers.percent(probability);
}
