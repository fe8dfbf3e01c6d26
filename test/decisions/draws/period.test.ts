import { describe, expect, it } from "vitest";
import type { MediaData } from "../../../src/data/panel/media-data.ts";
import { periodOf, periodRecord } from "../../../src/decisions/draws/period.ts";
import { CarryoverError } from "../../../src/problems/problem.ts";

describe("a period of the table", () => {
  const dated = { rows: 4, dates: ["2024-01-01", "2024-01-08", "2024-01-15", "2024-01-22"] };
  const numbered = { rows: 12, dates: Array.from({ length: 12 }, (_, i) => String(i + 1)) };

  it("is the whole table, its last rows, or what lies between two dates, both included", () => {
    expect(periodOf(dated)).toEqual({ from: 0, to: 4 });
    expect(periodOf(dated, { last: 3 })).toEqual({ from: 1, to: 4 });
    expect(periodOf(dated, { from: "2024-01-08", to: "2024-01-15" })).toEqual({ from: 1, to: 3 });
    expect(periodOf(dated, { from: "2024-01-09" })).toEqual({ from: 2, to: 4 });
    expect(periodOf(dated, { to: "2024-01-21" })).toEqual({ from: 0, to: 3 });
  });

  it("of a geo is one that has rows of it, and is named by them", () => {
    const geos = [{ name: "Isles", first: 5, end: 9 }];
    expect(periodOf({ ...numbered, geos }, { from: "9" })).toEqual({ from: 8, to: 12 });
    expect(() => periodOf({ ...numbered, geos }, { from: "10" })).toThrow("No row of the table is in this period.");
    const data = { ...numbered, geos, cadence: "weekly" } as unknown as MediaData;
    expect(periodRecord(data, { from: 0, to: 12 })).toEqual({
      geo: "Isles",
      from: "6",
      to: "9",
      rows: 4,
      unit: "week",
      wholeTable: true,
    });
    const both = { ...data, geos: [...geos, { name: "North", first: 0, end: 12 }] };
    expect(periodRecord(both, { from: 0, to: 12 })).toMatchObject({ geos: 2, from: "1", to: "12", rows: 12 });
  });

  it("is counted by number where weeks are numbered", () => {
    expect(periodOf(numbered, { from: "9", to: "10" })).toEqual({ from: 8, to: 10 });
  });

  it.each([
    [dated, { last: 5 }, "period-too-long"],
    [dated, { from: "January" }, "period-label-unreadable"],
    [numbered, { to: "2024-01-01" }, "period-label-unreadable"],
    [dated, { from: "2024-01-16", to: "2024-01-10" }, "period-empty"],
    [dated, { from: "2025-01-01" }, "period-empty"],
  ])("that is not there is a problem of usage: %#", (data, request, code) => {
    try {
      periodOf(data, request);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(CarryoverError);
      expect((error as CarryoverError).problems[0].code).toBe(code);
      expect((error as CarryoverError).exitCode).toBe(2);
    }
  });
});
