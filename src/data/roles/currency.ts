// The currency that names of columns state.

import { nameWords } from "./name-words.ts";

/** ISO code that the names state, where those that state one agree; undefined otherwise. */
export function currencyOf(columns: readonly string[]): string | undefined {
  const stated = new Set(columns.flatMap((column) => nameWords(column).currency ?? []));
  return stated.size === 1 ? [...stated][0] : undefined;
}
