// "10,742" in quotes in a file of Excel's: thousands, with a note.

import { describe, expect, it } from "vitest";
import { fieldData } from "./support/tables.ts";

describe("whole numbers with commas in a comma-separated file", () => {
  it("are thousands, and that is said with the first cell", async () => {
    const data = await fieldData("13-thousands_int.csv");
    const base = await fieldData("03-base.csv");
    expect(data.channels.map(({ spend }) => spend)).toEqual(base.channels.map(({ spend }) => spend));
    expect(data.target.values).toEqual(base.target.values.map(Math.round));
    const note = data.notices.find(({ code }) => code === "thousands-separators");
    expect(note?.level).toBe("note");
    expect(note?.received).toBe('"91,344" in line 2, column "revenue", read as 91344');
  });
});
