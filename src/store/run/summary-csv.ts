// The summary as one table of comma-separated values; empty cells are figures that do not exist.

import type { FitSummary, SummaryRow } from "../../mmm/fit/index.ts";

const figures = [
  "mean",
  "sd",
  "q5",
  "median",
  "q95",
  "mcse_mean",
  "mcse_sd",
  "rhat",
  "ess_bulk",
  "ess_tail",
] as const satisfies readonly (keyof SummaryRow)[];

/** Text of summary.csv: `kind` is parameter (scaled units, no `unit`) or quantity (the table's own units). */
export function summaryCsv({ parameters, quantities }: FitSummary): string {
  const line = (kind: string, row: SummaryRow, unit: string): string =>
    [kind, cell(row.name), cell(unit), ...figures.map((key) => figure(row[key]))].join(",");
  return [
    ["kind", "name", "unit", ...figures].join(","),
    ...parameters.map((row) => line("parameter", row, "")),
    ...quantities.map((row) => line("quantity", row, row.unit)),
    "",
  ].join("\n");
}

/** Summaries read from JSON have null where a figure was not finite. */
function figure(value: number | null): string {
  return value !== null && Number.isFinite(value) ? String(value) : "";
}

function cell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
