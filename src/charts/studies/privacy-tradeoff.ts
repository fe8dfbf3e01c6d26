// What privacy costs: a measure of usefulness against the privacy budget epsilon, with bands over repetitions.

import * as Plot from "@observablehq/plot";
import {
  startChart,
  settingsOf,
  type Chart,
  drawLegend,
  legendHeight,
  lineKey,
  type LegendItem,
  drawPlot,
  lineDash,
} from "../frame/index.ts";

export interface PrivacyTradeoffData {
  /** One line per way of releasing or modeling, such as "noise known to the model". */
  readonly lines: readonly {
    readonly name: string;
    readonly points: readonly {
      readonly epsilon: number;
      readonly median: number;
      readonly lower: number;
      readonly upper: number;
    }[];
  }[];
  /** Title of the vertical axis with its unit, such as "Error of ROI (% of truth)". */
  readonly measure: string;
  /** The value without any noise. */
  readonly withoutPrivacy?: number;
  /** Whether the measure is a share to be printed in per cent. */
  readonly isShare?: boolean;
}

export const privacyTradeoff: Chart<PrivacyTradeoffData> = (data, options = {}) => {
  const { theme, numbers, narrow } = settingsOf(options);
  const print = data.isShare === true ? numbers.percent : numbers.short;
  const legend: LegendItem[] = [
    ...data.lines.map(({ name }, index) => ({
      label: name,
      key: lineKey(theme.series[index % theme.series.length], lineDash(index)),
    })),
    ...(data.withoutPrivacy === undefined
      ? []
      : [{ label: `without privacy: ${print(data.withoutPrivacy)}`, key: lineKey(theme.muted, "4 3") }]),
  ];
  const top = legendHeight(options, legend);
  const height = options.height ?? (narrow ? 330 : 380);
  const drawing = startChart(options, {
    name: "privacy-tradeoff",
    title: `${data.measure} by privacy budget`,
    description: data.lines
      .map(
        ({ name, points }) =>
          `${name}: ${points.map(({ epsilon, median }) => `${print(median)} at epsilon ${epsilon}`).join(", ")}`,
      )
      .join("; "),
    height,
  });
  drawLegend(drawing, legend);
  const epsilons = [...new Set(data.lines.flatMap(({ points }) => points.map(({ epsilon }) => epsilon)))].sort(
    (a, b) => a - b,
  );
  // The budgets that were tried, thinned so that labels lie apart on the logarithmic axis.
  const ticks = apart(epsilons, narrow ? 0.11 : 0.05);
  drawPlot(
    drawing,
    { top, height: height - top },
    {
      marginLeft: 52,
      marginRight: 14,
      marginTop: 30,
      marginBottom: 42,
      x: { type: "log", inset: 6 },
      y: {
        label: data.measure,
        labelArrow: "none",
        tickSize: 0,
        grid: true,
        tickFormat: (value: number) => print(value),
        zero: true,
        nice: true,
      },
      marks: [
        // Of its own accord Plot leaves labels of a logarithmic axis out.
        Plot.axisX(ticks, {
          text: ticks.map((epsilon) => numbers.plain(epsilon)),
          tickSize: 0,
          label: "Privacy budget ε (logarithmic; smaller is more private)",
          labelAnchor: "center",
          labelArrow: "none",
        }),
        ...(data.withoutPrivacy === undefined
          ? []
          : [Plot.ruleY([data.withoutPrivacy], { stroke: theme.muted, strokeDasharray: "4 3" })]),
        ...data.lines.flatMap(({ points }, index) => {
          const stroke = theme.series[index % theme.series.length];
          const dashed = lineDash(index);
          return [
            Plot.areaY(points, { x: "epsilon", y1: "lower", y2: "upper", fill: stroke, fillOpacity: 0.16 }),
            Plot.line(points, {
              x: "epsilon",
              y: "median",
              stroke,
              strokeWidth: 1.75,
              ...(dashed === undefined ? {} : { strokeDasharray: dashed }),
            }),
            Plot.dot(points, { x: "epsilon", y: "median", fill: stroke, r: 3 }),
          ];
        }),
      ],
    },
  );
  return drawing.svg.node()!;
};

/** Of ascending values, those that follow the one kept before by at least this share of the logarithmic axis. */
function apart(values: readonly number[], share: number): number[] {
  const length = Math.log(values.at(-1)! / values[0]) || 1;
  const kept: number[] = [];
  for (const value of values) {
    if (kept.length === 0 || Math.log(value / kept.at(-1)!) / length >= share) kept.push(value);
  }
  return kept;
}
