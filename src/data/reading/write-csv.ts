// Columns of a table to CSV text (RFC 4180, commas, a final line feed) that reads back exactly; names are no formulas to a spreadsheet.

import { csvCell, tableCell } from "../../files/index.ts";

export interface WritableColumn {
  readonly name: string;
  readonly values: ArrayLike<number | string>;
}

/** CSV text of columns of one length. */
export function writeCsv(columns: readonly WritableColumn[]): string {
  const rows = columns[0]?.values.length ?? 0;
  const lines = [columns.map(({ name }) => csvCell(name)).join(",")];
  for (let row = 0; row < rows; row++) {
    lines.push(columns.map(({ values }) => tableCell(values[row])).join(","));
  }
  return `${lines.join("\n")}\n`;
}
