// A table of text: aligned columns. Where there is no room, the least important columns are left out and named under the table; where even
// the others have no room, every row is a list.

import { listed } from "./lists.ts";
import { visible } from "./visible.ts";
import { padded, textWidth } from "./width.ts";

/** How a terminal shows parts of a text; as it is where it shows nothing but letters. */
export interface TextStyle {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly red: (text: string) => string;
  readonly green: (text: string) => string;
  readonly yellow: (text: string) => string;
}

const asItIs = (text: string): string => text;

/** Letters alone. */
export const plainText: TextStyle = { bold: asItIs, dim: asItIs, red: asItIs, green: asItIs, yellow: asItIs };

export interface TableColumn {
  readonly title: string;
  readonly align: "left" | "right";
  /** 0 is never left out; the others go from the largest number down when the table is too wide. */
  readonly rank: number;
  /** One for each row. */
  readonly cells: readonly string[];
}

const gap = "  ";

/**
 * The lines of a table at most `width` columns wide, title line first.
 * @param elsewhere where columns that are left out can be seen besides; "" for nowhere
 */
export function tableLines(
  columns: readonly TableColumn[],
  width: number,
  style: TextStyle = plainText,
  elsewhere: string = "",
): readonly string[] {
  const safe = columns.map((column) => ({ ...column, cells: column.cells.map(visible) }));
  let shown = safe;
  while (widthOf(shown) > width && shown.some(({ rank }) => rank > 0)) {
    const largest = Math.max(...shown.map(({ rank }) => rank));
    shown = shown.filter(({ rank }) => rank !== largest);
  }
  const rows = safe[0]?.cells.length ?? 0;
  if (widthOf(shown) > width) return Array.from({ length: rows }, (_, row) => listOf(safe, row, width)).flat();
  const widths = shown.map(columnWidth);
  const line = (cellOf: (column: TableColumn) => string): string =>
    shown
      .map((column, index) => padded(cellOf(column), widths[index], column.align))
      .join(gap)
      .trimEnd();
  return [
    style.dim(line(({ title }) => title)),
    ...Array.from({ length: rows }, (_, row) => line(({ cells }) => cells[row])),
    ...leftOut(safe, shown, width, elsewhere).map(style.dim),
  ];
}

/** What is not shown, and how to see it. */
function leftOut(
  all: readonly TableColumn[],
  shown: readonly TableColumn[],
  width: number,
  elsewhere: string,
): readonly string[] {
  const hidden = all.filter((column) => !shown.includes(column));
  if (hidden.length === 0) return [];
  const names = listed(
    hidden.map(({ title }) => title),
    hidden.length,
  );
  const ways = [`${widthOf(all)} columns`, ...(elsewhere === "" ? [] : [elsewhere])];
  return wrapText(
    `Not shown here: ${names} (see ${hidden.length === 1 ? "it" : "them"} with ${ways.join(" or ")}).`,
    width,
  );
}

/** A row as a list: its first cell, then every other with its title. */
function listOf(columns: readonly TableColumn[], row: number, width: number): readonly string[] {
  const [first, ...others] = columns;
  return [
    ...wrapText(first.cells[row], width),
    ...others.flatMap(({ title, cells }) =>
      cells[row] === ""
        ? []
        : wrapText(`${title === "" ? "" : `${title}: `}${cells[row]}`, width - gap.length, gap).map(
            (line) => gap + line,
          ),
    ),
  ];
}

function columnWidth({ title, cells }: TableColumn): number {
  return cells.reduce((widest, cell) => Math.max(widest, textWidth(cell)), textWidth(title));
}

function widthOf(columns: readonly TableColumn[]): number {
  return columns.reduce((sum, column) => sum + columnWidth(column), gap.length * (columns.length - 1));
}

/**
 * Text without styles, broken at spaces into lines of at most `width`, later lines indented; words longer than a line stay whole.
 * Control characters count as the escapes that are printed for them.
 */
export function wrapText(text: string, width: number, indent: string = ""): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of visible(text).split(" ")) {
    if (line === "") line = word;
    else if (textWidth(line) + 1 + textWidth(word) + (lines.length === 0 ? 0 : indent.length) <= width)
      line += ` ${word}`;
    else {
      lines.push(line);
      line = word;
    }
  }
  return [...lines, line].map((text, index) => (index === 0 ? text : indent + text));
}
