// How the effect of one week's spend spreads over the weeks after it, one panel per channel.

import { scaleLinear } from "d3";
import {
  startChart,
  px,
  settingsOf,
  type Chart,
  type Interval,
  domainOf,
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
  periodWord,
} from "../frame/index.ts";
import { alike, statisticWords } from "../../words/index.ts";

export interface AdstockDecayData {
  readonly channels: readonly {
    readonly name: string;
    /** Share of the whole effect that falls into the week of the spend (lag 0) and the weeks after it; 90% intervals. */
    readonly weights: readonly Interval[];
    /** Weeks until half of the effect is out. */
    readonly halfLife?: Interval;
  }[];
}

export const adstockDecay: Chart<AdstockDecayData> = (data, options = {}) => {
  const { theme, numbers } = settingsOf(options);
  const period = periodWord(options);
  const withHalfLife = data.channels.some(({ halfLife }) => halfLife !== undefined);
  const legend: LegendItem[] = [
    {
      label: `${statisticWords(data.channels.flatMap(({ weights }) => weights))} share of the effect`,
      key: boxKey(theme.accent, 0.55),
    },
    { label: "90% interval", key: intervalKey(theme.ink, false) },
    ...(withHalfLife ? [{ label: `half-life in ${period}s`, key: lineKey(theme.contrast, "2 3") }] : []),
  ];
  const notes = data.channels.map(({ halfLife }) =>
    halfLife === undefined ? "" : `half-life ${numbers.estimated(halfLife, alike.figures)}`,
  );
  const grid = panelGrid(options, {
    names: data.channels.map(({ name }) => name),
    ...(withHalfLife ? { notes } : {}),
    plotHeight: 84,
    top: legendHeight(options, legend),
    yTitle: "Share of the effect (%)",
    xTitle: `${period[0].toUpperCase()}${period.slice(1)}s after the spend`,
  });
  const drawing = startChart(options, {
    name: "adstock-decay",
    title: "Carry-over by channel",
    description: data.channels.map(({ name }, index) => `${name}: ${notes[index]}`).join("; "),
    height: grid.height,
  });
  drawLegend(drawing, legend);
  const highest = domainOf(
    data.channels.flatMap(({ weights }) => weights.map(({ upper }) => upper)),
    [0],
  );
  const lags = Math.max(1, ...data.channels.map(({ weights }) => weights.length));
  data.channels.forEach((channel, index) => {
    const panel = grid.panels[index];
    const x = scaleLinear([-0.6, lags - 0.4], [panel.left, panel.right]);
    const y = scaleLinear([0, Math.min(1, highest[1])], [panel.bottom, panel.top]).clamp(true);
    const ticks = x.ticks(Math.min(lags, 6)).filter((lag) => Number.isInteger(lag) && lag >= 0);
    drawPanelAxes(drawing, panel, { scale: x, ticks, format: String }, panelAxis(y, 4, numbers.percentTicks, false));
    const width = Math.max(2, (x(1) - x(0)) * 0.7);
    const bars = channel.weights.map(
      ({ estimate }, lag) =>
        `M${px(x(lag) - width / 2)} ${px(panel.bottom)}V${px(y(estimate))}h${px(width)}V${px(panel.bottom)}z`,
    );
    const whiskers = channel.weights.map(({ lower, upper }, lag) => `M${px(x(lag))} ${px(y(lower))}V${px(y(upper))}`);
    const marks = drawing.group();
    marks
      .append("path")
      .attr("fill", theme.accent)
      .attr("fill-opacity", 0.55)
      .attr("d", bars.join("") || "M0 0");
    marks
      .append("path")
      .attr("stroke", theme.ink)
      .attr("stroke-width", 1.2)
      .attr("d", whiskers.join("") || "M0 0");
    const half = channel.halfLife?.estimate;
    if (half !== undefined && half <= x.domain()[1]) {
      marks
        .append("path")
        .attr("d", `M${px(x(half))} ${px(panel.top)}V${px(panel.bottom)}`)
        .attr("stroke", theme.contrast)
        .attr("stroke-dasharray", "2 3");
    }
  });
  drawPanelNames(drawing, grid);
  return drawing.svg.node()!;
};
