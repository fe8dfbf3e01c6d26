// Exact fractions of big integers: what privacy parameters are computed in, so that no rounding ever weakens a guarantee.

/** A fraction in lowest terms with a positive denominator. */
export interface Rational {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

export function rational(numerator: bigint, denominator: bigint = 1n): Rational {
  if (denominator === 0n) throw new RangeError("A fraction needs a denominator other than zero.");
  const sign = denominator < 0n ? -1n : 1n;
  const divisor = sign * greatestCommonDivisor(numerator < 0n ? -numerator : numerator, sign * denominator);
  return { numerator: numerator / divisor, denominator: denominator / divisor };
}

export const zero: Rational = { numerator: 0n, denominator: 1n };

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  while (b !== 0n) [a, b] = [b, a % b];
  return a;
}

const decimalPattern = /^([+-]?)(\d*)(?:\.(\d*))?(?:e([+-]?\d{1,4}))?$/i;

/** The number a decimal text stands for (`0.1` is one tenth), or undefined when it is none. */
export function parseDecimal(text: string): Rational | undefined {
  const match = decimalPattern.exec(text.trim());
  if (match === null) return undefined;
  const [, sign, whole, fraction = "", exponent = "0"] = match;
  if (whole === "" && fraction === "") return undefined;
  const digits = BigInt(`${sign === "-" ? "-" : ""}${whole}${fraction}`);
  const shift = Number(exponent) - fraction.length;
  return shift >= 0 ? rational(digits * 10n ** BigInt(shift)) : rational(digits, 10n ** BigInt(-shift));
}

/** The decimal number that a float is written as: 0.1 is one tenth, not the nearest multiple of a power of two. */
export function decimalOf(value: number): Rational {
  const parsed = parseDecimal(String(value));
  if (parsed === undefined) throw new RangeError("Only a finite number is a fraction.");
  return parsed;
}

/** The fraction a float is, exactly: a multiple of a power of two. */
export function exactlyOf(value: number): Rational {
  if (!Number.isFinite(value)) throw new RangeError("Only a finite number is a fraction.");
  let exponent = 0n;
  let scaled = value;
  while (!Number.isInteger(scaled)) {
    scaled *= 2;
    exponent++;
  }
  return rational(BigInt(scaled), 1n << exponent);
}

export function add(a: Rational, b: Rational): Rational {
  return rational(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator);
}

export function subtract(a: Rational, b: Rational): Rational {
  return rational(a.numerator * b.denominator - b.numerator * a.denominator, a.denominator * b.denominator);
}

export function multiply(a: Rational, b: Rational): Rational {
  return rational(a.numerator * b.numerator, a.denominator * b.denominator);
}

export function divide(a: Rational, b: Rational): Rational {
  return rational(a.numerator * b.denominator, a.denominator * b.numerator);
}

export function sum(values: readonly Rational[]): Rational {
  return values.reduce(add, zero);
}

/** Negative, zero or positive as `a` is below, at or above `b`. */
export function compare(a: Rational, b: Rational): number {
  const difference = a.numerator * b.denominator - b.numerator * a.denominator;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** Largest whole number that is not above. */
export function floor({ numerator, denominator }: Rational): bigint {
  const quotient = numerator / denominator;
  return numerator < 0n && quotient * denominator !== numerator ? quotient - 1n : quotient;
}

/** The nearest whole number, halves upwards. */
export function round(value: Rational): bigint {
  return floor(add(value, { numerator: 1n, denominator: 2n }));
}

const exactBits = 53n;

/**
 * A positive fraction (or zero) as a float: the nearest one, the nearest not below ("up") or not above ("down").
 * For values whose floats are not subnormal.
 */
export function toNumber(
  { numerator, denominator }: Rational,
  rounding: "nearest" | "up" | "down" = "nearest",
): number {
  if (numerator === 0n) return 0;
  if (numerator < 0n) {
    const opposite = rounding === "up" ? "down" : rounding === "down" ? "up" : rounding;
    return -toNumber({ numerator: -numerator, denominator }, opposite);
  }
  let shift = exactBits - BigInt(bitLength(numerator) - bitLength(denominator));
  const scaledBy = (by: bigint): [bigint, bigint] =>
    by >= 0n ? [numerator << by, denominator] : [numerator, denominator << -by];
  let [top, bottom] = scaledBy(shift);
  if (top / bottom >= 1n << exactBits) [top, bottom] = scaledBy(--shift);
  const quotient = top / bottom;
  const rest = top % bottom;
  const twice = 2n * rest;
  const nearestUp = twice > bottom || (twice === bottom && (quotient & 1n) === 1n);
  const up = rounding === "up" ? rest > 0n : rounding === "nearest" && nearestUp;
  return scale(Number(up ? quotient + 1n : quotient), -Number(shift));
}

/**
 * The same for floats that stand for the decimals they are written as: the nearest one when its decimal is not on the wrong side,
 * so that one tenth comes back as 0.1.
 */
export function toDecimalNumber(value: Rational, rounding: "up" | "down"): number {
  const nearest = toNumber(value);
  const side = compare(decimalOf(nearest), value);
  return (rounding === "up" ? side >= 0 : side <= 0) ? nearest : toNumber(value, rounding);
}

/** value * 2^exponent in two steps, so that the power itself neither overflows nor underflows. */
function scale(value: number, exponent: number): number {
  const half = Math.trunc(exponent / 2);
  return value * 2 ** half * 2 ** (exponent - half);
}

function bitLength(value: bigint): number {
  return value.toString(2).length;
}

/** A fraction that ends in decimals as decimal text without exponent: `12.5`; undefined for one that does not end (1/3). */
export function decimalText({ numerator, denominator }: Rational): string | undefined {
  let rest = denominator;
  let twos = 0;
  let fives = 0;
  for (; rest % 2n === 0n; twos++) rest /= 2n;
  for (; rest % 5n === 0n; fives++) rest /= 5n;
  if (rest !== 1n) return undefined;
  const places = Math.max(twos, fives);
  const digits = (numerator * 10n ** BigInt(places)) / denominator;
  const text = (digits < 0n ? -digits : digits).toString().padStart(places + 1, "0");
  const point = text.length - places;
  return `${digits < 0n ? "-" : ""}${text.slice(0, point)}${places === 0 ? "" : `.${text.slice(point)}`}`;
}
