// A chart is a pure function from data and options to an SVG element, in a browser as on the server: habit of Observable Plot.

import { select, type Selection } from "d3";
import type { RowPeriod } from "../../data/panel/index.ts";
import { chartStyle, resolveTheme, type Theme } from "./theme.ts";
import { english, numberFormats, type Locale, type NumberFormats } from "../../words/index.ts";

/** What every chart takes beside its data. */
export interface ChartOptions {
  /** Where elements are made; the page's own by default, one of `svgDocument()` on a server. */
  readonly document?: Document;
  /** In CSS pixels; 760 by default (a page's column). All charts lay themselves out down to 360 (a telephone). */
  readonly width?: number;
  /** In CSS pixels; by default what the data need. Charts made of rows or panels ignore it. */
  readonly height?: number;
  readonly theme?: Partial<Theme>;
  /** Decimal mark, thousands and names of months; English by default. */
  readonly locale?: Locale;
  /** Prefix of the ids inside; must be unique in a page that holds the same chart twice. The chart's name by default. */
  readonly id?: string;
  /** Name for screen readers; each chart has its own default. */
  readonly title?: string;
  /** Longer text for screen readers; each chart has its own default. */
  readonly description?: string;
  /** What the model explains, as a noun in the singular: "Revenue" by default. */
  readonly targetName?: string;
  /** Unit of the target for axis titles, such as "EUR"; left out by default, because data do not carry it. */
  readonly targetUnit?: string;
  /** What returns, curves and plans are in, as a noun in the singular, and its unit: by default the target. */
  readonly outcomeName?: string;
  readonly outcomeUnit?: string;
  /** Unit of spend for axis titles, such as "EUR"; left out by default. */
  readonly spendUnit?: string;
  /** What a row of the table is; "week" by default. */
  readonly period?: RowPeriod;
}

export type Chart<Data> = (data: Data, options?: ChartOptions) => SVGSVGElement;

export type SvgGroup = Selection<SVGGElement, unknown, null, undefined>;

/** A chart being drawn. */
export interface Drawing {
  readonly svg: Selection<SVGSVGElement, unknown, null, undefined>;
  readonly width: number;
  readonly height: number;
  readonly theme: Theme;
  readonly numbers: NumberFormats;
  /** An id that is unique in the page as long as the chart's own id is. */
  id(name: string): string;
  /** A group at the end of the picture. */
  group(className?: string): SvgGroup;
}

export interface Frame {
  /** Kebab-case name of the chart: its class and the default prefix of its ids. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly height: number;
}

export const svgNamespace = "http://www.w3.org/2000/svg";

export const chartWidth = (options: ChartOptions): number => Math.max(280, options.width ?? 760);

/** Whether the picture is as narrow as a telephone, so that labels go above what they name. */
export const isNarrow = (options: ChartOptions): boolean => chartWidth(options) < 480;

/** What the options come to before anything is drawn, for measuring. */
export interface ChartSettings {
  readonly theme: Theme;
  readonly numbers: NumberFormats;
  readonly width: number;
  readonly narrow: boolean;
}

export const settingsOf = (options: ChartOptions): ChartSettings => ({
  theme: resolveTheme(options.theme),
  numbers: numberFormats(options.locale ?? english),
  width: chartWidth(options),
  narrow: isNarrow(options),
});

/** Opens an SVG element with its style, name and description for screen readers. Needs no layout engine. */
export function startChart(options: ChartOptions, frame: Frame): Drawing {
  const document = options.document ?? globalThis.document;
  const width = chartWidth(options);
  const height = Math.ceil(frame.height);
  const theme = resolveTheme(options.theme);
  const prefix = options.id ?? frame.name;
  const title = options.title ?? frame.title;
  const svg = select(document.createElementNS(svgNamespace, "svg") as SVGSVGElement)
    .attr("class", `carryover-chart ${frame.name}`)
    .attr("viewBox", `0 0 ${width} ${height}`)
    .attr("width", width)
    .attr("height", height)
    .attr("role", "img")
    .attr("aria-label", title)
    .attr("aria-describedby", `${prefix}-description`);
  svg.append("title").text(title);
  svg
    .append("desc")
    .attr("id", `${prefix}-description`)
    .text(options.description ?? frame.description);
  svg.append("style").text(chartStyle(theme));
  return {
    svg,
    width,
    height,
    theme,
    numbers: numberFormats(options.locale ?? english),
    id: (name) => `${prefix}-${name}`,
    group: (className) => {
      const group = svg.append("g");
      if (className !== undefined) group.attr("class", className);
      return group;
    },
  };
}

/** A coordinate to a tenth of a pixel: nobody sees more, and files stay small and alike on every machine. */
export const px = (value: number): number => Math.round(value * 10) / 10 + 0;

/** What the model explains, as it reads at the head of an axis and inside a sentence. */
export function targetWords(options: ChartOptions): { readonly head: string; readonly inline: string } {
  return wordsOf(options.targetName ?? "Revenue");
}

/** The same of what returns, curves and plans are in, with its unit. */
export function outcomeWords(options: ChartOptions): {
  readonly head: string;
  readonly inline: string;
  readonly unit: string | undefined;
} {
  const { outcomeName, outcomeUnit, targetUnit } = options;
  if (outcomeName === undefined) return { ...targetWords(options), unit: outcomeUnit ?? targetUnit };
  return { ...wordsOf(outcomeName), unit: outcomeUnit };
}

function wordsOf(head: string): { readonly head: string; readonly inline: string } {
  return { head, inline: head.toLowerCase() };
}

/** What a row of the table is, for titles. */
export const periodWord = ({ period = "week" }: ChartOptions): RowPeriod => period;
