// Panels with random edits: each is refused with problems, or read as series that fit together. Nothing is filled in.

import { describe, expect, it } from "vitest";
import { checkTable } from "../../../src/data/panel/check-table.ts";
import { cellsWithRow, geosOf } from "../../../src/data/panel/geos.ts";
import { parseCsv } from "../../../src/data/reading/csv.ts";
import { type Random, randomStream } from "../../../src/numerics/random.ts";
import { CarryoverError } from "../../../src/problems/problem.ts";
import { longRows, type PanelRow, panelRows, panelText, rowWithout } from "../support/panels.ts";

const cells = ["", "NA", "0", "-1", "x", "North", "north ", "2024-01-01", "1e300", "National", "$5", "-", "1"];

/** One edit: of a cell, rows that go or come twice, columns that go, change or change places. */
function edited(rows: readonly PanelRow[], random: Random): readonly PanelRow[] {
  const names = Object.keys(rows[0]);
  const pick = <T>(from: readonly T[]): T => from[random.integer(from.length)];
  const [at, name, other, cell] = [random.integer(rows.length), pick(names), pick(names), pick(cells)];
  const edits: readonly (() => readonly PanelRow[])[] = [
    () => rows.with(at, { ...rows[at], [name]: cell }),
    () => rows.with(at, { ...rows[at], [name]: cell }),
    () => rows.toSpliced(at, 1 + random.integer(40)),
    () => [...rows, rows[at]],
    () => rows.map((row) => rowWithout(row, name)),
    () => rows.map((row) => ({ ...row, [name]: row[other] })),
    () => rows.map((_, i) => rows[(i * 37) % rows.length]),
    () => rows.filter(() => random.uniform() < 0.99),
  ];
  return pick(edits)();
}

describe("a panel with random edits", () => {
  it("is refused with problems, or has every value where it belongs", async () => {
    const random = randomStream([20261128]);
    const read = { panels: 0, refused: 0 };
    for (let k = 0; k < 250; k++) {
      let rows: readonly PanelRow[] = k % 4 === 0 ? longRows() : panelRows();
      for (let edits = random.integer(4); edits > 0 && rows.length > 0; edits--) rows = edited(rows, random);
      const text = panelText(rows);
      try {
        const data = checkTable(await parseCsv(text, "data.csv", ""));
        const size = geosOf(data).length * data.rows;
        const hasRow = cellsWithRow(data);
        for (const { spend } of data.channels) {
          expect(spend).toHaveLength(size);
          expect(spend.every((value, cell) => Number.isFinite(value) && (hasRow[cell] === 1 || value === 0))).toBe(
            true,
          );
        }
        for (const { values } of data.controls) {
          expect(values.every((value, cell) => Number.isNaN(value) === (hasRow[cell] === 0))).toBe(true);
        }
        expect(data.target.values.every((value, cell) => hasRow[cell] === 1 || Number.isNaN(value))).toBe(true);
        if (data.geos === undefined) expect(data.target.values.every(Number.isFinite)).toBe(true);
        else read.panels++;
      } catch (error) {
        if (!(error instanceof CarryoverError)) throw new Error(text, { cause: error });
        expect(error.problems.length).toBeGreaterThan(0);
        read.refused++;
      }
    }
    expect(Math.min(read.panels, read.refused)).toBeGreaterThan(40);
  });
});
