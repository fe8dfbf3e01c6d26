// Text for people: tables, verdicts.

import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import { fitReportLines } from "../../../src/cli/print/fit-report.ts";
import { escape, plainStyle, styleFor } from "../../../src/cli/terminal/style.ts";
import { summaryLines } from "../../../src/cli/print/summary.ts";
import { tableLines, wrapText } from "../../../src/cli/print/table.ts";
import { timeLines, verdictLines } from "../../../src/diagnostics/fit/index.ts";
import { fakeFit } from "../../store/support/fake-fit.ts";
import { advice } from "../support/harness.ts";

describe("tables", () => {
  const columns = [
    { title: "name", align: "left", rank: 0, cells: ["a", "longer"] },
    { title: "x", align: "right", rank: 0, cells: ["1", "22"] },
    { title: "extra", align: "right", rank: 2, cells: ["5", "6"] },
    { title: "more", align: "left", rank: 1, cells: ["m", "n"] },
  ] as const;

  it("align their columns", () => {
    expect(tableLines(columns, 80, plainStyle)).toEqual([
      "name     x  extra  more",
      "a        1      5  m",
      "longer  22      6  n",
    ]);
  });

  it("leave out the columns of highest rank where there is no room", () => {
    expect(tableLines(columns, 20, plainStyle)[0]).toBe("name     x  more");
    expect(tableLines(columns, 10, plainStyle)[0]).toBe("name     x");
  });

  it("name what is left out, and where it can be seen", () => {
    expect(tableLines(columns, 20, plainStyle).slice(3).join(" ")).toBe(
      "Not shown here: extra (see it with 23 columns or --json).",
    );
    expect(tableLines(columns, 15, plainStyle, "").slice(3).join(" ")).toBe(
      "Not shown here: extra and more (see them with 23 columns).",
    );
  });

  it("are lists of their rows, with every cell, where not even the columns of rank 0 have room", () => {
    expect(tableLines(columns, 9, plainStyle)).toEqual([
      "a",
      "  x: 1",
      "  extra:",
      "    5",
      "  more: m",
      "longer",
      "  x: 22",
      "  extra:",
      "    6",
      "  more: n",
    ]);
  });

  it("align wide letters by their columns, and show what steers a terminal", () => {
    const wide = [
      { title: "channel", align: "left", rank: 0, cells: ["東京テレビ", "TV", "a\u001b[2J"] },
      { title: "x", align: "right", rank: 0, cells: ["1", "22", "3"] },
    ] as const;
    expect(tableLines(wide, 80, plainStyle)).toEqual([
      "channel      x",
      "東京テレビ   1",
      "TV          22",
      "a\\u001b[2J   3",
    ]);
  });
});

describe("Text", () => {
  it("is broken at spaces, with later lines indented and long words whole", () => {
    expect(wrapText("one two three incomprehensibilities four", 9, "  ")).toEqual([
      "one two",
      "  three",
      "  incomprehensibilities",
      "  four",
    ]);
  });
});

describe("the report of a fit", () => {
  const { diagnostics } = fakeFit();
  const failing = {
    ...diagnostics,
    converged: false,
    divergences: 1,
    checks: [
      {
        name: "divergences",
        status: "fail",
        detail: "1 of 300 transitions diverged.",
        remedy: "Run with --target-accept 0.95.",
      },
      { name: "chains", status: "warn", detail: "There are 2 chains.", remedy: "Run with --chains 4." },
      { name: "draws", status: "pass", detail: "150 draws per chain.", remedy: "" },
    ],
  } as const;

  it("begins with the verdict, loud and with the remedies when it is bad", () => {
    expect(verdictLines(failing, 200, plainStyle)).toEqual([
      "NOT CONVERGED: do not rely on these results",
      "2 chains of 150 draws, 1 divergence, largest R-hat 1.001, smallest ESS 300 bulk, – tail, smallest E-BFMI 1.00",
      "fail divergences: 1 of 300 transitions diverged.",
      "     -> Run with --target-accept 0.95.",
      "warn chains: There are 2 chains.",
      "     -> Run with --chains 4.",
    ]);
    expect(verdictLines(diagnostics, 80, plainStyle)[0]).toBe("CONVERGED");
  });

  it("says that it was sampled again, and what that cost", () => {
    const earlier = [{ target_accept: 0.8, divergences: 2, gradient_evaluations: 4000, seconds: 0.25 }];
    const again = { ...diagnostics, resampled: { target_accept: 0.95, earlier } };
    expect(verdictLines(again, 300, plainStyle)[1]).toContain(
      "no divergences (sampled again with target acceptance 0.95 because of divergences: 2 at 0.8)",
    );
    expect(timeLines(again, 1, 300).join(" ")).toContain("of this, 0.25 s for draws that were sampled again");
  });

  it.each([50, 60, 80])("keeps the verdict within %i columns", (width) => {
    for (const line of verdictLines(failing, width, plainStyle)) expect(line.length).toBeLessThanOrEqual(width);
  });

  it("has what matters: the advice, a line for each channel, the notices, the time and where it was written", () => {
    const notice = { level: "warning", code: "x", message: "Odd.", hint: "Look." } as const;
    const report = {
      diagnostics,
      advice,
      notices: [notice],
      folder: "runs/a",
      report: "runs/a/report.html",
      seconds: 1.234,
    };
    const text = fitReportLines(report, 200, plainStyle).join("\n");
    expect(text).toContain("warning: Odd.\n  hint: Look.");
    expect(text).toContain("\nMedia brought 20% of revenue.\n");
    expect(text).toMatch(/TV +12,345 +1\.20 \(0\.80 to 1\.90\) +1\.20 \(0\.80 to 1\.90\) +hold\n/);
    expect(text).toContain(
      "For the next 13 weeks: TV +5%.\nIt depends on the margin.\nThe review has 1 reservation; see carryover recommend runs/a.\n",
    );
    expect(text).toMatch(
      /Time: 1\.2 s in total; compiling 0\.01 s, .*\nWritten to runs\/a; the report is runs\/a\/report\.html$/,
    );
  });

  it("is the same without color, but for the color", () => {
    const report = { diagnostics: failing, advice, notices: [], seconds: 1 };
    const colored = fitReportLines(report, 80, styleFor).join("\n").replaceAll(escape, "\u001b");
    expect(stripVTControlCharacters(colored)).toBe(fitReportLines(report, 80, plainStyle).join("\n"));
    expect(colored).toContain("\u001b[31m\u001b[1mNOT CONVERGED");
  });

  it("has no channels where there is no advice", () => {
    const report = { diagnostics: { ...diagnostics, draws_per_chain: 0 }, notices: [], seconds: 1 };
    expect(fitReportLines(report, 80, plainStyle).join("\n")).not.toContain("channel");
  });

  it("leaves out tables without rows", () => {
    expect(summaryLines({ parameters: [], quantities: [] }, 80, plainStyle)).toEqual([]);
  });
});
