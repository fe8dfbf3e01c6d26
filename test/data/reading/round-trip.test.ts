// Properties of reading and writing: what is written reads back exactly, whatever the values.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseCsv } from "../../../src/data/reading/csv.ts";
import { parseDate } from "../../../src/data/reading/dates.ts";
import { dayOfYear, dayText } from "../../../src/numerics/days.ts";
import { parseNumber } from "../../../src/data/reading/numbers.ts";
import { writeCsv } from "../../../src/data/reading/write-csv.ts";

/** Without negative zero, which is written as 0. */
const finite = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);

describe("CSV", () => {
  it("numbers read back exactly, extremes included", async () => {
    const rows = fc.array(fc.tuple(finite, finite), { minLength: 1, maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(rows, async (pairs) => {
        const columns = [0, 1].map((at) => ({ name: `c${at}`, values: Float64Array.from(pairs, (pair) => pair[at]) }));
        const table = await parseCsv(writeCsv(columns), "data.csv", "");
        const read = table.columns.map(({ kind, name, values }) => ({ kind, name, values }));
        expect(read).toEqual(columns.map((column) => ({ kind: "number", ...column })));
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  it("text reads back exactly: quotes, separators and line breaks included", async () => {
    // Blanks around a cell are trimmed, and an empty row is skipped, so neither is generated.
    const cell = fc
      .string({ unit: fc.constantFrom("a", "é", '"', ",", ";", "\t", "\n", "'", "x y") })
      .map((text) => `<${text}>`);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 10 }), async (pairs) => {
        const columns = [0, 1].map((at) => ({ name: `c${at}`, values: pairs.map((pair) => pair[at]) }));
        const table = await parseCsv(writeCsv(columns), "data.csv", "");
        expect(table.columns.map(({ values }) => values)).toEqual(columns.map(({ values }) => values));
      }),
      { seed: 2, numRuns: 200 },
    );
  });
});

describe("numbers", () => {
  it("with a decimal comma are those with a point, marks exchanged", () => {
    fc.assert(
      fc.property(finite, (value) => {
        const point = String(value);
        expect(parseNumber(point, ".")).toBe(value);
        expect(parseNumber(point.replace(".", ","), ",")).toBe(value);
      }),
      { seed: 3, numRuns: 500 },
    );
  });

  it.each(["0x10", "1e", "e5", "1_000", "١٢", "1..2", "1,2,3", "12,34", "--1", "+-1", "1 2", "1 2345", ".", "1.2.3"])(
    "%j is none",
    (cell) => {
      expect(typeof parseNumber(cell, ".")).toBe("string");
    },
  );
});

describe("dates", () => {
  it("every day from 1900 to 2100 reads back, one day after the other", () => {
    const first = parseDate("1900-01-01", "day-first") as number;
    const last = parseDate("2100-12-31", "day-first") as number;
    expect(last - first + 1).toBe(201 * 365 + 49);
    let before = 0;
    for (let day = first; day <= last; day++) {
      const text = dayText(day);
      if (parseDate(text, "day-first") !== day) expect.unreachable(text);
      const ofYear = dayOfYear(day);
      if (ofYear !== (text.endsWith("-01-01") ? 1 : before + 1)) expect.unreachable(text);
      before = ofYear;
    }
  });

  it("ISO weeks run on without a gap from 1900 to 2100: each Monday is named by exactly one week", () => {
    let expected = parseDate("1900-01-01", "day-first") as number;
    for (let year = 1900; year <= 2100; year++) {
      for (let week = 1; week <= 53; week++) {
        const monday = parseDate(`${year}-W${String(week).padStart(2, "0")}`, "day-first");
        if (week === 53 && monday === "no-such-day") continue;
        if (monday !== expected) expect.unreachable(`${year}-W${week}`);
        expected += 7;
      }
    }
  });
});
