// The header row: every column named, and columns whose names are alike.

import { columnProblems } from "../../problems/catalog.ts";
import type { Problem } from "../../problems/problem.ts";
import type { Column, PlacedColumn } from "./table.ts";

const number = /^[+-]?[\d.,]+(e[+-]?\d+)?$/i;

/** The name of a column, and for one without a name what pandas calls it: it is often the index that pandas wrote. */
export const nameOr = (name: string, index: number): string => (name.trim() === "" ? `Unnamed: ${index}` : name);

/** Problems of the column names of a table. */
export function headerProblems(source: string, names: readonly string[]): Problem[] {
  if (names.length > 0 && names.every((name) => number.test(name))) return [columnProblems.noHeader(source)];
  return [];
}

/**
 * The columns of a table by names that are told apart: of several with one name the first. Those whose names are alike are
 * handed back beside them, for a table is only refused for columns that are used.
 *
 * @param positions of the columns in the file, from 1; default one after the other
 */
export function byName(
  all: readonly Column[],
  positions: readonly number[] = all.map((_, index) => index + 1),
): { readonly columns: readonly Column[]; readonly alike: readonly (readonly PlacedColumn[])[] } {
  const names = new Set<string>();
  const groups = new Map<string, PlacedColumn[]>();
  const columns = all.filter((column, index) => {
    const folded = foldedName(column.name);
    const placed = { column, position: positions[index] };
    const group = groups.get(folded);
    if (group === undefined) groups.set(folded, [placed]);
    else group.push(placed);
    const isFirst = !names.has(column.name);
    names.add(column.name);
    return isFirst;
  });
  return { columns, alike: [...groups.values()].filter((group) => group.length > 1) };
}

/** A name without what is easily overlooked: case, and spaces around it. */
const foldedName = (name: string): string => name.normalize("NFC").trim().toLowerCase();
