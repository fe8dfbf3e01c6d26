// What dot plots over parameters share: the worst rows of many, sparse ticks, and the line that says what was left out.

import { referenceLine } from "./axes.ts";
import { px, type Drawing, type SvgGroup } from "./chart.ts";
import type { NumberFormats } from "../../words/index.ts";
import type { RowLayout } from "./rows.ts";
import { textWidth, wrapText } from "./text.ts";
import { fontSize } from "./theme.ts";

/** Rows that one picture holds. */
export const mostRows = 25;

/** Rows of the largest badness first, at most `mostRows`; rows without figures (constants) are counted apart. */
export function worstRows<Row>(
  rows: readonly Row[],
  badness: (row: Row) => number,
): { readonly shown: readonly Row[]; readonly rest: readonly Row[]; readonly without: number } {
  const judged = rows.filter((row) => Number.isFinite(badness(row)));
  const sorted = [...judged].sort((a, b) => badness(b) - badness(a));
  return { shown: sorted.slice(0, mostRows), rest: sorted.slice(mostRows), without: rows.length - judged.length };
}

/** Those of the candidates (ascending) whose labels lie apart, the first one always. */
export function sparseTicks(
  candidates: readonly number[],
  at: (value: number) => number,
  print: (value: number) => string,
): number[] {
  const kept: number[] = [];
  let end = Number.NEGATIVE_INFINITY;
  for (const value of candidates) {
    const half = textWidth(print(value), fontSize.small) / 2;
    if (at(value) - half < end + 8) continue;
    kept.push(value);
    end = at(value) + half;
  }
  return kept;
}

/** 1, 3, 10, 30 and so on within the domain. */
export const logTicks = ([low, high]: readonly [number, number]): number[] =>
  [1, 3, 10, 30, 100, 300, 1e3, 3e3, 1e4, 3e4, 1e5, 3e5, 1e6].filter((value) => value >= low && value <= high);

/** Whole numbers as charts print them. */
export const whole = (numbers: NumberFormats, value: number): string =>
  value < 10_000 ? numbers.ticks([0, 1])(Math.floor(value)) : numbers.short(value);

/** A limit through all rows, or one for each; where names stand above their rows, only through the rows, so that it crosses no name. */
export function limitLine(group: SvgGroup, layout: RowLayout, x: number | readonly number[], color: string): void {
  const at = (row: number): number => px(typeof x === "number" ? x : x[row]);
  const isOne = typeof x === "number" || layout.names.every((_, row) => at(row) === at(0));
  const path =
    layout.stacked || !isOne
      ? layout.names.map((_, row) => `M${at(row)} ${px(layout.center(row) - 8)}v16`).join("")
      : `M${at(0)} ${px(layout.top)}V${px(layout.bottom)}`;
  if (path !== "") referenceLine(group, path, color);
}

/** A sentence or two in lines as wide as the picture. */
export const noteLines = (width: number, text: string): readonly string[] =>
  text === "" ? [] : wrapText(text, width - 8, 3, fontSize.small);

/** Prints the note in lines of 15 pixels from `top`. */
export function drawNote(drawing: Drawing, lines: readonly string[], top: number): void {
  const group = drawing.group("small");
  lines.forEach((line, index) => {
    group
      .append("text")
      .attr("class", "muted")
      .attr("x", 4)
      .attr("y", px(top + 11 + index * 15))
      .text(line);
  });
}

/** Room for a note with a gap above it. */
export const noteHeight = (lines: readonly string[]): number => (lines.length === 0 ? 0 : lines.length * 15 + 6);
