// Tables of parameters and quantities: estimate, standard deviation, 90% interval, R-hat, effective sample size.

import { summaryColumns } from "../../diagnostics/fit/index.ts";
import type { FitSummary, SummaryRow } from "../../mmm/fit/index.ts";
import type { Style } from "../terminal/index.ts";
import { noted } from "./intervals.ts";
import { type TableColumn, tableLines } from "./table.ts";

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
