// The target of rows to come after the end of the table: expected with its interval, the band in which it is predicted to lie, and other scenarios beside it.

import { scaleLinear } from "d3";
import {
  bandPath,
  bottomAxisHeight,
  boxKey,
  type Chart,
  domainOf,
  dotKey,
  dotsPath,
  drawLegend,
  fitText,
  leftAxis,
  leftAxisWidth,
  leftTitleHeight,
  legendHeight,
  type LegendItem,
  lineKey,
  linePath,
  px,
  settingsOf,
  seriesColor,
  startChart,
  targetWords,
  weekAxis,
  weekScale,
} from "../frame/index.ts";
import { level as levelText, withUnit } from "../../words/index.ts";

interface Band {
  readonly estimate: readonly number[];
  readonly lower: readonly number[];
  readonly upper: readonly number[];
}

export interface ForecastOverTimeData {
  /** The end of the table. */
  readonly history: { readonly weeks: readonly string[]; readonly observed: readonly number[] };
  /** ISO dates, or names, of the weeks to come. */
  readonly weeks: readonly string[];
  /** The first has its bands drawn, all have a line. */
  readonly scenarios: readonly {
    readonly name: string;
    readonly expected: Band;
    readonly predicted: Pick<Band, "lower" | "upper">;
  }[];
  /** Probability of the bands. */
  readonly level: number;
  /** What one row is: "week". */
  readonly unit: string;
}

/** Scenarios beyond this many are not drawn. */
const mostScenarios = 8;
/** Longest name of a scenario in the legend, in pixels. */
const nameWidth = 220;

export const forecastOverTime: Chart<ForecastOverTimeData> = (data, options = {}) => {
  const { theme, width, narrow } = settingsOf(options);
  const { history, weeks, level, unit } = data;
  const scenarios = data.scenarios.slice(0, mostScenarios);
  const [first, ...others] = scenarios;
  const words = targetWords(options);
  const name = (text: string): string => (data.scenarios.length === 1 ? "" : `, ${fitText(text, nameWidth)}`);
  const height = options.height ?? (narrow ? 340 : 360);
  const drawing = startChart(options, {
    name: "forecast-over-time",
    title: `${words.head}: forecast of ${weeks.length} ${unit}s`,
    description: `${history.weeks.length} observed ${unit}s, then ${weeks.length} that are forecast from ${weeks[0]} to ${weeks.at(-1)}, in ${data.scenarios.length} ${
      data.scenarios.length === 1 ? "scenario" : "scenarios"
    }.`,
    height,
  });
  const color = (k: number): string => (k === 0 ? theme.accent : seriesColor(drawing, k));
  const legend: LegendItem[] = [
    { label: "observed", key: dotKey(theme.observed, false, 2.5) },
    { label: `expected with ${levelText(level)} interval${name(first.name)}`, key: lineKey(color(0)) },
    { label: `${levelText(level)} predictive interval${name(first.name)}`, key: boxKey(theme.accent, 0.16) },
    ...others.map((each, k) => ({ label: `expected${name(each.name)}`, key: lineKey(color(k + 1)) })),
  ];
  const top = legendHeight(options, legend) + leftTitleHeight;
  const bottom = height - bottomAxisHeight(false) - 4;
  const domain = domainOf([
    ...history.observed.filter(Number.isFinite),
    ...first.predicted.lower,
    ...first.predicted.upper,
    ...scenarios.flatMap(({ expected }) => [...expected.estimate]),
  ]);
  const y = scaleLinear(domain, [bottom, top]);
  const left = leftAxisWidth(drawing, y) + 4;
  const right = width - 10;
  const all = [...history.weeks, ...weeks];
  const x = weekScale(all.length, left + 4, right - 4);
  drawLegend(drawing, legend);
  const start = x(history.weeks.length) - x.step / 2;
  drawing
    .group()
    .append("path")
    .attr("fill", theme.shade)
    .attr("d", `M${px(start)} ${px(top - 4)}H${right}V${bottom}H${px(start)}z`);
  leftAxis(drawing, y, { left, right }, { title: withUnit(`${words.head} per ${unit}`, options.targetUnit) });
  weekAxis(drawing, all, x, bottom);
  const xs = weeks.map((_, k) => x(history.weeks.length + k));
  const at = (values: readonly number[]): number[] => values.map((value) => y(value));
  const marks = drawing.group();
  const band = ({ lower, upper }: Pick<Band, "lower" | "upper">, opacity: number): void => {
    marks
      .append("path")
      .attr("fill", theme.accent)
      .attr("fill-opacity", opacity)
      .attr("d", bandPath(xs, at(lower), at(upper)));
  };
  band(first.predicted, 0.16);
  band(first.expected, 0.3);
  scenarios.forEach(({ expected }, k) => {
    marks
      .append("path")
      .attr("class", "line")
      .attr("stroke", color(k))
      .attr("d", linePath(xs, at(expected.estimate)));
  });
  marks
    .append("path")
    .attr(
      "d",
      dotsPath(
        history.weeks.map((_, k) => x(k)),
        at(history.observed),
      ),
    )
    .attr("stroke", theme.observed)
    .attr("stroke-width", px(Math.max(2.6, Math.min(5, x.step * 0.9))))
    .attr("stroke-linecap", "round");
  return drawing.svg.node()!;
};
