// Response to steady weekly spend, one panel per channel: what it brings, how sure that is, and where the channel stands today.

import { scaleLinear } from "d3";
import {
  startChart,
  px,
  settingsOf,
  outcomeWords,
  periodWord,
  type Chart,
  domainOf,
  curveStatistic,
  drawBandedCurve,
  boxKey,
  dotKey,
  drawLegend,
  legendHeight,
  lineKey,
  type LegendItem,
  drawPanelAxes,
  drawPanelNames,
  panelAxis,
  panelGrid,
} from "../frame/index.ts";
import { withUnit } from "../../words/index.ts";
import { drivingTitle, isAllSpend, ofSpend } from "./driving-axis.ts";

export interface ResponseCurvesData {
  readonly channels: readonly {
    readonly name: string;
    /** What drives it is counted in this instead of spend: the column of media without spend. */
    readonly unit?: string;
    /** Weekly spend at the points of the curve, ascending. */
    readonly spend: readonly number[];
    /** Incremental target per week at these points, with the 90% band. */
    readonly estimate: readonly number[];
    /** Points whose estimate is a median, because a mean does not represent the draws; none by default. */
    readonly medianAt?: readonly number[];
    readonly lower: readonly number[];
    readonly upper: readonly number[];
    /** Average weekly spend. */
    readonly current: number;
    /** Smallest and largest weekly spend in the data: beyond it the curve rests on the model's form and the prior. */
    readonly observedRange: readonly [number, number];
    /** Weekly spend at half of the ceiling (estimate); a mark is drawn when it lies on the axis. */
    readonly halfSaturation?: number;
  }[];
}

/** The value of the curve between its points. */
export function interpolate(xs: readonly number[], ys: readonly number[], x: number): number {
  if (x <= xs[0]) return ys[0];
  const after = xs.findIndex((value) => value >= x);
  if (after < 0) return ys[ys.length - 1];
  const weight = (x - xs[after - 1]) / (xs[after] - xs[after - 1]);
  return ys[after - 1] + weight * (ys[after] - ys[after - 1]);
}

/** Every panel has scales of its own: a small channel is as legible as a large one, and heights are not to be compared. */
export const responseCurves: Chart<ResponseCurvesData> = (data, options = {}) => {
  const { theme, numbers } = settingsOf(options);
  const words = outcomeWords(options);
  const legend: LegendItem[] = [
    { label: `${curveStatistic(data.channels)} with 90% credible band`, key: lineKey(theme.accent) },
    { label: `observed range${ofSpend(data.channels)}`, key: boxKey(theme.shade) },
    { label: isAllSpend(data.channels) ? "current average spend" : "current average", key: dotKey(theme.ink) },
    ...(data.channels.some(({ halfSaturation }) => halfSaturation !== undefined)
      ? [{ label: "half-saturation", key: lineKey(theme.contrast, "2 3") }]
      : []),
  ];
  const notes = data.channels.map((channel) => {
    const response = interpolate(channel.spend, channel.estimate, channel.current);
    return `now ${numbers.short(channel.current)} → ${numbers.short(response)}`;
  });
  const grid = panelGrid(options, {
    names: data.channels.map(({ name }) => name),
    notes,
    axisWidth: 36,
    top: legendHeight(options, legend),
    yTitle: withUnit(`Incremental ${words.inline} per ${periodWord(options)}`, words.unit),
    xTitle: drivingTitle(data.channels, options),
  });
  const drawing = startChart(options, {
    name: "response-curves",
    title: "Response curves by channel",
    description: data.channels.map(({ name }, index) => `${name}: ${notes[index]}`).join("; "),
    height: grid.height,
  });
  drawLegend(drawing, legend);
  data.channels.forEach((channel, index) => {
    const panel = grid.panels[index];
    const x = scaleLinear([0, channel.spend.at(-1) ?? 1], [panel.left, panel.right]);
    const y = scaleLinear(domainOf([...channel.lower, ...channel.upper], [0]), [panel.bottom, panel.top]);
    const seen = channel.observedRange.map((value) => px(x(Math.max(0, Math.min(x.domain()[1], value)))));
    const back = drawing.group();
    back
      .append("path")
      .attr("fill", theme.shade)
      .attr("d", `M${seen[0]} ${px(panel.top)}H${seen[1]}V${px(panel.bottom)}H${seen[0]}z`);
    drawPanelAxes(drawing, panel, panelAxis(x, 4, numbers.ticks), panelAxis(y, 3, numbers.ticks, false));
    const marks = drawBandedCurve(drawing, channel, x, y);
    const half = channel.halfSaturation;
    if (half !== undefined && half <= x.domain()[1]) {
      marks
        .append("path")
        .attr("d", `M${px(x(half))} ${px(panel.top)}V${px(panel.bottom)}`)
        .attr("stroke", theme.contrast)
        .attr("stroke-dasharray", "2 3");
    }
    const response = interpolate(channel.spend, channel.estimate, channel.current);
    marks
      .append("circle")
      .attr("cx", px(x(channel.current)))
      .attr("cy", px(y(response)))
      .attr("r", 4)
      .attr("fill", theme.ink);
  });
  drawPanelNames(drawing, grid);
  return drawing.svg.node()!;
};
