// Axes with titles and units. The title of a vertical axis lies flat above it, because turned text is hard to read.

import type { Drawing, SvgGroup } from "./chart.ts";
import { px } from "./chart.ts";
import { textWidth, fitText } from "./text.ts";
import { fontSize } from "./theme.ts";

/** What an axis needs of a scale; d3's continuous scales are such. */
export interface ValueScale {
  (value: number): number;
  ticks(count?: number): number[];
  range(): number[];
}

export interface AxisOptions {
  readonly title?: string;
  /** Room for the title of a vertical axis, in pixels; the width of the picture by default. */
  readonly titleWidth?: number;
  /** Defaults to the scale's own, as many as fit. */
  readonly ticks?: readonly number[];
  /** Made from the ticks by default. */
  readonly format?: (value: number) => string;
  /** Makes the format from the ticks that were chosen; `numbers.ticks` by default, `numbers.percentTicks` for shares. */
  readonly ticksFormat?: (values: readonly number[]) => (value: number) => string;
}

const formatOf = (
  drawing: Pick<Drawing, "numbers">,
  options: AxisOptions,
  ticks: readonly number[],
): ((value: number) => string) => options.format ?? (options.ticksFormat ?? drawing.numbers.ticks)(ticks);

/** Extra room under a plot for a bottom axis: tick labels, and the title if there is one. */
export const bottomAxisHeight = (title: boolean): number => (title ? 38 : 20);

/** Room above a plot for the flat title of its vertical axis. */
export const leftTitleHeight = 22;

/** As many ticks as leave labels apart. */
function horizontalTicks(
  scale: ValueScale,
  format: (values: readonly number[]) => (value: number) => string,
): number[] {
  const [start, end] = scale.range();
  const length = Math.abs(end - start);
  for (let count = Math.max(2, Math.floor(length / 60)); count > 1; count--) {
    const values = scale.ticks(count);
    const print = format(values);
    const fits = values.every((value, index) => {
      if (index === 0) return true;
      const half = (textWidth(print(value), fontSize.small) + textWidth(print(values[index - 1]), fontSize.small)) / 2;
      return Math.abs(scale(value) - scale(values[index - 1])) >= half + 10;
    });
    if (fits) return values;
  }
  return scale.ticks(2).slice(0, 2);
}

/** A horizontal value axis below a plot that reaches from `top` to `bottom`, with grid lines. */
export function bottomAxis(
  drawing: Drawing,
  scale: ValueScale,
  place: { readonly top: number; readonly bottom: number },
  options: AxisOptions = {},
): SvgGroup {
  const axis = drawing.group("axis");
  const ticks = options.ticks ?? horizontalTicks(scale, (values) => formatOf(drawing, options, values));
  const print = formatOf(drawing, options, ticks);
  const [start, end] = scale.range();
  const lines = ticks.map((value) => `M${px(scale(value))} ${px(place.top)}V${px(place.bottom)}`).join("");
  axis.append("path").attr("class", "grid").attr("d", lines);
  const labels = axis.append("g").attr("text-anchor", "middle");
  for (const value of ticks) {
    labels
      .append("text")
      .attr("class", "small muted")
      .attr("x", px(scale(value)))
      .attr("y", px(place.bottom + 15))
      .text(print(value));
  }
  if (options.title !== undefined) axisTitle(axis, drawing, options.title, (start + end) / 2, place.bottom + 33);
  return axis;
}

/** A title centered at `x` under an axis, moved inwards where it would leave the picture. */
export function axisTitle(axis: SvgGroup, drawing: Drawing, title: string, x: number, y: number): void {
  const text = fitText(title, drawing.width - 8);
  const half = textWidth(text) / 2;
  const center = Math.max(half + 4, Math.min(drawing.width - half - 4, x));
  axis.append("text").attr("text-anchor", "middle").attr("x", px(center)).attr("y", px(y)).text(text);
}

/** Ticks for a vertical axis of this height. */
export const verticalTicks = (scale: ValueScale): number[] => {
  const [start, end] = scale.range();
  return scale.ticks(Math.max(2, Math.floor(Math.abs(end - start) / 45)));
};

/** Width that the labels of a vertical axis need, with the gap to the plot. */
export function leftAxisWidth(drawing: Pick<Drawing, "numbers">, scale: ValueScale, options: AxisOptions = {}): number {
  const ticks = options.ticks ?? verticalTicks(scale);
  const print = formatOf(drawing, options, ticks);
  return Math.ceil(ticks.reduce((width, value) => Math.max(width, textWidth(print(value), fontSize.small)), 0)) + 8;
}

/** A vertical value axis to the left of a plot that reaches from `left` to `right`, with grid lines. */
export function leftAxis(
  drawing: Drawing,
  scale: ValueScale,
  place: { readonly left: number; readonly right: number },
  options: AxisOptions = {},
): SvgGroup {
  const axis = drawing.group("axis");
  const ticks = options.ticks ?? verticalTicks(scale);
  const print = formatOf(drawing, options, ticks);
  const lines = ticks.map((value) => `M${px(place.left)} ${px(scale(value))}H${px(place.right)}`).join("");
  axis.append("path").attr("class", "grid").attr("d", lines);
  const labels = axis.append("g").attr("text-anchor", "end");
  for (const value of ticks) {
    labels
      .append("text")
      .attr("class", "small muted")
      .attr("x", px(place.left - 6))
      .attr("y", px(scale(value) + 4))
      .text(print(value));
  }
  if (options.title !== undefined) {
    const [start, end] = scale.range();
    axis
      .append("text")
      .attr("x", 4)
      .attr("y", px(Math.min(start, end) - 10))
      .text(fitText(options.title, options.titleWidth ?? drawing.width - 8));
  }
  return axis;
}

/** A line through the plot at a value of reference (break-even, zero). */
export function referenceLine(group: SvgGroup, path: string, color: string, dash = "4 3"): void {
  group.append("path").attr("d", path).attr("fill", "none").attr("stroke", color).attr("stroke-dasharray", dash);
}
