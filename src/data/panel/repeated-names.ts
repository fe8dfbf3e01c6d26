// Names that stand in the header more than once: of no matter where the column is not used, settled where all hold the same,
// refused where the model needs one of columns that differ.

import { columnProblems, dataNotices } from "../../problems/catalog.ts";
import type { Notice } from "../../problems/notice.ts";
import type { PlacedName } from "../../problems/place.ts";
import type { Problem } from "../../problems/problem.ts";
import { columnsNamed, meantBy, repeatedNames, type Table } from "../reading/index.ts";
import { type ColumnRole, isUsed } from "../roles/index.ts";

type Placed = ReturnType<typeof columnsNamed>;

const placesOf = (columns: Placed): readonly PlacedName[] =>
  columns.map(({ column, position }) => ({ name: column.name, position }));

/** Whether columns that differ could be meant by a name that the user did not write. */
export const isContested = (table: Table, name: string): boolean => meantBy(table, name, false).length > 0;

/** A control that was found and may be one of several columns: nobody asked for it, and it is left out. */
export function contestedRole(guessed: ColumnRole): ColumnRole {
  return { ...guessed, role: "duplicate", confidence: "low", reason: "columns of this name differ" };
}

/** Says of every repeated name what becomes of it. */
export function tellOfRepeats(
  table: Table,
  columns: readonly ColumnRole[],
  { problems, notices }: { readonly problems: Problem[]; readonly notices: Notice[] },
): void {
  const told = new Set<string>();
  const used = columns.filter(isUsed);
  for (const { column, confidence } of used) {
    const meant = placesOf(meantBy(table, column, confidence === "stated"));
    if (meant.length === 0 || told.has(column)) continue;
    for (const { name } of meant) told.add(name);
    if (areOneChannel(columns, meant)) continue;
    problems.push(columnProblems.duplicateColumn(table.source, column, meant));
  }
  for (const { column, role, confidence } of columns) {
    if (role !== "duplicate" || confidence !== "low" || told.has(column)) continue;
    const meant = placesOf(meantBy(table, column, false));
    for (const { name } of meant) told.add(name);
    notices.push(dataNotices.repeatedControl(table.source, column, meant));
  }
  for (const name of repeatedNames(table)) {
    if (told.has(name)) continue;
    const isTaken = used.some(({ column }) => column === name);
    notices.push(dataNotices.repeatedColumn(table.source, name, placesOf(columnsNamed(table, name)), isTaken));
  }
}

/** Whether columns have names of their own, and are refused as spend of one channel. */
function areOneChannel(columns: readonly ColumnRole[], meant: readonly PlacedName[]): boolean {
  const channels = meant.map(({ name }) => columns.find(({ column }) => column === name)?.channel);
  const names = new Set(meant.map(({ name }) => name));
  return names.size === meant.length && channels[0] !== undefined && channels.every((each) => each === channels[0]);
}
