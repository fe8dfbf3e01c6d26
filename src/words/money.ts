// Amounts of money: whole from 100 on, with cents below.

import { type Alike, fixed, type Print, signed } from "./numbers.ts";

/** Below this, money is shown with cents. */
const small = 100;
const decimalsOf = (size: number): number => (size !== 0 && size < small ? 2 : 0);

/** `12,345`, `9.50` */
export const money: Print = (value) => fixed(value, decimalsOf(Math.abs(value)));

/** With its sign where it is positive too. */
export const signedMoney: Print = signed(money);

/** Amounts that stand together: with cents only where all are small. */
export const amounts: Alike = (values, locale) => {
  const decimals = decimalsOf(Math.max(...values.filter(Number.isFinite).map(Math.abs), 0));
  return (value) => fixed(value, decimals, locale);
};
