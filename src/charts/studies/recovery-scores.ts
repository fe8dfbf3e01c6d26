// How far posterior means lie from the truth in posterior standard deviations: mean and spread over many data sets, a row for each number.

import { scaleLinear } from "d3";
import {
  bottomAxis,
  bottomAxisHeight,
  startChart,
  px,
  settingsOf,
  type Chart,
  limitLine,
  domainOf,
  drawInterval,
  drawLegend,
  intervalKey,
  legendHeight,
  lineKey,
  type LegendItem,
  drawRowNames,
  rowLayout,
} from "../frame/index.ts";
import { inverseBetaCdf } from "../../numerics/special/index.ts";

export interface RecoveryScoresData {
  readonly numbers: readonly {
    readonly name: string;
    /** Mean over the data sets of (posterior mean - truth) / posterior standard deviation, and their standard deviation. */
    readonly mean: number;
    readonly sd: number;
    /** Data sets that these are of. */
    readonly sets: number;
  }[];
}

/** Half the width of the 99% interval of a mean, in standard errors: the quantile of Student's t, by DLMF 8.17.5's relation to the beta. */
function t99(freedom: number): number {
  const x = inverseBetaCdf(0.01, freedom / 2, 0.5);
  return Math.sqrt((freedom * (1 - x)) / x);
}

/** What two or three data sets leave open is cut off here, in standard deviations: it would flatten all the rest. */
const farthest = 4;

/** The thick part is the Monte Carlo interval of the mean: where it does not reach zero, estimates are shifted. */
export const recoveryScores: Chart<RecoveryScoresData> = ({ numbers: rows }, options = {}) => {
  const { theme, numbers } = settingsOf(options);
  const legend: LegendItem[] = [
    { label: "mean z-score and one standard deviation", key: intervalKey(theme.accent) },
    { label: "mean outside the 99% range of chance", key: intervalKey(theme.warning) },
    { label: "mean 0 and standard deviation 1", key: lineKey(theme.muted, "4 3") },
  ];
  // One data set has no standard deviation, and says nothing of a shift.
  const spreads = rows.map(({ sd, sets }) => (sets > 1 ? sd : 0));
  const errors = rows.map(({ sd, sets }) => (sets > 1 ? (t99(sets - 1) * sd) / Math.sqrt(sets) : Infinity));
  const texts = rows.map(({ mean, sd, sets }) =>
    sets > 1 ? `${numbers.ratio(mean)} ± ${numbers.ratio(sd)}` : numbers.ratio(mean),
  );
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
    rows.flatMap(({ mean }, index) => {
      const reach = Math.max(spreads[index], Math.min(errors[index], farthest * spreads[index]));
      return [mean - reach, mean + reach];
    }),
    [-1.2, 1.2],
  );
  const scale = scaleLinear(domain, [layout.left, layout.right]).clamp(true);
  bottomAxis(drawing, scale, layout, { title: "(posterior mean − truth) / posterior standard deviation" });
  const marks = drawing.group();
  for (const value of [-1, 0, 1]) limitLine(marks, layout, px(scale(value)), theme.muted);
  rows.forEach(({ mean, sets }, index) => {
    const [spread, error] = [spreads[index], errors[index]];
    drawInterval(
      marks,
      scale,
      { estimate: mean, lower: mean - spread, upper: mean + spread },
      {
        y: layout.center(index),
        color: Math.abs(mean) > error ? theme.warning : theme.accent,
        ...(sets > 1 ? { inner: { lower: mean - error, upper: mean + error } } : {}),
      },
    );
  });
  drawRowNames(drawing, layout);
  return drawing.svg.node()!;
};
