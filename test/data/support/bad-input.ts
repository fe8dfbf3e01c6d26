// One input that must be refused: what is wrong, the content of the file, what the user says about columns, and every problem.

import type { ColumnOverrides } from "../../../src/data/panel/columns.ts";
import type { Cell } from "../../../src/problems/place.ts";
import type { Problem } from "../../../src/problems/problem.ts";

export interface BadInput {
  readonly title: string;
  /** undefined: no file is written. */
  readonly content: string | Uint8Array | undefined;
  readonly file?: string;
  readonly overrides?: ColumnOverrides;
  /** Every problem, made by its wording: so each proves the place, what was received and what the hint is about. The folder's path is left out. */
  readonly problems: readonly Problem[];
}

/** A cell of data.csv, by its line. */
export function cell(line: number, column: string): Cell {
  return { source: "data.csv", row: { unit: "line", number: line }, column };
}
