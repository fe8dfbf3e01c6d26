// Observable Plot inside a chart: its marks and axes in our frame, with the theme's colors and short numbers.

import * as Plot from "@observablehq/plot";
import { px, type Drawing } from "./chart.ts";
import { fontSize } from "./theme.ts";

/** Colors and options of a Plot that are the same in all charts; marks refer to the theme by themselves. */
export interface PlotPlace {
  readonly top: number;
  readonly height: number;
}

/** Coordinates to a tenth of a pixel, so that files are short and alike on every machine. */
const shorten = (text: string): string => text.replace(/-?\d+\.\d+(e-?\d+)?/g, (number) => String(px(Number(number))));

const measured = ["d", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "width", "height", "points", "transform"];

/**
 * Draws a Plot over the whole width of the chart below `top`. What Plot writes around its marks (style, class names that change
 * from version to version) is left out. No option may ask for clipping or a legend: both count ids over the whole page.
 */
export function drawPlot(drawing: Drawing, place: PlotPlace, options: Plot.PlotOptions): void {
  const document = drawing.svg.node()!.ownerDocument;
  const figure = Plot.plot({
    ...options,
    document,
    width: drawing.width,
    height: place.height,
    style: { fontSize: `${fontSize.small}px`, fontFamily: drawing.theme.fontFamily },
  });
  const group = drawing
    .group("small")
    .attr("transform", `translate(0,${px(place.top)})`)
    .attr("text-anchor", "middle")
    .attr("stroke-miterlimit", 1)
    .node()!;
  for (const child of Array.from(figure.children)) {
    if (child.localName === "style" || child.localName === "title") continue;
    for (const element of [child, ...child.querySelectorAll("*")]) {
      for (const name of measured) {
        const value = element.getAttribute(name);
        if (value !== null) element.setAttribute(name, shorten(value));
      }
    }
    group.append(child);
  }
}
