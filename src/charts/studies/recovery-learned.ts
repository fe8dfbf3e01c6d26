// What a design learns: the width of posteriors beside that of their priors, a row for each number, the best learned first.

import { scaleLinear } from "d3";
import {
  bottomAxis,
  bottomAxisHeight,
  startChart,
  px,
  settingsOf,
  type Chart,
  limitLine,
  boxKey,
  drawLegend,
  legendHeight,
  lineKey,
  type LegendItem,
  drawRowNames,
  rowLayout,
} from "../frame/index.ts";

export interface RecoveryLearnedData {
  readonly numbers: readonly {
    readonly name: string;
    /** 1 - posterior spread / prior spread: 0 where nothing was learned, 1 where everything was. */
    readonly narrowed: number;
  }[];
  /** Narrowing below which a number is called not learned, and from which it is called learned. */
  readonly limits: readonly [notLearned: number, learned: number];
}

/** Bars are as long as what is left of the prior; a posterior wider than the prior has the length of the prior. */
export const recoveryLearned: Chart<RecoveryLearnedData> = (data, options = {}) => {
  const { theme, numbers } = settingsOf(options);
  const [least, well] = data.limits;
  const rows = data.numbers.toSorted((a, b) => b.narrowed - a.narrowed);
  const colorOf = (narrowed: number): string =>
    narrowed < least ? theme.warning : narrowed < well ? theme.neutral[1] : theme.accent;
  const legend: LegendItem[] = [
    { label: "learned", key: boxKey(theme.accent) },
    { label: "learned in part", key: boxKey(theme.neutral[1]) },
    { label: "not learned", key: boxKey(theme.warning) },
    { label: "limits between them", key: lineKey(theme.muted, "4 3") },
  ];
  const texts = rows.map(({ narrowed }) => `${numbers.percent(Math.max(0, narrowed))} narrower`);
  const layout = rowLayout(
    options,
    rows.map(({ name }) => name),
    { texts, textHead: "relative to the prior", top: legendHeight(options, legend), markHeight: 19 },
  );
  const drawing = startChart(options, {
    name: "recovery-learned",
    title: "Width of the posterior relative to the prior",
    description: rows.map(({ name }, index) => `${name}: ${texts[index]}`).join("; "),
    height: layout.bottom + bottomAxisHeight(true) + 4,
  });
  drawLegend(drawing, legend);
  const scale = scaleLinear([0, 1], [layout.left, layout.right]);
  bottomAxis(drawing, scale, layout, {
    title: "Width of the posterior relative to the prior",
    ticksFormat: numbers.percentTicks,
  });
  const marks = drawing.group();
  rows.forEach(({ narrowed }, index) => {
    const end = scale(Math.min(1, Math.max(0, 1 - narrowed)));
    marks
      .append("rect")
      .attr("x", px(layout.left))
      .attr("y", px(layout.center(index) - 5))
      .attr("width", px(Math.max(1, end - layout.left)))
      .attr("height", 10)
      .attr("fill", colorOf(narrowed));
  });
  for (const limit of data.limits) limitLine(marks, layout, px(scale(1 - limit)), theme.muted);
  drawRowNames(drawing, layout);
  return drawing.svg.node()!;
};
