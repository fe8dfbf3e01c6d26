import { describe, expect, it } from "vitest";
import { csvCell, csvOfColumns, csvText, nameInCsv, tableCell } from "../../src/files/csv.ts";

const formulas = [
  "=1+1",
  "+cmd|' /C calc'!A0",
  "-2+3",
  "@SUM(A1)",
  "\t=1",
  "\rx",
  "\n=1",
  " =1",
  "＝1",
  "-",
  "=",
  "+49 TV",
];

describe("A cell", () => {
  it.each(formulas)("that a spreadsheet would run gets an apostrophe before it: %j", (text) => {
    expect(csvCell(text).replace(/^"/, "").startsWith("'")).toBe(true);
    expect(nameInCsv(`'${text}`)).toBe(text);
    expect(tableCell(text)).not.toContain("'=");
  });

  it("that is a number stays one, negative or not, typed or written", () => {
    expect([-1.5, 2e-7, -0, Number.NaN].map(csvCell)).toEqual(["-1.5", "2e-7", "0", ""]);
    expect(["-12.5", "+3", "1e-5", "-.5"].map(csvCell)).toEqual(["-12.5", "+3", "1e-5", "-.5"]);
  });

  it("that is harmless stays as it is, and reads back", () => {
    for (const text of ["TV", "'quoted'", "a=b", "it's", "Ä", "100%"]) {
      expect(csvCell(text)).toBe(text);
      expect(nameInCsv(text)).toBe(text);
    }
  });
});

describe("A table", () => {
  it("has no cell and no name that begins a formula", () => {
    expect(csvText(["channel", "=x"], [["=SUM(A1)", -1]])).toBe("channel,'=x\n'=SUM(A1),-1\n");
    expect(csvOfColumns([{ name: "@a", values: ["-b", "-1"] }])).toBe("'@a\n'-b\n-1\n");
  });
});
