// The currency that names and cells of columns state.

import { columnOf, type Table } from "../reading/index.ts";
import { nameWords } from "./name-words.ts";
import { currencies } from "./vocabulary.ts";

/** ISO code or sign that the columns state, where those that state one agree; undefined otherwise. */
export function currencyOf(table: Table, columns: readonly string[]): string | undefined {
  const stated = new Set(
    columns.flatMap((name) => {
      const column = columnOf(table, name);
      const sign = column?.kind === "number" ? column.currency : undefined;
      const ofCells = sign === undefined ? undefined : (currencies[sign.toLowerCase()] ?? sign);
      return [nameWords(name).currency ?? [], ofCells ?? []].flat();
    }),
  );
  return stated.size === 1 ? [...stated][0] : undefined;
}
