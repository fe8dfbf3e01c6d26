// The summary of a fit as a table that prints itself.

import { type FitSummary, summaryColumns, type SummaryRow } from "../diagnostics/fit/index.ts";
import { printsItself } from "./inspect.ts";
import { noSummaryOf } from "../problems/fit-problems.ts";
import { CarryoverError, exitCodes } from "../problems/problem.ts";
import { decimalsFor, fixed, medianMark, medianNote, type TableColumn, tableLines, wrapText } from "../words/index.ts";

/** Columns of text that a table takes where nothing else is said. */
export const tableWidth = 100;

/** Estimates, standard deviations, 90% intervals, Monte Carlo errors, R-hat and effective sample sizes of everything reported. */
export class FitTable implements FitSummary {
  readonly parameters: FitSummary["parameters"];
  readonly quantities: FitSummary["quantities"];

  constructor({ parameters, quantities }: FitSummary) {
    this.parameters = parameters;
    this.quantities = quantities;
    printsItself(this);
  }

  /** Parameters, then derived quantities. */
  get rows(): readonly SummaryRow[] {
    return [...this.parameters, ...this.quantities];
  }

  /**
   * The row of one element: `summary.row("theta[1]")`.
   * @throws CarryoverError where there is none of this name
   */
  row(name: string): SummaryRow {
    const { rows } = this;
    const found = rows.find((row) => row.name === name);
    if (found !== undefined) return found;
    const names = rows.map((row) => row.name);
    throw new CarryoverError([noSummaryOf(name, names)], exitCodes.usage);
  }

  /** The table as text, at most `width` columns wide; where that is too narrow, the least important columns are left out and named. */
  toString(width: number = tableWidth): string {
    const { rows, quantities } = this;
    const [name, estimate, sd, ...others] = summaryColumns(rows);
    const errors: TableColumn = {
      title: "MCSE",
      align: "right",
      rank: 6,
      cells: rows.map(({ mcse_mean: error, sd: own }) => fixed(error, decimalsFor(own) + 1)),
    };
    const units = quantities.some(({ unit }) => unit !== "")
      ? [
          {
            title: "unit",
            align: "left",
            rank: 1,
            cells: rows.map((row) => ("unit" in row ? String(row.unit) : "")),
          } as const,
        ]
      : [];
    const lines = tableLines([name, estimate, sd, errors, ...others, ...units], width);
    const note = lines.some((line) => line.includes(medianMark)) ? wrapText(medianNote, width) : [];
    return [...lines, ...note].join("\n");
  }
}
