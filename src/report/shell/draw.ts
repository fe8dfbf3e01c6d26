// Draws charts for the page, each with ids of its own.

import type { Chart, ChartOptions } from "../../charts/frame/index.ts";
import { drawSvg } from "../../charts/server/index.ts";
import { type MediaData, outcomeOf, periodOf } from "../../data/panel/index.ts";
import type { MoneyUnits } from "../../decisions/draws/index.ts";
import { capitalized, type Html } from "./html.ts";
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

/** Draws a chart as SVG text. */
type DrawSvg = <Data>(chart: Chart<Data>, data: Data, options: ChartOptions) => string | Promise<string>;

/** What all charts of a report say alike: names and units of the target and the outcome, and what a row is. */
export function chartOptions(data: Pick<MediaData, "target" | "cadence">, units: MoneyUnits): ChartOptions {
  const { target } = data;
  const outcome = outcomeOf(data);
  return {
    targetName: capitalized(target.name),
    ...(units.target === undefined ? {} : { targetUnit: units.target }),
    ...(outcome.name === target.name ? {} : { outcomeName: capitalized(outcome.name) }),
    ...(units.outcome === undefined ? {} : { outcomeUnit: units.outcome }),
    ...(units.spend === undefined ? {} : { spendUnit: units.spend }),
    period: periodOf(data.cadence),
  };
}

/**
 * @param options names and units that all charts of a report share
 * @param drawn `renderSvg` where charts of Observable Plot are among them
 */
export function figureDrawer(options: ChartOptions, drawn: DrawSvg = drawSvg): DrawFigure {
  return async (id, chart, data, { finding, howToRead, table }) => {
    const svg = await drawn(chart, data, { width, ...options, id });
    return { id, finding, svg, howToRead, ...(table === undefined ? {} : { table }) };
  };
}
