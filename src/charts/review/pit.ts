// Calibration of the predictive distribution: are the probability integral transforms of the observations uniform? Sources: Gneiting,
// Balabdaoui and Raftery (2007), JRSS B 69(2); simultaneous bands by Säilynoja, Bürkner and Vehtari (2022), Statistics and Computing 32.

import { scaleLinear } from "d3";
import { uniformityOfRanks } from "../../diagnostics/index.ts";
import {
  bottomAxis,
  bottomAxisHeight,
  leftAxis,
  leftAxisWidth,
  leftTitleHeight,
  startChart,
  px,
  settingsOf,
  type Chart,
  domainOf,
  boxKey,
  drawLegend,
  legendHeight,
  lineKey,
  type LegendItem,
  bandPath,
  linePath,
} from "../frame/index.ts";

export interface ReviewPitData {
  /** Probability, under the (leave-one-out) predictive distribution, of a value below the observed one; one for each week. */
  readonly pit: ArrayLike<number>;
}

/** The transforms are compared with the uniform distribution at this many points inside (0, 1). */
const points = 50;

/** Where the curve leaves the band, which holds at all points at once with probability 95%, predictions are not calibrated. */
export const reviewPit: Chart<ReviewPitData> = ({ pit }, options = {}) => {
  const { theme, numbers, width, narrow } = settingsOf(options);
  const ranks = Int32Array.from(pit, (value) => Math.min(points, Math.max(0, Math.floor(value * (points + 1)))));
  const { inside, ecdfDifference, lower, upper } = uniformityOfRanks(ranks, points);
  const color = inside ? theme.accent : theme.bad;
  const legend: LegendItem[] = [
    {
      label: inside ? "observations: inside the band" : "observations: partly outside the band",
      key: lineKey(color),
    },
    { label: "95% band of calibrated predictions", key: boxKey(theme.muted, 0.2) },
  ];
  const top = legendHeight(options, legend) + leftTitleHeight;
  const height = options.height ?? (narrow ? 260 : 280);
  const bottom = height - bottomAxisHeight(true) - 4;
  const drawing = startChart(options, {
    name: "review-pit",
    title: "Calibration of the predictive distribution",
    description: `The distribution of ${pit.length} probability integral transforms ${inside ? "stays inside" : "leaves"} the simultaneous 95% band of the uniform distribution.`,
    height,
  });
  drawLegend(drawing, legend);
  const y = scaleLinear(domainOf([...ecdfDifference, ...lower, ...upper]), [bottom, top]);
  const left = leftAxisWidth(drawing, y) + 4;
  const right = width - 12;
  const x = scaleLinear([0, 1], [left, right]);
  leftAxis(
    drawing,
    y,
    { left, right },
    { title: narrow ? "Share below minus uniform" : "Share of observations below minus the uniform share" },
  );
  bottomAxis(
    drawing,
    x,
    { top: bottom, bottom },
    {
      title: "Quantile of the predictive distribution",
      format: numbers.plain,
    },
  );
  // At both ends all distributions agree.
  const xs = [0, ...Array.from(ecdfDifference, (_, index) => (index + 1) / (points + 1)), 1].map((value) => x(value));
  const ended = (values: Float64Array): number[] => [0, ...values, 0].map((value) => y(value));
  const marks = drawing.group();
  marks
    .append("path")
    .attr("fill", theme.muted)
    .attr("fill-opacity", 0.2)
    .attr("d", bandPath(xs, ended(lower), ended(upper)));
  marks
    .append("path")
    .attr("class", "rule")
    .attr("d", `M${px(left)} ${px(y(0))}H${px(right)}`);
  marks
    .append("path")
    .attr("class", "line")
    .attr("stroke", color)
    .attr("d", linePath(xs, ended(ecdfDifference)));
  return drawing.svg.node()!;
};
