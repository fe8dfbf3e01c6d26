// Panels that must be refused, with the problems they must be refused with.

import * as calendarProblems from "../../../src/problems/calendar-problems.ts";
import * as columnProblems from "../../../src/problems/column-problems.ts";
import * as panelProblems from "../../../src/problems/panel-problems.ts";
import * as valueProblems from "../../../src/problems/value-problems.ts";
import { type BadInput, cell } from "./bad-input.ts";
import {
  changedPanel,
  longRows,
  panelGeos,
  panelRows,
  panelText,
  panelWithout,
  rowWithout,
  spoilPanel,
} from "./panels.ts";
import { isoDay } from "./tables.ts";

const line = (number: number): { readonly unit: "line"; readonly number: number } => ({ unit: "line", number });
const rows = panelRows();
const sumOf = (column: string, date: string, geos: readonly string[] = panelGeos): string =>
  rows
    .filter((row) => row.date === date && geos.includes(row.geo))
    .reduce((total, row) => total + Number(row[column]), 0)
    .toFixed(2);
const dates = Array.from({ length: 24 }, (_, i) => isoDay(7 * i));
const totals = (geo: string, scale = 1): readonly Record<string, string>[] =>
  dates.map((date) => ({
    geo,
    date,
    population: "4500",
    price: "20.00",
    ...Object.fromEntries(
      ["spend_TV", "spend_Radio", "revenue"].map((name) => [name, (scale * Number(sumOf(name, date))).toFixed(2)]),
    ),
  }));
const long = longRows();
const twelve = (labels: readonly string[]): readonly string[] => labels.slice(0, 12);

export const badPanels: readonly BadInput[] = [
  // Rows and dates.
  {
    title: "a date twice in a geo",
    content: spoilPanel([5, "date", isoDay(14)]),
    problems: [
      panelProblems.duplicateInGeo(cell(5, "date"), isoDay(14), "North", line(4), "week"),
      panelProblems.missingInGeo("data.csv", "date", "North", 1, [isoDay(21)], "week"),
    ],
  },
  {
    title: "all rows of a geo twice",
    content: panelText([...rows, ...rows.slice(0, 24)]),
    problems: [
      valueProblems.inMoreCells(
        panelProblems.duplicateInGeo(cell(98, "date"), isoDay(0), "North", line(2), "week"),
        "line",
        Array.from({ length: 23 }, (_, i) => 99 + i),
      ),
    ],
  },
  {
    title: "week numbers that begin again",
    content: panelText(rows.map((row, i) => ({ ...rowWithout(row, "date"), week: String(((i % 24) % 23) + 1) }))),
    problems: [
      valueProblems.inMoreCells(
        panelProblems.duplicateInGeo(cell(25, "week"), "1", "North", line(2), "week", true),
        "line",
        [49, 73, 97],
      ),
    ],
  },
  {
    title: "a week missing in one geo",
    content: changedPanel((row, week) => (row.geo === "South" && week === 7 ? undefined : row)),
    problems: [panelProblems.missingInGeo("data.csv", "date", "South", 1, [isoDay(42)], "week")],
  },
  {
    title: "different weeks missing in two geos",
    content: changedPanel((row, week) =>
      (row.geo === "South" && week > 4 && week < 8) || (row.geo === "West" && week === 20) ? undefined : row,
    ),
    problems: [
      panelProblems.missingInGeo("data.csv", "date", "South", 3, [isoDay(28), isoDay(35), isoDay(42)], "week"),
      panelProblems.missingInGeo("data.csv", "date", "West", 1, [isoDay(133)], "week"),
    ],
  },
  {
    title: "a week missing in all geos",
    content: changedPanel((row, week) => (week === 7 ? undefined : row)),
    problems: [calendarProblems.missingPeriods("data.csv", "date", 1, [isoDay(42)], "week")],
  },
  {
    title: "a half-empty geo",
    content: changedPanel((row, week) => (row.geo === "East" && week > 2 && week < 18 ? undefined : row)),
    problems: [
      panelProblems.missingInGeo(
        "data.csv",
        "date",
        "East",
        15,
        twelve(Array.from({ length: 15 }, (_, i) => isoDay(7 * (i + 2)))),
        "week",
      ),
    ],
  },
  {
    title: "one geo dated by Sundays",
    content: changedPanel((row, week) => (row.geo === "West" ? { ...row, date: isoDay(7 * week - 8) } : row)),
    problems: [panelProblems.geosOutOfStep("data.csv", "date", "West", isoDay(-1), "North", isoDay(0))],
  },
  {
    title: "one date that lies between the weeks of its geo",
    content: spoilPanel([30, "date", isoDay(30)]),
    problems: [
      valueProblems.inMoreCells(
        panelProblems.irregularInGeo(cell(30, "date"), isoDay(30), "South", 9, 7),
        "line",
        [31],
      ),
    ],
  },
  {
    title: "no date that can be read",
    content: spoilPanel([30, "date", "soon"]),
    problems: [calendarProblems.notADate(cell(30, "date"), "soon")],
  },
  {
    title: "too few weeks",
    content: changedPanel((row, week) => (week > 12 ? undefined : row)),
    problems: [panelProblems.tooFewDates("data.csv", 12, 20, "week")],
  },
  // The geo of a row.
  {
    title: "a row without a geo",
    content: spoilPanel([40, "geo", ""], [41, "geo", ""]),
    problems: [
      valueProblems.inMoreCells(panelProblems.emptyGeo(cell(40, "geo")), "line", [41]),
      panelProblems.missingInGeo("data.csv", "date", "South", 2, [isoDay(98), isoDay(105)], "week"),
    ],
  },
  {
    title: "geos that differ in case and spaces",
    content: changedPanel((row, week) => (row.geo === "North" && week > 12 ? { ...row, geo: "north" } : row)),
    problems: [panelProblems.alikeGeos("data.csv", "geo", ["North", "north"], ["line 2", "line 14"])],
  },
  {
    title: "rows for each product",
    content: panelText(
      ["Shoes", "Hats"].flatMap((product) => rows.map(({ geo, ...row }) => ({ geo, product, ...row }))),
    ),
    problems: [panelProblems.anotherKey("data.csv", "geo", "product", false)],
  },
  {
    title: "stores numbered within their state",
    content: panelText(
      rows.map(({ geo, ...row }) => ({
        state: geo === "North" || geo === "South" ? "Ohio" : "Iowa",
        store: geo === "North" || geo === "East" ? "1" : "2",
        ...row,
      })),
    ),
    problems: [panelProblems.anotherKey("data.csv", "state", "store", true)],
  },
  {
    title: "rows for each campaign of a national table",
    content: panelText(rows.map((row) => ({ campaign: row.geo, ...rowWithout(row, "geo", "population") }))),
    problems: [panelProblems.rowsByOther("data.csv", "campaign", "date")],
  },
  {
    title: "rows for each channel of a national table",
    content: panelText(rows.map(({ geo, date, spend_TV: spend, revenue }) => ({ date, channel: geo, spend, revenue }))),
    problems: [panelProblems.rowsByOther("data.csv", "channel", "date")],
  },
  {
    title: "a geo column that is not there",
    content: panelText(),
    overrides: { geo: "territory" },
    problems: [columnProblems.missingColumn("data.csv", "geo", "territory", Object.keys(rows[0]))],
  },
  {
    title: "a geo column that does not tell rows apart",
    content: panelText(rows.map((row) => ({ ...rowWithout(row, "population"), area: row.geo < "O" ? "a" : "b" }))),
    overrides: { geo: "area" },
    problems: [
      valueProblems.inMoreCells(
        panelProblems.duplicateInGeo(cell(50, "date"), isoDay(0), "a", line(2), "week"),
        "line",
        [...Array.from({ length: 23 }, (_, i) => 51 + i), ...Array.from({ length: 24 }, (_, i) => 74 + i)],
      ),
    ],
  },
  {
    title: "columns for each geo",
    content: panelText(
      dates.map((date, i) => ({
        date,
        ...Object.fromEntries(
          ["North", "South"].flatMap((geo, g) =>
            ["spend_TV", "spend_Radio", "revenue"].map((name) => [`${name}_${geo}`, rows[24 * g + i][name]]),
          ),
        ),
      })),
    ),
    problems: [panelProblems.columnsByGeo("data.csv", ["revenue_North", "revenue_South"], ["North", "South"])],
  },
  // Population.
  {
    title: "a population that changes",
    content: spoilPanel([10, "population", "2100"], [11, "population", "2200"]),
    problems: [
      valueProblems.inMoreCells(
        panelProblems.changingPopulation(cell(10, "population"), "North", 2100, { value: 2000, row: line(2) }),
        "line",
        [11],
      ),
    ],
  },
  {
    title: "a population of 0",
    content: changedPanel((row) => (row.geo === "East" ? { ...row, population: "0" } : row)),
    problems: [panelProblems.noPopulation('data.csv, line 50, column "population"', "East", 0)],
  },
  {
    title: "an empty population",
    content: spoilPanel([60, "population", ""]),
    problems: [valueProblems.emptyCell(cell(60, "population"))],
  },
  {
    title: "a population that is text",
    content: changedPanel((row) => ({ ...row, population: "many" })),
    overrides: { population: "population" },
    problems: [columnProblems.textColumn("data.csv", "population", "population", "many")],
  },
  {
    title: "populations of geos that are not there",
    content: panelWithout("population"),
    overrides: { population: { North: 2000, South: 1200, East: 800, Wset: 500 } },
    problems: [
      panelProblems.unknownGeos("data.csv", ["Wset"], panelGeos),
      panelProblems.noPopulation("data.csv", "West", undefined),
    ],
  },
  {
    title: "a population column that is not there",
    content: panelText(),
    overrides: { population: "people" },
    problems: [columnProblems.missingColumn("data.csv", "population", "people", Object.keys(rows[0]))],
  },
  {
    title: "population of a national table",
    content: panelText(rows.slice(0, 24).map((row) => rowWithout(row, "geo"))),
    overrides: { population: { North: 2000 } },
    problems: [panelProblems.noGeos("data.csv", "population")],
  },
  // National rows and national spend.
  {
    title: "rows of all geos together",
    content: panelText([...rows, ...totals("National")]),
    problems: [panelProblems.nationalRows("data.csv", "geo", "National", "revenue", 24, true)],
  },
  {
    title: "sums of the geos under another name",
    content: panelText([...rows, ...totals("Ohio")]),
    problems: [panelProblems.nationalRows("data.csv", "geo", "Ohio", "revenue", 24, true)],
  },
  {
    title: "a total that is not the sum",
    content: panelText([...rows, ...totals("TOTAL", 1.1)]),
    problems: [panelProblems.nationalRows("data.csv", "geo", "TOTAL", "revenue", 24, false)],
  },
  {
    title: "spend in the rows of all geos together alone",
    content: panelText([...rows.map((row) => ({ ...row, spend_TV: "" })), ...totals("National")]),
    problems: [
      panelProblems.nationalSpendRows("data.csv", "National", ["spend_TV"]),
      valueProblems.inMoreCells(
        valueProblems.emptyCell(cell(2, "spend_TV")),
        "line",
        Array.from({ length: 95 }, (_, i) => 3 + i),
      ),
    ],
  },
  {
    title: "national spend and no population to split it by",
    content: panelText(
      rows.map((row, i) => ({ ...rowWithout(row, "population"), spend_TV: String(1000 + (i % 24) * 10) })),
    ),
    problems: [panelProblems.nothingToSplitBy("data.csv", ["spend_TV"])],
  },
  {
    title: "spend that is said to be national and differs",
    content: panelText(),
    overrides: { national: ["TV"] },
    problems: [
      panelProblems.nationalDiffers(cell(26, "spend_TV"), Number(rows[24].spend_TV), "South", {
        value: Number(rows[0].spend_TV),
        geo: "North",
      }),
    ],
  },
  // Cells.
  {
    title: "an empty cell of spend",
    content: spoilPanel([33, "spend_TV", ""]),
    problems: [valueProblems.emptyCell(cell(33, "spend_TV"))],
  },
  {
    title: "negative spend in one geo",
    content: spoilPanel([80, "spend_Radio", "-5"]),
    problems: [valueProblems.negativeValue(cell(80, "spend_Radio"), "Spend", -5)],
  },
  {
    title: "text in the target",
    content: spoilPanel([80, "revenue", "12k"]),
    problems: [valueProblems.notANumber(cell(80, "revenue"), "12k")],
  },
  {
    title: "a geo whose target is never known",
    content: changedPanel((row) => (row.geo === "West" ? { ...row, revenue: "" } : row)),
    problems: [panelProblems.neverObserved("data.csv", "revenue", "West", 24)],
  },
  {
    title: "a target that is empty",
    content: changedPanel((row) => ({ ...row, revenue: "" })),
    overrides: { target: "revenue" },
    problems: [panelProblems.targetEmpty("data.csv", "revenue")],
  },
  {
    title: "a constant target",
    content: changedPanel((row) => ({ ...row, revenue: "7" })),
    problems: [valueProblems.constantTarget("data.csv", "revenue", 7)],
  },
  {
    title: "a channel without spend in any geo",
    content: changedPanel((row) => ({ ...row, spend_TV: "0" })),
    overrides: { channels: ["spend_TV", "spend_Radio"] },
    problems: [valueProblems.neverSpent("data.csv", "spend_TV")],
  },
  {
    title: "a listed control that differs between geos alone",
    content: changedPanel((row) => ({ ...row, stores: String(row.geo.length * 10 + row.geo.charCodeAt(0)) })),
    overrides: { controls: ["price", "stores"] },
    problems: [panelProblems.controlByGeo("data.csv", "stores")],
  },
  {
    title: "an empty cell of a listed control",
    content: spoilPanel([33, "price", ""]),
    overrides: { controls: ["price"] },
    problems: [valueProblems.emptyCell(cell(33, "price"))],
  },
  {
    title: "the geo column as a control",
    content: panelText(),
    overrides: { geo: "geo", controls: ["geo"] },
    problems: [
      columnProblems.columnUsedTwice("data.csv", "geo", ["geo", "control"]),
      columnProblems.textColumn("data.csv", "control", "geo", "North"),
    ],
  },
  // One row for each value.
  {
    title: "a value that comes twice",
    content: panelText([...long, { ...long[7], VariableValue: "7" }]),
    problems: [
      panelProblems.duplicateValue(
        cell(long.length + 2, "VariableValue"),
        "spend_Radio",
        "2024-01-01 and South",
        line(9),
      ),
    ],
  },
  {
    title: "values of each product",
    content: panelText(["Shoes", "Hats"].flatMap((Product) => long.map((row) => ({ Product, ...row })))),
    problems: Object.keys(rows[0])
      .slice(2)
      .map((name) => panelProblems.valuesOfAnotherKey("data.csv", name, "Product")),
  },
  {
    title: "a value without a variable",
    content: panelText(long.map((row, i) => (i === 3 ? { ...row, VariableName: "" } : row))),
    problems: [panelProblems.emptyVariable(cell(5, "VariableName"))],
  },
  {
    title: "no row for the spend of a geo and date",
    content: panelText(long.filter((_, i) => i !== 6)),
    problems: [valueProblems.noRowForValue(cell(7, "spend_TV"))],
  },
  {
    title: "negative values of one variable, at their lines",
    content: panelText(
      long.map((row, i) => (row.VariableName === "spend_TV" && i > 470 ? { ...row, VariableValue: "-1" } : row)),
    ),
    problems: [
      valueProblems.inMoreCells(valueProblems.negativeValue(cell(473, "spend_TV"), "Spend", -1), "line", [478]),
    ],
  },
];
