// Truth and estimate data set by data set: 90% intervals in the order of the truth, one panel for each number.

import { scaleLinear } from "d3";
import {
  startChart,
  px,
  settingsOf,
  type Chart,
  domainOf,
  drawLegend,
  intervalKey,
  legendHeight,
  lineKey,
  type LegendItem,
  drawPanelAxes,
  drawPanelNames,
  panelAxis,
  panelGrid,
} from "../frame/index.ts";
import { quantile } from "../../diagnostics/index.ts";

export interface RecoveryEstimatesData {
  readonly numbers: readonly {
    /** Such as "contribution of TV". */
    readonly name: string;
    /** One for each data set, in any order. */
    readonly sets: readonly { readonly truth: number; readonly lower: number; readonly upper: number }[];
  }[];
}

/** Data sets that a panel shows; of more, evenly spaced ones in the order of the truth. */
const mostSets = 60;
/** Ends of intervals beyond this share of all, on either side, may leave the panel: heavy tails would flatten the rest. */
const leftOut = 0.02;

/** Where truths are all the same, data sets stand in the order of the middle of their interval. */
export const recoveryEstimates: Chart<RecoveryEstimatesData> = (data, options = {}) => {
  const { theme, numbers } = settingsOf(options);
  const legend: LegendItem[] = [
    { label: "90% interval that contains the truth", key: intervalKey(theme.accent, false) },
    { label: "90% interval that misses the truth", key: intervalKey(theme.bad, false) },
    { label: "truth", key: lineKey(theme.ink) },
  ];
  const panels = data.numbers.map(({ name, sets }) => {
    const sorted = sets.toSorted((a, b) => a.truth - b.truth || a.lower + a.upper - b.lower - b.upper);
    const held = sets.filter(({ truth, lower, upper }) => lower <= truth && truth <= upper).length;
    const shown =
      sorted.length <= mostSets
        ? sorted
        : Array.from({ length: mostSets }, (_, i) => sorted[Math.floor(((i + 0.5) * sorted.length) / mostSets)]);
    return { name, shown, held, sets: sets.length };
  });
  const notes = panels.map(({ held, sets }) => `${held} of ${sets} hold it`);
  const grid = panelGrid(options, {
    names: panels.map(({ name }) => name),
    notes,
    plotHeight: 110,
    axisWidth: 40,
    minimumWidth: 180,
    top: legendHeight(options, legend),
    xTitle: "Data sets, ordered by the true value",
  });
  const drawing = startChart(options, {
    name: "recovery-estimates",
    title: "True values and 90% credible intervals by data set",
    description: panels.map(({ name }, index) => `${name}: ${notes[index]}`).join("; "),
    height: grid.height,
  });
  drawLegend(drawing, legend);
  panels.forEach(({ shown }, index) => {
    const panel = grid.panels[index];
    const truths = shown.map(({ truth }) => truth);
    const lowest = quantile(
      Float64Array.from(shown, ({ lower }) => lower),
      leftOut,
    );
    const highest = quantile(
      Float64Array.from(shown, ({ upper }) => upper),
      1 - leftOut,
    );
    const y = scaleLinear(domainOf([lowest, highest, ...truths]), [panel.bottom, panel.top + 2]).clamp(true);
    const x = scaleLinear([-0.5, Math.max(1, shown.length) - 0.5], [panel.left, panel.right]);
    drawPanelAxes(drawing, panel, undefined, panelAxis(y, 4, numbers.ticks, false));
    const paths = { inside: "", outside: "", truth: "" };
    shown.forEach(({ truth, lower, upper }, place) => {
      const at = px(x(place));
      paths[lower <= truth && truth <= upper ? "inside" : "outside"] += `M${at} ${px(y(lower))}V${px(y(upper))}`;
      paths.truth += `M${px(at - 1.5)} ${px(y(truth))}h3`;
    });
    const marks = drawing.group();
    const stroke = (path: string, color: string, width: number): void => {
      if (path !== "") marks.append("path").attr("d", path).attr("stroke", color).attr("stroke-width", width);
    };
    stroke(paths.inside, theme.accent, 1.25);
    stroke(paths.outside, theme.bad, 1.25);
    stroke(paths.truth, theme.ink, 1.75);
  });
  drawPanelNames(drawing, grid);
  return drawing.svg.node()!;
};
