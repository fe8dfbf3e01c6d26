// Excel workbooks, files without end, and names that JavaScript has a meaning for.

import { writeFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkTable, readMediaData } from "../../../src/data/panel/check-table.ts";
import { cellOf } from "../../../src/data/reading/table.ts";
import { readTable } from "../../../src/data/reading/read-table.ts";
import { readBounded, readStream } from "../../../src/files/index.ts";
import { cellPlace } from "../../../src/problems/place.ts";
import type { CarryoverError } from "../../../src/problems/problem.ts";
import { fieldData, valuesOf } from "../../field-cases/support/tables.ts";

/**
 * Three sheets: a note; the table of case 03 from row 4 on under a title, with dates as dates, radio by formulas, a column of true and
 * false, and one of percentages; and two numbers.
 */
const book = fileURLToPath(new URL("../support/weekly.xlsx", import.meta.url));

describe("an Excel workbook", () => {
  it("gives the table of its first sheet that holds one, with the values that formulas had", async () => {
    const data = checkTable(await readTable(book), { controls: ["promo"] });
    expect(valuesOf(data)).toEqual(valuesOf(await fieldData("03-base.csv")));
    expect(Array.from(data.controls[0].values.slice(0, 4))).toEqual([0, 1, 0, 1]);
    const told = data.notices.filter(({ code }) => code === "sheet-taken" || code === "rows-above-table");
    expect(told.map(({ message }) => message)).toEqual([
      'The sheet "Weekly" was read; the workbook has 2 other sheets: "Notes" and "Other".',
      "The table begins in row 4; what stands above it was left out.",
    ]);
  });

  it("is read by rows: a wrong cell is told by its own", async () => {
    const { lines, lineUnit } = await readTable(book);
    expect(lineUnit).toBe("row");
    expect(Array.from(lines.slice(0, 2))).toEqual([5, 6]);
  });

  it("names the sheet beside the row of a cell", async () => {
    const table = await readTable(book);
    expect(cellPlace(cellOf(table, 0, "promo"))).toBe(`${book}, sheet "Weekly", row 5, column "promo"`);
    const radio = table.columns.findIndex(({ kind, name }) => kind === "number" && /radio/i.test(name));
    const values = Float64Array.from(table.columns[radio].values as Float64Array);
    values[1] = -1;
    const columns = table.columns.with(radio, { kind: "number", name: table.columns[radio].name, values });
    expect(() => checkTable({ ...table, columns })).toThrow('sheet "Weekly", row 6');
  });

  it("is read by the sheet that is named", async () => {
    const other = await readTable(book, { sheet: "Other" });
    expect(other.columns.map(({ name, values }) => [name, ...values])).toEqual([
      ["a", 1],
      ["b", 2],
    ]);
    await expect(readTable(book, { sheet: "Wekly" })).rejects.toThrow('Did you mean "Weekly"?');
    await expect(readTable(book, { sheet: "Notes" })).rejects.toThrow('The sheet "Notes" holds no table.');
  });
});

describe("a source without end", () => {
  const endless = (): Readable =>
    Readable.from(
      (function* () {
        for (;;) yield Buffer.alloc(1000);
      })(),
    );

  it("is read to its limit", async () => {
    expect(await readStream(endless(), 100_000)).toBeUndefined();
    expect(await readStream(Readable.from([Buffer.from("abc")]), 3)).toEqual(Buffer.from("abc"));
    expect(await readBounded("/dev/zero", 100_000)).toBeUndefined();
  });

  it("is refused as a table, with the limit", async () => {
    const error = await readMediaData("/dev/zero").catch((reason: unknown) => reason as CarryoverError);
    expect(error).toMatchObject({ exitCode: 3, problems: [{ code: "file-too-large" }] });
  });
});

describe("text", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "carryover-text-"));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true });
  });

  it("of one very long line is a header without rows", async () => {
    const path = join(folder, "long.csv");
    await writeFile(path, `week,${"x".repeat(5_000_000)},revenue`);
    await expect(readTable(path)).rejects.toThrow("The table has a header but no rows.");
  });

  it.each(["__proto__", "constructor", "toString", "hasOwnProperty"])(
    "has columns named %s like any other",
    async (name) => {
      const path = join(folder, "names.csv");
      const rows = Array.from(
        { length: 60 },
        (_, i) => `${i + 1},${100 + ((i * 37) % 61)},${50 + ((i * 17) % 23)},${900 + i}`,
      );
      await writeFile(path, `week,spend_TV,spend_${name},revenue\n${rows.join("\n")}\n`);
      const data = await readMediaData(path);
      expect(data.channels.map((channel) => channel.name)).toEqual(["TV", name]);
    },
  );
});
