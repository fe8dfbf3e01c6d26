// How much of its ceiling each channel uses at a given spend: where the curve is flat, more money changes little.

import { scaleLinear } from "d3";
import {
  startChart,
  px,
  settingsOf,
  type Chart,
  type Interval,
  curveStatistic,
  drawBandedCurve,
  boxKey,
  drawLegend,
  intervalKey,
  legendHeight,
  lineKey,
  type LegendItem,
  drawPanelAxes,
  drawPanelNames,
  panelAxis,
  panelGrid,
} from "../frame/index.ts";
import { alike } from "../../words/index.ts";
import { drivingTitle, isAllSpend, ofSpend } from "./driving-axis.ts";

export interface SaturationData {
  readonly channels: readonly {
    readonly name: string;
    /** What drives it is counted in this instead of spend: the column of media without spend. */
    readonly unit?: string;
    /** Weekly spend at the points of the curve, ascending. */
    readonly spend: readonly number[];
    /** Share of the ceiling, 0 to 1, at these points, with the 90% band. */
    readonly estimate: readonly number[];
    /** Points whose estimate is a median, because a mean does not represent the draws; none by default. */
    readonly medianAt?: readonly number[];
    readonly lower: readonly number[];
    readonly upper: readonly number[];
    /** Average weekly spend. */
    readonly current: number;
    /** Share of the ceiling at the average weekly spend. */
    readonly currentShare: Interval;
    readonly observedRange?: readonly [number, number];
  }[];
}

export const saturation: Chart<SaturationData> = (data, options = {}) => {
  const { theme, numbers } = settingsOf(options);
  const legend: LegendItem[] = [
    { label: `${curveStatistic(data.channels)} with 90% credible band`, key: lineKey(theme.accent) },
    {
      label: `current average${isAllSpend(data.channels) ? " spend" : ""} with 90% interval`,
      key: intervalKey(theme.ink),
    },
    ...(data.channels.some(({ observedRange }) => observedRange !== undefined)
      ? [{ label: `observed range${ofSpend(data.channels)}`, key: boxKey(theme.shade) }]
      : []),
  ];
  const notes = data.channels.map(({ currentShare }) => `now at ${numbers.estimated(currentShare, alike.percents)}`);
  const grid = panelGrid(options, {
    names: data.channels.map(({ name }) => name),
    notes,
    axisWidth: 36,
    top: legendHeight(options, legend),
    yTitle: "Share of the maximum effect (%)",
    xTitle: drivingTitle(data.channels, options),
  });
  const drawing = startChart(options, {
    name: "saturation",
    title: "Saturation by channel",
    description: data.channels.map(({ name }, index) => `${name}: ${notes[index]}`).join("; "),
    height: grid.height,
  });
  drawLegend(drawing, legend);
  data.channels.forEach((channel, index) => {
    const panel = grid.panels[index];
    const x = scaleLinear([0, channel.spend.at(-1) ?? 1], [panel.left, panel.right]);
    const y = scaleLinear([0, 1], [panel.bottom, panel.top]);
    if (channel.observedRange !== undefined) {
      const [from, to] = channel.observedRange.map((value) => px(x(Math.max(0, Math.min(x.domain()[1], value)))));
      drawing
        .group()
        .append("path")
        .attr("fill", theme.shade)
        .attr("d", `M${from} ${px(panel.top)}H${to}V${px(panel.bottom)}H${from}z`);
    }
    const percent = { scale: y, ticks: [0, 0.5, 1], format: numbers.percentTicks([0, 0.5, 1]) };
    drawPanelAxes(drawing, panel, panelAxis(x, 4, numbers.ticks), percent);
    const marks = drawBandedCurve(drawing, channel, x, y);
    const { estimate, lower, upper } = channel.currentShare;
    const here = px(x(channel.current));
    marks
      .append("path")
      .attr("d", `M${here} ${px(y(lower))}V${px(y(upper))}`)
      .attr("stroke", theme.ink)
      .attr("stroke-width", 1.5);
    marks
      .append("circle")
      .attr("cx", here)
      .attr("cy", px(y(estimate)))
      .attr("r", 4)
      .attr("fill", theme.ink);
  });
  drawPanelNames(drawing, grid);
  return drawing.svg.node()!;
};
