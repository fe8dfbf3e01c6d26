// Draws charts for the page, each with ids of its own.

import type { Chart, ChartOptions } from "../../charts/frame/index.ts";
import { renderSvg } from "../../charts/server/index.ts";
import type { Html } from "./html.ts";
import type { Figure } from "./section.ts";

/** Width of the charts in CSS pixels: the column of the page (style.ts). */
const width = 832;

/** A figure from a chart and its data. */
export type DrawFigure = <Data>(
  id: string,
  chart: Chart<Data>,
  data: Data,
  text: { readonly finding: string; readonly howToRead: string; readonly table?: Html },
) => Promise<Figure>;

/** Names and units that all charts of a report share. */
export function figureDrawer(options: ChartOptions): DrawFigure {
  return async (id, chart, data, { finding, howToRead, table }) => {
    const svg = await renderSvg(chart, data, { width, ...options, id });
    return { id, finding, svg, howToRead, ...(table === undefined ? {} : { table }) };
  };
}
