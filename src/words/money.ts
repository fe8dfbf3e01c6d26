// Amounts of money: with cents where they are below 100 and not whole.

import { type Alike, fixed, type Print, signed, figure, figures } from "./numbers.ts";

/** Below this, cents are shown. */
const small = 100;
/** Amounts that cents cannot show, such as a tenth of a conversion's thousandth; smaller ones are rounding. */
const isTiny = (size: number): boolean => size < 0.005 && size > 1e-9;
const decimalsOf = (size: number): number => (size < small && !Number.isInteger(size) ? 2 : 0);

/** `12,345`, `9.50` */
export const money: Print = (value) =>
  isTiny(Math.abs(value)) ? figure(value) : fixed(value, decimalsOf(Math.abs(value)));

/** With its sign where it is positive too. */
export const signedMoney: Print = signed(money);

/** Amounts that stand together: with cents only where all are small and one is not whole. */
export const amounts: Alike = (values, locale) => {
  const sizes = values.filter(Number.isFinite).map(Math.abs);
  if (isTiny(Math.max(0, ...sizes))) return figures(values, locale);
  const decimals = sizes.some((size) => size >= small) ? 0 : Math.max(0, ...sizes.map(decimalsOf));
  return (value) => fixed(value, decimals, locale);
};
