// Empirical against nominal coverage of credible intervals over many simulated data sets, with binomial bounds.

import * as Plot from "@observablehq/plot";
import {
  startChart,
  settingsOf,
  type Chart,
  boxKey,
  drawLegend,
  legendHeight,
  lineKey,
  type LegendItem,
  drawPlot,
  lineDash,
} from "../frame/index.ts";

export interface CalibrationCoverageData {
  /** One entry per quantity whose intervals are judged, such as "Contribution" or "ROI". */
  readonly quantities: readonly {
    readonly name: string;
    readonly points: readonly { readonly nominal: number; readonly empirical: number }[];
  }[];
  /** Where empirical coverage lies with 95% probability when intervals are right, at each nominal level; ascending. */
  readonly bounds: readonly { readonly nominal: number; readonly lower: number; readonly upper: number }[];
  /** Data sets behind each point. */
  readonly dataSets: number;
}

export const calibrationCoverage: Chart<CalibrationCoverageData> = (data, options = {}) => {
  const { theme, numbers, narrow } = settingsOf(options);
  const legend: LegendItem[] = [
    ...data.quantities.map(({ name }, index) => ({
      label: name,
      key: lineKey(theme.series[index % theme.series.length], lineDash(index)),
    })),
    { label: "exact coverage", key: lineKey(theme.muted, "4 3") },
    { label: `95% binomial bounds, ${data.dataSets} data sets`, key: boxKey(theme.neutral[0], 0.5) },
  ];
  const top = legendHeight(options, legend);
  const height = options.height ?? (narrow ? 330 : 380);
  const drawing = startChart(options, {
    name: "calibration-coverage",
    title: "Coverage of credible intervals",
    description: data.quantities
      .map(({ name, points }) => {
        const said = points.map(
          ({ nominal, empirical }) => `${numbers.percent(nominal)}: ${numbers.percent(empirical)}`,
        );
        return `${name} (nominal: empirical) ${said.join(", ")}`;
      })
      .join("; "),
    height,
  });
  drawLegend(drawing, legend);
  const percent = (value: number): string => numbers.percent(value);
  const levels = data.bounds.map(({ nominal }) => nominal);
  drawPlot(
    drawing,
    { top, height: height - top },
    {
      marginLeft: 46,
      marginRight: 14,
      marginTop: 30,
      marginBottom: 42,
      x: {
        label: "Nominal coverage (%)",
        labelAnchor: "center",
        labelArrow: "none",
        tickSize: 0,
        ticks: narrow ? 5 : 9,
        tickFormat: percent,
        inset: 6,
      },
      y: {
        label: "Empirical coverage (%)",
        labelArrow: "none",
        tickSize: 0,
        grid: true,
        tickFormat: percent,
        nice: true,
      },
      marks: [
        Plot.areaY(data.bounds, { x: "nominal", y1: "lower", y2: "upper", fill: theme.neutral[0], fillOpacity: 0.5 }),
        Plot.line(
          levels.map((level) => [level, level]),
          { stroke: theme.muted, strokeDasharray: "4 3" },
        ),
        ...data.quantities.flatMap(({ points }, index) => {
          const stroke = theme.series[index % theme.series.length];
          const dashed = lineDash(index);
          return [
            Plot.line(points, {
              x: "nominal",
              y: "empirical",
              stroke,
              strokeWidth: 1.75,
              ...(dashed === undefined ? {} : { strokeDasharray: dashed }),
            }),
            Plot.dot(points, { x: "nominal", y: "empirical", fill: stroke, r: 3.5 }),
          ];
        }),
      ],
    },
  );
  return drawing.svg.node()!;
};
