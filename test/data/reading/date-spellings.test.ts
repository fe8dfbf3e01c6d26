// One calendar in every spelling that tables have; and spellings that cannot be told, with what to type.

import { describe, expect, it } from "vitest";
import { checkTable } from "../../../src/data/panel/check-table.ts";
import type { MediaData } from "../../../src/data/panel/index.ts";
import { parseCsv } from "../../../src/data/reading/csv.ts";
import type { CarryoverError } from "../../../src/problems/problem.ts";
import type { ReadingValues } from "../../../src/settings/index.ts";

type DateFormat = ReadingValues["date_format"];

/** A table with these cells in its date column, called `name`. */
async function tableOf(cells: readonly string[], dateFormat?: DateFormat, name: string = "date"): Promise<MediaData> {
  const rows = cells.map((cell, i) => `${cell.includes(",") ? `"${cell}"` : cell},${100 + ((i * 37) % 61)},${500 + i}`);
  const csv = `${name},spend_TV,revenue\n${rows.join("\n")}\n`;
  return checkTable(await parseCsv(csv, "data.csv", ""), { dateFormat });
}

async function problemOf(cells: readonly string[], dateFormat?: DateFormat, name?: string): Promise<string> {
  return tableOf(cells, dateFormat, name).then(
    () => "",
    (error: unknown) => (error as CarryoverError).message,
  );
}

const weeks = 30;
/** Mondays from 2 January 2023. */
const mondays = Array.from({ length: weeks }, (_, i) => new Date(Date.UTC(2023, 0, 2 + 7 * i)));
const isoOf = (date: Date): string => date.toISOString().slice(0, 10);
const two = (value: number): string => String(value).padStart(2, "0");
const names = "January February March April May June July August September October November December".split(" ");
const german = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split(" ");
const french = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(" ");
const days = "Sunday Monday Tuesday Wednesday Thursday Friday Saturday".split(" ");
const parts = (date: Date): { y: number; m: number; d: number } => ({
  y: date.getUTCFullYear(),
  m: date.getUTCMonth() + 1,
  d: date.getUTCDate(),
});
const write = (spell: (parts: { y: number; m: number; d: number; date: Date }) => string): readonly string[] =>
  mondays.map((date) => spell({ ...parts(date), date }));
const dayNumber = (date: Date): number => date.getTime() / 86_400_000;

describe("weeks from 2 January 2023", () => {
  it.each([
    ["2023-01-02", write(({ date }) => isoOf(date))],
    ["2023/1/2", write(({ y, m, d }) => `${y}/${m}/${d}`)],
    ["2023.01.02", write(({ y, m, d }) => `${y}.${two(m)}.${two(d)}`)],
    ["20230102", write(({ y, m, d }) => `${y}${two(m)}${two(d)}`)],
    ["02/01/2023", write(({ y, m, d }) => `${two(d)}/${two(m)}/${y}`)],
    ["1/2/2023", write(({ y, m, d }) => `${m}/${d}/${y}`)],
    ["1/2/23", write(({ y, m, d }) => `${m}/${d}/${y % 100}`)],
    ["02-01-23", write(({ y, m, d }) => `${two(d)}-${two(m)}-${y % 100}`)],
    ["23-01-02", write(({ y, m, d }) => `${y % 100}-${two(m)}-${two(d)}`)],
    ["23/01/02", write(({ y, m, d }) => `${y % 100}/${two(m)}/${two(d)}`)],
    ["02.01.2023", write(({ y, m, d }) => `${two(d)}.${two(m)}.${y}`)],
    ["2.1.23", write(({ y, m, d }) => `${d}.${m}.${y % 100}`)],
    ["2-Jan-2023", write(({ y, m, d }) => `${d}-${names[m - 1].slice(0, 3)}-${y}`)],
    ["2-Jan-23", write(({ y, m, d }) => `${d}-${names[m - 1].slice(0, 3)}-${y % 100}`)],
    ["02 January 2023", write(({ y, m, d }) => `${two(d)} ${names[m - 1]} ${y}`)],
    ["Jan 2, 2023", write(({ y, m, d }) => `${names[m - 1].slice(0, 3)} ${d}, ${y}`)],
    ["January 2, 2023", write(({ y, m, d }) => `${names[m - 1]} ${d}, ${y}`)],
    ["January 2nd, 2023", write(({ y, m, d }) => `${names[m - 1]} ${d}${d === 2 ? "nd" : "th"}, ${y}`)],
    ["Jan-02-2023", write(({ y, m, d }) => `${names[m - 1].slice(0, 3)}-${two(d)}-${y}`)],
    ["02JAN2023", write(({ y, m, d }) => `${two(d)}${names[m - 1].slice(0, 3).toUpperCase()}${y}`)],
    ["2023-Jan-02", write(({ y, m, d }) => `${y}-${names[m - 1].slice(0, 3)}-${two(d)}`)],
    ["2. Januar 2023", write(({ y, m, d }) => `${d}. ${german[m - 1]} ${y}`)],
    ["2 janvier 2023", write(({ y, m, d }) => `${d} ${french[m - 1]} ${y}`)],
    ["Mon, 2 Jan 2023", write(({ y, m, d }) => `Mon, ${d} ${names[m - 1].slice(0, 3)} ${y}`)],
    ["Monday, January 2, 2023", write(({ y, m, d, date }) => `${days[date.getUTCDay()]}, ${names[m - 1]} ${d}, ${y}`)],
    ["Mo. 02.01.2023", write(({ y, m, d }) => `Mo. ${two(d)}.${two(m)}.${y}`)],
    ["2023-01-02 00:00:00", write(({ date }) => `${isoOf(date)} 00:00:00`)],
    ["2023-01-02T00:00:00Z", write(({ date }) => date.toISOString())],
    ["2023-01-02T08:30:00+01:00", write(({ date }) => `${isoOf(date)}T08:30:00+01:00`)],
    ["2023-01-02 13:30 UTC", write(({ date }) => `${isoOf(date)} 13:30 UTC`)],
    ["1/2/2023 12:00:00 AM", write(({ y, m, d }) => `${m}/${d}/${y} 12:00:00 AM`)],
    ["02.01.2023 00:00", write(({ y, m, d }) => `${two(d)}.${two(m)}.${y} 00:00`)],
    ["Mon, 02 Jan 2023 00:00:00 GMT", write(({ date }) => date.toUTCString())],
    ["2023-W01", write(({ date }) => `2023-W${two(Math.floor((dayNumber(date) - dayNumber(mondays[0])) / 7) + 1)}`)],
    ["2023W01", write(({ date }) => `2023W${two((dayNumber(date) - dayNumber(mondays[0])) / 7 + 1)}`)],
    ["2023 week 1", write(({ date }) => `2023 week ${(dayNumber(date) - dayNumber(mondays[0])) / 7 + 1}`)],
    ["KW1/2023", write(({ date }) => `KW${(dayNumber(date) - dayNumber(mondays[0])) / 7 + 1}/2023`)],
    ["W01-2023", write(({ date }) => `W${two((dayNumber(date) - dayNumber(mondays[0])) / 7 + 1)}-2023`)],
    [
      "202301 (a year and a week)",
      write(({ date }) => `2023${two((dayNumber(date) - dayNumber(mondays[0])) / 7 + 1)}`),
    ],
    ["a spreadsheet's number", write(({ date }) => String(dayNumber(date) + 25_569))],
    ["a spreadsheet's number with a time", write(({ date }) => String(dayNumber(date) + 25_569.25))],
    ["seconds since 1970", write(({ date }) => String(date.getTime() / 1000))],
    ["milliseconds since 1970", write(({ date }) => String(date.getTime()))],
    ["microseconds since 1970", write(({ date }) => `${date.getTime()}000`)],
    ["nanoseconds since 1970", write(({ date }) => `${date.getTime()}000000`)],
    [
      "2023-01-02 - 2023-01-08",
      write(({ date }) => `${isoOf(date)} - ${isoOf(new Date(date.getTime() + 6 * 86_400_000))}`),
    ],
    ["Week of Jan 2, 2023", write(({ y, m, d }) => `Week of ${names[m - 1].slice(0, 3)} ${d}, ${y}`)],
    ["w/c 02/01/2023", write(({ y, m, d }) => `w/c ${two(d)}/${two(m)}/${y}`)],
  ])("are read as %s", async (_, cells) => {
    const { cadence, dates } = await tableOf(cells);
    expect(cadence).toBe("weekly");
    expect(dates).toEqual(mondays.map(isoOf));
  });

  it("may be an index without a name, as pandas writes it", async () => {
    const data = await tableOf(
      write(({ date }) => isoOf(date)),
      undefined,
      "",
    );
    expect(data.dateColumn).toBe("Unnamed: 0");
    expect(data.dates).toEqual(mondays.map(isoOf));
  });

  it("say how they were read, but for ISO dates", async () => {
    const told = async (cells: readonly string[]): Promise<readonly string[]> =>
      (await tableOf(cells)).notices.flatMap(({ code, received = "" }) => (code === "dates-read" ? [received] : []));
    expect(await told(write(({ date }) => isoOf(date)))).toEqual([]);
    expect(await told(write(({ date }) => date.toISOString()))).toEqual([]);
    expect(await told(write(({ date }) => String(date.getTime() / 1000)))).toEqual([
      '"1672617600" in line 2, column "date", read as 2023-01-02',
    ]);
  });

  it.each(["W1", "Week 1", "KW 1", "week_1"])("are numbers of weeks written as %s", async (first) => {
    const { dates, weekIndex } = await tableOf(mondays.map((_, i) => first.replace("1", String(i + 1))));
    expect(dates.slice(0, 2)).toEqual(["1", "2"]);
    expect(weekIndex[weeks - 1]).toBe(weeks);
  });
});

const months = Array.from({ length: 36 }, (_, i) => ({ y: 2021 + Math.floor(i / 12), m: (i % 12) + 1 }));
const lastOf = (y: number, m: number): number => new Date(Date.UTC(y, m, 0)).getUTCDate();

describe("months from January 2021", () => {
  it.each([
    ["2021-01", months.map(({ y, m }) => `${y}-${two(m)}`)],
    ["2021/01", months.map(({ y, m }) => `${y}/${two(m)}`)],
    ["01/2021", months.map(({ y, m }) => `${two(m)}/${y}`)],
    ["01.2021", months.map(({ y, m }) => `${two(m)}.${y}`)],
    ["2021M01", months.map(({ y, m }) => `${y}M${two(m)}`)],
    ["January 2021", months.map(({ y, m }) => `${names[m - 1]} ${y}`)],
    ["Jan 2021", months.map(({ y, m }) => `${names[m - 1].slice(0, 3)} ${y}`)],
    ["Jan-21", months.map(({ y, m }) => `${names[m - 1].slice(0, 3)}-${y % 100}`)],
    ["Jan '21", months.map(({ y, m }) => `${names[m - 1].slice(0, 3)} '${y % 100}`)],
    ["März 2021", months.map(({ y, m }) => `${german[m - 1]} ${y}`)],
    ["202101", months.map(({ y, m }) => `${y}${two(m)}`)],
    ["2021-01-01", months.map(({ y, m }) => `${y}-${two(m)}-01`)],
    ["01/01/2021, day first", months.map(({ y, m }) => `01/${two(m)}/${y}`)],
    ["1/1/2021, month first", months.map(({ y, m }) => `${m}/1/${y}`)],
  ])("are read as %s", async (_, cells) => {
    const data = await tableOf(cells);
    expect(data.cadence).toBe("monthly");
    expect(data.dates).toEqual(months.map(({ y, m }) => `${y}-${two(m)}-01`));
    expect(Array.from(data.weekIndex)).toEqual(months.map((__, i) => i + 1));
    expect(data.notices.map(({ code }) => code)).toContain("coarse-rows");
  });

  it("are read by their last days", async () => {
    const { cadence, dates } = await tableOf(months.map(({ y, m }) => `${y}-${two(m)}-${lastOf(y, m)}`));
    expect(cadence).toBe("monthly");
    expect(dates[1]).toBe("2021-02-28");
  });

  it("may be numbered, where the column is called so", async () => {
    const cells = months.map((_, i) => String(i + 1));
    expect((await tableOf(cells, undefined, "month")).cadence).toBe("monthly");
    expect((await tableOf(cells, undefined, "week")).cadence).toBe("weekly");
  });

  it("that are missing are named", async () => {
    const cells = months.map(({ y, m }) => `${y}-${two(m)}`).filter((cell) => cell !== "2022-03");
    expect(await problemOf(cells)).toContain("1 month is missing: 2022-03-01.");
  });
});

describe("quarters", () => {
  const quarters = Array.from({ length: 20 }, (_, i) => ({ y: 2019 + Math.floor(i / 4), q: (i % 4) + 1 }));
  it.each([
    ["2019-Q1", quarters.map(({ y, q }) => `${y}-Q${q}`)],
    ["Q1 2019", quarters.map(({ y, q }) => `Q${q} ${y}`)],
    ["1Q19", quarters.map(({ y, q }) => `${q}Q${y % 100}`)],
    ["2019-01-01", quarters.map(({ y, q }) => `${y}-${two(3 * q - 2)}-01`)],
  ])("are read as %s", async (_, cells) => {
    const { cadence, dates } = await tableOf(cells);
    expect(cadence).toBe("quarterly");
    expect(dates.slice(0, 3)).toEqual(["2019-01-01", "2019-04-01", "2019-07-01"]);
  });
});

describe("what cannot be told", () => {
  const year = Array.from({ length: 12 }, (_, i) => `01/${two(i + 1)}/2023`);

  it("names the option to type: day or month first", async () => {
    const message = await problemOf(
      Array.from({ length: 12 }, (_, i) => `${i + 1}/${i + 1}/2023`).concat("03/04/2023"),
    );
    expect(message).toContain("Day and month are ambiguous in these dates.");
    expect(message).toContain("Add --date-format day-first or --date-format month-first");
    expect(message).toContain("`date_format: day-first`");
  });

  it("is settled by the option", async () => {
    expect(await problemOf(year, "day-first")).toContain("12 rows; at least 20 months");
    expect(await problemOf(year, "month-first")).toContain("12 rows; at least 140 days");
  });

  it("is told once for a whole column, with its first row and how many there are", async () => {
    const message = await problemOf(
      mondays.map((_, i) => `period ${"abcdefghijklmnopqrstuvwxyzabcdef"[i]}`),
      undefined,
      "date",
    );
    expect(message.match(/neither a date/g)).toHaveLength(1);
    expect(message).toContain('line 2, column "date"');
    expect(message).toContain("29 more cells of this column have the same problem: lines 3, 4, 5, 6, 7 and 24 more.");
  });

  it.each([
    ["2-Jan", "neither a date"],
    ["31/02/2023", "no such day"],
    ["2023-02-30", "no such day"],
    ["2023-W54", "no such day"],
    ["", "The date cell is empty"],
    ["soon", "neither a date"],
  ])("%j among dates is refused", async (cell, message) => {
    const cells = write(({ y, m, d }) =>
      cell.includes("/") ? `${two(d)}/${two(m)}/${y}` : `${y}-${two(m)}-${two(d)}`,
    );
    expect(await problemOf(cells.with(4, cell))).toContain(message);
  });

  it("refuses dates that a spreadsheet turned into others and left as text: two ways of writing in one column", async () => {
    const cells = write(({ y, m, d, date }) => (d > 12 ? `${d}/${m}/${y}` : isoOf(date)));
    expect(await problemOf(cells)).toContain("mixes");
  });

  it("refuses a format that the column does not have", async () => {
    expect(
      await problemOf(
        write(({ date }) => String(date.getTime())),
        "excel",
      ),
    ).toContain("--date-format excel");
  });
});
