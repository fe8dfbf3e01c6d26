// What was assumed beside what the data made of it: densities of prior and posterior, one panel per parameter.

import { scaleLinear } from "d3";
import {
  startChart,
  px,
  settingsOf,
  type Chart,
  boxKey,
  drawLegend,
  legendHeight,
  lineKey,
  type LegendItem,
  drawPanelAxes,
  drawPanelNames,
  panelAxis,
  panelGrid,
  linePath,
} from "../frame/index.ts";

export interface PriorPosteriorData {
  readonly parameters: readonly {
    /** Such as "TV" or "decay of TV". */
    readonly name: string;
    /** Values at which both densities are given, ascending. */
    readonly values: readonly number[];
    readonly prior: readonly number[];
    readonly posterior: readonly number[];
    /** Whether the data say little: the posterior is hardly narrower than the prior and hardly elsewhere. */
    readonly saysLittle: boolean;
  }[];
  /** What the parameters are, for the axis: "ROI" by default. */
  readonly quantity?: string;
}

/** Heights are relative to the higher of the two peaks of a panel; areas are not comparable between panels. */
export const priorPosterior: Chart<PriorPosteriorData> = (data, options = {}) => {
  const { theme, numbers } = settingsOf(options);
  const legend: LegendItem[] = [
    { label: "prior", key: lineKey(theme.contrast, "5 3") },
    { label: "posterior", key: boxKey(theme.accent, 0.4) },
  ];
  const notes = data.parameters.map(({ saysLittle }) => (saysLittle ? "the data say little" : ""));
  const grid = panelGrid(options, {
    names: data.parameters.map(({ name }) => name),
    ...(notes.some((note) => note !== "") ? { notes } : {}),
    plotHeight: 72,
    axisWidth: 2,
    top: legendHeight(options, legend),
    yTitle: "Density",
    xTitle: data.quantity ?? "ROI",
  });
  const drawing = startChart(options, {
    name: "prior-posterior",
    title: "Prior and posterior",
    description: data.parameters
      .map(({ name, saysLittle }) => `${name}: ${saysLittle ? "the data say little" : "the data inform it"}`)
      .join("; "),
    height: grid.height,
  });
  drawLegend(drawing, legend);
  data.parameters.forEach(({ values, prior, posterior }, index) => {
    const panel = grid.panels[index];
    const highest = [...prior, ...posterior].reduce(
      (most, value) => (Number.isFinite(value) ? Math.max(most, value) : most),
      0,
    );
    const x = scaleLinear([values[0], values.at(-1)!], [panel.left, panel.right]);
    const y = scaleLinear([0, highest > 0 ? highest : 1], [panel.bottom, panel.top + 2]).clamp(true);
    drawPanelAxes(drawing, panel, panelAxis(x, 4, numbers.ticks), undefined);
    const xs = values.map((value) => x(value));
    const curve = (density: readonly number[]): string =>
      linePath(
        xs,
        density.map((value) => y(value)),
      );
    const marks = drawing.group();
    const posteriorPath = curve(posterior);
    marks
      .append("path")
      .attr("fill", theme.accent)
      .attr("fill-opacity", 0.3)
      .attr("stroke", theme.accent)
      .attr("stroke-width", 1.5)
      .attr(
        "d",
        posteriorPath === ""
          ? "M0 0"
          : `M${px(xs[0])} ${px(panel.bottom)}L${posteriorPath.slice(1)}V${px(panel.bottom)}`,
      );
    marks
      .append("path")
      .attr("class", "line")
      .attr("stroke", theme.contrast)
      .attr("stroke-dasharray", "5 3")
      .attr("d", curve(prior));
  });
  drawPanelNames(drawing, grid, (panel) => (data.parameters[panel].saysLittle ? theme.warning : undefined));
  return drawing.svg.node()!;
};
