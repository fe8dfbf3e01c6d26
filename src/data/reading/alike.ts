// Columns of one name: which of them hold the same, and which leave open what is meant.

import type { Column, PlacedColumn, Table } from "./table.ts";

/** Columns after the first of their name, which are not among the columns of the table. */
export function repeatsOf({ alike = [] }: Table, name: string): readonly PlacedColumn[] {
  return alike.flatMap((group) => group.filter(({ column }) => column.name === name).slice(1));
}

/** Names that stand more than once in the header, in its order. */
export function repeatedNames({ alike = [] }: Table): readonly string[] {
  const names = alike.flatMap((group) => group.map(({ column }) => column.name));
  return [...new Set(names.filter((name, index) => names.indexOf(name) < index))];
}

/** Every column of this name. */
export function columnsNamed({ alike = [] }: Table, name: string): readonly PlacedColumn[] {
  return alike.flatMap((group) => group.filter(({ column }) => column.name === name));
}

/**
 * The columns that a name may mean, where they hold different values; none where the name tells which is meant. A name that the
 * user wrote means columns of exactly this name, one that was found also those that differ in case or in spaces around it.
 */
export function meantBy({ alike = [] }: Table, name: string, isStated: boolean): readonly PlacedColumn[] {
  const group = alike.find((placed) => placed.some(({ column }) => column.name === name));
  if (group === undefined) return [];
  const first = group.find(({ column }) => column.name === name)!;
  const others = group.filter(({ column }) => {
    const isOfName = column.name === name;
    return (isOfName || (!isStated && column.kind === first.column.kind)) && !holdsSame(column, first.column);
  });
  return others.length === 0 ? [] : [first, ...others].toSorted((a, b) => a.position - b.position);
}

function holdsSame(a: Column, b: Column): boolean {
  if (a.kind !== b.kind) return false;
  for (let row = 0; row < a.values.length; row++) if (!Object.is(a.values[row], b.values[row])) return false;
  return true;
}
