// The table of draws as CSV text, in pieces.

import { drawsTable, type ExportedColumn } from "./draws-table.ts";
import type { ExportSource } from "./source.ts";
import { csvCell } from "../../files/index.ts";
import { numberText } from "./number-text.ts";

const rowsPerPiece = 256;

/** CSV (RFC 4180, line feeds): a header and a line for each draw; numbers read back exactly; true draws are 1, others 0. */
export function* drawsCsv(source: ExportSource): Generator<string> {
  const columns = drawsTable(source);
  yield `${columns.map(({ name }) => csvCell(name)).join(",")}\n`;
  yield* csvRows(columns.map(({ values }: ExportedColumn) => values));
}

/** Rows of numbers, one column after another given. */
export function* csvRows(
  columns: readonly Float64Array[],
  from = 0,
  to: number = columns[0].length,
): Generator<string> {
  for (let start = from; start < to; start += rowsPerPiece) {
    const lines: string[] = [];
    for (let row = start; row < Math.min(start + rowsPerPiece, to); row++) {
      lines.push(columns.map((values) => numberText(values[row])).join(","));
    }
    yield `${lines.join("\n")}\n`;
  }
}
