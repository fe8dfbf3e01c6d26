import { describe, expect, it } from "vitest";
import { cellsWithRow, geosOf, observedCells } from "../../../src/data/panel/geos.ts";

describe("geosOf", () => {
  it("gives a national table one geo without a name, which has all rows", () => {
    expect(geosOf({ rows: 3 })).toEqual([{ name: "", first: 0, end: 3 }]);
    expect([...cellsWithRow({ rows: 3 })]).toEqual([1, 1, 1]);
  });
});

describe("cells of a panel", () => {
  const data = {
    rows: 4,
    geos: [
      { name: "North", first: 0, end: 4 },
      { name: "Isles", first: 1, end: 3 },
    ],
    target: { values: Float64Array.of(5, Number.NaN, 0, 7, Number.NaN, 1, 2, Number.NaN) },
  };

  it("have a row from the first of a geo to its last", () => {
    expect([...cellsWithRow(data)]).toEqual([1, 1, 1, 1, 0, 1, 1, 0]);
  });

  it("are observed where the target is known, zero included", () => {
    expect([...observedCells(data)]).toEqual([1, 0, 1, 1, 0, 1, 1, 0]);
  });
});
