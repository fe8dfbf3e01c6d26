// Names that stand in a header more than once.

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readMediaData } from "../../../src/data/panel/check-table.ts";
import type { ColumnOverrides, MediaData } from "../../../src/data/panel/index.ts";
import { CarryoverError } from "../../../src/problems/problem.ts";
import { readWithheld } from "../../../src/services/release/index.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "carryover-names-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** Numbers without a pattern, between 0 and 1. */
const noise = (seed: number, row: number): number => ((seed * 7919 + row * row * 104_729 + row * 31) % 9973) / 9973;

const columns: Readonly<Record<string, (row: number) => string | number>> = {
  date: (row) => new Date(Date.UTC(2022, 0, 3 + 7 * row)).toISOString().slice(0, 10),
  revenue: (row) => Math.round(10_000 + 3000 * noise(1, row)),
  spend_TV: (row) => Math.round(1000 * noise(2, row)),
  spend_radio: (row) => Math.round(500 * noise(3, row)),
  price: (row) => 5 + Math.round(100 * noise(4, row)) / 100,
};

/** Writes the table with further columns, each named and filled as given. */
async function tableWith(
  ...more: readonly (readonly [name: string, cell: (row: number) => string | number])[]
): Promise<string> {
  const all = [...Object.entries(columns), ...more];
  const rows = Array.from({ length: 104 }, (_, row) => all.map(([, cell]) => cell(row)).join(","));
  const path = join(folder, "data.csv");
  await writeFile(path, [all.map(([name]) => name).join(","), ...rows].join("\n"));
  return path;
}

const told = (data: MediaData, code: string): readonly (string | undefined)[] =>
  data.notices.filter((notice) => notice.code === code).map(({ received }) => received);

async function refusal(path: string, overrides: ColumnOverrides = {}): Promise<readonly (string | undefined)[]> {
  const error = await readMediaData(path, overrides).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(CarryoverError);
  return (error as CarryoverError).problems.flatMap(({ code, received }) =>
    code === "duplicate-column" ? [received] : [code],
  );
}

const other = (row: number): number => Math.round(700 * noise(9, row));
const text = (row: number): string => `note ${row}`;

describe("Columns of one name", () => {
  it("leave a note where they are not used", async () => {
    const data = await readMediaData(await tableWith(["remark", text], ["remark", (row) => text(row + 1)]));
    expect(told(data, "column-repeated")).toEqual(["column 6 (F) and column 7 (G)"]);
  });

  it("that hold the same are one, and the first is used", async () => {
    const plain = await readMediaData(await tableWith());
    const data = await readMediaData(await tableWith(["spend_TV", columns.spend_TV], ["revenue", columns.revenue]));
    expect(data.channels).toEqual(plain.channels);
    expect(data.controls).toEqual(plain.controls);
    expect(told(data, "column-repeated")).toEqual(["column 2 (B) and column 7 (G)", "column 3 (C) and column 6 (F)"]);
  });

  it.each(["spend_TV", "revenue", "date"])("that differ are refused where %s is used", async (name) => {
    const cell = name === "date" ? (row: number) => columns.date(row + 1) : other;
    const position = { date: "1 (A)", revenue: "2 (B)", spend_TV: "3 (C)" }[name];
    expect(await refusal(await tableWith([name, cell]))).toEqual([`column ${position} and column 6 (F)`]);
  });

  it("that differ are left out as controls that nobody asked for, and refused as controls that were listed", async () => {
    const path = await tableWith(["price", other]);
    const data = await readMediaData(path);
    expect(data.controls).toEqual([]);
    expect(told(data, "control-repeated")).toEqual(["column 5 (E) and column 6 (F)"]);
    expect(await refusal(path, { controls: ["price"] })).toEqual(["column 5 (E) and column 6 (F)"]);
  });

  it("are refused in tables to be released, without a word of their content", async () => {
    await expect(readWithheld(await tableWith(["remark", text], ["remark", text]))).rejects.toThrow(/duplicate-column/);
  });
});

describe("Columns whose names differ in case alone", () => {
  it("that hold the same are one", async () => {
    const plain = await readMediaData(await tableWith());
    const data = await readMediaData(await tableWith(["Spend_tv", columns.spend_TV], ["Price", columns.price]));
    expect(data.channels).toEqual(plain.channels);
    expect(data.controls).toEqual(plain.controls);
  });

  it("that differ are refused, unless the one that is meant is named", async () => {
    const path = await tableWith(["Spend_tv", other]);
    expect(await refusal(path)).toEqual(['column 3 (C) "spend_TV" and column 6 (F) "Spend_tv"']);
    const { channels } = await readMediaData(path, { channels: ["Spend_tv", "spend_radio"] });
    expect(channels.map(({ column }) => column)).toEqual(["Spend_tv", "spend_radio"]);
  });

  it("are told apart where only one can be what is looked for", async () => {
    const data = await readMediaData(await tableWith(["Price", text]));
    expect(data.controls.map(({ name }) => name)).toEqual(["price"]);
    expect((await readMediaData(await tableWith(["Revenue", text]))).target.name).toBe("revenue");
  });
});

describe("Columns without a name", () => {
  it("get one, and are no columns of one name", async () => {
    const data = await readMediaData(await tableWith(["", text], ["", other]));
    expect(data.columns?.map(({ column }) => column).slice(5)).toEqual(["Unnamed: 5", "Unnamed: 6"]);
    expect(told(data, "column-repeated")).toEqual([]);
  });
});
