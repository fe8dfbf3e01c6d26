// Options of the trade-off study from the text that was typed.

import { namesFrom } from "./lists.ts";
import { CarryoverError, exitCodes } from "../../problems/problem.ts";
import { badEpsilons, badTypical } from "../../problems/tradeoff-problems.ts";

const number = /^\+?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i;

/** Positive numbers with commas between, ascending. */
export function epsilonsFrom(text: string): readonly number[] {
  const parts = namesFrom(text);
  const values = parts.map(Number);
  const wrong = parts.some((part, k) => !number.test(part) || !(values[k] > 0) || !Number.isFinite(values[k]));
  if (parts.length === 0 || wrong || new Set(values).size < values.length) {
    throw new CarryoverError([badEpsilons(text)], exitCodes.usage);
  }
  return values.toSorted((a, b) => a - b);
}

/** `COLUMN=AMOUNT, COLUMN=AMOUNT`. */
export function typicalFrom(text: string | undefined): ReadonlyMap<string, number> {
  const result = new Map<string, number>();
  for (const part of namesFrom(text ?? "")) {
    const sign = part.lastIndexOf("=");
    const column = part.slice(0, sign).trim();
    const amount = part.slice(sign + 1).trim();
    if (sign < 1 || column === "" || !number.test(amount) || !(Number(amount) > 0) || result.has(column)) {
      throw new CarryoverError([badTypical(part)], exitCodes.usage);
    }
    result.set(column, Number(amount));
  }
  return result;
}
