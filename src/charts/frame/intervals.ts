// Marks of estimates with their intervals, and the domains that hold them.

import type { Interval } from "../../decisions/draws/index.ts";
import { px, type Drawing, type SvgGroup } from "./chart.ts";
import { bandPath, linePath } from "./paths.ts";

export interface IntervalMark {
  readonly y: number;
  readonly color: string;
  /** A thicker line inside, such as a 50% interval. */
  readonly inner?: { readonly lower: number; readonly upper: number };
  /** Whether the dot is hollow. */
  readonly hollow?: boolean;
}

/** A horizontal interval with a dot at its estimate. */
export function drawInterval(
  group: SvgGroup,
  scale: (value: number) => number,
  interval: Pick<Interval, "estimate" | "lower" | "upper">,
  mark: IntervalMark,
): void {
  const line = (lower: number, upper: number, width: number): void => {
    const [from, to] = [px(scale(lower)), px(scale(upper))];
    group
      .append("path")
      .attr("d", `M${from} ${px(mark.y)}H${to}`)
      .attr("stroke", mark.color)
      .attr("stroke-width", width);
  };
  line(interval.lower, interval.upper, 1.75);
  if (mark.inner !== undefined) line(mark.inner.lower, mark.inner.upper, 5);
  const dot = group
    .append("circle")
    .attr("cx", px(scale(interval.estimate)))
    .attr("cy", px(mark.y))
    .attr("r", 4.5);
  if (mark.hollow === true) dot.attr("fill", "none").attr("stroke", mark.color).attr("stroke-width", 1.5);
  else dot.attr("fill", mark.color);
}

/**
 * Lowest and highest of the values, with the values that must be seen and a margin; never empty. Values that are not finite are
 * left out. Where nothing is negative, neither is the domain.
 */
export function domainOf(values: readonly number[], seen: readonly number[] = [], margin = 0.04): [number, number] {
  let low = Infinity;
  let high = -Infinity;
  for (const value of [...values, ...seen]) {
    if (!Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low > high) return [0, 1];
  if (low === high) return low === 0 ? [0, 1] : [Math.min(0, low * 1.1), Math.max(0, high * 1.1)];
  const room = (high - low) * margin;
  return [low < 0 ? low - room : Math.max(0, low - room), high > 0 ? high + room : Math.min(0, high + room)];
}

/** What lines of curves are, for a legend. */
export function curveStatistic(
  curves: readonly { readonly estimate?: readonly number[]; readonly medianAt?: readonly number[] }[],
): string {
  const allMedians = curves.every(({ estimate = [0], medianAt = [] }) => medianAt.length === estimate.length);
  if (curves.length > 0 && allMedians) return "median";
  return curves.some(({ medianAt = [] }) => medianAt.length > 0) ? "mean (in places median)" : "mean";
}

/** A curve with its band, in a group of its own at the end of the picture, for further marks. */
export function drawBandedCurve(
  drawing: Drawing,
  curve: {
    readonly spend: readonly number[];
    readonly estimate: readonly number[];
    readonly lower: readonly number[];
    readonly upper: readonly number[];
  },
  x: (value: number) => number,
  y: (value: number) => number,
): SvgGroup {
  const { accent } = drawing.theme;
  const xs = curve.spend.map((value) => x(value));
  const at = (values: readonly number[]): number[] => values.map((value) => y(value));
  const marks = drawing.group();
  marks
    .append("path")
    .attr("fill", accent)
    .attr("fill-opacity", 0.22)
    .attr("d", bandPath(xs, at(curve.lower), at(curve.upper)));
  marks
    .append("path")
    .attr("class", "line")
    .attr("stroke", accent)
    .attr("d", linePath(xs, at(curve.estimate)));
  return marks;
}
