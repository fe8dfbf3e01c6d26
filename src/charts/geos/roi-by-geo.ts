// Return on investment in every geo, a panel for each channel, beside the return over all geos.

import { scaleLinear } from "d3";
import {
  boxKey,
  type Chart,
  domainOf,
  dotsPath,
  drawLegend,
  drawNote,
  drawPanelAxes,
  drawPanelNames,
  fitText,
  fontSize,
  type Interval,
  intervalKey,
  legendHeight,
  type LegendItem,
  lineKey,
  noteHeight,
  noteLines,
  panelAxis,
  panelGrid,
  px,
  referenceLine,
  settingsOf,
  startChart,
  textWidth,
} from "../frame/index.ts";
import { alike, statisticWords } from "../../words/index.ts";
import { mostGeos, shownOf } from "./shown-geos.ts";

export interface RoiByGeoData {
  /** The most important geos first. */
  readonly geos: readonly string[];
  readonly channels: readonly {
    readonly name: string;
    /** Over all geos, 90% interval. */
    readonly all: Interval;
    /** One for each geo, in their order; undefined where nothing was spent. */
    readonly roi: readonly (Interval | undefined)[];
  }[];
}

const rowHeight = 15;
/** Intervals of all panels of one picture. */
const mostIntervals = 400;

/** Geos stand in the same order in all panels. */
export const roiByGeo: Chart<RoiByGeoData> = ({ geos, channels }, options = {}) => {
  const { theme, width, numbers } = settingsOf(options);
  const { shown, note } = shownOf(geos, mostGeos.rows, "geo");
  const panels = shownOf(channels, Math.max(1, Math.floor(mostIntervals / shown.length)), "channel");
  const left = [note, panels.note].filter((each) => each !== "").join(" ");
  const lines = noteLines(width, left);
  const statistic = statisticWords(panels.shown.flatMap(({ roi }) => roi.filter((each) => each !== undefined)));
  const legend: LegendItem[] = [
    { label: `${statistic} and 90% interval`, key: intervalKey(theme.accent) },
    { label: "over all geos", key: lineKey(theme.contrast, "4 3") },
    { label: "its 90% interval", key: boxKey(theme.contrast, 0.12) },
  ];
  const extremesText = (roi: RoiByGeoData["channels"][number]["roi"]): string => {
    const known = shown.flatMap((geo, k) => (roi[k] === undefined ? [] : [{ geo, roi: roi[k] }]));
    const sorted = known.toSorted((a, b) => b.roi.estimate - a.roi.estimate);
    const [first, last] = [sorted[0], sorted.at(-1)];
    return first === undefined || last === undefined
      ? ""
      : `, highest in ${first.geo} ${numbers.estimated(first.roi, alike.figures)}, lowest in ${last.geo} ${numbers.estimated(last.roi, alike.figures)}`;
  };
  const nameWidth = Math.min(110, Math.max(...shown.map((name) => textWidth(name, fontSize.small)), 20) + 6);
  const minimumWidth = nameWidth + 130;
  const layout = {
    names: panels.shown.map(({ name }) => name),
    minimumWidth,
    axisWidth: nameWidth,
    top: legendHeight(options, legend),
    xTitle: "Contribution in the table per unit of spend (ROI)",
  };
  // Wide panels are drawn higher than what is asked for; rows are to be as high as they are wide panels or not.
  const [trial] = panelGrid(options, { ...layout, plotHeight: 100 }).panels;
  const plotHeight = (shown.length * rowHeight + 8) / ((trial.bottom - trial.top) / 100);
  const grid = panelGrid(options, { ...layout, plotHeight });
  const drawing = startChart(options, {
    name: "roi-by-geo",
    title: "Return on investment by geo",
    description:
      `${panels.shown.map(({ name, all, roi }) => `${name} over all geos: ${numbers.estimated(all, alike.figures)}${extremesText(roi)}`).join("; ")}. ${left}`.trim(),
    height: grid.height + noteHeight(lines),
  });
  drawLegend(drawing, legend);
  panels.shown.forEach(({ all, roi }, index) => {
    const panel = grid.panels[index];
    const own = shown.map((_, k) => roi[k]);
    const values = own.flatMap((each) => (each === undefined ? [] : [each.lower, each.upper]));
    const x = scaleLinear(domainOf([...values, all.lower, all.upper], [0]), [panel.left, panel.right]);
    const marks = drawing.group();
    marks
      .append("path")
      .attr("fill", theme.contrast)
      .attr("fill-opacity", 0.12)
      .attr("d", `M${px(x(all.lower))} ${px(panel.top)}H${px(x(all.upper))}V${px(panel.bottom)}H${px(x(all.lower))}z`);
    drawPanelAxes(drawing, panel, panelAxis(x, 4, numbers.ticks), undefined);
    const rows = drawing.group();
    referenceLine(rows, `M${px(x(all.estimate))} ${px(panel.top)}V${px(panel.bottom)}`, theme.contrast);
    const y = (row: number): number => panel.top + 4 + (row + 0.5) * rowHeight;
    const intervals = own.map((each, row) =>
      each === undefined ? "" : `M${px(x(each.lower))} ${px(y(row))}H${px(x(each.upper))}`,
    );
    rows
      .append("path")
      .attr("d", intervals.join("") || "M0 0")
      .attr("stroke", theme.accent)
      .attr("stroke-width", 1.5);
    const dots = dotsPath(
      own.map((each) => (each === undefined ? NaN : x(each.estimate))),
      own.map((_, row) => y(row)),
    );
    rows
      .append("path")
      .attr("d", dots || "M0 0")
      .attr("stroke", theme.accent)
      .attr("stroke-width", 6)
      .attr("stroke-linecap", "round");
    const names = drawing.group("small muted").attr("text-anchor", "end");
    shown.forEach((name, row) => {
      names
        .append("text")
        .attr("x", px(panel.left - 6))
        .attr("y", px(y(row) + 4))
        .text(fitText(name, nameWidth - 4, fontSize.small));
    });
  });
  drawPanelNames(drawing, grid);
  drawNote(drawing, lines, grid.height);
  return drawing.svg.node()!;
};
