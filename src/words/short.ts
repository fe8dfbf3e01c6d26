// Large numbers in short: 940, 1.2k, 12.3k, 1.25M. For charts and for the sentences beside them.

import { english, type Locale } from "./locale.ts";
import { type Alike, decimalsFor, fixed, minus, missing, type Print } from "./numbers.ts";

/** The power of thousand (0 to 4) in which a number is printed. */
export function powerOf(size: number): number {
  return size < 1000 ? 0 : Math.min(4, Math.floor(Math.log10(size) / 3 + 1e-12));
}

/** Three significant digits and a sign for thousands, without trailing zeros: 940, 1.2k, 12.3k, 1.25M. */
export function shortIn(value: number, locale: Locale): string {
  if (Number.isNaN(value)) return missing;
  if (!Number.isFinite(value)) return value > 0 ? "∞" : `${minus}∞`;
  if (value === 0) return "0";
  // Rounded first, so that 999.6 is 1k and not 1,000.
  const rounded = Number(value.toPrecision(3));
  const power = powerOf(Math.abs(rounded));
  const scaled = rounded / 1000 ** power;
  const decimals = Math.min(6, decimalsFor(Math.abs(scaled), 3));
  const text = fixed(scaled, decimals, locale);
  const trimmed = decimals === 0 ? text : text.replace(/0+$/, "").replace(/[.,]$/, "");
  return trimmed + (power === 0 ? "" : locale.powers[power - 1]);
}

export const short: Print = (value) => shortIn(value, english);

/** The same unit and the same decimals for numbers that stand together: 1.20M, 0.95M, 1.46M. */
export const shorts: Alike = (values, locale = english) => {
  const sizes = values.filter(Number.isFinite).map(Math.abs);
  const largest = Math.max(...sizes, 0);
  // Rounding errors of what adds up to nothing.
  if (largest < 1e-6) return (value) => fixed(value, 0);
  const power = powerOf(Number(largest.toPrecision(3)));
  const unit = 1000 ** power;
  const decimals = Math.min(6, decimalsFor(largest / unit, 3));
  const sign = power === 0 ? "" : locale.powers[power - 1];
  return (value) =>
    value === 0 || !Number.isFinite(value) ? fixed(value, 0) : fixed(value / unit, decimals, locale) + sign;
};
