// The fit in every geo of a panel: what was observed, what the model expects, and the band in which it predicts observations, each geo on its own scale.

import { scaleLinear } from "d3";
import {
  bandPath,
  boxKey,
  type Chart,
  domainOf,
  dotKey,
  dotsPath,
  drawLegend,
  drawNote,
  drawPanelAxes,
  drawPanelNames,
  legendHeight,
  type LegendItem,
  lineKey,
  linePath,
  noteHeight,
  noteLines,
  type PanelAxis,
  panelAxis,
  panelGrid,
  px,
  settingsOf,
  startChart,
  periodWord,
  targetWords,
  weekDates,
} from "../frame/index.ts";
import { type NumberFormats, withUnit } from "../../words/index.ts";
import { mostGeos, shownOf } from "./shown-geos.ts";

export interface FitByGeoData {
  /** ISO dates, or names of weeks, of the calendar of all geos. */
  readonly weeks: readonly string[];
  /** The most important first. Lists have one number for each week, NaN where the geo has no row; `observed` also where its target is not known. */
  readonly geos: readonly {
    readonly name: string;
    /** A few words under the name. */
    readonly note?: string;
    readonly observed: readonly number[];
    readonly expected: readonly number[];
    /** Of observations, noise included, 90%. */
    readonly lower: readonly number[];
    readonly upper: readonly number[];
  }[];
  /** Index of the first week that was held out of the fit. */
  readonly holdoutFrom?: number;
}

/** A panel for each geo; observations outside of the predictive band are drawn in the color of warning. */
export const fitByGeo: Chart<FitByGeoData> = ({ weeks, geos, holdoutFrom }, options = {}) => {
  const { theme, width } = settingsOf(options);
  const words = targetWords(options);
  const { shown, note } = shownOf(geos, mostGeos.panels, "geo");
  const lines = noteLines(width, note);
  const legend: LegendItem[] = [
    { label: "observed", key: dotKey(theme.observed, false, 2.5) },
    { label: "outside the band", key: dotKey(theme.warning, false, 3) },
    { label: "expected (mean)", key: lineKey(theme.accent) },
    { label: "90% predictive band", key: boxKey(theme.accent, 0.16) },
    ...(holdoutFrom === undefined ? [] : [{ label: "held out", key: boxKey(theme.shade) }]),
  ];
  const notes = shown.some((geo) => geo.note !== undefined) ? { notes: shown.map((geo) => geo.note ?? "") } : {};
  const grid = panelGrid(options, {
    names: shown.map(({ name }) => name),
    ...notes,
    axisWidth: 40,
    top: legendHeight(options, legend),
    yTitle: withUnit(`${words.head} per ${periodWord(options)}`, options.targetUnit),
  });
  const drawing = startChart(options, {
    name: "fit-by-geo",
    title: `${words.head} over time by geo: observed and expected`,
    description:
      `${shown.map(({ name, observed, lower, upper }) => `${name}: ${observed.filter((value, t) => value < lower[t] || value > upper[t]).length} of ${observed.filter((value) => !Number.isNaN(value)).length} observations outside the 90% predictive band`).join("; ")}. ${note}`.trim(),
    height: grid.height + noteHeight(lines),
  });
  drawLegend(drawing, legend);
  shown.forEach(({ observed, expected, lower, upper }, index) => {
    const panel = grid.panels[index];
    const x = scaleLinear([0, Math.max(1, weeks.length - 1)], [panel.left + 2, panel.right]);
    const y = scaleLinear(domainOf([...observed, ...lower, ...upper]), [panel.bottom, panel.top]);
    const xs = weeks.map((_, week) => x(week));
    const at = (values: readonly number[]): number[] => values.map((value) => y(value));
    if (holdoutFrom !== undefined) {
      drawing
        .group()
        .append("path")
        .attr("fill", theme.shade)
        .attr(
          "d",
          `M${px(x(holdoutFrom - 0.5))} ${px(panel.top)}H${px(panel.right)}V${px(panel.bottom)}H${px(x(holdoutFrom - 0.5))}z`,
        );
    }
    drawPanelAxes(
      drawing,
      panel,
      weeksOfPanel(weeks, x, drawing.numbers),
      panelAxis(y, 3, drawing.numbers.ticks, false),
    );
    const marks = drawing.group();
    marks
      .append("path")
      .attr("fill", theme.accent)
      .attr("fill-opacity", 0.16)
      .attr("d", bandPath(xs, at(lower), at(upper)) || "M0 0");
    marks
      .append("path")
      .attr("class", "line")
      .attr("stroke", theme.accent)
      .attr("style", "stroke-width:1")
      .attr("d", linePath(xs, at(expected)) || "M0 0");
    const step = (panel.right - panel.left) / weeks.length;
    const size = Math.max(1.6, Math.min(3.5, step * 0.9));
    const dots = (isOutside: boolean, color: string, wide: number): void => {
      const ys = observed.map((value, t) =>
        (value < lower[t] || value > upper[t] ? isOutside : !isOutside) ? y(value) : NaN,
      );
      marks
        .append("path")
        .attr("d", dotsPath(xs, ys) || "M0 0")
        .attr("stroke", color)
        .attr("stroke-width", px(wide))
        .attr("stroke-linecap", "round");
    };
    dots(false, theme.observed, size);
    dots(true, theme.warning, size + 1);
  });
  drawPanelNames(drawing, grid);
  drawNote(drawing, lines, grid.height);
  return drawing.svg.node()!;
};

/** Years where they are known and more than one begins, else the first and the last week. */
function weeksOfPanel(
  weeks: readonly string[],
  x: ReturnType<typeof scaleLinear<number, number>>,
  numbers: NumberFormats,
): PanelAxis {
  const dates = weekDates(weeks);
  const years = (dates ?? []).flatMap((date, week, all) =>
    week > 0 && date.getUTCFullYear() !== all[week - 1].getUTCFullYear() ? [week] : [],
  );
  if (dates !== undefined && years.length > 1) {
    const every = Math.ceil(years.length / 3);
    const ticks = years.filter((_, k) => k % every === 0);
    return { scale: x, ticks, format: (week) => String(dates[week].getUTCFullYear()) };
  }
  const ends = [0, weeks.length - 1];
  return { scale: x, ticks: ends, format: (week) => (dates === undefined ? weeks[week] : numbers.month(dates[week])) };
}
