// What the target of every geo is made of: shares of the baseline and of each channel, a bar for each geo.

import { scaleLinear } from "d3";
import {
  bottomAxis,
  bottomAxisHeight,
  boxKey,
  type Chart,
  drawLegend,
  drawNote,
  drawRowNames,
  legendHeight,
  neutralFill,
  noteHeight,
  noteLines,
  px,
  referenceLine,
  rowLayout,
  seriesFill,
  settingsOf,
  startChart,
  targetWords,
} from "../frame/index.ts";
import { mostGeos, shownOf } from "./shown-geos.ts";

export interface ContributionsByGeoData {
  /** All but the baseline, in the order of their colors. */
  readonly channels: readonly string[];
  /** The most important first. */
  readonly geos: readonly {
    readonly name: string;
    /** Expected target of the geo, in the target's unit. */
    readonly expected: number;
    /** Shares of it (posterior means): of the baseline, and of each channel; they add up to 1. */
    readonly baseline: number;
    readonly shares: readonly number[];
  }[];
}

/** Shares below zero hang to the left of the axis, so that what stands to its right is more than the whole. */
export const contributionsByGeo: Chart<ContributionsByGeoData> = ({ channels, geos }, options = {}) => {
  const { width, numbers, theme } = settingsOf(options);
  const words = targetWords(options);
  const { shown, note } = shownOf(geos, mostGeos.rows, "geo");
  const lines = noteLines(width, note);
  const items = (fills: readonly string[]): Parameters<typeof drawLegend>[1] =>
    ["baseline", ...channels].map((label, k) => ({ label, key: boxKey(fills[k] ?? "") }));
  const layout = rowLayout(
    options,
    shown.map(({ name }) => name),
    {
      texts: shown.map(({ expected }) => numbers.short(expected)),
      textHead: `${words.head}, expected`,
      top: legendHeight(options, items([])),
    },
  );
  const drawing = startChart(options, {
    name: "contributions-by-geo",
    title: `Shares of ${words.inline} by geo`,
    description:
      `Share of the baseline. ${shown.map(({ name, baseline }) => `${name}: ${numbers.percentTicks([baseline])(baseline)}`).join("; ")}. ${note}`.trim(),
    height: layout.bottom + bottomAxisHeight(true) + 4 + noteHeight(lines),
  });
  const fills = [neutralFill(drawing, 0), ...channels.map((_, k) => seriesFill(drawing, k))];
  drawLegend(drawing, items(fills));
  const sum = (values: readonly number[], sign: 1 | -1): number =>
    values.reduce((total, value) => total + Math.max(0, sign * value), 0);
  const parts = shown.map(({ baseline, shares }) => [baseline, ...shares]);
  const most = Math.max(1, ...parts.map((own) => sum(own, 1)));
  const least = Math.max(0, ...parts.map((own) => sum(own, -1)));
  const scale = scaleLinear([-least, most], [layout.left, layout.right]);
  bottomAxis(drawing, scale, layout, {
    title: `Share of the expected ${words.inline}`,
    ticksFormat: numbers.percentTicks,
  });
  const bars = fills.map(() => "");
  parts.forEach((own, row) => {
    let [right, left] = [0, 0];
    own.forEach((share, k) => {
      const from = share < 0 ? left + share : right;
      if (share < 0) left += share;
      else right += share;
      const wide = px(scale(from + Math.abs(share)) - scale(from));
      if (wide > 0) bars[k] += `M${px(scale(from))} ${px(layout.center(row) - 7)}h${wide}v14h${-wide}z`;
    });
  });
  const group = drawing.group().attr("stroke", theme.background).attr("stroke-width", 0.4);
  bars.forEach((path, k) => {
    group
      .append("path")
      .attr("fill", fills[k])
      .attr("d", path || "M0 0");
  });
  if (least > 0) referenceLine(drawing.group(), `M${px(scale(0))} ${px(layout.top)}V${px(layout.bottom)}`, theme.muted);
  drawRowNames(drawing, layout);
  drawNote(drawing, lines, layout.bottom + bottomAxisHeight(true) + 4);
  return drawing.svg.node()!;
};
