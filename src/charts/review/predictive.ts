// Posterior predictive check: the distribution of the observations beside those that the model would make. Source: Gabry, Simpson,
// Vehtari, Betancourt and Gelman (2019), "Visualization in Bayesian workflow", JRSS A 182(2), section 4.

import type { RowPeriod } from "../../data/panel/index.ts";
import { scaleLinear } from "d3";
import {
  bottomAxis,
  bottomAxisHeight,
  leftTitleHeight,
  startChart,
  px,
  settingsOf,
  targetWords,
  type Chart,
  domainOf,
  evenGrid,
  kernelDensity,
  boxKey,
  drawLegend,
  legendHeight,
  lineKey,
  type LegendItem,
  bandPath,
  linePath,
} from "../frame/index.ts";
import { withUnit } from "../../words/index.ts";

export interface ReviewPredictiveData {
  /** One for each week. */
  readonly observed: ArrayLike<number>;
  /** Simulated tables, each with one value for each week; 100 or more make a smooth band. */
  readonly replicates: readonly ArrayLike<number>[];
  /** What a row of the table is; "week" by default. */
  readonly unit?: RowPeriod;
  /** Whether values are per head, as those of geos beside each other; false by default. */
  readonly perHead?: boolean;
}

/** Densities of simulated tables as median and 90% band at every value, the density of the observations over them. */
export const reviewPredictive: Chart<ReviewPredictiveData> = (
  { observed, replicates, unit = "week", perHead = false },
  options = {},
) => {
  const { theme, width, narrow } = settingsOf(options);
  const words = targetWords(options);
  const legend: LegendItem[] = [
    { label: "observed", key: lineKey(theme.observed) },
    { label: `${replicates.length} simulated tables: median`, key: lineKey(theme.accent) },
    { label: "90% band", key: boxKey(theme.accent, 0.25) },
    { label: "each observation", key: rugKey(theme.muted) },
  ];
  const domain = domainOf([...Array.from(observed), ...replicates.flatMap((values) => Array.from(values))], [], 0.02);
  const xs = evenGrid(domain[0], domain[1], 120);
  const densities = replicates.map((values) => kernelDensity(values, xs));
  const at = (share: number): number[] =>
    xs.map((_, point) => {
      const sorted = densities.map((density) => density[point]).sort((a, b) => a - b);
      return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
    });
  const [lower, median, upper] = [at(0.05), at(0.5), at(0.95)];
  const seen = kernelDensity(observed, xs);
  const outside = xs.filter((_, point) => seen[point] < lower[point] || seen[point] > upper[point]).length;
  const top = legendHeight(options, legend) + leftTitleHeight;
  const height = options.height ?? (narrow ? 260 : 280);
  const bottom = height - bottomAxisHeight(true) - 10;
  const drawing = startChart(options, {
    name: "review-predictive",
    title: `Distribution of ${words.inline}: observed and simulated`,
    description: `The density of the observations lies outside the 90% band of ${replicates.length} simulated tables over ${Math.round((100 * outside) / xs.length)}% of the axis.`,
    height,
  });
  drawLegend(drawing, legend);
  const x = scaleLinear(domain, [10, width - 10]);
  const y = scaleLinear([0, Math.max(...upper, ...seen) || 1], [bottom, top]);
  bottomAxis(
    drawing,
    x,
    { top, bottom: bottom + 8 },
    { title: withUnit(`${words.head} per ${unit}${perHead ? " and head" : ""}`, options.targetUnit) },
  );
  drawing
    .group()
    .append("text")
    .attr("x", 4)
    .attr("y", px(top - 10))
    .text("Density");
  const places = xs.map((value) => x(value));
  const heights = (values: readonly number[]): number[] => values.map((value) => y(value));
  const marks = drawing.group();
  marks
    .append("path")
    .attr("fill", theme.accent)
    .attr("fill-opacity", 0.25)
    .attr("d", bandPath(places, heights(lower), heights(upper)));
  const line = (values: readonly number[], color: string): void => {
    marks
      .append("path")
      .attr("class", "line")
      .attr("stroke", color)
      .attr("d", linePath(places, heights(values)));
  };
  line(median, theme.accent);
  line(seen, theme.observed);
  const rug = Array.from(observed, (value) => `M${px(x(value))} ${px(bottom + 1)}v6`);
  marks.append("path").attr("stroke", theme.muted).attr("stroke-width", 0.8).attr("d", rug.join(""));
  return drawing.svg.node()!;
};

const rugKey =
  (color: string): LegendItem["key"] =>
  (group, x, y) => {
    group
      .append("path")
      .attr("d", [4, 9, 12, 17].map((shift) => `M${px(x + shift)} ${px(y - 3)}v6`).join(""))
      .attr("stroke", color);
  };
