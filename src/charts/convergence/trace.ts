// Traces: the draws of every chain in order, thinned so that a page holds them.

import { scaleLinear } from "d3";
import type { Draws } from "../../diagnostics/index.ts";
import {
  startChart,
  px,
  settingsOf,
  type Chart,
  domainOf,
  drawLegend,
  legendHeight,
  lineKey,
  type LegendItem,
  drawPanelAxes,
  drawPanelNames,
  panelAxis,
  panelGrid,
  linePath,
  seriesColor,
} from "../frame/index.ts";

export interface ConvergenceTraceData {
  readonly parameters: readonly { readonly name: string; readonly draws: Draws }[];
  /** 1 where a transition diverged; marked under the traces. */
  readonly divergent?: Draws;
}

/** Points of one chain's line, at most; fewer where parameters times chains are many. */
const mostPoints = 400;
/** Points of all lines together, so that the picture stays below 60 kB. */
const allPoints = 5200;
/** Chains that a legend names. */
const mostNamed = 10;

/** Up to `count` of the draws of a chain, evenly spaced, with their numbers from 1. */
function thinned(values: Float64Array, count: number): { readonly numbers: number[]; readonly kept: number[] } {
  const step = Math.max(1, values.length / count);
  const places = Array.from({ length: Math.min(count, values.length) }, (_, index) => Math.floor(index * step));
  return { numbers: places.map((place) => place + 1), kept: places.map((place) => values[place]) };
}

/** One panel per parameter, one line per chain in the chain's color. */
export const convergenceTrace: Chart<ConvergenceTraceData> = (data, options = {}) => {
  const { theme, numbers } = settingsOf(options);
  const { chains = 0, draws = 0 } = data.parameters[0]?.draws ?? {};
  const points = Math.max(
    20,
    Math.min(mostPoints, Math.floor(allPoints / Math.max(1, data.parameters.length * chains))),
  );
  const diverged = data.divergent?.values.reduce((sum, value) => sum + value, 0) ?? 0;
  const count = numbers.ticks([0, 1]);
  const drawn = Math.min(points, draws);
  const legend = (drawing?: Parameters<typeof seriesColor>[0]): LegendItem[] => [
    ...(chains <= mostNamed
      ? Array.from({ length: chains }, (_, chain) => ({
          label: `chain ${chain + 1}`,
          key: lineKey(drawing === undefined ? theme.accent : seriesColor(drawing, chain)),
        }))
      : [{ label: `${chains} chains`, key: lineKey(theme.accent) }]),
    ...(diverged > 0 ? [{ label: `divergent (${diverged})`, key: tickKey(theme.bad) }] : []),
  ];
  const grid = panelGrid(options, {
    names: data.parameters.map(({ name }) => name),
    minimumWidth: 330,
    plotHeight: 92,
    axisWidth: 40,
    top: legendHeight(options, legend()),
    xTitle: drawn < draws ? `Iteration (${count(drawn)} of ${count(draws)} shown)` : "Iteration",
  });
  const drawing = startChart(options, {
    name: "convergence-trace",
    title: "Trace plots",
    description: `${chains} chains of ${draws} draws: ${data.parameters.map(({ name }) => name).join(", ")}. ${diverged} divergent transitions.`,
    height: grid.height,
  });
  drawLegend(drawing, legend(drawing));
  data.parameters.forEach(({ draws: own }, index) => {
    const panel = grid.panels[index];
    const lines = Array.from({ length: own.chains }, (_, chain) =>
      thinned(own.values.subarray(chain * own.draws, (chain + 1) * own.draws), points),
    );
    const x = scaleLinear([1, Math.max(2, own.draws)], [panel.left, panel.right]);
    const y = scaleLinear(domainOf(lines.flatMap(({ kept }) => kept)), [panel.bottom - 6, panel.top]);
    drawPanelAxes(drawing, panel, panelAxis(x, 5, numbers.ticks), panelAxis(y, 3, numbers.ticks, false));
    const marks = drawing.group();
    lines.forEach(({ numbers: at, kept }, chain) => {
      marks
        .append("path")
        .attr("fill", "none")
        .attr("stroke", seriesColor(drawing, chain))
        .attr("stroke-width", 0.8)
        .attr("stroke-opacity", 0.75)
        .attr(
          "d",
          linePath(
            at.map((value) => x(value)),
            kept.map((value) => y(value)),
          ),
        );
    });
    if (diverged > 0) {
      const places = [...data.divergent!.values.keys()].filter((place) => data.divergent!.values[place] === 1);
      const ticks = places.slice(0, 300).map((place) => `M${px(x((place % own.draws) + 1))} ${px(panel.bottom)}v-5`);
      marks.append("path").attr("stroke", theme.bad).attr("d", ticks.join(""));
    }
  });
  drawPanelNames(drawing, grid);
  return drawing.svg.node()!;
};

/** A short upright line as key. */
const tickKey =
  (color: string): LegendItem["key"] =>
  (group, x, y) => {
    group
      .append("path")
      .attr("d", `M${px(x + 10)} ${px(y - 4)}v8`)
      .attr("stroke", color)
      .attr("stroke-width", 1.5);
  };
