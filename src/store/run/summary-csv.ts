// The summary as one table of comma-separated values; empty cells are figures that do not exist.

import { type CsvCell, csvText } from "../../files/index.ts";
import type { FitSummary, SummaryRow } from "../../mmm/fit/index.ts";

const figures = [
  "estimate",
  "statistic",
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
  const cells = (kind: string, row: SummaryRow, unit: string): CsvCell[] => [
    kind,
    row.name,
    unit,
    ...figures.map((key) => row[key]),
  ];
  return csvText(
    ["kind", "name", "unit", ...figures],
    [
      ...parameters.map((row) => cells("parameter", row, "")),
      ...quantities.map((row) => cells("quantity", row, row.unit)),
    ],
  );
}
