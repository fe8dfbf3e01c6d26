// Tables that must be refused for their values: cells, series and the calendar.

import type { BadInput } from "./bad-input.ts";
import { dated, goodCells, isoDay, renamed, spoil, text, withColumn } from "./tables.ts";

const good = text(goodCells());
const lines = good.trimEnd().split("\n");

export const badValues: readonly BadInput[] = [
  // Cells.
  {
    title: "text in a number",
    messages: [
      'data.csv, line 7, column "spend_TV": This is not a number. Received "1200 EUR". Write digits with a decimal point, without currency or percent signs.',
    ],
    content: spoil([7, "spend_TV", "1200 EUR"]),
  },
  {
    title: "a currency sign and a percent sign",
    messages: [
      'data.csv, line 7, column "spend_TV": This is not a number. Received "$1200". Write digits with a decimal point, without currency or percent signs.',
      'data.csv, line 8, column "promotions": This is not a number. Received "10%". Write digits with a decimal point, without currency or percent signs.',
    ],
    content: spoil([7, "spend_TV", "$1200"], [8, "promotions", "10%"]),
  },
  {
    title: "an empty cell",
    messages: ['data.csv, line 12, column "revenue": The cell is empty. Write the value; write 0 only if it was 0.'],
    content: spoil([12, "revenue", ""]),
  },
  {
    title: "marks of missing values",
    messages: [
      'data.csv, line 5, column "revenue": The value is missing. Received "null". Write the value; write 0 only if it was 0.',
      'data.csv, line 3, column "spend_TV": The value is missing. Received "NA". Write the value; write 0 only if it was 0.',
      'data.csv, line 4, column "spend_TV": The value is missing. Received "NaN". Write the value; write 0 only if it was 0.',
    ],
    content: spoil([3, "spend_TV", "NA"], [4, "spend_TV", "NaN"], [5, "revenue", "null"]),
  },
  {
    title: "infinite values",
    messages: [
      'data.csv, line 4, column "revenue": The number is not finite. Received "1e999". Write the value; it may come from a division by zero.',
      'data.csv, line 3, column "spend_TV": The number is not finite. Received "inf". Write the value; it may come from a division by zero.',
    ],
    content: spoil([3, "spend_TV", "inf"], [4, "revenue", "1e999"]),
  },
  {
    title: "negative spend",
    messages: [
      'data.csv, line 9, column "spend_Radio": Spend cannot be negative. Received -10. Check it; book credits and corrections in the week they belong to.',
    ],
    content: spoil([9, "spend_Radio", "-10"]),
  },
  {
    title: "negative conversions",
    messages: [
      'data.csv, line 25, column "conversions": Conversions cannot be negative. Received -3. Check it; book credits and corrections in the week they belong to.',
    ],
    content: renamed("revenue", "conversions").replace(/,\d+\n$/, ",-3\n"),
  },
  {
    title: "negative impressions",
    messages: [
      'data.csv, line 5, column "impressions_TV": Impressions cannot be negative. Received -1. Check it; book credits and corrections in the week they belong to.',
    ],
    content: withColumn("impressions_TV", (week) => String(week === 4 ? -1 : week * 1000)),
  },
  {
    title: "a number beyond float64's squares",
    messages: [
      'data.csv, line 6, column "revenue": The number is too large to compute with. Received 1e+200. Check it; if it is right, use a larger unit (thousands, millions).',
    ],
    content: spoil([6, "revenue", "1e200"]),
  },
  {
    title: "a column spoilt in many rows",
    messages: [
      'data.csv, line 4, column "spend_TV": The value is missing. Received "?". Write the value; write 0 only if it was 0.',
      'data.csv, line 7, column "spend_TV": The value is missing. Received "?". Write the value; write 0 only if it was 0.',
      'data.csv, line 10, column "spend_TV": The value is missing. Received "?". Write the value; write 0 only if it was 0.',
      'data.csv, column "spend_TV": 5 more cells of this column cannot be used. Fix them like those listed above.',
    ],
    content: withColumn("spend_TV", (week, old) => (week % 3 === 0 ? "?" : old)),
  },
  {
    title: "a target column of text",
    messages: [
      'data.csv, column "revenue": The column named as target holds text. Received "high". Turn it into numbers (0 and 1 for yes and no, one column for each category).',
    ],
    content: withColumn("revenue", () => "high"),
  },
  {
    title: "a constant target",
    messages: [
      'data.csv, column "revenue": The target is constant, so there is nothing to explain. Received 100. Check the column, or choose another with "target".',
    ],
    content: withColumn("revenue", () => "100"),
  },
  {
    title: "a channel without any spend",
    messages: [
      'data.csv, column "spend_TV": The channel has no spend in any row, so its effect cannot be estimated. Remove the column, or list the other channels with "channels".',
    ],
    content: withColumn("spend_TV", () => "0"),
  },
  // The calendar.
  {
    title: "a week without a number",
    messages: [
      'data.csv, line 6, column "week": The date cell is empty. Write the week, or remove the row if it is a total or a comment.',
    ],
    content: spoil([6, "week", ""]),
  },
  {
    title: "a row of totals",
    messages: [
      'data.csv, line 26, column "week": This is neither a date nor a week number. Received "Total". Write dates as 2024-01-31 and week numbers as 1, 2, 3, ...',
    ],
    content: `${good}Total,1,1,0,1\n`,
  },
  {
    title: "half a week",
    messages: [
      'data.csv, line 6, column "week": A week number must be a whole number. Received 5.5. Write weeks as 1, 2, 3, ... or give dates.',
    ],
    content: spoil([6, "week", "5.5"]),
  },
  {
    title: "a week twice",
    messages: [
      'data.csv, line 6, column "week": This week occurs twice, first in line 5. Received 4. Keep one row per week, and continue the week numbers across years (53 after 52).',
    ],
    content: spoil([6, "week", "4"], [25, "week", "5"]),
  },
  {
    title: "weeks numbered anew each year",
    messages: [
      'data.csv, line 24, column "week": This week occurs twice, first in line 2. Received 1. Keep one row per week, and continue the week numbers across years (53 after 52).',
      'data.csv, line 25, column "week": This week occurs twice, first in line 3. Received 2. Keep one row per week, and continue the week numbers across years (53 after 52).',
    ],
    content: withColumn("week", (week) => String(((week - 1) % 22) + 1)),
  },
  {
    title: "a gap of three weeks",
    messages: [
      'data.csv, column "week": 3 weeks are missing: 11, 12 and 13. Add a row for each. Carry-over needs every week, including those without spend.',
    ],
    content: withColumn("week", (week) => String(week > 10 ? week + 3 : week)),
  },
  {
    title: "a very long gap",
    messages: [
      'data.csv, column "week": 100,000 weeks are missing: 24, 25, 26, 27, 28 and 99995 more. Add a row for each. Carry-over needs every week, including those without spend.',
    ],
    content: spoil([25, "week", "100024"]),
  },
  {
    title: "year and week in one number",
    messages: [
      'data.csv, column "week": These look like a year and a week in one number. Received 202401. Write them as 2024-W05 (ISO weeks), as the date of each week\'s first day, or number the weeks 1, 2, 3, ...',
    ],
    content: withColumn("week", (week) => String(202400 + week)),
  },
  {
    title: "a spreadsheet's day numbers",
    messages: [
      'data.csv, column "date": These look like a spreadsheet\'s day numbers. Received 45299. Format the column as dates (2024-01-31) before saving.',
    ],
    content: text(dated((week) => String(45292 + 7 * week))),
  },
  {
    title: "week numbers among dates",
    messages: [
      'data.csv, line 10, column "date": The column mixes week numbers and dates. Received "9" after "2024-01-08". Write them all the same way.',
    ],
    content: text(dated((week) => (week === 9 ? "9" : isoDay(7 * week)))),
  },
  {
    title: "a day that does not exist",
    messages: [
      'data.csv, line 10, column "date": There is no such day. Received "2024-02-30". Check day and month; dates are best written as 2024-01-31.',
    ],
    content: text(dated((week) => (week === 9 ? "2024-02-30" : isoDay(7 * week)))),
  },
  {
    title: "something else than a date",
    messages: [
      'data.csv, line 10, column "date": This is neither a date nor a week number. Received "ninth". Write dates as 2024-01-31 and week numbers as 1, 2, 3, ...',
    ],
    content: text(dated((week) => (week === 9 ? "ninth" : isoDay(7 * week)))),
  },
  {
    title: "dates with a time of day",
    messages: [
      'data.csv, line 3, column "date": This is neither a date nor a week number. Received "2024-01-15 13:30". Write dates as 2024-01-31 and week numbers as 1, 2, 3, ...',
    ],
    content: text(dated((week) => (week === 2 ? `${isoDay(7 * week)} 13:30` : isoDay(7 * week)))),
  },
  {
    title: "an ISO week that does not exist",
    messages: [
      'data.csv, line 25, column "date": There is no such day. Received "2024-W53". Check day and month; dates are best written as 2024-01-31.',
    ],
    content: text(dated((week) => `2024-W${String(week === 24 ? 53 : week).padStart(2, "0")}`)),
  },
  {
    title: "dates whose day and month could be swapped",
    messages: [
      'data.csv, column "date": Day and month are ambiguous in these dates. Received "02/02/2024". Write dates as 2024-01-31.',
    ],
    content: text(dated((week) => `0${(week % 9) + 1}/0${(week % 7) + 1}/2024`)),
  },
  {
    title: "a missing week among dates",
    messages: [
      'data.csv, column "date": 1 week is missing: 2024-02-12. Add a row for each. Carry-over needs every week, including those without spend.',
    ],
    content: text(dated((week) => isoDay(7 * (week > 5 ? week + 1 : week)))),
  },
  {
    title: "a date on another weekday",
    messages: [
      'data.csv, line 6, column "date": This date comes 8 days after the one before; the others are 7 days apart. Received 2024-02-06. Date every week by the same weekday.',
      'data.csv, line 7, column "date": This date comes 6 days after the one before; the others are 7 days apart. Received 2024-02-12. Date every week by the same weekday.',
    ],
    content: text(dated((week) => isoDay(7 * week + (week === 5 ? 1 : 0)))),
  },
  {
    title: "a date twice",
    messages: [
      'data.csv, line 25, column "date": This date occurs twice, first in line 24. Received 2024-06-10. Keep one row per date; sum rows of different regions or campaigns first.',
    ],
    content: text(dated((week) => isoDay(7 * Math.min(week, 23)))),
  },
  {
    title: "months",
    messages: [
      'data.csv, column "date": The dates are mostly 31 days apart; only weekly and daily tables can be used. Give one row for each week (7 days apart) or each day.',
    ],
    content: text(
      dated((week) => `20${20 + Math.floor((week - 1) / 12)}-${String(((week - 1) % 12) + 1).padStart(2, "0")}-01`),
    ),
  },
  {
    title: "missing days of a daily table",
    messages: [
      'data.csv, column "date": 2 days are missing: 2024-01-22 and 2024-01-23. Add a row for each. Carry-over needs every day, including those without spend.',
      "data.csv: The table has 24 rows; at least 140 days are needed. Add history. With 104 weeks or more, season and media can be separated.",
    ],
    content: text(dated((week) => isoDay(week + (week > 20 ? 2 : 0)))),
  },
  {
    title: "a daily table that is too short",
    messages: [
      "data.csv: The table has 24 rows; at least 140 days are needed. Add history. With 104 weeks or more, season and media can be separated.",
    ],
    content: text(dated((week) => isoDay(week))),
  },
  {
    title: "a table that is too short",
    messages: [
      "data.csv: The table has 15 rows; at least 20 weeks are needed. Add history. With 104 weeks or more, season and media can be separated.",
    ],
    content: lines.slice(0, 16).join("\n"),
  },
  // More than one thing at once.
  {
    title: "many problems, told together and cut at twenty",
    messages: [
      'data.csv, line 2, column "revenue": The value is missing. Received "NA". Write the value; write 0 only if it was 0.',
      'data.csv, line 3, column "revenue": The value is missing. Received "NA". Write the value; write 0 only if it was 0.',
      'data.csv, line 4, column "revenue": The value is missing. Received "NA". Write the value; write 0 only if it was 0.',
      'data.csv, column "revenue": 5 more cells of this column cannot be used. Fix them like those listed above.',
      'data.csv, line 2, column "spend_TV": The value is missing. Received "NA". Write the value; write 0 only if it was 0.',
      'data.csv, line 3, column "spend_TV": The value is missing. Received "NA". Write the value; write 0 only if it was 0.',
      'data.csv, line 4, column "spend_TV": The value is missing. Received "NA". Write the value; write 0 only if it was 0.',
      'data.csv, column "spend_TV": 5 more cells of this column cannot be used. Fix them like those listed above.',
      'data.csv, line 2, column "spend_Radio": The value is missing. Received "NA". Write the value; write 0 only if it was 0.',
      'data.csv, line 3, column "spend_Radio": The value is missing. Received "NA". Write the value; write 0 only if it was 0.',
      'data.csv, line 4, column "spend_Radio": The value is missing. Received "NA". Write the value; write 0 only if it was 0.',
      'data.csv, column "spend_Radio": 5 more cells of this column cannot be used. Fix them like those listed above.',
      'data.csv, line 2, column "promotions": The value is missing. Received "NA". Write the value; write 0 only if it was 0.',
      'data.csv, line 3, column "promotions": The value is missing. Received "NA". Write the value; write 0 only if it was 0.',
      'data.csv, line 4, column "promotions": The value is missing. Received "NA". Write the value; write 0 only if it was 0.',
      'data.csv, column "promotions": 5 more cells of this column cannot be used. Fix them like those listed above.',
      'data.csv, line 2, column "a": The cell is empty. Write the value; write 0 only if it was 0.',
      'data.csv, line 3, column "a": The cell is empty. Write the value; write 0 only if it was 0.',
      'data.csv, line 4, column "a": The cell is empty. Write the value; write 0 only if it was 0.',
      'data.csv, line 2, column "b": The cell is empty. Write the value; write 0 only if it was 0.',
      "And 8 more problems. Fix these first.",
    ],
    content: text(
      goodCells().map((row, line) =>
        line === 0
          ? [...row, "a", "b", "c", "d"]
          : [
              ...row.map((cell, i) => (i > 0 && line < 9 ? "NA" : cell)),
              ...Array(4).fill(line < 4 ? "" : String(line)),
            ],
      ),
    ),
  },
];
