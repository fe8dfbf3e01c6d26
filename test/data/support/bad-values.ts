// Tables that must be refused for their values: cells, series and the calendar.

import * as calendarProblems from "../../../src/problems/calendar-problems.ts";
import * as columnProblems from "../../../src/problems/column-problems.ts";
import * as fileProblems from "../../../src/problems/file-problems.ts";
import { limitProblems } from "../../../src/problems/limit.ts";
import type { Problem } from "../../../src/problems/problem.ts";
import * as valueProblems from "../../../src/problems/value-problems.ts";
import { type BadInput, cell } from "./bad-input.ts";
import { dated, goodCells, isoDay, renamed, spoil, text, withColumn } from "./tables.ts";

const good = text(goodCells());
const lines = good.trimEnd().split("\n");

const nine = [3, 4, 5, 6, 7, 8, 9];
/** "NA" in the first eight rows of a column: told once. */
const missingInEight = (column: string): Problem =>
  valueProblems.inMoreCells(valueProblems.missingValue(cell(2, column), "NA"), "line", nine);
const others = Array.from({ length: 18 }, (_, i) => `c${i}`);
/** Of the last two no more is told than that there are as many. */
const twentyTwo: readonly Problem[] = [
  missingInEight("revenue"),
  missingInEight("spend_TV"),
  missingInEight("spend_Radio"),
  missingInEight("promotions"),
  ...others.map((name) => valueProblems.inMoreCells(valueProblems.emptyCell(cell(2, name)), "line", [3, 4])),
];

export const badValues: readonly BadInput[] = [
  // Cells.
  {
    title: "text in a number",
    problems: [valueProblems.notANumber(cell(7, "spend_TV"), "12k")],
    content: spoil([7, "spend_TV", "12k"]),
  },
  {
    title: "two currencies in one column, and percent signs in some cells",
    overrides: { controls: ["promotions"] },
    problems: [
      fileProblems.mixedCells(
        'data.csv, column "spend_TV"',
        "currencies",
        { text: "$1200", place: "line 7" },
        { text: "1300 EUR", place: "line 8" },
      ),
      fileProblems.mixedCells(
        'data.csv, column "promotions"',
        "percent",
        { text: "10%", place: "line 8" },
        { text: "1", place: "line 6" },
      ),
    ],
    content: spoil([7, "spend_TV", "$1200"], [8, "spend_TV", "1300 EUR"], [8, "promotions", "10%"]),
  },
  {
    title: "a dash where it may be zero or missing",
    problems: [valueProblems.dashInCell(cell(9, "revenue"), "-")],
    content: spoil([9, "revenue", "-"], [9, "spend_TV", "-"]),
  },
  {
    title: "an empty cell",
    problems: [valueProblems.emptyCell(cell(12, "revenue"))],
    content: spoil([12, "revenue", ""]),
  },
  {
    title: "marks of missing values",
    problems: [
      valueProblems.missingValue(cell(5, "revenue"), "null"),
      valueProblems.inMoreCells(valueProblems.missingValue(cell(3, "spend_TV"), "NA"), "line", [4]),
    ],
    content: spoil([3, "spend_TV", "NA"], [4, "spend_TV", "NaN"], [5, "revenue", "null"]),
  },
  {
    title: "infinite values",
    problems: [
      valueProblems.infiniteValue(cell(4, "revenue"), "1e999"),
      valueProblems.infiniteValue(cell(3, "spend_TV"), "inf"),
    ],
    content: spoil([3, "spend_TV", "inf"], [4, "revenue", "1e999"]),
  },
  {
    title: "negative spend",
    problems: [valueProblems.negativeValue(cell(9, "spend_Radio"), "Spend", -10)],
    content: spoil([9, "spend_Radio", "-10"]),
  },
  {
    title: "negative conversions",
    problems: [valueProblems.negativeValue(cell(25, "conversions"), "Conversions", -3)],
    content: renamed("revenue", "conversions").replace(/,\d+\n$/, ",-3\n"),
  },
  {
    title: "negative impressions",
    problems: [valueProblems.negativeValue(cell(5, "impressions_TV"), "What drives a channel", -1)],
    content: withColumn("impressions_TV", (week) => String(week === 4 ? -1 : week * 1000)),
  },
  {
    title: "a number beyond float64's squares",
    problems: [valueProblems.hugeValue(cell(6, "revenue"), 1e200)],
    content: spoil([6, "revenue", "1e200"]),
  },
  {
    title: "a column spoilt in many rows",
    problems: [
      valueProblems.inMoreCells(
        valueProblems.missingValue(cell(4, "spend_TV"), "?"),
        "line",
        [7, 10, 13, 16, 19, 22, 25],
      ),
    ],
    content: withColumn("spend_TV", (week, old) => (week % 3 === 0 ? "?" : old)),
  },
  {
    title: "a target column of text",
    problems: [columnProblems.textColumn("data.csv", "target", "revenue", "high")],
    content: withColumn("revenue", () => "high"),
  },
  {
    title: "a constant target",
    problems: [valueProblems.constantTarget("data.csv", "revenue", 100)],
    content: withColumn("revenue", () => "100"),
  },
  {
    title: "a channel without any spend that was asked for",
    overrides: { channels: ["spend_TV", "spend_Radio"] },
    problems: [valueProblems.neverSpent("data.csv", "spend_TV")],
    content: withColumn("spend_TV", () => "0"),
  },
  // The calendar.
  {
    title: "a week without a number",
    problems: [calendarProblems.emptyDate(cell(6, "week"))],
    content: spoil([6, "week", ""]),
  },
  {
    title: "a row of totals",
    problems: [calendarProblems.notADate(cell(26, "week"), "Total")],
    content: `${good}Total,1,1,0,1\n`,
  },
  {
    title: "half a week",
    problems: [calendarProblems.fractionalWeek(cell(6, "week"), 5.5)],
    content: spoil([6, "week", "5.5"]),
  },
  {
    title: "a week twice",
    problems: [calendarProblems.duplicateWeek(cell(6, "week"), "4", { unit: "line", number: 5 }, true)],
    content: spoil([6, "week", "4"], [25, "week", "5"]),
  },
  {
    title: "weeks numbered anew each year",
    problems: [
      valueProblems.inMoreCells(
        calendarProblems.duplicateWeek(cell(24, "week"), "1", { unit: "line", number: 2 }, true),
        "line",
        [25],
      ),
    ],
    content: withColumn("week", (week) => String(((week - 1) % 22) + 1)),
  },
  {
    title: "a gap of three weeks",
    problems: [calendarProblems.missingPeriods("data.csv", "week", 3, ["11", "12", "13"], "week")],
    content: withColumn("week", (week) => String(week > 10 ? week + 3 : week)),
  },
  {
    title: "a very long gap",
    problems: [
      calendarProblems.missingPeriods(
        "data.csv",
        "week",
        100000,
        ["24", "25", "26", "27", "28", "29", "30", "31", "32", "33", "34", "35"],
        "week",
      ),
    ],
    content: spoil([25, "week", "100024"]),
  },
  {
    title: "year and week in one number",
    problems: [calendarProblems.yearAndWeek("data.csv", "week", "202401")],
    content: withColumn("week", (week) => String(202400 + (week === 24 ? 55 : week))),
  },
  {
    title: "week numbers among dates",
    problems: [calendarProblems.mixedDates(cell(10, "date"), "9", "2024-01-08")],
    content: text(dated((week) => (week === 9 ? "9" : isoDay(7 * week)))),
  },
  {
    title: "a day that does not exist",
    problems: [calendarProblems.noSuchDay(cell(10, "date"), "2024-02-30")],
    content: text(dated((week) => (week === 9 ? "2024-02-30" : isoDay(7 * week)))),
  },
  {
    title: "something else than a date",
    problems: [calendarProblems.notADate(cell(10, "date"), "ninth")],
    content: text(dated((week) => (week === 9 ? "ninth" : isoDay(7 * week)))),
  },
  {
    title: "an ISO week that does not exist",
    problems: [calendarProblems.noSuchDay(cell(25, "date"), "2024-W53")],
    content: text(dated((week) => `2024-W${String(week === 24 ? 53 : week).padStart(2, "0")}`)),
  },
  {
    title: "dates whose day and month could be swapped",
    problems: [calendarProblems.ambiguousDates("data.csv", "date", "02/02/2024")],
    content: text(dated((week) => `0${(week % 9) + 1}/0${(week % 7) + 1}/2024`)),
  },
  {
    title: "a missing week among dates",
    problems: [calendarProblems.missingPeriods("data.csv", "date", 1, ["2024-02-12"], "week")],
    content: text(dated((week) => isoDay(7 * (week > 5 ? week + 1 : week)))),
  },
  {
    title: "a date on another weekday",
    problems: [
      valueProblems.inMoreCells(calendarProblems.irregularDates(cell(6, "date"), "2024-02-06", 8, 7), "line", [7]),
    ],
    content: text(dated((week) => isoDay(7 * week + (week === 5 ? 1 : 0)))),
  },
  {
    title: "a date twice",
    problems: [calendarProblems.duplicateWeek(cell(25, "date"), "2024-06-10", { unit: "line", number: 24 }, false)],
    content: text(dated((week) => isoDay(7 * Math.min(week, 23)))),
  },
  {
    title: "a missing month",
    problems: [calendarProblems.missingPeriods("data.csv", "date", 1, ["2021-02-01"], "month")],
    content: text(
      dated((week) => {
        const month = week < 14 ? week - 1 : week;
        return `20${20 + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, "0")}-01`;
      }),
    ),
  },
  {
    title: "fortnights",
    problems: [calendarProblems.unknownCadence("data.csv", "date", 14)],
    content: text(dated((week) => isoDay(14 * week))),
  },
  {
    title: "missing days of a daily table",
    problems: [
      calendarProblems.missingPeriods("data.csv", "date", 2, ["2024-01-22", "2024-01-23"], "day"),
      valueProblems.tooFewRows("data.csv", 24, 140, "day"),
    ],
    content: text(dated((week) => isoDay(week + (week > 20 ? 2 : 0)))),
  },
  {
    title: "a daily table that is too short",
    problems: [valueProblems.tooFewRows("data.csv", 24, 140, "day")],
    content: text(dated((week) => isoDay(week))),
  },
  {
    title: "a table that is too short",
    problems: [valueProblems.tooFewRows("data.csv", 15, 20, "week")],
    content: lines.slice(0, 16).join("\n"),
  },
  // More than one thing at once.
  {
    title: "many problems, told together and cut at twenty",
    overrides: { controls: ["promotions", ...others] },
    problems: limitProblems(twentyTwo),
    content: text(
      goodCells().map((row, line) =>
        line === 0
          ? [...row, ...others]
          : [
              ...row.map((cell, i) => (i > 0 && line < 9 ? "NA" : cell)),
              ...others.map(() => (line < 4 ? "" : String(line))),
            ],
      ),
    ),
  },
];
