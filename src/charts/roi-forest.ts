// Return on investment per channel with 50 % and 90 % intervals beside the line of break-even, best first.

import { scaleLinear } from "d3";
import { bottomAxis, bottomAxisHeight, referenceLine } from "./axes.ts";
import { startChart, px, type Chart, type Interval } from "./chart.ts";
import { domainOf, drawInterval } from "./intervals.ts";
import { drawLegend, intervalKey, legendHeight, lineKey, type LegendItem } from "./legend.ts";
import { drawRowNames, rowLayout } from "./rows.ts";
import { resolveTheme } from "./theme.ts";
import { english, numberFormats } from "./format.ts";

export interface RoiForestData {
  readonly channels: readonly {
    readonly name: string;
    /** Return per unit of spend, 90 % interval. */
    readonly roi: Interval;
    /** 50 % interval. */
    readonly inner?: { readonly lower: number; readonly upper: number };
    /** Posterior probability that ROI is above break-even. */
    readonly probabilityAboveBreakEven?: number;
  }[];
  /** Return at which a unit of spend pays for itself; 1 by default (revenue), 1 / margin where margin is known. */
  readonly breakEven?: number;
}

/** Rows sorted by median ROI. A channel whose whole interval lies on one side of break-even is drawn in the colour of that side. */
export const roiForest: Chart<RoiForestData> = (data, options = {}) => {
  const theme = resolveTheme(options.theme);
  const numbers = numberFormats(options.locale ?? english);
  const breakEven = data.breakEven ?? 1;
  const rows = [...data.channels].sort((a, b) => b.roi.median - a.roi.median);
  const withProbability = rows.some((row) => row.probabilityAboveBreakEven !== undefined);
  const legend: LegendItem[] = [
    { label: "median, 50% and 90% interval", key: intervalKey(theme.accent) },
    { label: `break-even, ROI ${numbers.ratio(breakEven)}`, key: lineKey(theme.muted, "4 3") },
  ];
  const texts = rows.map(({ roi, probabilityAboveBreakEven: probability }) => {
    const interval = `${numbers.ratio(roi.median)} (${numbers.range(roi.lower, roi.upper, numbers.ratio)})`;
    return probability === undefined ? interval : `${interval} · ${numbers.probability(probability)}`;
  });
  const layout = rowLayout(
    options,
    rows.map((row) => row.name),
    {
      texts,
      textHead: withProbability ? "ROI (90% interval) · P(pays off)" : "ROI (90% interval)",
      top: legendHeight(options, legend),
    },
  );
  const drawing = startChart(options, {
    name: "roi-forest",
    title: "Return on investment per channel",
    description: rows.map((row, index) => `${row.name}: ${texts[index]}`).join("; "),
    height: layout.bottom + bottomAxisHeight(true) + 4,
  });
  drawLegend(drawing, legend);
  const values = rows.flatMap(({ roi }) => [roi.lower, roi.upper]);
  const scale = scaleLinear(domainOf(values, [0, breakEven]), [layout.left, layout.right]);
  bottomAxis(drawing, scale, layout, { title: "Return per unit of spend (ROI)" });
  const marks = drawing.group();
  referenceLine(marks, `M${px(scale(breakEven))} ${px(layout.top)}V${px(layout.bottom)}`, theme.muted);
  rows.forEach((row, index) => {
    const colour = row.roi.lower > breakEven ? theme.good : row.roi.upper < breakEven ? theme.bad : theme.accent;
    drawInterval(marks, scale, row.roi, {
      y: layout.centre(index),
      colour,
      ...(row.inner === undefined ? {} : { inner: row.inner }),
    });
  });
  drawRowNames(drawing, layout);
  return drawing.svg.node()!;
};
