// What is found in a table by itself, how it is put in order, and what the user is told.

import { describe, expect, it } from "vitest";
import { checkTable } from "../../../src/data/panel/check-table.ts";
import { type ColumnOverrides, detectColumns } from "../../../src/data/panel/columns.ts";
import { parseCsv } from "../../../src/data/reading/csv.ts";
import { mediaDataFromColumns } from "../../../src/data/panel/from-columns.ts";
import type { MediaData } from "../../../src/data/panel/media-data.ts";
import * as columnProblems from "../../../src/problems/column-problems.ts";
import * as fileProblems from "../../../src/problems/file-problems.ts";
import type { Cell } from "../../../src/problems/place.ts";
import { formatProblem } from "../../../src/problems/problem.ts";
import * as valueProblems from "../../../src/problems/value-problems.ts";
import { columnSet, dated, goodCells, isoDay, renamed, text, withColumn } from "../support/tables.ts";

async function check(csv: string, overrides: ColumnOverrides = {}): Promise<MediaData> {
  return checkTable(await parseCsv(csv, "data.csv", "hash"), overrides);
}

/** Notices as text, without the one that the short test table always draws. */
function told({ notices }: MediaData): string[] {
  return notices
    .filter(({ code }) => code !== "short-history")
    .map((notice) => `${notice.level} ${formatProblem(notice)}`);
}

const good = text(goodCells());

describe("columns", () => {
  it("date, target, channels and controls are found from their names", async () => {
    const roles = detectColumns(await parseCsv(good, "data.csv", ""));
    expect(roles).toEqual({
      date: "week",
      target: { column: "revenue", kind: "revenue" },
      channels: [
        { name: "TV", column: "spend_TV" },
        { name: "Radio", column: "spend_Radio" },
      ],
      controls: ["promotions"],
      notices: [],
    });
  });

  it("names are found whatever their case", async () => {
    const data = await check(good.replace("week,spend_TV", "Week,Spend_TV").replace("revenue", "Revenue"));
    expect(data.channels.map(({ name }) => name)).toEqual(["TV", "Radio"]);
    expect(data.target.name).toBe("Revenue");
  });

  it.each([
    ["impressions_TV", "impressions_TV"],
    ["spend_TV", "spend_TV"],
    ["revenue", "revenue"],
    ["promotions", "promotions"],
  ])("%s that was noised may be negative", async (name) => {
    const csv = withColumn(name, (week) => String(week % 7 === 0 ? -50 * week : 100 * week + (week % 3)));
    // Noise in impressions is for whoever described it to let them drive a channel.
    const media = { spend_TV: { driver: "impressions_TV" } };
    const said = name === "impressions_TV" ? { channels: ["spend_TV", "spend_Radio"], media } : {};
    const data = await check(csv, { noised: [name], ...said });
    const values = [
      ...data.channels.flatMap(({ spend, driver }) => [spend, driver?.values ?? spend]),
      data.target.values,
      ...data.controls.map((control) => control.values),
    ];
    expect(values.some((series) => series.includes(-350))).toBe(true);
    if (name === "impressions_TV" || name === "spend_TV")
      await expect(check(csv)).rejects.toThrow("cannot be negative");
  });

  it("impressions go with the channel of the same name", async () => {
    const data = await check(withColumn("impressions_tv", (week) => String(1000 * week)));
    expect(data.channels[0].driver?.values.slice(0, 2)).toEqual(Float64Array.of(1000, 2000));
    expect(data.channels[1].driver).toBeUndefined();
    expect(data.controls.map(({ name }) => name)).toEqual(["promotions"]);
  });

  it("conversions are the target where there is no revenue", async () => {
    expect((await check(renamed("revenue", "conversions"))).target.kind).toBe("conversions");
  });

  it("of revenue and conversions revenue is the target, and that is told", async () => {
    const data = await check(withColumn("conversions", (week) => String(week + (week % 3))));
    expect(data.target.name).toBe("revenue");
    expect(data.controls.map(({ name }) => name)).toEqual(["promotions"]);
    expect(told(data)).toEqual([
      'note data.csv: The target is "revenue": its name says revenue. "conversions" is not used. Set "target" to "conversions" to model that instead.',
    ]);
  });

  it("the user's choice of target leaves the other out of the controls", async () => {
    const data = await check(
      withColumn("conversions", (week) => String(week + (week % 3))),
      { target: "conversions" },
    );
    expect(data.target).toMatchObject({ name: "conversions", kind: "conversions" });
    expect(told(data)).toEqual([
      'note data.csv, column "revenue": The column is not used: the target is "conversions". Nothing to do if that is right.',
    ]);
  });

  it("channels and controls named by the user come in the user's order, under their own names", async () => {
    const data = await check(good, { channels: ["spend_Radio", "promotions"], controls: ["spend_TV"] });
    expect(data.channels.map(({ name }) => name)).toEqual(["Radio", "promotions"]);
    expect(data.controls.map(({ name }) => name)).toEqual(["spend_TV"]);
  });

  it("what the user does not list is not used, and that is told", async () => {
    expect(told(await check(good, { channels: ["spend_TV"], controls: [] }))).toEqual([
      'note data.csv, column "spend_Radio": The column is not used: it is not listed in "channels". Nothing to do if that is right.',
      'note data.csv, column "promotions": The column is not used: it is not listed in "controls". Nothing to do if that is right.',
    ]);
  });

  it("a date column of any name is found by its content", async () => {
    const cells = dated((week) => isoDay(7 * week));
    cells[0][0] = "Kalenderwoche";
    expect((await check(text(cells))).dateColumn).toBe("Kalenderwoche");
  });

  it("beside a date a week number is not used, neither as date nor as control", async () => {
    const data = await check(withColumn("date", (week) => isoDay(7 * week)));
    expect(data.dateColumn).toBe("date");
    expect(data.controls.map(({ name }) => name)).toEqual(["promotions"]);
    expect(told(data)).toEqual([
      'note data.csv, column "week": The column is not used: "date" says when a row is. Nothing to do if that is right.',
    ]);
  });
});

describe("calendar", () => {
  it("week numbers are kept as they are", async () => {
    const data = await check(withColumn("week", (week) => String(week + 200)));
    expect(data).toMatchObject({ cadence: "weekly", rows: 24 });
    expect(data.weekIndex[0]).toBe(201);
    expect(data.dates[0]).toBe("201");
    expect(data.dayOfYear).toBeUndefined();
  });

  it("weeks of dates are counted from the first row, and the day of the year is known", async () => {
    const data = await check(text(dated((week) => isoDay(7 * (week - 1) + 357))));
    expect(data.cadence).toBe("weekly");
    expect(data.dates.slice(0, 3)).toEqual(["2024-12-23", "2024-12-30", "2025-01-06"]);
    expect(Array.from(data.weekIndex.slice(0, 3))).toEqual([1, 2, 3]);
    expect(Array.from(data.dayOfYear!.slice(0, 3))).toEqual([358, 365, 6]);
  });

  it.each([
    ["2024/02/05", (iso: string) => iso.replaceAll("-", "/")],
    ["05.02.2024", (iso: string) => iso.split("-").reverse().join(".")],
    ["05/02/2024", (iso: string) => iso.split("-").reverse().join("/")],
    ["02/05/2024", (iso: string) => `${iso.slice(5, 7)}/${iso.slice(8)}/${iso.slice(0, 4)}`],
    ["20240205", (iso: string) => iso.replaceAll("-", "")],
    ["2024-02-05 00:00:00", (iso: string) => `${iso} 00:00:00`],
    ["2024-02-05T00:00:00.000Z", (iso: string) => `${iso}T00:00:00.000Z`],
  ])("dates written as %s are read", async (_, write) => {
    const data = await check(text(dated((week) => write(isoDay(7 * (week - 1))))));
    expect(data.dates).toEqual(
      goodCells()
        .slice(1)
        .map((_row, i) => isoDay(7 * i)),
    );
  });

  it("ISO weeks are the Mondays they begin on, across the turn of a year with 53 weeks", async () => {
    const weeks = (week: number): string =>
      week <= 5 ? `2020-W${48 + week}` : `2021-W${String(week - 5).padStart(2, "0")}`;
    const data = await check(text(dated(weeks)));
    // ISO 8601: 2020-W53 begins on 28 December 2020, 2021-W01 on 4 January 2021.
    expect(data.dates.slice(4, 6)).toEqual(["2020-12-28", "2021-01-04"]);
  });

  it("daily tables are told by their dates, and their weeks go by sevenths", async () => {
    const cells = goodCells();
    const rows = Array.from({ length: 150 }, (_, i) => [isoDay(i), ...cells[1 + (i % 24)].slice(1)]);
    const data = await check(text([["date", ...cells[0].slice(1)], ...rows]));
    expect(data.cadence).toBe("daily");
    expect(data.weekIndex[7]).toBe(2);
    expect(data.weekIndex[1]).toBeCloseTo(1 + 1 / 7, 15);
  });

  it("rows out of order are sorted with all their columns, and that is told", async () => {
    const [header, ...rows] = goodCells();
    const data = await check(text([header, ...rows.toReversed()]));
    const sorted = await check(good);
    expect(data.channels).toEqual(sorted.channels);
    expect(data.target).toEqual(sorted.target);
    expect(data.controls).toEqual(sorted.controls);
    expect(data.dates).toEqual(sorted.dates);
    expect(told(data)).toEqual([
      'note data.csv, column "week": The rows were not in chronological order and have been sorted. Nothing to do.',
    ]);
  });
});

describe("warnings", () => {
  it.each([
    [
      "a channel with constant spend",
      withColumn("spend_TV", () => "500"),
      'warning data.csv, column "spend_TV": The spend is constant, so its effect cannot be separated from the intercept, nor its saturation from its scale. Received 500. Expect the posterior of this channel to equal its prior. Vary the spend to learn more.',
    ],
    [
      "a channel with spend in few weeks",
      withColumn("spend_TV", (week) => (week < 4 ? String(100 + week) : "0")),
      'warning data.csv, column "spend_TV": The channel has spend in only 3 of 24 rows. Expect a wide interval for this channel.',
    ],
    [
      "spend in another unit in one week",
      withColumn("spend_TV", (week, old) => (week === 7 ? `${old}000` : old)),
      'warning data.csv, line 8, column "spend_TV": This spend is 903 times the column\'s median of 1255.5. Received 1134000. Check that it is in the same unit as the others.',
    ],
    [
      "a constant column that would be a control",
      withColumn("price", () => "9.5"),
      'note data.csv, column "price": The control is 9.5 in every row; it is left out. Nothing to do if that is right.',
    ],
    [
      "a column of text",
      withColumn("campaign", () => "spring"),
      'note data.csv, column "campaign": The column is not used: it holds text such as "spring" (24 rows). Nothing to do if that is right.',
    ],
    [
      "spend under another name",
      renamed("spend_Radio", "spent_Radio"),
      'note data.csv: "spent_Radio" is taken as the spend of a channel, from its name. Nothing to do if that is right; otherwise list the spend columns with "channels".',
    ],
    [
      "impressions of a channel without spend",
      withColumn("impressions_Social", (week) => String(week)),
      'warning data.csv, column "impressions_Social": The column is exposure of a channel whose spend is not in the table; it is not used. Add the spend, or list the column in "channels" (returns are then per unit of exposure).',
    ],
    [
      "negative revenue",
      withColumn("revenue", (week, old) => (week === 3 ? "-20" : old)),
      'warning data.csv, column "revenue": The target is negative in 1 row. Nothing to do if refunds exceeded sales; otherwise check these rows.',
    ],
    [
      "two columns that move together",
      withColumn("spend_Copy", (week) => String(2 * Number(goodCells()[week][1]))),
      'warning data.csv: The columns "spend_TV" and "spend_Copy" are strongly correlated (1.000). Their effects cannot be separated. Merge them or remove one.',
    ],
    [
      "the sum of all spend",
      withColumn("spend_Total", (week) => String(Number(goodCells()[week][1]) + Number(goodCells()[week][2]))),
      'note data.csv, column "spend_Total": The column is not used: it is the sum of the other spend columns. Nothing to do if that is right.',
    ],
    [
      "a column that is a combination of others",
      withColumn("spend_Mix", (week) => String(Number(goodCells()[week][1]) + 2 * Number(goodCells()[week][2]))),
      'warning data.csv: The column "spend_Mix" is a linear combination of "spend_TV" and "spend_Radio". Their effects cannot be separated. Remove one of them.',
    ],
    [
      "revenue in thousands beside spend in ones",
      withColumn("revenue", (_, old) => String(Number(old) / 1000)),
      "warning data.csv: Total spend is more than ten times total revenue. Received about 44,626 of spend and 599 of revenue. Check that both are in the same unit.",
    ],
  ])("%s is told", async (_, csv, expected) => {
    expect(told(await check(csv))).toEqual([expected]);
  });

  it("impressions that never change are told, beside what they are of", async () => {
    expect(told(await check(withColumn("impressions_TV", () => "7")))).toEqual([
      'warning data.csv, column "impressions_TV": The column does not drive TV, because it is the same in every row; spend drives it. If it should, write `channels: { TV: { driver: impressions_TV } }` in a model file.',
      'note data.csv, column "impressions_TV": The column is not used: exposure of "TV". Nothing to do if that is right.',
    ]);
    expect((await check(withColumn("impressions_TV", () => "7"))).channels[0].driver).toBeUndefined();
  });

  it("a history of less than a year, and fewer rows than parameters, are told", async () => {
    const many = ["A", "B", "C", "D"].reduce(
      (cells, name, k) => columnSet(`spend_${name}`, (week) => String(100 + ((week * (31 + 12 * k)) % 53)), cells),
      goodCells(),
    );
    const data = await check(text(many));
    expect(data.notices.map(formatProblem)).toEqual([
      "data.csv: The table covers 24 weeks, less than one year, so the season cannot be separated from trend and media. Use a year or more if possible; expect wide intervals.",
      'data.csv: The table has 24 rows for about 29 parameters. Expect results close to the priors. Add history, or merge channels: "D" and "C" have the least spend.',
    ]);
  });
});

describe("arrays in memory", () => {
  const series = (name: string): Float64Array => {
    const [header, ...rows] = goodCells();
    return Float64Array.from(rows, (row) => Number(row[header.indexOf(name)]));
  };
  const columns = { week: series("week"), spend_TV: series("spend_TV"), revenue: series("revenue") };

  it("give the same data as a file", async () => {
    const fromMemory = await mediaDataFromColumns({
      ...columns,
      spend_Radio: series("spend_Radio"),
      promotions: series("promotions"),
    });
    const fromFile = await check(good);
    expect(fromMemory.target).toEqual(fromFile.target);
    expect(fromMemory.channels).toEqual(fromFile.channels);
    expect(fromMemory.controls).toEqual(fromFile.controls);
    expect(fromMemory.weekIndex).toEqual(fromFile.weekIndex);
  });

  it("are copied, so that later changes do not reach the data", async () => {
    const revenue = series("revenue");
    const { target } = await mediaDataFromColumns({ ...columns, revenue });
    revenue.fill(0);
    expect(target.values).toEqual(series("revenue"));
  });

  it("may hold Date objects", async () => {
    const date = Array.from(columns.week, (week) => new Date(Date.UTC(2024, 0, 1 + 7 * (week - 1))));
    const { week: _, ...rest } = columns;
    expect((await mediaDataFromColumns({ date, ...rest })).dates.slice(0, 2)).toEqual(["2024-01-01", "2024-01-08"]);
  });

  it("have a hash that changes with a value and with a name", async () => {
    const hash = async (values: Parameters<typeof mediaDataFromColumns>[0]): Promise<string> =>
      (await mediaDataFromColumns(values)).hash;
    const changed = series("spend_TV");
    changed[3] += 1e-9;
    const { spend_TV, ...rest } = columns;
    expect(await hash(columns)).toBe(await hash({ ...columns }));
    expect(await hash({ ...columns, spend_TV: changed })).not.toBe(await hash(columns));
    expect(await hash({ week: rest.week, spend_TVs: spend_TV, revenue: rest.revenue })).not.toBe(await hash(columns));
  });

  const cell = (column: string): Cell => ({ source: "data", row: { unit: "row", number: 3 }, column });

  it.each([
    ["no columns", {}, columnProblems.noColumns("data")],
    [
      "columns of different lengths",
      { ...columns, revenue: [1, 2] },
      columnProblems.lengthMismatch("data", "revenue", 2, 24),
    ],
    [
      "a missing value",
      { ...columns, revenue: Array.from(columns.revenue, (value, i) => (i === 2 ? null : value)) },
      valueProblems.emptyCell(cell("revenue")),
    ],
    [
      "a NaN",
      { ...columns, spend_TV: columns.spend_TV.map((value, i) => (i === 2 ? Number.NaN : value)) },
      valueProblems.missingValue(cell("spend_TV"), "NaN"),
    ],
    [
      "an infinite value",
      { ...columns, spend_TV: columns.spend_TV.map((value, i) => (i === 2 ? Number.POSITIVE_INFINITY : value)) },
      valueProblems.infiniteValue(cell("spend_TV"), "Infinity"),
    ],
    ["no rows", { week: [], spend_TV: [], revenue: [] }, fileProblems.headerOnly("data")],
  ])("with %s are refused", async (_, values, problem) => {
    await expect(mediaDataFromColumns(values)).rejects.toMatchObject({ name: "CarryoverError", problems: [problem] });
  });
});
