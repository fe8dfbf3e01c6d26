// A legend in lines: keys drawn as they appear in the chart, wrapped to the width of the picture.

import type { ChartOptions, Drawing, SvgGroup } from "./chart.ts";
import { chartWidth, px } from "./chart.ts";
import { fitText, textWidth } from "./text.ts";
import { fontSize } from "./theme.ts";

export interface LegendItem {
  readonly label: string;
  /** Draws the key inside a box of 20 by 12 pixels whose left edge is at x and whose middle is at y. */
  readonly key: (group: SvgGroup, x: number, y: number) => void;
}

const keyWidth = 20;
const lineHeight = 19;

interface Place {
  readonly x: number;
  readonly line: number;
  readonly label: string;
}

function places(width: number, items: readonly LegendItem[]): Place[] {
  let x = 4;
  let line = 0;
  return items.map(({ label }) => {
    const text = fitText(label, width - keyWidth - 16, fontSize.small);
    const needed = keyWidth + 6 + textWidth(text, fontSize.small);
    if (x > 4 && x + needed > width - 4) {
      x = 4;
      line++;
    }
    const place = { x, line, label: text };
    x += needed + 16;
    return place;
  });
}

/** Height of the legend with the gap below it; 0 without items. */
export function legendHeight(options: ChartOptions, items: readonly LegendItem[]): number {
  if (items.length === 0) return 0;
  return (places(chartWidth(options), items).at(-1)!.line + 1) * lineHeight + 8;
}

/** Draws the legend with its upper edge at `top`. */
export function drawLegend(drawing: Drawing, items: readonly LegendItem[], top = 0): void {
  const group = drawing.group("legend small");
  places(drawing.width, items).forEach(({ x, line, label }, index) => {
    const y = top + line * lineHeight + lineHeight / 2;
    items[index].key(group, x, y);
    group
      .append("text")
      .attr("x", px(x + keyWidth + 6))
      .attr("y", px(y + 4))
      .text(label);
  });
}

/** A line as key. */
export const lineKey =
  (color: string, dash?: string): LegendItem["key"] =>
  (group, x, y) => {
    const path = group
      .append("path")
      .attr("class", "line")
      .attr("d", `M${px(x)} ${px(y)}h${keyWidth}`)
      .attr("stroke", color);
    if (dash !== undefined) path.attr("stroke-dasharray", dash);
  };

/** A filled box as key. */
export const boxKey =
  (fill: string, opacity = 1): LegendItem["key"] =>
  (group, x, y) => {
    const box = group
      .append("rect")
      .attr("x", px(x + 2))
      .attr("y", px(y - 5))
      .attr("width", 16)
      .attr("height", 10)
      .attr("fill", fill);
    if (opacity !== 1) box.attr("fill-opacity", opacity);
  };

/** A dot as key; hollow with a stroke when `hollow`. */
export const dotKey =
  (color: string, hollow = false, radius = 4): LegendItem["key"] =>
  (group, x, y) => {
    const dot = group
      .append("circle")
      .attr("cx", px(x + 10))
      .attr("cy", px(y))
      .attr("r", radius);
    if (hollow) dot.attr("fill", "none").attr("stroke", color).attr("stroke-width", 1.5);
    else dot.attr("fill", color);
  };

/** A line with a dot in its middle, an estimate with its interval, as key. */
export const intervalKey =
  (color: string, dot = true): LegendItem["key"] =>
  (group, x, y) => {
    group
      .append("path")
      .attr("d", `M${px(x)} ${px(y)}h${keyWidth}`)
      .attr("stroke", color)
      .attr("stroke-width", 1.75);
    if (dot) dotKey(color)(group, x, y);
  };
