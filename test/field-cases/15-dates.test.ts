// Two-digit years and names of months.

import { describe, expect, it } from "vitest";
import { fieldData, valuesOf } from "./support/tables.ts";

describe("dates as spreadsheets write them", () => {
  it.each([
    ["15-us2.csv", '"01/02/23" in line 2, column "date", read as 2023-01-02'],
    ["15-dmonyyyy.csv", '"2-Jan-2023" in line 2, column "date", read as 2023-01-02'],
  ])("are read from %s, and a note says how", async (name, received) => {
    const data = await fieldData(name);
    expect(valuesOf(data)).toEqual(valuesOf(await fieldData("03-base.csv")));
    expect(data.notices.find(({ code }) => code === "dates-read")?.received).toBe(received);
  });
});
