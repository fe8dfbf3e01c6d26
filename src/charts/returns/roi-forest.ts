// Return on investment per channel with 50% and 90% intervals beside the line of break-even, best first.

import { scaleLinear } from "d3";
import {
  bottomAxis,
  bottomAxisHeight,
  referenceLine,
  startChart,
  px,
  settingsOf,
  type Chart,
  type Interval,
  domainOf,
  drawInterval,
  drawLegend,
  intervalKey,
  legendHeight,
  lineKey,
  type LegendItem,
  drawRowNames,
  rowLayout,
  type Theme,
} from "../frame/index.ts";
import { alike, statisticWords } from "../../words/index.ts";

export interface RoiForestData {
  readonly channels: readonly {
    readonly name: string;
    /** Return per unit of spend, 90% interval. */
    readonly roi: Interval;
    /** 50% interval. */
    readonly inner?: { readonly lower: number; readonly upper: number };
    /** Posterior probability that ROI is above break-even. */
    readonly probabilityAboveBreakEven?: number;
  }[];
  /** Return at which a unit of spend pays for itself; null where there is none (conversions); 1 by default (revenue), 1 / margin where margin is known. */
  readonly breakEven?: number | null;
  /** What the line at `breakEven` is, where nothing is known of profit: "revenue equals spend". Default: "break-even". */
  readonly boundName?: string;
}

/** The color of an interval by the side of break-even on which the whole of it lies. */
export const sideColor = (theme: Theme, interval: Interval, breakEven: number | null): string =>
  breakEven === null
    ? theme.accent
    : interval.lower > breakEven
      ? theme.good
      : interval.upper < breakEven
        ? theme.bad
        : theme.accent;

/** Rows sorted by ROI. A channel whose whole interval lies on one side of break-even has the color of that side. */
export const roiForest: Chart<RoiForestData> = (data, options = {}) => {
  const { theme, numbers } = settingsOf(options);
  // Conversions have no break-even of their own.
  const breakEven = data.breakEven === undefined ? 1 : data.breakEven;
  const rows = [...data.channels].sort((a, b) => b.roi.estimate - a.roi.estimate);
  const colors = rows.map(({ roi }) => sideColor(theme, roi, breakEven));
  const statistic = statisticWords(rows.map(({ roi }) => roi));
  const drawn = rows.some(({ inner }) => inner !== undefined)
    ? `${statistic}, 50% and 90% interval`
    : `${statistic} and 90% interval`;
  const side = data.boundName === undefined ? "break-even" : `ROI ${numbers.plain(breakEven ?? 1)}`;
  const legend: LegendItem[] = [
    { label: drawn, key: intervalKey(theme.accent) },
    ...(colors.includes(theme.good) ? [{ label: `all above ${side}`, key: intervalKey(theme.good) }] : []),
    ...(colors.includes(theme.bad) ? [{ label: `all below ${side}`, key: intervalKey(theme.bad) }] : []),
    ...(breakEven === null
      ? []
      : [
          {
            label: `${data.boundName ?? "break-even"}, ROI ${numbers.plain(breakEven)}`,
            key: lineKey(theme.muted, "4 3"),
          },
        ]),
  ];
  const texts = rows.map(({ roi, probabilityAboveBreakEven: probability }) => {
    // Where all are medians the legend says so, and none needs a mark.
    const interval = numbers.estimated(statistic === "median" ? { ...roi, statistic: "mean" } : roi, alike.figures);
    return probability === undefined ? interval : `${interval} · ${numbers.probability(probability)}`;
  });
  const withProbability = rows.some((row) => row.probabilityAboveBreakEven !== undefined);
  const layout = rowLayout(
    options,
    rows.map((row) => row.name),
    {
      texts,
      textHead: `ROI (90% interval)${withProbability && breakEven !== null ? ` · P(ROI > ${numbers.plain(breakEven)})` : ""}`,
      top: legendHeight(options, legend),
    },
  );
  const drawing = startChart(options, {
    name: "roi-forest",
    title: "Return on investment by channel",
    description: rows.map((row, index) => `${row.name}: ${texts[index]}`).join("; "),
    height: layout.bottom + bottomAxisHeight(true) + 4,
  });
  drawLegend(drawing, legend);
  const values = rows.flatMap(({ roi }) => [roi.lower, roi.upper]);
  const scale = scaleLinear(domainOf(values, breakEven === null ? [0] : [0, breakEven]), [layout.left, layout.right]);
  bottomAxis(drawing, scale, layout, { title: "Contribution in the table per unit of spend (ROI)" });
  const marks = drawing.group();
  if (breakEven !== null) {
    referenceLine(marks, `M${px(scale(breakEven))} ${px(layout.top)}V${px(layout.bottom)}`, theme.muted);
  }
  rows.forEach((row, index) => {
    drawInterval(marks, scale, row.roi, {
      y: layout.center(index),
      color: colors[index],
      ...(row.inner === undefined ? {} : { inner: row.inner }),
    });
  });
  drawRowNames(drawing, layout);
  return drawing.svg.node()!;
};
