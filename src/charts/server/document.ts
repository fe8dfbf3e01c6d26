// Charts without a browser: drawn in a document of our own or of d3-node (jsdom), made into files that stand alone, and into PNG through resvg.

import { fileUrl } from "../../package/index.ts";
import { CarryoverError, exitCodes } from "../../problems/problem.ts";
import { visibleLines } from "../../words/index.ts";
import { packageMissing } from "../../problems/export-problems.ts";
import { type Chart, type ChartOptions, darkColors, defaultTheme } from "../frame/index.ts";
import { markupOf, svgPage } from "./svg-page.ts";
import type { D3Node } from "d3-node";
import { checkOptionNames } from "../../settings/index.ts";

let page: Promise<D3Node> | undefined;

/** One window serves all charts, because making one takes longer than drawing. */
function openPage(): Promise<D3Node> {
  page ??= import("d3-node").then(({ D3Node }) => new D3Node());
  return page;
}

/** The document in which charts are drawn on the server; opened when first asked for and shared. */
export async function svgDocument(): Promise<Document> {
  return (await openPage()).document;
}

/** Closes the shared window and frees its memory; the next chart opens another. */
export async function closeSvgDocument(): Promise<void> {
  const open = page;
  page = undefined;
  if (open !== undefined) (await open).window.close();
}

/**
 * Draws a chart as SVG text that is valid both inside an HTML page and as XML. Colors stay CSS custom properties, which a page
 * may set; `standaloneSvg` makes a file of it.
 */
export async function renderSvg<Data>(chart: Chart<Data>, data: Data, options: ChartOptions = {}): Promise<string> {
  const { document, window } = await openPage();
  const svg = chart(data, { ...options, document });
  // Names can hold what XML cannot.
  return visibleLines(new window.XMLSerializer().serializeToString(svg));
}

/**
 * What `renderSvg` gives for a chart of this package that uses no Observable Plot, without opening a window, which takes longer than all charts of
 * a report.
 */
export function drawSvg<Data>(chart: Chart<Data>, data: Data, options: ChartOptions = {}): string {
  return markupOf(chart(data, { ...options, document: svgPage() }));
}

/** The bundled font, Inter (SIL Open Font License 1.1, see fonts/OFL.txt), subset to Latin, Greek and Cyrillic. */
const fontFiles = [
  { file: "Inter-Regular.ttf", weight: 400 },
  { file: "Inter-SemiBold.ttf", weight: 600 },
] as const;

const fontUrl = (file: string): URL => fileUrl(`charts/server/fonts/${file}`);

/** Replaces `var(--carryover-name, fallback)` by the fallback, or by the color of the dark page. */
export function resolveColors(svg: string, mode: "light" | "dark" = "light"): string {
  return svg.replace(/var\(--carryover-([\w-]+), ([^)]+)\)/g, (_, name: string, fallback: string) =>
    mode === "dark" ? (darkColors[name] ?? fallback) : fallback,
  );
}

/** The bundled font as CSS with the files inside, about 215 kB. */
export async function fontFaces(): Promise<string> {
  const { readFile } = await import("node:fs/promises");
  const faces = await Promise.all(
    fontFiles.map(async ({ file, weight }) => {
      const data = (await readFile(fontUrl(file))).toString("base64");
      return `@font-face{font-family:Inter;font-weight:${weight};src:url(data:font/ttf;base64,${data})}`;
    }),
  );
  return faces.join("");
}

export interface StandaloneOptions {
  /** Colors of the light page by default. */
  readonly mode?: "light" | "dark";
}

/** The chart as a file of its own: colors resolved, background filled, and the font inside, about 220 kB. */
export async function standaloneSvg(svg: string, options: StandaloneOptions = {}): Promise<string> {
  checkOptionNames("standaloneSvg", options, { mode: true });
  const background = resolveColors(defaultTheme.background, options.mode);
  return resolveColors(svg, options.mode)
    .replace("<style>", `<style>.carryover-chart{background:${background}}${await fontFaces()}`)
    .concat("\n");
}

export interface PngOptions extends StandaloneOptions {
  /** Pixels of the picture per pixel of the chart; 2 by default. */
  readonly scale?: number;
}

/** The chart as PNG with the bundled font. Needs the optional package @resvg/resvg-js; a CarryoverError says so where it lacks. */
export async function renderPng(svg: string, options: PngOptions = {}): Promise<Uint8Array> {
  checkOptionNames("renderPng", options, { mode: true, scale: true });
  const { Resvg } = await import("@resvg/resvg-js").catch(() => {
    throw new CarryoverError([packageMissing("@resvg/resvg-js", "PNG pictures")], exitCodes.usage);
  });
  const { fileURLToPath } = await import("node:url");
  const picture = new Resvg(resolveColors(svg, options.mode), {
    background: resolveColors(defaultTheme.background, options.mode),
    fitTo: { mode: "zoom", value: options.scale ?? 2 },
    font: {
      loadSystemFonts: false,
      fontFiles: fontFiles.map(({ file }) => fileURLToPath(fontUrl(file))),
      defaultFontFamily: "Inter",
    },
  });
  return picture.render().asPng();
}
