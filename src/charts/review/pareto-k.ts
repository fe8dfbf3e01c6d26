// Pareto k of every week in leave-one-out cross-validation: which weeks the fit leans on. Source: Vehtari et al. (2024), "Pareto
// smoothed importance sampling", JMLR 25(72), section 3.

import type { RowPeriod } from "../../data/panel/index.ts";
import { scaleLinear } from "d3";
import { paretoKThreshold } from "../../diagnostics/index.ts";
import {
  bottomAxisHeight,
  leftAxis,
  leftAxisWidth,
  leftTitleHeight,
  referenceLine,
  startChart,
  px,
  settingsOf,
  type Chart,
  domainOf,
  dotKey,
  drawLegend,
  legendHeight,
  lineKey,
  type LegendItem,
  dotsPath,
  textWidth,
  fontSize,
  weekAxis,
  weekDates,
  weekScale,
} from "../frame/index.ts";

export interface ReviewParetoKData {
  /** ISO dates, or names of weeks. */
  readonly weeks: readonly string[];
  /** Infinity where no tail could be fitted, drawn at the upper edge; NaN where there is nothing to weight. */
  readonly k: readonly number[];
  /** Draws of all chains, on which the threshold depends. */
  readonly draws: number;
  /** What a row of the table is; "week" by default. */
  readonly unit?: RowPeriod;
}

/** Weeks named in the picture, the worst first. */
const mostNamed = 4;

/** Above the threshold leaving the week out cannot be estimated from this fit; above 1 the importance weights have no mean. */
export const reviewParetoK: Chart<ReviewParetoKData> = ({ weeks, k, draws, unit = "week" }, options = {}) => {
  const { theme, numbers, width, narrow } = settingsOf(options);
  const threshold = paretoKThreshold(draws);
  const kinds = [
    { label: "reliable", color: theme.accent, holds: (value: number) => value <= threshold },
    { label: "not reliable", color: theme.warning, holds: (value: number) => value > threshold && value <= 1 },
    { label: "above 1", color: theme.bad, holds: (value: number) => value > 1 },
  ];
  const counts = kinds.map(({ holds }) => k.filter(holds).length);
  const legend: LegendItem[] = [
    ...kinds.map(({ label, color }, index) => ({
      label: `${label} (${counts[index]})`,
      key: dotKey(color, false, 3),
    })),
    {
      label: `threshold ${numbers.ratio(threshold)} for ${numbers.short(draws)} draws`,
      key: lineKey(theme.muted, "4 3"),
    },
  ];
  const top = legendHeight(options, legend) + leftTitleHeight;
  const height = options.height ?? (narrow ? 250 : 270);
  const bottom = height - bottomAxisHeight(false) - 4;
  const dated = weekDates(weeks) !== undefined;
  const nameOf = (week: number): string => (dated ? weeks[week] : `${unit} ${weeks[week]}`);
  const worst = [...k.keys()]
    .filter((week) => k[week] > threshold)
    .sort((a, b) => k[b] - k[a])
    .slice(0, mostNamed);
  const drawing = startChart(options, {
    name: "review-pareto-k",
    title: `Pareto k of every ${unit}`,
    description: `${counts[1] + counts[2]} of ${k.length} ${unit}s above the threshold ${numbers.ratio(threshold)}${worst.length === 0 ? "" : `: ${worst.map((week) => `${nameOf(week)} (${numbers.ratio(k[week])})`).join(", ")}`}.`,
    height,
  });
  drawLegend(drawing, legend);
  const y = scaleLinear(domainOf(k, [-0.1, 1.05]), [bottom, top]).clamp(true);
  const left = leftAxisWidth(drawing, y) + 4;
  const right = width - 10;
  const x = weekScale(weeks.length, left + 6, right - 6);
  leftAxis(drawing, y, { left, right }, { title: "Pareto k" });
  weekAxis(drawing, weeks, x, bottom);
  const marks = drawing.group();
  referenceLine(marks, `M${px(left)} ${px(y(threshold))}H${px(right)}`, theme.muted);
  kinds.forEach(({ color, holds }, index) => {
    if (counts[index] === 0) return;
    marks
      .append("path")
      .attr("stroke", color)
      .attr("stroke-width", index === 0 ? px(Math.max(3.2, Math.min(5, x.step))) : 6.5)
      .attr("stroke-linecap", "round")
      .attr(
        "d",
        dotsPath(
          k.map((value, week) => (holds(value) ? x(week) : Number.NaN)),
          k.map((value) => y(value)),
        ),
      );
  });
  const taken: { left: number; right: number; y: number }[] = [];
  for (const week of worst) {
    const name = nameOf(week);
    const half = textWidth(name, fontSize.small) / 2;
    const center = Math.max(left + half, Math.min(right - half, x(week)));
    const place = { left: center - half, right: center + half, y: y(k[week]) - 8 };
    if (place.y < top + 10) place.y = y(k[week]) + 17;
    const clashes = taken.some(
      (other) => other.left < place.right + 4 && place.left < other.right + 4 && Math.abs(other.y - place.y) < 13,
    );
    if (clashes) continue;
    taken.push(place);
    marks
      .append("text")
      .attr("class", "small halo")
      .attr("text-anchor", "middle")
      .attr("x", px(center))
      .attr("y", px(place.y))
      .text(name);
  }
  return drawing.svg.node()!;
};
