// A table of text for a terminal: aligned columns, the least important ones left out where there is no room.

import type { Style } from "../terminal/index.ts";

export interface TableColumn {
  readonly title: string;
  readonly align: "left" | "right";
  /** 0 is never left out; the others go from the largest number down when the table is too wide. */
  readonly rank: number;
  /** One for each row. */
  readonly cells: readonly string[];
}

const gap = "  ";

/** The lines of a table at most `width` columns wide (or as narrow as its columns of rank 0 allow), title line first. */
export function tableLines(columns: readonly TableColumn[], width: number, style: Style): readonly string[] {
  let shown = columns;
  while (widthOf(shown) > width && shown.some(({ rank }) => rank > 0)) {
    const largest = Math.max(...shown.map(({ rank }) => rank));
    shown = shown.filter(({ rank }) => rank !== largest);
  }
  const rows = columns[0]?.cells.length ?? 0;
  const line = (cellOf: (column: TableColumn) => string): string =>
    shown
      .map((column) => {
        const cell = cellOf(column);
        return column.align === "left" ? cell.padEnd(columnWidth(column)) : cell.padStart(columnWidth(column));
      })
      .join(gap)
      .trimEnd();
  return [
    style.dim(line(({ title }) => title)),
    ...Array.from({ length: rows }, (_, row) => line(({ cells }) => cells[row])),
  ];
}

function columnWidth({ title, cells }: TableColumn): number {
  return cells.reduce((widest, { length }) => Math.max(widest, length), title.length);
}

function widthOf(columns: readonly TableColumn[]): number {
  return columns.reduce((sum, column) => sum + columnWidth(column), gap.length * (columns.length - 1));
}

/** Text broken at spaces into lines of at most `width`, later lines indented; words longer than a line stay whole. */
export function wrapText(text: string, width: number, indent: string = ""): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line === "") line = word;
    else if (line.length + 1 + word.length + (lines.length === 0 ? 0 : indent.length) <= width) line += ` ${word}`;
    else {
      lines.push(line);
      line = word;
    }
  }
  return [...lines, line].map((text, index) => (index === 0 ? text : indent + text));
}
