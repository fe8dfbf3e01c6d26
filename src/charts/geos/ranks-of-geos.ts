// Which place every geo may take, by probability: an order of means would hide how uncertain it is.

import { scaleLinear } from "d3";
import {
  axisTitle,
  type Chart,
  drawNote,
  drawRowNames,
  fontSize,
  noteHeight,
  noteLines,
  px,
  rowLayout,
  settingsOf,
  sparseTicks,
  startChart,
} from "../frame/index.ts";
import { mostGeos, shownOf } from "./shown-geos.ts";

export interface RanksOfGeosData {
  /** What is ranked: "ROI of all media". */
  readonly quantity: string;
  readonly geos: readonly {
    readonly name: string;
    /** Probability of each place, the highest first. */
    readonly places: readonly number[];
    /** From 1. */
    readonly meanPlace: number;
  }[];
}

/** Shades of probability. */
const steps = 20;

/** Rows by mean place; the darker a cell, the more probable the place. */
export const ranksOfGeos: Chart<RanksOfGeosData> = ({ quantity, geos }, options = {}) => {
  const { theme, width, numbers } = settingsOf(options);
  const sorted = geos.toSorted((a, b) => a.meanPlace - b.meanPlace);
  const { shown, note } = shownOf(sorted, mostGeos.rows, "geo");
  const lines = noteLines(width, note);
  const layout = rowLayout(
    options,
    shown.map(({ name }) => name),
    {
      texts: shown.map(
        ({ meanPlace, places }) =>
          `${numbers.plain(Math.round(meanPlace * 10) / 10)} · ${numbers.probability(places[0])}`,
      ),
      textHead: "mean place · P(first)",
      markHeight: 18,
    },
  );
  const height = layout.bottom + 42;
  const drawing = startChart(options, {
    name: "ranks-of-geos",
    title: `Places of geos by ${quantity}`,
    description:
      `${shown.map(({ name, meanPlace, places }) => `${name}: mean place ${numbers.plain(Math.round(meanPlace * 10) / 10)}, first with probability ${numbers.probability(places[0])}`).join("; ")}. ${note}`.trim(),
    height: height + noteHeight(lines),
  });
  const count = sorted.length;
  const x = scaleLinear([0, count], [layout.left, layout.right]);
  // Neighbors that are as dark are one stroke, and all strokes that are as dark one path.
  const shades = Array.from({ length: steps + 1 }, () => "");
  shown.forEach(({ places }, row) => {
    const shadeOf = (place: number): number => (place < count ? Math.round(places[place] * steps) : 0);
    let start = 0;
    for (let place = 1; place <= count; place++) {
      const shade = shadeOf(start);
      if (place < count && shadeOf(place) === shade) continue;
      if (shade > 0) shades[shade] += `M${px(x(start))} ${px(layout.center(row))}H${px(x(place))}`;
      start = place;
    }
  });
  const cells = drawing.group().attr("stroke", theme.accent).attr("stroke-width", 14);
  shades.forEach((path, shade) => {
    if (path !== "")
      cells
        .append("path")
        .attr("d", path)
        .attr("stroke-opacity", px(Math.sqrt(shade / steps)));
  });
  const axis = drawing.group("small").attr("text-anchor", "middle");
  const at = (place: number): number => (x(place - 1) + x(place)) / 2;
  const places = Array.from({ length: count }, (_, k) => k + 1);
  for (const place of sparseTicks(places, at, String)) {
    axis
      .append("text")
      .attr("class", "muted")
      .attr("x", px(at(place)))
      .attr("y", px(layout.bottom + 14))
      .text(String(place));
  }
  axisTitle(
    drawing.group(),
    drawing,
    `Place by ${quantity}; the darker, the more probable`,
    (layout.left + layout.right) / 2,
    layout.bottom + 14 + fontSize.label + 6,
  );
  drawRowNames(drawing, layout);
  drawNote(drawing, lines, height);
  return drawing.svg.node()!;
};
