// Pairs of parameters: how they depend on each other in the posterior, and where transitions diverged.

import { scaleLinear } from "d3";
import { sortNumbers } from "../../numerics/index.ts";
import { type Draws, quantileOfSorted } from "../../diagnostics/index.ts";
import {
  startChart,
  px,
  settingsOf,
  type Chart,
  domainOf,
  evenGrid,
  kernelDensity,
  dotKey,
  drawLegend,
  legendHeight,
  type LegendItem,
  drawPanelAxes,
  panelAxis,
  type Panel,
  dotsPath,
  linePath,
  fitNames,
  wrapText,
  fontSize,
} from "../frame/index.ts";

export interface ConvergencePairsData {
  /** Three or four parameters, those that mix worst; more than four are left out. */
  readonly parameters: readonly { readonly name: string; readonly draws: Draws }[];
  /** 1 where a transition diverged. */
  readonly divergent: Draws;
}

const mostParameters = 4;
/** Draws shown in each cell, evenly spaced, and divergent ones. */
const mostDraws = 450;
const mostDivergent = 150;

function correlation(a: Float64Array, b: Float64Array): number {
  let [meanA, meanB] = [0, 0];
  for (let i = 0; i < a.length; i++) {
    meanA += a[i] / a.length;
    meanB += b[i] / a.length;
  }
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    ab += (a[i] - meanA) * (b[i] - meanB);
    aa += (a[i] - meanA) ** 2;
    bb += (b[i] - meanB) ** 2;
  }
  return ab / Math.sqrt(aa * bb);
}

/** Where the middle 99% of the draws lie: a heavy tail would leave no room for the rest. */
function middleOf(values: Float64Array): [number, number] {
  const sorted = sortNumbers(values.slice());
  return domainOf([quantileOfSorted(sorted, 0.005), quantileOfSorted(sorted, 0.995)]);
}

const spaced = (places: readonly number[], most: number): number[] =>
  places.length <= most
    ? [...places]
    : Array.from({ length: most }, (_, index) => places[Math.floor((index * places.length) / most)]);

/**
 * Draws below the diagonal, densities on it, correlations above it. Draws beyond the middle 99% of a parameter lie on the edge.
 * Divergent draws lie on top.
 */
export const convergencePairs: Chart<ConvergencePairsData> = (data, options = {}) => {
  const { theme, numbers, width, narrow } = settingsOf(options);
  const parameters = data.parameters.slice(0, mostParameters);
  const size = parameters.length;
  const all = [...data.divergent.values.keys()];
  const divergent = all.filter((place) => data.divergent.values[place] === 1);
  const shown = spaced(
    all.filter((place) => data.divergent.values[place] !== 1),
    mostDraws,
  );
  const marked = spaced(divergent, mostDivergent);
  const count = numbers.ticks([0, 1]);
  const legend: LegendItem[] = [
    {
      label:
        shown.length + divergent.length < all.length
          ? `draws (${count(shown.length)} of ${count(all.length)})`
          : "draws",
      key: dotKey(theme.accent, false, 2),
    },
    { label: `divergent (${divergent.length})`, key: dotKey(theme.bad, false, 3) },
  ];
  const axisWidth = narrow ? 34 : 46;
  const gap = narrow ? 7 : 12;
  const top = legendHeight(options, legend);
  const cell = (width - axisWidth - gap * size) / Math.max(1, size);
  const height = Math.min(cell, 150);
  const drawing = startChart(options, {
    name: "convergence-pairs",
    title: "Pairs of parameters, with divergent transitions",
    description: `${parameters.map(({ name }) => name).join(", ")}; ${divergent.length} divergent transitions.`,
    height: top + size * (height + gap) + 18,
  });
  drawLegend(drawing, legend);
  const at = (row: number, column: number): Panel => {
    const left = axisWidth + column * (cell + gap);
    const y = top + row * (height + gap);
    return { x: left - gap / 2, left, right: left + cell, top: y, bottom: y + height, nameLines: [], note: "", y };
  };
  const names = fitNames(
    parameters.map(({ name }) => name),
    2.2 * cell,
  );
  const domains = parameters.map(({ draws }) => middleOf(draws.values));
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const panel = at(row, column);
      const x = scaleLinear(domains[column], [panel.left, panel.right]).clamp(true);
      const bottomRow = row === size - 1 ? panelAxis(x, narrow ? 2 : 3, numbers.ticks) : undefined;
      if (column > row) {
        const own = correlation(parameters[row].draws.values, parameters[column].draws.values);
        drawing
          .group()
          .append("text")
          .attr("class", Math.abs(own) > 0.8 ? "strong" : "muted")
          .attr("text-anchor", "middle")
          .attr("x", px((panel.left + panel.right) / 2))
          .attr("y", px((panel.top + panel.bottom) / 2 + 4))
          .text(Number.isFinite(own) ? `r ${numbers.ratio(own)}` : "constant");
        continue;
      }
      if (column === row) {
        const lines = wrapText(names[row], cell - 4, 3, fontSize.label, true);
        const head = 4 + lines.length * 14;
        drawPanelAxes(drawing, panel, bottomRow, undefined);
        const grid = evenGrid(domains[row][0], domains[row][1], 60);
        const density = kernelDensity(parameters[row].draws.values, grid);
        const y = scaleLinear(
          [0, Math.max(...density) || 1],
          [panel.bottom, Math.min(panel.bottom - 8, panel.top + head)],
        );
        const curve = linePath(
          grid.map((value) => x(value)),
          density.map((value) => y(value)),
        );
        const group = drawing.group();
        group
          .append("path")
          .attr("fill", theme.accent)
          .attr("fill-opacity", 0.3)
          .attr("d", `M${px(panel.left)} ${px(panel.bottom)}L${curve.slice(1)}V${px(panel.bottom)}z`);
        lines.forEach((line, place) => {
          group
            .append("text")
            .attr("class", "strong")
            .attr("x", px(panel.left + 2))
            .attr("y", px(panel.top + 12 + place * 14))
            .text(line);
        });
        continue;
      }
      const y = scaleLinear(domains[row], [panel.bottom, panel.top]).clamp(true);
      const leftAxis = panelAxis(y, 3, numbers.ticks, false);
      if (column > 0) {
        const lines = leftAxis.ticks.map((value) => `M${px(panel.left)} ${px(y(value))}H${px(panel.right)}`);
        drawing.group().append("path").attr("class", "grid").attr("d", lines.join(""));
      }
      drawPanelAxes(drawing, panel, bottomRow, column === 0 ? leftAxis : undefined);
      const dots = (places: readonly number[]): string =>
        dotsPath(
          places.map((place) => x(parameters[column].draws.values[place])),
          places.map((place) => y(parameters[row].draws.values[place])),
        );
      const marks = drawing.group().attr("stroke-linecap", "round");
      marks
        .append("path")
        .attr("stroke", theme.accent)
        .attr("stroke-opacity", 0.45)
        .attr("stroke-width", 2.4)
        .attr("d", dots(shown));
      if (marked.length > 0)
        marks.append("path").attr("stroke", theme.bad).attr("stroke-width", 4).attr("d", dots(marked));
    }
  }
  return drawing.svg.node()!;
};
