// A table beside an earlier one: every edit is found where it was made, and nothing else.

import { describe, expect, it } from "vitest";
import { type ColumnValues, mediaDataFromColumns } from "../../../src/data/panel/from-columns.ts";
import { commonRows, laterRows, tableChanges } from "../../../src/data/panel/table-changes.ts";

const wave = (t: number, k: number): number => 50 + 40 * Math.sin(t * (0.7 + 0.3 * k)) + ((t * 7 + k * 13) % 11);

/** Rows of geos, without geos where none is named. */
function columnsOf(weeks: readonly number[], geos: readonly string[] = []): Record<string, (number | string)[]> {
  const cells = (geos.length === 0 ? [""] : geos).flatMap((geo, k) => weeks.map((t) => ({ geo, k, t })));
  return {
    ...(geos.length === 0 ? {} : { geo: cells.map(({ geo }) => geo) }),
    week: cells.map(({ t }) => t),
    spend_TV: cells.map(({ t, k }) => wave(t, k)),
    spend_Search: cells.map(({ t, k }) => wave(t, k + 2)),
    price: cells.map(({ t, k }) => 10 + Math.cos(t + k)),
    revenue: cells.map(({ t, k }) => 1000 + wave(t, k + 5)),
  };
}

const read = (columns: ColumnValues) => mediaDataFromColumns(columns);
const weeks = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, k) => from + k);

describe("Tables of an earlier and a later day", () => {
  it("are alike where nothing was edited", async () => {
    const old = await read(columnsOf(weeks(1, 40)));
    const next = await read(columnsOf(weeks(1, 45)));
    const common = commonRows(old, next)!;
    expect(common).toEqual({ old: 0, new: 0, rows: 40 });
    expect(tableChanges(old, next, common)).toMatchObject({
      rows: 40,
      changed: 0,
      columns: [],
      rowsAdded: 0,
      rowsRemoved: 0,
    });
    expect(laterRows(old, next, common)?.rows).toBe(5);
    expect(laterRows(old, old, common)).toBeUndefined();
    expect(commonRows(old, await read(columnsOf(weeks(60, 99))))).toBeUndefined();
  });

  it("differ in what was edited, with sums by column and the largest first", async () => {
    const before = columnsOf(weeks(1, 40), ["North", "South"]);
    const after = columnsOf(weeks(1, 44), ["North", "South"]);
    const old = await read(before);
    (after.spend_TV as number[])[5] += 1;
    (after.revenue as number[])[44 + 9] += 5000;
    const next = await read(after);
    const changes = tableChanges(old, next, commonRows(old, next)!);
    expect(changes.changed).toBe(2);
    expect(changes.largest.map(({ date, geo, column }) => [date, geo, column])).toEqual([
      ["10", "South", "revenue"],
      ["6", "North", "spend_TV"],
    ]);
    const change = Object.fromEntries(changes.columns.map((each) => [each.column, each.new - each.old]));
    expect(change.revenue).toBeCloseTo(5000, 6);
    expect(change.spend_TV).toBeCloseTo(1, 9);
  });

  it("differ in rows, columns and geos that came or went", async () => {
    const old = await read(columnsOf(weeks(3, 40), ["North", "South"]));
    const { price: _, ...after } = columnsOf(weeks(1, 42), ["South", "West"]);
    const next = await read({ ...after, humidity: after.week.map((week) => Math.sin(Number(week))) });
    const changes = tableChanges(old, next, commonRows(old, next)!);
    expect(changes).toMatchObject({
      // South, with other numbers in the second place of the geos; its first two weeks are new.
      rows: 38,
      rowsAdded: 2,
      rowsRemoved: 0,
      columnsAdded: ["humidity"],
      columnsRemoved: ["price"],
      geosAdded: ["West"],
      geosRemoved: ["North"],
    });
  });

  it("hand over what was observed later, not known where a geo has no row", async () => {
    const old = await read(columnsOf(weeks(1, 40), ["North", "South"]));
    const all = columnsOf(weeks(1, 43), ["North", "South"]);
    const kept = all.week.map((week, k) => !(all.geo[k] === "South" && Number(week) > 41));
    const next = await read(
      Object.fromEntries(Object.entries(all).map(([name, of]) => [name, of.filter((_, k) => kept[k])])),
    );
    const later = laterRows(old, next, commonRows(old, next)!)!;
    expect(Array.from(later.observed, Number.isNaN)).toEqual([false, false, false, false, true, true]);
    expect(later.table.rows).toBe(6);
    expect(later.observed[3]).toBe(1000 + wave(41, 6));
  });
});
