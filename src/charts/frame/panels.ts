// Small multiples: panels of one size in rows, each with its name, an optional note, and its own small axes.

import { px, settingsOf, type ChartOptions, type Drawing } from "./chart.ts";
import { bottomAxisHeight, leftTitleHeight, type ValueScale } from "./axes.ts";
import { fitText, textWidth, wrapText } from "./text.ts";
import { fontSize } from "./theme.ts";

export interface Panel {
  /** Outer left edge, and the ends of the plot inside. */
  readonly x: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly nameLines: readonly string[];
  readonly note: string;
  /** Where the name begins. */
  readonly y: number;
}

export interface PanelGrid {
  readonly columns: number;
  readonly panels: readonly Panel[];
  /** Height of the picture with everything below the panels. */
  readonly height: number;
  readonly yTitle?: string;
  readonly xTitle?: string;
  readonly titleTop: number;
  readonly titleBottom: number;
}

export interface PanelOptions {
  readonly names: readonly string[];
  /** One line under each name; empty texts keep the line. */
  readonly notes?: readonly string[];
  /** Panels are at least this wide; 165 by default: four beside each other on a page, two on a telephone. */
  readonly minimumWidth?: number;
  /** Height of the plot inside a panel; 96 by default. */
  readonly plotHeight?: number;
  /** Room for the labels of each panel's vertical axis; 34 by default, 0 for none. */
  readonly axisWidth?: number;
  /** Title above the first row, for the vertical axes of all panels. */
  readonly yTitle?: string;
  /** Title below the last row, for the horizontal axes of all panels. */
  readonly xTitle?: string;
  /** Where the grid begins; room for a legend. 0 by default. */
  readonly top?: number;
}

const gap = 14;
const nameHeight = 14;
const noteHeight = 14;

export function panelGrid(options: ChartOptions, panel: PanelOptions): PanelGrid {
  const { width } = settingsOf(options);
  const count = panel.names.length;
  const minimum = panel.minimumWidth ?? 165;
  const columns = Math.max(1, Math.min(count, 4, Math.floor((width + gap) / (minimum + gap))));
  const panelWidth = (width - gap * (columns - 1)) / columns;
  const lines = panel.names.map((name) => wrapText(name, panelWidth - 8, 2, fontSize.label, true));
  const deepest = Math.max(1, ...lines.map((name) => name.length));
  const head = deepest * nameHeight + (panel.notes === undefined ? 0 : noteHeight) + 10;
  // Few panels are wide, and a wide panel may be higher.
  const plotHeight = (panel.plotHeight ?? 96) * (panelWidth > 210 ? 1.3 : 1);
  const rowHeight = head + plotHeight + bottomAxisHeight(false) + gap;
  const titleTop = (panel.top ?? 0) + (panel.yTitle === undefined ? 0 : 14);
  const start = (panel.top ?? 0) + (panel.yTitle === undefined ? 0 : leftTitleHeight + 4);
  const rows = Math.ceil(count / columns);
  const titleBottom = start + rows * rowHeight - gap + 16;
  return {
    columns,
    titleTop,
    titleBottom,
    height: panel.xTitle === undefined ? start + rows * rowHeight - gap + 4 : titleBottom + 6,
    ...(panel.yTitle === undefined ? {} : { yTitle: fitText(panel.yTitle, width - 8) }),
    ...(panel.xTitle === undefined ? {} : { xTitle: fitText(panel.xTitle, width - 8) }),
    panels: lines.map((nameLines, index) => {
      const x = (index % columns) * (panelWidth + gap);
      const y = start + Math.floor(index / columns) * rowHeight;
      return {
        x,
        y,
        left: x + 4 + (panel.axisWidth ?? 34),
        right: x + panelWidth - 6,
        top: y + head,
        bottom: y + head + plotHeight,
        nameLines,
        note: fitText(panel.notes?.[index] ?? "", panelWidth - 8, fontSize.small),
      };
    }),
  };
}

/** Prints the titles of all axes, and name and note of every panel; `noteColor` may mark a note. */
export function drawPanelNames(
  drawing: Drawing,
  grid: PanelGrid,
  noteColor: (panel: number) => string | undefined = () => undefined,
): void {
  const names = drawing.group();
  if (grid.yTitle !== undefined) names.append("text").attr("x", 4).attr("y", px(grid.titleTop)).text(grid.yTitle);
  if (grid.xTitle !== undefined) {
    names
      .append("text")
      .attr("text-anchor", "middle")
      .attr("x", px(drawing.width / 2))
      .attr("y", px(grid.titleBottom))
      .text(grid.xTitle);
  }
  grid.panels.forEach((panel, index) => {
    panel.nameLines.forEach((line, place) => {
      names
        .append("text")
        .attr("class", "strong")
        .attr("x", px(panel.x + 4))
        .attr("y", px(panel.y + 11 + place * nameHeight))
        .text(line);
    });
    if (panel.note === "") return;
    const note = names
      .append("text")
      .attr("class", "small muted")
      .attr("x", px(panel.x + 4))
      .attr("y", px(panel.y + 11 + panel.nameLines.length * nameHeight))
      .text(panel.note);
    const color = noteColor(index);
    if (color !== undefined) note.attr("class", "small").attr("style", `fill:${color}`);
  });
}

export interface PanelAxis {
  readonly scale: ValueScale;
  readonly ticks: readonly number[];
  readonly format: (value: number) => string;
}

/** Grid and labels of one panel; a label of the horizontal axis that would leave the panel is moved inwards. */
export function drawPanelAxes(
  drawing: Drawing,
  panel: Panel,
  x: PanelAxis | undefined,
  y: PanelAxis | undefined,
): void {
  const axes = drawing.group("small");
  const lines = (y?.ticks ?? []).map((value) => `M${px(panel.left)} ${px(y!.scale(value))}H${px(panel.right)}`);
  axes
    .append("path")
    .attr("class", "grid")
    .attr("d", lines.join("") || "M0 0");
  axes
    .append("path")
    .attr("class", "rule")
    .attr("stroke-width", 0.8)
    .attr(
      "d",
      `M${px(panel.left)} ${px(panel.bottom)}H${px(panel.right)}${(x?.ticks ?? []).map((value) => `M${px(x!.scale(value))} ${px(panel.bottom)}v3`).join("")}`,
    );
  for (const value of y?.ticks ?? []) {
    axes
      .append("text")
      .attr("class", "muted")
      .attr("text-anchor", "end")
      .attr("x", px(panel.left - 4))
      .attr("y", px(y!.scale(value) + 4))
      .text(y!.format(value));
  }
  for (const value of x?.ticks ?? []) {
    const text = x!.format(value);
    const half = textWidth(text, fontSize.small) / 2;
    axes
      .append("text")
      .attr("class", "muted")
      .attr("text-anchor", "middle")
      .attr("x", px(Math.max(panel.x + half, Math.min(panel.right + 6 - half, x!.scale(value)))))
      .attr("y", px(panel.bottom + 15))
      .text(text);
  }
}

/** An axis of a panel with at most so many ticks that their labels lie apart. */
export function panelAxis(
  scale: ValueScale,
  most: number,
  formats: (values: readonly number[]) => (value: number) => string,
  horizontal = true,
): PanelAxis {
  for (let count = most; count > 1; count--) {
    const ticks = scale.ticks(count);
    const format = formats(ticks);
    const apart = ticks.every((value, index) => {
      if (index === 0 || !horizontal) return true;
      const half = (textWidth(format(value), fontSize.small) + textWidth(format(ticks[index - 1]), fontSize.small)) / 2;
      // Labels at the ends may have been moved inwards by half their width.
      return Math.abs(scale(value) - scale(ticks[index - 1])) >= half + 12;
    });
    if (apart && ticks.length <= most + 1) return { scale, ticks, format };
  }
  const ticks = scale.ticks(2).slice(0, 1);
  return { scale, ticks, format: formats(ticks) };
}
