// What the next unit of spend returns beside what the average unit returned: the distance between them is saturation.

import { scaleLinear } from "d3";
import {
  bottomAxis,
  bottomAxisHeight,
  referenceLine,
  startChart,
  px,
  settingsOf,
  type Chart,
  type Interval,
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
import { alike } from "../../words/index.ts";

/** Returns that count all carry-over, after the table too. */
export interface MarginalRoiData {
  readonly channels: readonly { readonly name: string; readonly average: Interval; readonly marginal: Interval }[];
  /** Return at which a unit of spend pays for itself; 1 by default. */
  readonly breakEven?: number | null;
  /** As for `roiForest`. */
  readonly boundName?: string;
}

/** Rows sorted by marginal ROI: the first is where the next unit of spend goes furthest. */
export const marginalRoi: Chart<MarginalRoiData> = (data, options = {}) => {
  const { theme, numbers } = settingsOf(options);
  // Conversions have no break-even of their own.
  const breakEven = data.breakEven === undefined ? 1 : data.breakEven;
  const rows = [...data.channels].sort((a, b) => b.marginal.estimate - a.marginal.estimate);
  const legend: LegendItem[] = [
    { label: "marginal ROI, 90% interval", key: intervalKey(theme.accent) },
    { label: "average ROI with carry-over, 90% interval", key: intervalKey(theme.contrast) },
    ...(breakEven === null
      ? []
      : [
          {
            label: `${data.boundName ?? "break-even"}, ROI ${numbers.plain(breakEven)}`,
            key: lineKey(theme.muted, "4 3"),
          },
        ]),
  ];
  const texts = rows.map(({ average, marginal }) => {
    return `${numbers.estimated(marginal, alike.figures)} · ${numbers.estimated(average, alike.figures)}`;
  });
  const layout = rowLayout(
    options,
    rows.map(({ name }) => name),
    { texts, textHead: "marginal · average with carry-over", top: legendHeight(options, legend), markHeight: 34 },
  );
  const drawing = startChart(options, {
    name: "marginal-roi",
    title: "Marginal ROI and average ROI with carry-over by channel",
    description: rows.map(({ name }, index) => `${name}: ${texts[index]}`).join("; "),
    height: layout.bottom + bottomAxisHeight(true) + 4,
  });
  drawLegend(drawing, legend);
  const values = rows.flatMap(({ average, marginal }) => [
    average.lower,
    average.upper,
    marginal.lower,
    marginal.upper,
  ]);
  const scale = scaleLinear(domainOf(values, breakEven === null ? [0] : [0, breakEven]), [layout.left, layout.right]);
  bottomAxis(drawing, scale, layout, { title: "Return per unit of spend, carry-over included" });
  const marks = drawing.group();
  if (breakEven !== null) {
    referenceLine(marks, `M${px(scale(breakEven))} ${px(layout.top)}V${px(layout.bottom)}`, theme.muted);
  }
  rows.forEach(({ average, marginal }, index) => {
    const y = layout.center(index);
    marks
      .append("path")
      .attr("class", "rule")
      .attr("d", `M${px(scale(average.estimate))} ${px(y + 5)}L${px(scale(marginal.estimate))} ${px(y - 5)}`);
    drawInterval(marks, scale, average, { y: y + 5, color: theme.contrast });
    drawInterval(marks, scale, marginal, { y: y - 5, color: theme.accent });
  });
  drawRowNames(drawing, layout);
  return drawing.svg.node()!;
};
