// Tables of parameters and quantities: estimate, standard deviation, 90% interval, R-hat, effective sample size.

import type { FitSummary, SummaryRow } from "../../mmm/fit/index.ts";
import type { Style } from "../terminal/index.ts";
import { noted } from "./intervals.ts";
import { type TableColumn, tableLines } from "./table.ts";
import { decimalsFor, estimateAlone, fixed, statisticWords } from "../../words/index.ts";

const rhatDecimals = 3;

/** The two tables, each with a heading; a table without rows is left out. */
export function summaryLines({ parameters, quantities }: FitSummary, width: number, style: Style): readonly string[] {
  const lines = [
    ...section("Parameters (scaled units)", parameters, [], width, style),
    ...section(
      "Quantities (the table's own units)",
      quantities,
      [{ title: "unit", align: "left", rank: 1, cells: quantities.map(({ unit }) => unit) }],
      width,
      style,
    ),
  ];
  return noted(lines, width);
}

function section(
  heading: string,
  rows: readonly SummaryRow[],
  extra: readonly TableColumn[],
  width: number,
  style: Style,
): readonly string[] {
  if (rows.length === 0) return [];
  return ["", style.bold(heading), ...tableLines([...summaryColumns(rows), ...extra], width, style)];
}

/** The columns of a table of summary rows; decimals follow each row's standard deviation. */
export function summaryColumns(rows: readonly SummaryRow[]): readonly TableColumn[] {
  const figure = (title: string, rank: number, of: (row: SummaryRow) => string): TableColumn => ({
    title,
    align: "right",
    rank,
    cells: rows.map(of),
  });
  const scaled = (key: "sd" | "q5" | "q95") => (row: SummaryRow) => fixed(row[key], decimalsFor(row.sd));
  return [
    { title: "name", align: "left", rank: 0, cells: rows.map(({ name }) => name) },
    figure(statisticWords(rows), 0, (row) => estimateAlone(row, (value) => fixed(value, decimalsFor(row.sd)))),
    figure("sd", 4, scaled("sd")),
    figure("5%", 0, scaled("q5")),
    figure("95%", 0, scaled("q95")),
    figure("R-hat", 2, ({ rhat }) => fixed(rhat, rhatDecimals)),
    figure("ESS bulk", 3, ({ ess_bulk }) => fixed(ess_bulk, 0)),
    figure("ESS tail", 5, ({ ess_tail }) => fixed(ess_tail, 0)),
  ];
}
