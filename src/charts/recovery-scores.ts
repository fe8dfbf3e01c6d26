// How far posterior means lie from the truth in posterior standard deviations: mean and spread over many data sets, a row for each number.

import { scaleLinear } from "d3";
import { bottomAxis, bottomAxisHeight } from "./axes.ts";
import { startChart, px, settingsOf, type Chart } from "./chart.ts";
import { limitLine } from "./convergence-rows.ts";
import { domainOf, drawInterval } from "./intervals.ts";
import { drawLegend, intervalKey, legendHeight, lineKey, type LegendItem } from "./legend.ts";
import { drawRowNames, rowLayout } from "./rows.ts";

export interface RecoveryScoresData {
  readonly numbers: readonly {
    readonly name: string;
    /** Mean over the data sets of (posterior mean - truth) / posterior standard deviation, and their standard deviation. */
    readonly mean: number;
    readonly sd: number;
  }[];
  readonly dataSets: number;
}

/** Normal quantile of a two-sided 99 % interval. */
const z99 = 2.575829;

/** The thick part is the Monte Carlo interval of the mean: where it does not reach zero, estimates are shifted. */
export const recoveryScores: Chart<RecoveryScoresData> = ({ numbers: rows, dataSets }, options = {}) => {
  const { theme, numbers } = settingsOf(options);
  const legend: LegendItem[] = [
    { label: "mean z-score and one standard deviation", key: intervalKey(theme.accent) },
    { label: "mean beyond chance (99%)", key: intervalKey(theme.warning) },
    { label: "no shift, and a deviation of 1", key: lineKey(theme.muted, "4 3") },
  ];
  const errors = rows.map(({ sd }) => (z99 * sd) / Math.sqrt(Math.max(1, dataSets)));
  const texts = rows.map(({ mean, sd }) => `${numbers.ratio(mean)} ± ${numbers.ratio(sd)}`);
  const layout = rowLayout(
    options,
    rows.map(({ name }) => name),
    { texts, textHead: "mean ± sd of z", top: legendHeight(options, legend) },
  );
  const drawing = startChart(options, {
    name: "recovery-scores",
    title: "Distance from the truth in posterior standard deviations",
    description: rows.map(({ name }, index) => `${name}: ${texts[index]}`).join("; "),
    height: layout.bottom + bottomAxisHeight(true) + 4,
  });
  drawLegend(drawing, legend);
  const domain = domainOf(
    rows.flatMap(({ mean, sd }, index) => {
      const reach = Math.max(sd, errors[index]);
      return [mean - reach, mean + reach];
    }),
    [-1.2, 1.2],
  );
  const scale = scaleLinear(domain, [layout.left, layout.right]);
  bottomAxis(drawing, scale, layout, { title: "(posterior mean - truth) / posterior standard deviation" });
  const marks = drawing.group();
  for (const value of [-1, 0, 1]) limitLine(marks, layout, px(scale(value)), theme.muted);
  rows.forEach(({ mean, sd }, index) => {
    const error = errors[index];
    drawInterval(
      marks,
      scale,
      { mean, median: mean, lower: mean - sd, upper: mean + sd },
      {
        y: layout.centre(index),
        colour: Math.abs(mean) > error ? theme.warning : theme.accent,
        inner: { lower: mean - error, upper: mean + error },
      },
    );
  });
  drawRowNames(drawing, layout);
  return drawing.svg.node()!;
};
