// Residuals over the weeks and their autocorrelation: what the model leaves, and whether weeks hang together in it.

import type { RowPeriod } from "../../data/panel/index.ts";
import { sum } from "../../numerics/index.ts";
import { scaleLinear } from "d3";
import {
  bottomAxis,
  bottomAxisHeight,
  leftAxis,
  leftAxisWidth,
  leftTitleHeight,
  startChart,
  px,
  settingsOf,
  targetWords,
  type Chart,
  sparseTicks,
  domainOf,
  boxKey,
  dotKey,
  drawLegend,
  legendHeight,
  type LegendItem,
  dotsPath,
  weekAxis,
  weekScale,
} from "../frame/index.ts";
import { withUnit } from "../../words/index.ts";

export interface ReviewResidualsData {
  /** ISO dates, or names of weeks. */
  readonly weeks: readonly string[];
  /** Observed less expected (posterior mean), in the target's unit. */
  readonly residuals: readonly number[];
  /** At lags 1, 2, ... */
  readonly autocorrelation: readonly number[];
  /** What a row of the table is; "week" by default. */
  readonly unit?: RowPeriod;
}

/** Both bands hold 95% when weeks are independent: two standard deviations, and 1.96 / sqrt(weeks) (Bartlett 1946). */
export const reviewResiduals: Chart<ReviewResidualsData> = (
  { weeks, residuals, autocorrelation: correlations, unit = "week" },
  options = {},
) => {
  const { theme, numbers, width, narrow } = settingsOf(options);
  const words = targetWords(options);
  const n = residuals.length;
  const mean = sum(residuals) / n;
  const sd = Math.sqrt(residuals.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, n - 1));
  const lags = correlations.length;
  const bound = 1.96 / Math.sqrt(n);
  const beyond = residuals.map((value) => Math.abs(value) > 2 * sd);
  const over = correlations.flatMap((value, lag) => (Math.abs(value) > bound ? [lag + 1] : []));
  const legend: LegendItem[] = [
    { label: "within the 95% band", key: dotKey(theme.accent, false, 3) },
    { label: "outside the band", key: dotKey(theme.warning, false, 3) },
    { label: `band of independent ${unit}s`, key: boxKey(theme.accent, 0.14) },
  ];
  const top = legendHeight(options, legend) + leftTitleHeight;
  const plot = narrow ? 150 : 190;
  const below = top + plot + bottomAxisHeight(true) + leftTitleHeight + 14;
  const height = narrow ? below + plot + bottomAxisHeight(true) + 4 : top + plot + bottomAxisHeight(true) + 4;
  const drawing = startChart(options, {
    name: "review-residuals",
    title: "Residuals over time and their autocorrelation",
    description: `${beyond.filter(Boolean).length} of ${n} residuals beyond two standard deviations (${numbers.short(sd)}). Autocorrelation outside the band at ${over.length === 0 ? "no lag" : `lags ${over.join(", ")}`}; first lag ${numbers.ratio(correlations[0])}.`,
    height,
  });
  drawLegend(drawing, legend);
  const split = narrow ? width - 6 : width * 0.66;
  drawResiduals();
  drawAutocorrelation();
  return drawing.svg.node()!;

  function drawResiduals(): void {
    const bottom = top + plot;
    const y = scaleLinear(domainOf([...residuals, 2 * sd, -2 * sd]), [bottom, top]);
    const left = leftAxisWidth(drawing, y) + 4;
    const x = weekScale(n, left + 6, split - 6);
    band(left, split, y(2 * sd), y(-2 * sd));
    leftAxis(
      drawing,
      y,
      { left, right: split },
      { title: withUnit(`Observed minus expected ${words.inline}`, options.targetUnit) },
    );
    weekAxis(drawing, weeks, x, bottom);
    const marks = drawing.group();
    marks
      .append("path")
      .attr("class", "rule")
      .attr("d", `M${px(left)} ${px(y(0))}H${px(split)}`);
    for (const [which, color] of [
      [false, theme.accent],
      [true, theme.warning],
    ] as const) {
      const xs = residuals.map((_, week) => (beyond[week] === which ? x(week) : Number.NaN));
      const ys = residuals.map((value) => y(value));
      const stems = xs.map((at, week) => (Number.isFinite(at) ? `M${px(at)} ${px(y(0))}V${px(ys[week])}` : ""));
      if (stems.join("") === "") continue;
      marks
        .append("path")
        .attr("stroke", color)
        .attr("stroke-opacity", 0.4)
        .attr("stroke-width", 0.8)
        .attr("d", stems.join(""));
      marks
        .append("path")
        .attr("stroke", color)
        .attr("stroke-width", px(Math.max(3, Math.min(5, x.step))))
        .attr("stroke-linecap", "round")
        .attr("d", dotsPath(xs, ys));
    }
  }

  function drawAutocorrelation(): void {
    const start = narrow ? below : top;
    const bottom = start + plot;
    const domain = domainOf([...correlations, bound, -bound], [-0.25, 0.25]);
    const y = scaleLinear(domain, [bottom, start]);
    const left = (narrow ? 0 : split + 14) + leftAxisWidth(drawing, y) + 4;
    const right = width - 8;
    band(left, right, y(bound), y(-bound));
    leftAxis(drawing, y, { left, right });
    drawing
      .group()
      .append("text")
      .attr("x", narrow ? 4 : px(split + 18))
      .attr("y", px(start - 10))
      .text("Autocorrelation");
    const x = scaleLinear([0.2, lags + 0.8], [left, right]);
    const ticks = sparseTicks(
      Array.from({ length: lags }, (_, lag) => lag + 1).filter((lag) => lag === 1 || lag % (lags > 16 ? 5 : 2) === 0),
      x,
      String,
    );
    bottomAxis(drawing, x, { top: bottom, bottom }, { title: `Lag in ${unit}s`, ticks, format: String });
    const barWidth = Math.max(2, Math.min(7, ((right - left) / lags) * 0.6));
    const marks = drawing.group();
    marks
      .append("path")
      .attr("class", "rule")
      .attr("d", `M${px(left)} ${px(y(0))}H${px(right)}`);
    correlations.forEach((value, lag) => {
      marks
        .append("path")
        .attr("stroke", Math.abs(value) > bound ? theme.warning : theme.accent)
        .attr("stroke-width", px(barWidth))
        .attr("d", `M${px(x(lag + 1))} ${px(y(0))}V${px(y(value))}`);
    });
  }

  function band(from: number, to: number, high: number, low: number): void {
    drawing
      .group()
      .append("path")
      .attr("fill", theme.accent)
      .attr("fill-opacity", 0.14)
      .attr("d", `M${px(from)} ${px(high)}H${px(to)}V${px(low)}H${px(from)}z`);
  }
};
