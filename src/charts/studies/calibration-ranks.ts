// Simulation-based calibration: how the ranks of true values among posterior draws differ from uniform ones, with simultaneous bands.
// Source: Säilynoja, Bürkner and Vehtari (2022), Statistics and Computing 32.

import { scaleLinear } from "d3";
import {
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
  drawPanelAxes,
  drawPanelNames,
  panelAxis,
  panelGrid,
  bandPath,
  linePath,
} from "../frame/index.ts";

export interface CalibrationRanksData {
  readonly numbers: readonly {
    readonly name: string;
    /** Share of ranks up to 0, 1, ..., less the uniform share. */
    readonly difference: readonly number[];
    /** Bands that hold at all points at once with probability `level`. */
    readonly lower: readonly number[];
    readonly upper: readonly number[];
    /** Whether the ranks count as uniform, all numbers together considered. */
    readonly uniform: boolean;
  }[];
  readonly level: number;
}

/** Points of a curve that are drawn; the path between is not longer than the picture can show. */
const mostPoints = 50;

export const calibrationRanks: Chart<CalibrationRanksData> = ({ numbers: rows, level }, options = {}) => {
  const { theme, numbers } = settingsOf(options);
  const isOdd = (row: (typeof rows)[number]): boolean => !row.uniform;
  const legend: LegendItem[] = [
    { label: "ranks of the truth minus uniform", key: lineKey(theme.accent) },
    ...(rows.some(isOdd) ? [{ label: "not uniform", key: lineKey(theme.bad) }] : []),
    { label: `${numbers.percent(level)} band of uniform ranks`, key: boxKey(theme.muted, 0.2) },
  ];
  const grid = panelGrid(options, {
    names: rows.map(({ name }) => name),
    ...(rows.some(isOdd) ? { notes: rows.map((row) => (isOdd(row) ? "not uniform" : "")) } : {}),
    plotHeight: 80,
    axisWidth: 34,
    minimumWidth: 170,
    top: legendHeight(options, legend),
    yTitle: "Cumulative share of ranks minus the uniform share",
    xTitle: "Rank of the truth among the draws (share)",
  });
  const drawing = startChart(options, {
    name: "calibration-ranks",
    title: "Ranks of true values among posterior draws",
    description: rows.map((row) => `${row.name}: ${isOdd(row) ? "not uniform" : "uniform"}`).join("; "),
    height: grid.height,
  });
  drawLegend(drawing, legend);
  const y0 = domainOf(rows.flatMap(({ difference, lower, upper }) => [...difference, ...lower, ...upper]));
  rows.forEach((row, index) => {
    const panel = grid.panels[index];
    const points = row.difference.length;
    const step = Math.max(1, Math.ceil(points / mostPoints));
    const places = Array.from({ length: Math.ceil(points / step) }, (_, i) => i * step);
    const x = scaleLinear([0, 1], [panel.left, panel.right]);
    const y = scaleLinear(y0, [panel.bottom, panel.top + 2]);
    drawPanelAxes(
      drawing,
      panel,
      panelAxis(x, 3, () => numbers.plain),
      panelAxis(y, 3, numbers.ticks, false),
    );
    // At both ends all distributions agree.
    const xs = [0, ...places.map((place) => (place + 1) / (points + 1)), 1].map((value) => x(value));
    const ended = (values: readonly number[]): number[] =>
      [0, ...places.map((place) => values[place]), 0].map((value) => y(value));
    const marks = drawing.group();
    marks
      .append("path")
      .attr("fill", theme.muted)
      .attr("fill-opacity", 0.2)
      .attr("d", bandPath(xs, ended(row.lower), ended(row.upper)));
    marks
      .append("path")
      .attr("class", "rule")
      .attr("d", `M${px(panel.left)} ${px(y(0))}H${px(panel.right)}`);
    marks
      .append("path")
      .attr("class", "line")
      .attr("stroke", isOdd(row) ? theme.bad : theme.accent)
      .attr("d", linePath(xs, ended(row.difference)));
  });
  drawPanelNames(drawing, grid, (panel) => (isOdd(rows[panel]) ? theme.bad : undefined));
  return drawing.svg.node()!;
};
