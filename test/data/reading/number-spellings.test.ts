// One number in every spelling that tables have; and spellings that cannot be told, with what to type.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkTable } from "../../../src/data/panel/check-table.ts";
import { parseCsv } from "../../../src/data/reading/csv.ts";
import { columnFromValues } from "../../../src/data/reading/values.ts";
import { readColumns } from "../../../src/data/reading/read-column.ts";
import { CarryoverError } from "../../../src/problems/problem.ts";
import { columnSet, text } from "../support/tables.ts";

/** Values of a column of these cells, undefined when it is text. */
function read(cells: readonly string[], marks: Parameters<typeof readColumns>[1] = {}): number[] | undefined {
  const [column] = readColumns([{ name: "c", cells }], marks);
  return column.kind === "number" ? Array.from(column.values) : undefined;
}

function kinds(cells: readonly string[], marks: Parameters<typeof readColumns>[1] = {}): readonly string[] {
  const [column] = readColumns([{ name: "c", cells }], marks);
  return column.kind === "number" ? (column.taken ?? []).map(({ kind }) => kind) : ["text"];
}

describe("a cell", () => {
  it.each([
    ["1234.5", 1234.5, []],
    ["+1234.5", 1234.5, []],
    ["-1234.5", -1234.5, []],
    ["\u22121234.5", -1234.5, ["minus"]],
    ["\u20131234.5", -1234.5, ["minus"]],
    ["1234.5-", -1234.5, ["minus"]],
    ["(1234.5)", -1234.5, ["parentheses"]],
    ["($1,234.50)", -1234.5, ["thousands", "currency", "parentheses"]],
    ["$(1,234.50)", -1234.5, ["thousands", "currency", "parentheses"]],
    ["-$1,234.50", -1234.5, ["thousands", "currency"]],
    ["$-1,234.50", -1234.5, ["thousands", "currency"]],
    ["$ 1,234.50", 1234.5, ["thousands", "currency"]],
    ["US$1,234.50", 1234.5, ["thousands", "currency"]],
    ["1,234.50 EUR", 1234.5, ["thousands", "currency"]],
    ["EUR 1,234.50", 1234.5, ["thousands", "currency"]],
    ["1234.50\u00a0\u20ac", 1234.5, ["currency"]],
    ["\u00a31,234.50", 1234.5, ["thousands", "currency"]],
    ["CHF 1'234.50", 1234.5, ["thousands", "currency"]],
    ["1\u20191234.5", undefined, ["text"]],
    ["1\u2019234.5", 1234.5, ["thousands"]],
    ["1 234.5", 1234.5, ["thousands"]],
    ["1\u00a0234.5", 1234.5, ["thousands"]],
    ["1\u202f234.5", 1234.5, ["thousands"]],
    ["1\u2009234.5", 1234.5, ["thousands"]],
    ["12,34,567.5", 1234567.5, ["thousands"]],
    ["1.2345E+03", 1234.5, []],
    ["1.2345e3", 1234.5, []],
    [".5", 0.5, []],
    ["5.", 5, []],
    ["0.500", 0.5, []],
    ["-0.125", -0.125, []],
    ["12.5%", 0.125, ["percent"]],
    ["12.5 %", 0.125, ["percent"]],
    ["(12.5%)", -0.125, ["percent", "parentheses"]],
    ["'1234.5", 1234.5, []],
    ['="1234.5"', 1234.5, []],
    ["12k", undefined, ["text"]],
    ["1.2M", undefined, ["text"]],
    ["~100", undefined, ["text"]],
    ["<10", undefined, ["text"]],
    ["--5", undefined, ["text"]],
    ["(-5)", undefined, ["text"]],
    ["$5\u20ac", undefined, ["text"]],
    ["1,23,4", undefined, ["text"]],
    ["0,123,456", undefined, ["text"]],
    ["1 2345", undefined, ["text"]],
    ["2023-01-02", undefined, ["text"]],
    ["Q1", undefined, ["text"]],
  ])("%j of a column with decimal points is %s", (cell, value, told) => {
    // Other cells prove the mark.
    const cells = cell.includes("%") ? ["0.75%", cell] : ["0.75", cell];
    expect(read(cells)?.[1]).toBe(value);
    expect(kinds(cells).filter((kind) => kind !== "percent" || cell.includes("%"))).toEqual(told);
  });

  it.each(["-", "\u2013", "\u2014", "--", "$ -", "- \u20ac", "$-", "(-)"])("%j is a dash for zero", (cell) => {
    expect(read(["5", cell])).toEqual([5, 0]);
  });

  it.each(["TRUE", "true", "False"])("%j of a column of true and false is 1 or 0", (cell) => {
    expect(read(["true", "FALSE", cell])).toEqual([1, 0, cell.toLowerCase() === "true" ? 1 : 0]);
  });
});

describe("one number", () => {
  const groups = [",", ".", " ", "'", "\u00a0", "\u202f", ""] as const;
  const wraps: readonly ((digits: string) => string)[] = [
    (digits) => digits,
    (digits) => `$${digits}`,
    (digits) => `${digits} \u20ac`,
    (digits) => `GBP ${digits}`,
    (digits) => `+${digits}`,
  ];

  it("is the same however its groups, its decimal mark and its currency are written", () => {
    const spelling = fc.record({
      cents: fc.array(fc.integer({ min: 0, max: 100_000_000 }), { minLength: 2, maxLength: 20 }),
      decimal: fc.constantFrom(".", ","),
      group: fc.constantFrom(...groups),
      wrap: fc.constantFrom(...wraps),
      separator: fc.constantFrom(",", ";", "\t"),
    });
    fc.assert(
      fc.property(spelling, ({ cents, decimal, group, wrap, separator }) => {
        const mark = group === decimal ? (decimal === "." ? "," : ".") : group;
        const write = (value: number): string => {
          const whole = String(Math.floor(value / 100)).replaceAll(/\B(?=(\d{3})+$)/g, mark);
          return wrap(`${whole}${decimal}${String(value % 100).padStart(2, "0")}`);
        };
        expect(read(cents.map(write), { separator })).toEqual(cents.map((value) => Number((value / 100).toFixed(2))));
      }),
      { seed: 21, numRuns: 1000 },
    );
  });

  it("of thousands alone is never read as a decimal without being told, in any file", () => {
    const numbers = fc.array(fc.integer({ min: 1000, max: 999_999 }), { minLength: 2, maxLength: 20 });
    fc.assert(
      fc.property(numbers, fc.constantFrom(",", ";", "\t"), (values, separator) => {
        const write = (mark: string) => values.map((value) => String(value).replace(/(\d{3})$/, `${mark}$1`));
        const commas = read(write(","), { separator });
        expect(commas === undefined ? [] : commas).toEqual(separator === "," ? values : []);
        expect(read(write(","), { separator, decimal: "point" })).toEqual(values);
        expect(read(write("."), { separator, decimal: "comma" })).toEqual(values);
        expect(read(write("."), { separator: ";" })).toBeUndefined();
      }),
      { seed: 22, numRuns: 300 },
    );
  });

  it("in memory is itself, whatever the text beside it", () => {
    expect(columnFromValues("c", ["1,234", "5"])).toMatchObject({ kind: "number" });
    expect(columnFromValues("c", [1.234, 5])).toMatchObject({ kind: "number" });
  });
});

describe("what cannot be told", () => {
  async function problemOf(csv: string): Promise<string> {
    try {
      checkTable(await parseCsv(csv, "data.csv", ""));
    } catch (error) {
      return (error as CarryoverError).message;
    }
    return "";
  }

  it("names the option to type, and what each choice would give", async () => {
    const cells = columnSet("spend_TV", (week) => `1.${100 + week}`);
    expect(await problemOf(text(cells, ";"))).toBe(
      'data.csv, line 2, column "spend_TV": The mark in these 24 numbers, of which this is the first, may separate thousands or ' +
        'decimals, and nothing in the file tells which. Received "1.101". Add --decimal point or --decimal comma (in a model file: ' +
        "`decimal: comma`); with a decimal comma this is 1101, with a decimal point 1.101.",
    );
  });

  it("is told by another column of the same file, with a note that names it", async () => {
    const base = columnSet("spend_TV", (week) => `1.${100 + week}`);
    const cells = columnSet("revenue", (_, old) => `${old},50`, base);
    const { channels, notices } = checkTable(await parseCsv(text(cells, ";"), "data.csv", ""));
    expect(channels[0].spend[0]).toBe(1101);
    expect(notices.find(({ code }) => code === "decimal-mark-told")?.received).toBe(
      '"1.101" in line 2, column "spend_TV", read as 1101, because the column "revenue" tells the decimal mark',
    );
  });

  it("is warned of where spend and target name different currencies", async () => {
    const base = columnSet("spend_TV", (_, old) => `$${old}`);
    const cells = columnSet("revenue", (_, old) => `${old} EUR`, base);
    const { notices } = checkTable(await parseCsv(text(cells), "data.csv", ""));
    expect(notices.find(({ code }) => code === "currencies-differ")).toMatchObject({
      level: "warning",
      message: 'Amounts are in more than one currency: "revenue" in \u20ac and "spend_TV" in $.',
    });
  });

  it("in a column that nobody uses refuses no file", async () => {
    const cells = columnSet("remarks", (week) => (week % 2 ? "1.5" : "1,5"));
    expect(await problemOf(text(cells, ";"))).toBe("");
  });
});
