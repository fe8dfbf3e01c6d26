// The target over the weeks: what was observed, what the model expects, and the band in which it predicts observations to lie.

import { scaleLinear } from "d3";
import {
  bottomAxisHeight,
  leftAxis,
  leftAxisWidth,
  leftTitleHeight,
  startChart,
  px,
  settingsOf,
  periodWord,
  targetWords,
  type Chart,
  domainOf,
  boxKey,
  dotKey,
  drawLegend,
  legendHeight,
  lineKey,
  type LegendItem,
  bandPath,
  dotsPath,
  linePath,
  fontSize,
  textWidth,
  weekAxis,
  weekScale,
} from "../frame/index.ts";
import { withUnit } from "../../words/index.ts";

export interface FitOverTimeData {
  /** ISO dates, or names of weeks. */
  readonly weeks: readonly string[];
  /** NaN where a week has no observation. */
  readonly observed: readonly number[];
  /** Of the expected target, 90%. */
  readonly expected: {
    readonly estimate: readonly number[];
    readonly lower: readonly number[];
    readonly upper: readonly number[];
  };
  /** Of observations, noise included, 90%. */
  readonly predictive: { readonly lower: readonly number[]; readonly upper: readonly number[] };
  /** What the expected target is, for the legend; default "expected (mean) with 90% credible band". */
  readonly expectedName?: string;
  /** Index of the first week that was held out of the fit; the rest after it is held out too. */
  readonly holdoutFrom?: number;
}

/** Observations outside the predictive band are drawn in the color of warning; one in ten is expected there. */
export const fitOverTime: Chart<FitOverTimeData> = (data, options = {}) => {
  const { theme, width, narrow } = settingsOf(options);
  const { weeks, observed, expected, predictive, holdoutFrom } = data;
  const words = targetWords(options);
  const outside = observed.map((value, week) => value < predictive.lower[week] || value > predictive.upper[week]);
  const legend: LegendItem[] = [
    { label: "observed", key: dotKey(theme.observed, false, 2.5) },
    { label: "observed, outside the 90% predictive band", key: dotKey(theme.warning, false, 3) },
    { label: data.expectedName ?? "expected (mean) with 90% credible band", key: lineKey(theme.accent) },
    { label: "90% predictive band", key: boxKey(theme.accent, 0.16) },
  ];
  const top = legendHeight(options, legend) + leftTitleHeight;
  const height = options.height ?? (narrow ? 340 : 360);
  const bottom = height - bottomAxisHeight(false) - 4;
  const count = outside.filter(Boolean).length;
  const drawing = startChart(options, {
    name: "fit-over-time",
    title: `${words.head} over time: observed and expected`,
    description: `${weeks.length} ${periodWord(options)}s; ${count} ${count === 1 ? "observation" : "observations"} outside the 90% predictive band.${
      holdoutFrom === undefined
        ? ""
        : ` The last ${weeks.length - holdoutFrom} ${periodWord(options)}s were held out of the fit.`
    }`,
    height,
  });
  const domain = domainOf([
    ...observed,
    ...predictive.lower,
    ...predictive.upper,
    ...expected.lower,
    ...expected.upper,
  ]);
  const y = scaleLinear(domain, [bottom, top]);
  const left = leftAxisWidth(drawing, y) + 4;
  const right = width - 10;
  const x = weekScale(weeks.length, left + 4, right - 4);
  drawLegend(drawing, legend);
  const holdout = holdoutFrom === undefined ? undefined : x(holdoutFrom) - x.step / 2;
  const background = drawing.group();
  if (holdout !== undefined) {
    background
      .append("path")
      .attr("fill", theme.shade)
      .attr("d", `M${px(holdout)} ${px(top - 4)}H${right}V${bottom}H${px(holdout)}z`);
  }
  const label = textWidth("held out", fontSize.small) + 4;
  leftAxis(
    drawing,
    y,
    { left, right },
    { title: withUnit(`${words.head} per ${periodWord(options)}`, options.targetUnit), titleWidth: width - label - 24 },
  );
  weekAxis(drawing, weeks, x, bottom);
  const xs = weeks.map((_, week) => x(week));
  const at = (values: readonly number[]): number[] => values.map((value) => y(value));
  const marks = drawing.group();
  const band = (lower: readonly number[], upper: readonly number[], opacity: number): void => {
    marks
      .append("path")
      .attr("fill", theme.accent)
      .attr("fill-opacity", opacity)
      .attr("d", bandPath(xs, at(lower), at(upper)));
  };
  band(predictive.lower, predictive.upper, 0.16);
  band(expected.lower, expected.upper, 0.3);
  marks
    .append("path")
    .attr("class", "line")
    .attr("stroke", theme.accent)
    .attr("style", `stroke-width:${px(Math.max(1, Math.min(1.75, x.step * 0.5)))}`)
    .attr("d", linePath(xs, at(expected.estimate)));
  const dots = (which: boolean, color: string, size: number): void => {
    const ys = observed.map((value, week) => (outside[week] === which ? y(value) : NaN));
    marks
      .append("path")
      .attr("d", dotsPath(xs, ys))
      .attr("stroke", color)
      .attr("stroke-width", px(size))
      .attr("stroke-linecap", "round");
  };
  const size = Math.max(2.6, Math.min(5, x.step * 0.9));
  dots(false, theme.observed, size);
  dots(true, theme.warning, size + 1.5);
  if (holdout !== undefined) {
    // Above the plot, on the line of the axis title, where no band reaches.
    marks
      .append("text")
      .attr("class", "small muted")
      .attr("text-anchor", "middle")
      .attr("x", px(Math.min(right - label / 2, (holdout + right) / 2)))
      .attr("y", px(top - 10))
      .text("held out");
  }
  return drawing.svg.node()!;
};
