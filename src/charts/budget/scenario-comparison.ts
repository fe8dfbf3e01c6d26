// Plans side by side: what each brings in all, and for more than two of them how likely each is to beat each other.

import { scaleLinear } from "d3";
import {
  bottomAxis,
  bottomAxisHeight,
  startChart,
  px,
  settingsOf,
  outcomeWords,
  type Chart,
  type Drawing,
  type Interval,
  domainOf,
  drawInterval,
  drawRowNames,
  rowLayout,
  type RowLayout,
  fitText,
  textWidth,
  wrapText,
  fontSize,
} from "../frame/index.ts";
import { withUnit } from "../../words/index.ts";

export interface ScenarioComparisonData {
  readonly plans: readonly { readonly name: string; readonly spend?: number; readonly total: Interval }[];
  /** `differences[row][column]`: target of plan `row` less that of plan `column`, drawn together; for more than two plans. */
  readonly differences?: readonly (readonly { readonly mean: number; readonly probabilityPositive: number }[])[];
}

const cellHeight = 34;

const letterOf = (index: number): string =>
  (index >= 26 ? String.fromCharCode(64 + Math.floor(index / 26)) : "") + String.fromCharCode(65 + (index % 26));

/** Plans keep their order, because it is the user's. The axis need not begin at zero: what counts are differences. */
export const scenarioComparison: Chart<ScenarioComparisonData> = (data, options = {}) => {
  const { theme, numbers, width } = settingsOf(options);
  const words = outcomeWords(options);
  const matrix = data.plans.length > 2 ? data.differences : undefined;
  const names = data.plans.map(({ name }, index) => (matrix === undefined ? name : `${letterOf(index)}: ${name}`));
  const withSpend = data.plans.some(({ spend }) => spend !== undefined);
  const texts = data.plans.map(({ total, spend }) => {
    const result = numbers.estimated(total);
    return spend === undefined ? result : `${result} · ${numbers.short(spend)}`;
  });
  const textHead = `${words.inline} (90% interval)${withSpend ? " · spend" : ""}`;
  const layout = rowLayout(options, names, { texts, textHead, top: 4 });
  const axisEnd = layout.bottom + bottomAxisHeight(true) + 4;
  const caption = wrapText(
    `Row less column: mean difference in ${words.inline}, and probability that the row's plan is better`,
    width - 8,
    2,
    fontSize.small,
  );
  const matrixTop = axisEnd + 32 + caption.length * 14;
  const drawing = startChart(options, {
    name: "scenario-comparison",
    title: `${words.head} of ${data.plans.length} plans`,
    description: data.plans.map(({ name }, index) => `${name}: ${texts[index]}`).join("; "),
    height: matrix === undefined ? axisEnd : matrixTop + data.plans.length * cellHeight + 4,
  });
  const values = data.plans.flatMap(({ total }) => [total.lower, total.upper]);
  const scale = scaleLinear(domainOf(values, [], 0.08), [layout.left, layout.right]);
  bottomAxis(drawing, scale, layout, { title: withUnit(`Total ${words.inline} of the plan`, words.unit) });
  const marks = drawing.group();
  data.plans.forEach(({ total }, index) => {
    drawInterval(marks, scale, total, { y: layout.center(index), color: theme.accent });
  });
  drawRowNames(drawing, layout);
  if (matrix !== undefined) drawMatrix(drawing, layout, matrix, matrixTop, caption);
  return drawing.svg.node()!;
};

/** Cells say the mean difference and the probability that it is positive, as far as they fit; the color says it too. */
function drawMatrix(
  drawing: Drawing,
  layout: RowLayout,
  matrix: NonNullable<ScenarioComparisonData["differences"]>,
  top: number,
  caption: readonly string[],
): void {
  const { theme, numbers, width } = drawing;
  const count = matrix.length;
  const left = layout.stacked ? 28 : layout.left;
  const cell = Math.min(110, (width - 6 - left) / count);
  const group = drawing.group("small").attr("text-anchor", "middle");
  caption.forEach((line, place) => {
    group
      .append("text")
      .attr("text-anchor", "start")
      .attr("x", 4)
      .attr("y", px(top - 24 - (caption.length - 1 - place) * 14))
      .text(line);
  });
  for (let index = 0; index < count; index++) {
    const y = top + (index + 0.5) * cellHeight;
    group
      .append("text")
      .attr("class", "strong")
      .attr("x", px(left + (index + 0.5) * cell))
      .attr("y", px(top - 6))
      .text(letterOf(index));
    const name = group
      .append("text")
      .attr("text-anchor", "end")
      .attr("x", px(left - 10))
      .attr("y", px(y + 4));
    name.text(layout.stacked ? letterOf(index) : fitText(layout.names[index].join(" "), left - 16, fontSize.small));
  }
  matrix.forEach((row, r) => {
    row.forEach(({ mean, probabilityPositive: probability }, c) => {
      if (r === c) return;
      const [x, y] = [left + c * cell, top + r * cellHeight];
      group
        .append("rect")
        .attr("x", px(x + 1))
        .attr("y", px(y + 1))
        .attr("width", px(cell - 2))
        .attr("height", cellHeight - 2)
        .attr("fill", probability >= 0.5 ? theme.accent : theme.contrast)
        .attr("fill-opacity", Math.round((0.04 + 0.4 * Math.abs(2 * probability - 1)) * 100) / 100);
      const lines = [`${mean > 0 ? "+" : ""}${numbers.short(mean)}`, numbers.probability(probability)].filter(
        (text) => textWidth(text, fontSize.small) <= cell - 4,
      );
      lines.forEach((line, place) => {
        group
          .append("text")
          .attr("x", px(x + cell / 2))
          .attr("y", px(y + cellHeight / 2 + 4 + (place - (lines.length - 1) / 2) * 13))
          .text(line);
      });
    });
  });
}
