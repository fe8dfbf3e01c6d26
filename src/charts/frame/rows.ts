// The layout of charts with one row per channel: names in a column at the left, or above the rows where the picture is narrow;
// at the right an optional column of text.

import type { ChartOptions, Drawing } from "./chart.ts";
import { chartWidth, isNarrow, px } from "./chart.ts";
import { fitNames, textWidth, widestText, wrapText } from "./text.ts";
import { fontSize } from "./theme.ts";

export interface RowLayout {
  /** Whether names stand above their rows. */
  readonly stacked: boolean;
  /** Horizontal ends of the plot. */
  readonly left: number;
  readonly right: number;
  /** Vertical ends of the rows. */
  readonly top: number;
  readonly bottom: number;
  readonly rowHeight: number;
  /** Where the marks of a row are centered. */
  center(row: number): number;
  /** Base line of a row's text. */
  textY(row: number): number;
  /** Whether texts stand under the names, at the left, and not in a column at the right. */
  readonly textsBelow: boolean;
  /** Names as they are printed, in lines. */
  readonly names: readonly (readonly string[])[];
  readonly texts: readonly string[];
  readonly textHead?: string;
}

export interface RowOptions {
  /** Texts of the right column, one per row. */
  readonly texts?: readonly string[];
  /** Head of the right column. */
  readonly textHead?: string;
  /** Where the first row begins; room for a legend. 0 by default. */
  readonly top?: number;
  /** Height of the marks of a row; 22 by default. */
  readonly markHeight?: number;
}

const lineHeight = 14;

export function rowLayout(options: ChartOptions, names: readonly string[], row: RowOptions = {}): RowLayout {
  const width = chartWidth(options);
  const stacked = isNarrow(options);
  const texts = row.texts ?? [];
  const markHeight = row.markHeight ?? 22;
  const head = row.textHead === undefined ? 0 : 18;
  const textHead = row.textHead === undefined ? {} : { textHead: row.textHead };
  const top = (row.top ?? 0) + head;
  const textColumn = Math.ceil(
    Math.max(widestText(texts, fontSize.small), head && textWidth(row.textHead!, fontSize.small)),
  );
  if (stacked) {
    // Name and text share a line where all names fit beside their texts; elsewhere the text has a line of its own.
    const beside = (index: number): number => width - 20 - textWidth(texts[index] ?? "", fontSize.small);
    const split = texts.length > 0 && names.some((name, index) => textWidth(name) > beside(index));
    const nameRoom = split ? 38 : 18;
    const rowHeight = markHeight + nameRoom;
    return {
      stacked,
      left: 12,
      right: width - 14,
      top,
      bottom: top + rowHeight * names.length,
      rowHeight,
      textY: (index) => top + index * rowHeight + (split ? 31 : 13),
      textsBelow: split,
      center: (index) => top + index * rowHeight + nameRoom + markHeight / 2,
      names: fitNames(names, width - 8).map((name) => [name]),
      texts,
      ...textHead,
    };
  }
  const room = Math.min(Math.ceil(widestText(names)), Math.max(90, Math.floor(width * 0.27)));
  const lines = names.map((name) => wrapText(name, room, 2));
  const deep = lines.some((name) => name.length > 1);
  const rowHeight = Math.max(markHeight, deep ? 2 * lineHeight + 6 : 0);
  return {
    stacked,
    left: 4 + Math.ceil(Math.max(...lines.flat().map((line) => textWidth(line)), 0)) + 14,
    right: width - (texts.length > 0 ? textColumn + 18 : 14),
    top,
    bottom: top + rowHeight * names.length,
    rowHeight,
    center: (index) => top + index * rowHeight + rowHeight / 2,
    textY: (index) => top + index * rowHeight + rowHeight / 2 + 4,
    textsBelow: false,
    names: lines,
    texts,
    ...textHead,
  };
}

/** Prints the names and the right column. */
export function drawRowNames(drawing: Drawing, layout: RowLayout): void {
  const names = drawing.group(layout.stacked ? "halo" : undefined);
  layout.names.forEach((lines, row) => {
    const center = layout.center(row);
    lines.forEach((line, place) => {
      const y = layout.stacked
        ? layout.textY(row) - (layout.textsBelow ? 14 : 0)
        : center + 4 + (place - (lines.length - 1) / 2) * lineHeight;
      const text = names.append("text").attr("x", 4).attr("y", px(y)).text(line);
      if (!layout.stacked) text.attr("x", px(layout.left - 14)).attr("text-anchor", "end");
    });
  });
  const below = layout.textsBelow;
  const texts = drawing.group(`small${layout.stacked ? " halo" : ""}${below ? " muted" : ""}`);
  const x = below ? 4 : drawing.width - 4;
  texts.attr("text-anchor", below ? "start" : "end");
  layout.texts.forEach((text, row) => {
    texts
      .append("text")
      .attr("x", x)
      .attr("y", px(layout.textY(row)))
      .text(text);
  });
  if (layout.textHead !== undefined) {
    const head = texts
      .append("text")
      .attr("class", "muted")
      .attr("x", x)
      .attr("y", px(layout.top - 6));
    head.text(layout.textHead);
  }
}
