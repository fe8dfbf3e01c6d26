// Good tables in every accepted way of writing them.

import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ColumnSource, parquetWriteBuffer } from "hyparquet-writer";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkTable, readMediaData } from "../../../src/data/panel/check-table.ts";
import { parseCsv } from "../../../src/data/reading/csv.ts";
import { readTable } from "../../../src/data/reading/read-table.ts";
import { columnSet, dated, goodCells, isoDay, text } from "../support/tables.ts";

const good = goodCells();
const expected = numbers("spend_TV");

function numbers(name: string, cells: readonly (readonly string[])[] = good): number[] {
  return cells.slice(1).map((row) => Number(row[cells[0].indexOf(name)]));
}

async function spendOf(csv: string): Promise<number[]> {
  const data = checkTable(await parseCsv(csv, "data.csv", ""));
  return Array.from(data.channels[0].spend);
}

describe("CSV", () => {
  it.each([",", ";", "\t"])("the separator %j is found", async (separator) => {
    expect(await spendOf(text(good, separator))).toEqual(expected);
  });

  it("Windows line ends, a byte order mark, blank lines and blanks around cells change nothing", async () => {
    const csv = `\ufeff${text(good).replaceAll(",", " , ").replaceAll("\n", "\r\n")}\r\n\r\n`.replace(
      "\r\n5 ,",
      "\r\n\r\n5 ,",
    );
    expect(await spendOf(csv)).toEqual(expected);
  });

  it("rows and columns of nothing but separators, as spreadsheets leave them, are skipped", async () => {
    const csv = `${text(good).replaceAll("\n", ",,\n")},,,,,,\n,,,,,,\n`;
    expect(await spendOf(csv)).toEqual(expected);
  });

  it.each(["\n", "\r\n", "\r"])(
    "with every cell in quotes the table is the same, lines included (line end %j)",
    async (end) => {
      const plain = text([...good.slice(0, 5), [" "], ...good.slice(5)]).replaceAll("\n", end);
      const quoted = plain.replaceAll(/[^,\r\n]+/g, '"$&"');
      expect(await parseCsv(quoted, "data.csv", "")).toEqual(await parseCsv(plain, "data.csv", ""));
    },
  );

  it("quoted cells may hold separators, quotes and line breaks", async () => {
    const csv = text(good)
      .replaceAll(/^(\d+|week),/gm, (_, first: string) => `${first},"a, ""b""\nc",`)
      .replace('"a, ""b""\nc"', "comment");
    const table = await parseCsv(csv, "data.csv", "");
    expect(table.columns[1]).toEqual({
      kind: "text",
      name: "comment",
      decimal: ".",
      values: Array(24).fill('a, "b"\nc'),
    });
    expect(Array.from(checkTable(table).channels[0].spend)).toEqual(expected);
  });

  it.each(["\n", "\r\n"])(
    "each row knows the line it starts on, past blank lines and breaks in quotes (line end %j)",
    async (end) => {
      const table = await parseCsv('a,b\n1,"x\ny"\n\n2,z\n"3\n",z\n'.replaceAll("\n", end), "data.csv", "");
      expect(Array.from(table.lines)).toEqual([2, 5, 6]);
    },
  );

  it("a first line that declares the separator is heeded, and counted as a line", async () => {
    const table = await parseCsv(`sep=;\n${text(good, ";")}`, "data.csv", "");
    expect(Array.from(table.lines.slice(0, 2))).toEqual([3, 4]);
    expect(Array.from(checkTable(table).channels[0].spend)).toEqual(expected);
  });

  it.each([
    ["decimal comma with semicolons", ";", (value: number) => value.toFixed(2).replace(".", ",")],
    ["decimal comma in quotes", ",", (value: number) => `"${value.toFixed(2).replace(".", ",")}"`],
    [
      "decimal comma, point for thousands",
      ";",
      (value: number) => value.toLocaleString("de-DE", { minimumFractionDigits: 2 }),
    ],
    [
      "decimal point, comma for thousands",
      ";",
      (value: number) => value.toLocaleString("en-US", { minimumFractionDigits: 2 }),
    ],
    [
      "decimal point, comma for thousands, in quotes",
      ",",
      (value: number) => `"${value.toLocaleString("en-US", { minimumFractionDigits: 2 })}"`,
    ],
    [
      "spaces for thousands",
      ";",
      (value: number) => `${Math.floor(value / 1000)} ${String(value % 1000).padStart(3, "0")}`,
    ],
    [
      "apostrophes for thousands",
      ",",
      (value: number) => `${Math.floor(value / 1000)}'${String(value % 1000).padStart(3, "0")}.00`,
    ],
    ["exponents", ",", (value: number) => value.toExponential(6)],
    ["plus signs", ",", (value: number) => `+${value}`],
  ])("numbers with %s are read", async (_, separator, write) => {
    const cells = columnSet("spend_TV", (_week, old) => write(Number(old)));
    expect(await spendOf(text(cells, separator))).toEqual(expected);
  });

  it("left-out thousands separators are told", async () => {
    const cells = columnSet("spend_TV", (_, old) => `"${Number(old).toLocaleString("en-US")}.0"`);
    const { notices } = checkTable(await parseCsv(text(cells), "data.csv", ""));
    expect(notices.filter(({ code }) => code !== "short-history")).toEqual([
      {
        level: "note",
        code: "thousands-separators",
        where: "data.csv",
        message: 'Thousands separators were removed in 24 cells of "spend_TV".',
        hint: "If they are decimal marks, say so with --decimal.",
        received: '"1,377.0" in line 2, column "spend_TV", read as 1377',
      },
    ]);
  });
});

describe("files", () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "carryover-read-table-"));
  });

  afterAll(async () => {
    await rm(folder, { recursive: true });
  });

  async function written(name: string, content: string | Uint8Array): Promise<string> {
    const path = join(folder, name);
    await writeFile(path, content);
    return path;
  }

  it("the hash is the SHA-256 of the file's bytes", async () => {
    const { hash, source } = await readTable(await written("hash.csv", text(good)));
    expect(hash).toBe(createHash("sha256").update(text(good)).digest("hex"));
    expect(source).toBe(join(folder, "hash.csv"));
  });

  it("UTF-16 with a byte order mark is read, as spreadsheets write Unicode text", async () => {
    const path = await written("utf16.txt", Buffer.from(`\ufeff${text(good, "\t")}`, "utf16le"));
    expect(Array.from((await readMediaData(path)).channels[0].spend)).toEqual(expected);
  });

  it("Parquet gives the same data as CSV: doubles, integers, 64-bit integers, booleans", async () => {
    const buffer = parquetWriteBuffer({
      columnData: [
        { name: "week", data: numbers("week").map(BigInt), type: "INT64" },
        { name: "spend_TV", data: numbers("spend_TV"), type: "DOUBLE" },
        { name: "spend_Radio", data: numbers("spend_Radio"), type: "INT32" },
        { name: "promotions", data: numbers("promotions").map((value) => value === 1), type: "BOOLEAN" },
        { name: "revenue", data: numbers("revenue"), type: "DOUBLE" },
      ],
    });
    const fromParquet = await readMediaData(await written("good.parquet", new Uint8Array(buffer)));
    const fromCsv = await readMediaData(await written("good.csv", text(good)));
    const { source: _a, hash: _b, ...parquet } = fromParquet;
    const { source: _c, hash: _d, ...csv } = fromCsv;
    const week = { ...csv, notices: csv.notices.map((notice) => ({ ...notice, where: parquet.notices[0]?.where })) };
    expect(parquet).toEqual(week);
  });

  it("Parquet dates and timestamps give the same calendar as ISO dates in CSV, whatever the file is called", async () => {
    const days = goodCells()
      .slice(1)
      .map((_, i) => new Date(`${isoDay(7 * i)}T00:00:00Z`));
    const columnData = [
      { name: "date", data: days, type: "TIMESTAMP" as const },
      ...["spend_TV", "spend_Radio", "revenue"].map((name) => ({ name, data: numbers(name), type: "DOUBLE" as const })),
    ];
    const path = await written("dates.bin", new Uint8Array(parquetWriteBuffer({ columnData })));
    const data = await readMediaData(path);
    const csv = await readMediaData(await written("dates.csv", text(dated((week) => isoDay(7 * week - 7)))));
    expect(data.dates).toEqual(csv.dates);
    expect(data.dayOfYear).toEqual(csv.dayOfYear);
  });

  it("a nested column of Parquet is text, and moves no other column", async () => {
    const columnData: ColumnSource[] = [
      { name: "week", data: numbers("week"), type: "DOUBLE" },
      { name: "tags", data: numbers("week").map((week) => ({ week, kind: "a" })), type: "JSON" },
      { name: "spend_TV", data: numbers("spend_TV"), type: "DOUBLE" as const },
    ];
    const table = await readTable(await written("nested.parquet", new Uint8Array(parquetWriteBuffer({ columnData }))));
    expect(table.columns.map(({ name, kind }) => [name, kind])).toEqual([
      ["week", "number"],
      ["tags", "text"],
      ["spend_TV", "number"],
    ]);
    expect(table.columns[1].values[2]).toBe('{"week":3,"kind":"a"}');
    expect(table.columns[2].values).toEqual(Float64Array.from(expected));
  });

  it("a null of Parquet is an empty cell, told by row and column", async () => {
    const revenue: (number | null)[] = numbers("revenue");
    revenue[4] = null;
    const columnData = ["week", "spend_TV", "revenue"].map((name) => ({
      name,
      data: name === "revenue" ? revenue : numbers(name),
      type: "DOUBLE" as const,
      nullable: true,
    }));
    const path = await written("null.parquet", new Uint8Array(parquetWriteBuffer({ columnData })));
    await expect(readMediaData(path)).rejects.toThrow(
      `${path}, row 5, column "revenue": The cell is empty. Write the value; write 0 only if it was 0.`,
    );
  });

  it("a NaN of Parquet is a missing value", async () => {
    const columnData = ["week", "spend_TV", "revenue"].map((name) => ({
      name,
      data: numbers(name).map((value, i) => (name === "spend_TV" && i === 2 ? Number.NaN : value)),
      type: "DOUBLE" as const,
    }));
    const path = await written("nan.parquet", new Uint8Array(parquetWriteBuffer({ columnData })));
    await expect(readMediaData(path)).rejects.toThrow(
      `${path}, row 3, column "spend_TV": The value is missing. Received "NaN". Write the value; write 0 only if it was 0.`,
    );
  });
});
