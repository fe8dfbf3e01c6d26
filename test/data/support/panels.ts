// A small panel as text for the tests of data, four geos of 24 weeks one after another, and edits that change it.

import { isoDay, text } from "./tables.ts";

export const panelGeos = ["North", "South", "East", "West"] as const;
const people: Readonly<Record<string, number>> = { North: 2000, South: 1200, East: 800, West: 500 };
const weeks = 24;

/** A row of the panel by the names of its columns. */
export type PanelRow = Record<string, string>;

/** Rows of the good panel: North on lines 2 to 25, South on 26 to 49, East on 50 to 73, West on 74 to 97. */
export function panelRows(): PanelRow[] {
  return panelGeos.flatMap((geo, g) =>
    Array.from({ length: weeks }, (_, i): PanelRow => {
      const tv = (people[geo] * (100 + ((i * 37 + g * 53) % 61))) / 1000;
      const radio = (people[geo] * (50 + ((i * 23 + g * 31) % 47))) / 1000;
      const price = 20 + ((i * 7 + g * 5) % 11) / 10;
      const revenue = people[geo] * (2 + g / 10) + 3 * tv + 2 * radio - 40 * price + ((i * 29 + g * 17) % 89);
      return {
        geo,
        date: isoDay(7 * i),
        population: String(people[geo]),
        spend_TV: tv.toFixed(2),
        spend_Radio: radio.toFixed(2),
        price: price.toFixed(2),
        revenue: revenue.toFixed(2),
      };
    }),
  );
}

export function panelText(rows: readonly PanelRow[] = panelRows()): string {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return text([names, ...rows.map((row) => names.map((name) => row[name] ?? ""))]);
}

/** The panel with cells replaced: `spoilPanel([line, column, cell], ...)`, lines from 1 as in the file. */
export function spoilPanel(...edits: readonly (readonly [number, string, string])[]): string {
  const rows = panelRows();
  for (const [line, column, cell] of edits) rows[line - 2][column] = cell;
  return panelText(rows);
}

/** The panel with every row changed; rows for which nothing is given back are left out. */
export function changedPanel(change: (row: PanelRow, week: number) => PanelRow | undefined): string {
  return panelText(
    panelRows().flatMap((row, i) => {
      const changed = change(row, (i % weeks) + 1);
      return changed === undefined ? [] : [changed];
    }),
  );
}

/** The rows of the panel as a table with one row for each value: date after date, in each the geos with their variables. */
export function longRows(rows: readonly PanelRow[] = panelRows()): PanelRow[] {
  return rows
    .toSorted((a, b) => a.date.localeCompare(b.date))
    .flatMap(({ geo, date, ...values }) =>
      Object.entries(values).map(
        ([name, value]): PanelRow => ({ Period: date, Geography: geo, VariableName: name, VariableValue: value }),
      ),
    );
}

/** A row without some of its columns. */
export function rowWithout(row: PanelRow, ...names: readonly string[]): PanelRow {
  return Object.fromEntries(Object.entries(row).filter(([name]) => !names.includes(name)));
}

/** The panel without some of its columns. */
export function panelWithout(...names: readonly string[]): string {
  return changedPanel((row) => rowWithout(row, ...names));
}
