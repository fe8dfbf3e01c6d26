// Rows to come behind a table: what comes out is the table that has them from the start, but for the target.

import { describe, expect, it } from "vitest";
import { checkTable } from "../../../src/data/panel/check-table.ts";
import { type ColumnValues, tableFromColumns } from "../../../src/data/panel/from-columns.ts";
import { withRowsAfter } from "../../../src/data/panel/rows-after.ts";
import { dayText } from "../../../src/numerics/index.ts";
import type { CarryoverError } from "../../../src/problems/problem.ts";

const wave = (t: number, k: number): number => 50 + 40 * Math.sin(t * (0.7 + 0.3 * k)) + ((t * 7 + k * 13) % 11);
const months = (t: number): string => `${2021 + Math.floor(t / 12)}-${String(1 + (t % 12)).padStart(2, "0")}-01`;
const dates: Readonly<Record<string, (t: number) => string | number>> = {
  "week numbers": (t) => t + 1,
  "days a week apart": (t) => dayText(18_630 + 7 * t),
  months,
};

/** Rows of two geos, of one where `national`. */
function columnsOf(rows: readonly number[], date: (t: number) => string | number, national: boolean): ColumnValues {
  const cells = (national ? [0] : [0, 1]).flatMap((geo) => rows.map((t) => ({ geo, t })));
  const of = (value: (cell: { geo: number; t: number }) => number | string): (number | string)[] => cells.map(value);
  return {
    ...(national
      ? {}
      : { geo: of(({ geo }) => ["North", "South"][geo]), population: of(({ geo }) => [3e6, 1e6][geo]) }),
    [typeof date(0) === "number" ? "week" : "date"]: of(({ t }) => date(t)),
    // Of all geos together: the same in both.
    spend_TV: of(({ t }) => wave(t, 0)),
    spend_Search: of(({ t, geo }) => wave(t, 1 + geo)),
    impressions_Search: of(({ t, geo }) => 1000 * wave(t, 1 + geo) * (1 + 0.1 * Math.sin(t))),
    price: of(({ t, geo }) => 10 + Math.cos(t + geo)),
    revenue: of(({ t, geo }) => 1000 * (3 - geo) + wave(t, 3 + geo)),
  };
}

const said = { channels: ["spend_TV", "spend_Search"], media: { spend_Search: { driver: "impressions_Search" } } };
const used = { channels: ["spend_TV", "spend_Search"], controls: ["price"] };
const [fitted, all] = [60, 66].map((count) => Array.from({ length: count }, (_, t) => t));
const later = all.slice(60);

async function read(rows: readonly number[], date: (t: number) => string | number, national: boolean) {
  return checkTable(await tableFromColumns(columnsOf(rows, date, national)), { ...said, controls: ["price"] });
}

const without = (columns: ColumnValues, ...names: string[]): ColumnValues =>
  Object.fromEntries(Object.entries(columns).filter(([name]) => !names.includes(name)));

describe.each(Object.keys(dates))("Rows after a table of %s", (kind) => {
  it.each([true, false])("are those of the table that has them (national: %s)", async (national) => {
    const date = dates[kind];
    const data = await read(fitted, date, national);
    const whole = await read(all, date, national);
    const file = await tableFromColumns(without(columnsOf(later, date, national), "revenue"), "next.csv");
    const joined = withRowsAfter(data, file, used);
    const { target, controls, channels, ...rest } = joined;
    expect({ ...rest, hash: "", columns: [], notices: [] }).toEqual({
      ...Object.fromEntries(Object.entries(whole).filter(([key]) => !["target", "controls", "channels"].includes(key))),
      hash: "",
      columns: [],
      notices: [],
    });
    expect(channels.map(({ nationalOnly }) => nationalOnly)).toEqual(
      national ? [undefined, undefined] : [true, undefined],
    );
    channels.forEach(({ spend, driver }, k) => {
      expect(spend).toEqual(whole.channels[k].spend);
      expect(driver).toEqual(whole.channels[k].driver);
    });
    expect(controls).toEqual(whole.controls);
    target.values.forEach((value, cell) => {
      if (cell % 66 < 60) expect(value).toBe(whole.target.values[cell]);
      else expect(value).toBeNaN();
    });
  });
});

it("Rows after a table whose national spend was split already stay as they are, however few", async () => {
  const data = await read(fitted, dates.months, false);
  const columns = columnsOf([60], dates.months, false);
  const split = { ...columns, spend_TV: [75, 25] };
  const joined = withRowsAfter(data, await tableFromColumns(without(split, "revenue")), used);
  expect([joined.channels[0].spend[60], joined.channels[0].spend[121]]).toEqual([75, 25]);
});

it("Rows after a table may be dated in any order of day and month in which they follow it", async () => {
  // The table ends with 2022-03-01.
  const data = await read(fitted.slice(0, 15 * 4), (t) => dayText(19_052 - 7 * (59 - t)), true);
  expect(data.dates.at(-1)).toBe("2022-03-01");
  const columns = without(columnsOf([60], dates.months, true), "revenue");
  for (const date of ["08/03/2022", "03/08/2022", "2022-03-08"]) {
    const joined = withRowsAfter(data, await tableFromColumns({ ...columns, date: [date] }), used);
    expect(joined.dates.at(-1)).toBe("2022-03-08");
  }
});

it("Rows after a table of conversions have what each is worth", async () => {
  const valued = (rows: readonly number[]): ColumnValues => {
    const { revenue, ...rest } = columnsOf(rows, dates.months, true);
    return {
      ...rest,
      conversions: Array.from(revenue, (value) => Math.round(Number(value))),
      value: rows.map((t) => 20 + t),
    };
  };
  const data = checkTable(await tableFromColumns(valued(fitted)), { ...said, controls: ["price"], worth: "value" });
  const next = without(valued(later), "conversions");
  const joined = withRowsAfter(data, await tableFromColumns(next), { ...used, worth: true });
  expect(joined.target.worth?.values.slice(58)).toEqual(Float64Array.of(78, 79, 80, 81, 82, 83, 84, 85));
  const lacking = await tableFromColumns(without(next, "value"));
  expect(() => withRowsAfter(data, lacking, { ...used, worth: true })).toThrow(
    'There is no column "value", which is the revenue per conversion of the run.',
  );
});

describe("Rows that do not follow a table", () => {
  const bad: readonly (readonly [
    title: string,
    change: (columns: ColumnValues) => ColumnValues,
    says: readonly string[],
  ])[] = [
    [
      "lack columns",
      (columns) => without(columns, "price", "impressions_Search"),
      [
        'next.csv: There is no column "impressions_Search", which is what drives Search of the run.',
        'next.csv: There is no column "price", which is a control of the run.',
      ],
    ],
    [
      "begin too early",
      (columns) => ({ ...columns, week: [60, 61, 62, 63, 64, 65, 61, 62, 63, 64, 65, 66] }),
      ['next.csv, row 1, column "week": This row is not after the table of the run, which ends with 60. Received 60.'],
    ],
    [
      "begin too late",
      (columns) => ({ ...columns, week: Array.from({ length: 12 }, (_, k) => 62 + (k % 6)) }),
      ['next.csv, column "week": "North" lacks 1 week: 61.', 'next.csv, column "week": "South" lacks 1 week: 61.'],
    ],
    [
      "come twice",
      (columns) => ({ ...columns, week: [61, 62, 63, 64, 65, 65, 61, 62, 63, 64, 65, 66] }),
      [
        'next.csv, row 6, column "week": "North" has a second row for this week; the first is row 5. Received 65.',
        '"North" lacks 1 week: 66',
      ],
    ],
    [
      "have other geos",
      (columns) => ({ ...columns, geo: Array.from({ length: 12 }, (_, k) => (k < 6 ? "North" : "Soth")) }),
      [
        'next.csv, column "geo": The run has no geo "Soth" at the end of its table. Received geos "North" and "South". Did you mean "South"?',
        'next.csv, column "geo": There are no rows of "South".',
      ],
    ],
    [
      "have dates in place of numbers",
      (columns) => ({ ...columns, week: Array.from({ length: 12 }, (_, k) => dayText(18_630 + 7 * (k % 6))) }),
      ['next.csv, column "week": The column is not written as in the table of the run, which ends with 60.'],
    ],
    [
      "have amounts below zero and empty cells",
      (columns) => ({
        ...columns,
        spend_Search: Array.from({ length: 12 }, (_, k) => (k === 3 ? -5 : 5)),
        price: Array.from({ length: 12 }, (_, k) => (k === 4 ? null : 5)),
      }),
      [
        'next.csv, row 4, column "spend_Search": An amount cannot be negative. Received -5.',
        'next.csv, row 5, column "price"',
      ],
    ],
  ];

  it.each(bad)("are refused: they %s", async (_, change, says) => {
    const data = await read(fitted, dates["week numbers"], false);
    const file = await tableFromColumns(change(columnsOf(later, dates["week numbers"], false)), "next.csv");
    let text = "";
    try {
      withRowsAfter(data, file, used);
    } catch (error) {
      text = (error as CarryoverError).message;
    }
    for (const each of says) expect(text).toContain(each);
  });
});
