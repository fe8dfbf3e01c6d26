// An accessible table: caption, column headings with scope, a row heading in the first column.

import { medianMark, medianNote, withUnit } from "../../words/index.ts";
import { type Html, html } from "./html.ts";

export interface ReportColumn {
  readonly title: string;
  /** Of the numbers, in brackets behind the title. */
  readonly unit?: string | undefined;
  /** "right" for numbers. */
  readonly align?: "left" | "right";
  /** One for each row. */
  readonly cells: readonly (string | Html)[];
}

/**
 * A table with `caption`, which also says what the mark of medians means where a cell has one; wider than the page, it scrolls by itself. Nothing
 * when there are no rows.
 */
export function table(caption: string, columns: readonly ReportColumn[]): Html {
  const rows = columns[0]?.cells.length ?? 0;
  if (rows === 0) return html``;
  const numeric = (column: ReportColumn): string => (column.align === "right" ? "number" : "text");
  const marked = columns.some(({ cells }) =>
    cells.some((cell) => typeof cell === "string" && cell.includes(medianMark)),
  );
  return html`<div class="table" role="region" aria-label="${caption}" tabindex="0"><table><caption>${marked ? `${caption}. ${medianNote}` : caption}</caption>
<thead><tr>${columns.map((column) => html`<th scope="col" class="${numeric(column)}">${withUnit(column.title, column.unit)}</th>`)}</tr></thead>
<tbody>${Array.from(
    { length: rows },
    (_, row) =>
      html`<tr>${columns.map((column, i) =>
        i === 0
          ? html`<th scope="row" class="${numeric(column)}">${column.cells[row]}</th>`
          : html`<td class="${numeric(column)}">${column.cells[row]}</td>`,
      )}</tr>
`,
  )}</tbody></table></div>`;
}
