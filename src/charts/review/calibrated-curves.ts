// Response curves before and after lift tests: what the model says of a channel without what it learned from them, and with it.

import { scaleLinear } from "d3";
import {
  bandPath,
  boxKey,
  type Chart,
  domainOf,
  drawBandedCurve,
  drawLegend,
  drawPanelAxes,
  drawPanelNames,
  legendHeight,
  type LegendItem,
  lineKey,
  linePath,
  outcomeWords,
  panelAxis,
  panelGrid,
  periodWord,
  settingsOf,
  startChart,
} from "../frame/index.ts";
import { withUnit } from "../../words/index.ts";

interface Curve {
  readonly estimate: readonly number[];
  readonly lower: readonly number[];
  readonly upper: readonly number[];
}

export interface CalibratedCurvesData {
  readonly channels: readonly {
    readonly name: string;
    /** Spend per row at the points of both curves, ascending. */
    readonly spend: readonly number[];
    readonly before: Curve;
    readonly after: Curve;
  }[];
}

/** Share of the width of the band before that is left after, at the last point of the curve. */
export function widthLeft({ before, after }: CalibratedCurvesData["channels"][number]): number {
  const last = ({ lower, upper }: Curve): number => (upper.at(-1) ?? 0) - (lower.at(-1) ?? 0);
  return last(after) / last(before);
}

export const calibratedCurves: Chart<CalibratedCurvesData> = ({ channels }, options = {}) => {
  const { theme, numbers } = settingsOf(options);
  const words = outcomeWords(options);
  const legend: LegendItem[] = [
    { label: "with the tests, 90% credible band", key: lineKey(theme.accent) },
    { label: "without them", key: lineKey(theme.contrast, "5 3") },
    { label: "its 90% band", key: boxKey(theme.contrast, 0.16) },
  ];
  const notes = channels.map((channel) => `width ${numbers.plain(Math.round(100 * widthLeft(channel)))}%`);
  const grid = panelGrid(options, {
    names: channels.map(({ name }) => name),
    notes,
    axisWidth: 36,
    top: legendHeight(options, legend),
    yTitle: withUnit(`Incremental ${words.inline} per ${periodWord(options)}`, words.unit),
    xTitle: `Spend per ${periodWord(options)}`,
  });
  const drawing = startChart(options, {
    name: "calibrated-curves",
    title: "Response curves with and without lift tests",
    description: channels.map(({ name }, k) => `${name}: ${notes[k]} of that without the tests`).join("; "),
    height: grid.height,
  });
  drawLegend(drawing, legend);
  channels.forEach(({ spend, before, after }, index) => {
    const panel = grid.panels[index];
    const x = scaleLinear([0, spend.at(-1) ?? 1], [panel.left, panel.right]);
    const ends = [...before.lower, ...before.upper, ...after.lower, ...after.upper];
    const y = scaleLinear(domainOf(ends, [0]), [panel.bottom, panel.top]);
    drawPanelAxes(drawing, panel, panelAxis(x, 4, numbers.ticks), panelAxis(y, 3, numbers.ticks, false));
    const xs = spend.map((value) => x(value));
    const at = (values: readonly number[]): number[] => values.map((value) => y(value));
    const back = drawing.group();
    back
      .append("path")
      .attr("fill", theme.contrast)
      .attr("fill-opacity", 0.16)
      .attr("d", bandPath(xs, at(before.lower), at(before.upper)));
    drawBandedCurve(drawing, { spend, ...after }, x, y);
    drawing
      .group()
      .append("path")
      .attr("class", "line")
      .attr("stroke", theme.contrast)
      .attr("stroke-dasharray", "5 3")
      .attr("d", linePath(xs, at(before.estimate)));
  });
  drawPanelNames(drawing, grid);
  return drawing.svg.node()!;
};
