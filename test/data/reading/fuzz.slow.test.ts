// Whatever a file holds, reading it ends in media data or in a CarryoverError with a place, a message and a hint: never in another error.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkTable } from "../../../src/data/panel/check-table.ts";
import { parseCsv } from "../../../src/data/reading/csv.ts";
import { CarryoverError } from "../../../src/problems/problem.ts";
import { goodCells, text } from "../support/tables.ts";

async function readsOrExplains(csv: string): Promise<void> {
  try {
    const data = checkTable(await parseCsv(csv, "data.csv", ""));
    const series = [
      data.target.values,
      ...data.channels.map(({ spend }) => spend),
      ...data.controls.map(({ values }) => values),
    ];
    for (const values of series) {
      expect(values).toHaveLength(data.rows);
      expect(values.every(Number.isFinite)).toBe(true);
    }
    expect(data.channels.every(({ spend }) => spend.every((value) => value >= 0))).toBe(true);
  } catch (error) {
    if (!(error instanceof CarryoverError)) throw error;
    expect(error.problems.length).toBeGreaterThan(0);
    for (const { code, message, hint } of error.problems) {
      expect(code).toMatch(/^[a-z0-9-]+$/);
      expect(message).toMatch(/[.:]$/);
      expect(hint).toMatch(/[.?)"]$/);
      expect(`${message}${hint}`).not.toContain("undefined");
    }
  }
}

const cells = [
  "",
  " ",
  "0",
  "-1",
  "1.5",
  "1,5",
  "1,234",
  "NA",
  "NaN",
  "inf",
  "1e400",
  "x",
  '"',
  '""',
  '"a',
  "2024-01-01",
  "1/2/2024",
  "W1",
  "spend_",
  "revenue",
  "week",
  "\n",
  ";",
  "\t",
  "é",
];

describe("reading", () => {
  it("explains itself for the good table with a few cells replaced by anything", async () => {
    const edit = fc.tuple(fc.nat(24), fc.nat(4), fc.constantFrom(...cells));
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 6 }), async (edits) => {
        const table = goodCells();
        for (const [row, column, cell] of edits) table[row][column] = cell;
        await readsOrExplains(text(table));
      }),
      { seed: 11, numRuns: 300 },
    );
  });

  it("explains itself for text of any cells", async () => {
    const line = fc.array(fc.constantFrom(...cells), { maxLength: 6 }).map((row) => row.join(","));
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 30 }), (lines) => readsOrExplains(lines.join("\n"))),
      { seed: 12, numRuns: 300 },
    );
  });

  it("explains itself for any text", async () => {
    await fc.assert(fc.asyncProperty(fc.string({ unit: "binary", maxLength: 200 }), readsOrExplains), {
      seed: 13,
      numRuns: 300,
    });
  });
});
