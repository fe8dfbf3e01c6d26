// Numbers for people: three significant digits, thousands in groups, a true minus sign. Machines read CSV and JSON instead.

import { english, type Locale } from "./locale.ts";

/** A number, or several, as text. */
export type Print = (value: number) => string;
/** One format for numbers that stand together, so that all show the same decimals. */
export type Alike = (values: readonly number[], locale?: Locale) => Print;

/** The sign before negative numbers (U+2212). */
export const minus = "−";
/** What stands where there is no figure. */
export const missing = "–";

const significantDigits = 3;
const mostDecimals = 8;

/** Decimals that show `digits` significant digits of a spread or a size; 3 where it has none (0, NaN, infinity). */
export function decimalsFor(size: number, digits: number = 2): number {
  if (!(size > 0) || !Number.isFinite(size)) return 3;
  // Rounded first: 0.9996 is 1.00.
  const exponent = Number(size.toExponential(digits - 1).split("e")[1]);
  return Math.min(mostDecimals, Math.max(0, digits - 1 - exponent));
}

/**
 * The number that is meant: sums in another order differ in their last digits, and 21,666.5 and what is a hair below it, which are one amount, would
 * otherwise be written as 21,667 and 21,666.
 */
function withoutRounding(value: number): number {
  return Number.isInteger(value) ? value : Number(value.toPrecision(meantDigits));
}

/** More than anything is known to, and fewer than sums of many numbers keep. */
const meantDigits = 14;

/** `12,345.6`, `−0.25`: so many decimals, no minus before zero; `–` for NaN and `∞` without a bound. */
export function fixed(value: number, decimals: number, locale: Locale = english): string {
  if (Number.isNaN(value)) return missing;
  if (!Number.isFinite(value)) return value > 0 ? "∞" : `${minus}∞`;
  const [whole, fraction] = withoutRounding(Math.abs(value)).toFixed(decimals).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, locale.thousands);
  const digits = fraction === undefined ? grouped : `${grouped}${locale.decimal}${fraction}`;
  return value < 0 && /[1-9]/.test(digits) ? minus + digits : digits;
}

/** Three significant digits, and all before the decimal point: `12,345`, `1.23`, `0.0123`, `1.20e−6`. */
export function figure(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e15 || (size > 0 && size < 1e-5)) return scientific(value);
  return fixed(value, size === 0 ? 0 : decimalsFor(size, significantDigits));
}

/**
 * Three significant digits of the largest, but two decimals from 0.1 to 1 (returns of 0.43 and 1.23 stand in one column); more where the
 * numbers are too close to be told apart.
 */
export const figures: Alike = (values, locale) => {
  const finite = values.filter(Number.isFinite);
  const largest = Math.max(...finite.map(Math.abs), 0);
  if (largest === 0) return (value) => fixed(value, 0, locale);
  const decimals = Math.max(
    largest >= 0.1 ? Math.min(2, decimalsFor(largest, significantDigits)) : decimalsFor(largest, significantDigits),
    decimalsForSpan(finite, 2),
  );
  return largest < 1e-5 || largest >= 1e15 ? figure : (value) => fixed(value, decimals, locale);
};

/** As many digits as the number has, at most six significant: for settings and for numbers that a user gave. */
export function given(value: number): string {
  const rounded = Number(value.toPrecision(6));
  const size = Math.abs(rounded);
  if (!Number.isFinite(value) || size === 0) return fixed(value, 0);
  if (size >= 1e15 || size < 1e-6) return String(rounded).replaceAll("-", minus);
  const [, fraction = ""] = size.toFixed(11).replace(/0+$/, "").split(".");
  return fixed(rounded, fraction.length);
}

/** With its sign where it is positive too. */
export function signed(print: Print): Print {
  return (value) => {
    const text = print(value);
    return value > 0 && /[1-9]/.test(text) ? `+${text}` : text;
  };
}

/** Decimals that show so many significant digits of the span of several numbers; 0 where there is no span. */
export function decimalsForSpan(finite: readonly number[], digits: number): number {
  const span = Math.max(...finite) - Math.min(...finite);
  return span > 0 && Number.isFinite(span) ? decimalsFor(span, digits) : 0;
}

function scientific(value: number): string {
  if (!Number.isFinite(value)) return fixed(value, 0);
  return value
    .toExponential(significantDigits - 1)
    .replace("e+", "e")
    .replaceAll("-", minus);
}
