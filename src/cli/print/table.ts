// Tables in a terminal: those of words/, whose columns that are left out can be seen with --json.

import { tableLines as linesOf, type TableColumn } from "../../words/index.ts";
import type { Style } from "../terminal/index.ts";

export { type TableColumn, wrapText } from "../../words/index.ts";

/** The lines of a table at most `width` columns wide; as `tableLines` of words/. */
export function tableLines(
  columns: readonly TableColumn[],
  width: number,
  style: Style,
  elsewhere: string = "--json",
): readonly string[] {
  return linesOf(columns, width, style, elsewhere);
}
