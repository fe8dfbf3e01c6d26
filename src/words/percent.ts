// Shares, changes and probabilities in percent, without a space before the sign.

import { english, type Locale } from "./locale.ts";
import { type Alike, decimalsFor, decimalsForSpan, fixed, missing, type Print, signed } from "./numbers.ts";

/** Percents below this have no digit among two decimals. */
const tiny = 0.005;

/** Two significant digits below ten percent, none after the point from there on: `12%`, `5.7%`, `0.03%`, `−50%`. */
export function percentIn(share: number, locale: Locale): string {
  const value = 100 * share;
  if (Number.isNaN(value)) return missing;
  const size = Math.abs(value);
  const whole = Math.abs(size - Math.round(size)) < 1e-6;
  const decimals = whole || size >= 9.95 ? 0 : size >= 0.095 ? 1 : 2;
  return `${fixed(value, decimals, locale)}%`;
}

export const percent: Print = (share) => percentIn(share, english);

/** Percents that stand together, with the same decimals: `12%`, `8%`, `16%`; `5.7%`, `0.3%`, `9.0%`. */
export const percents: Alike = (shares, locale) => {
  const values = shares.filter(Number.isFinite).map((share) => 100 * share);
  const largest = Math.max(...values.map(Math.abs), 0);
  if (largest < tiny && largest > 1e-10) {
    return (share) => (Number.isNaN(share) ? missing : `${fixed(100 * share, decimalsFor(largest, 2), locale)}%`);
  }
  const decimals =
    largest < 0.005 ? 0 : Math.max(largest === 0 ? 0 : decimalsFor(largest, 2), decimalsForSpan(values, 1));
  return (share) =>
    Number.isNaN(share) ? missing : `${fixed(100 * share, Math.min(decimals, largest >= 9.95 ? 1 : 2), locale)}%`;
};

/** A change with its sign: `+12%`, `−5.2%`. */
export const change: Print = signed(percent);

/** The level of an interval or another setting, with all the decimals it has: `90%`, `97.5%`. */
export function level(share: number): string {
  const value = Number((100 * share).toPrecision(8));
  const [, fraction = ""] = String(value).split(".");
  return `${fixed(value, fraction.length)}%`;
}

/**
 * A probability in percent that never says 0 or 100: `97%`, `>99%`, `<1%`.
 * @param draws from which it was counted: the finest that can be said; `>99.9%` where there are so many
 */
export function probability(value: number, draws: number = 100, locale: Locale = english): string {
  if (Number.isNaN(value)) return missing;
  const least = Math.max(1 / draws, 0.001);
  const decimals = least < 0.01 ? 1 : 0;
  if (value < least) return `<${fixed(100 * least, decimals, locale)}%`;
  if (value > 1 - least) return `>${fixed(100 * (1 - least), decimals, locale)}%`;
  return `${fixed(100 * value, value > 0.99 || value < 0.01 ? decimals : 0, locale)}%`;
}

/** A p-value in a table: `0.034`, `<0.001`. */
export const pValue: Print = (p) => (p < 0.001 ? "<0.001" : fixed(p, 3));

/** A p-value in a sentence: `p = 0.034`, `p < 0.001`. */
export const pText: Print = (p) => (p < 0.001 ? "p < 0.001" : `p = ${fixed(p, 3)}`);
