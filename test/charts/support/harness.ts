// Draws charts for tests: snapshots that are at the same time the gallery, and checks that every chart must pass.

import { mkdir, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import type { Chart, ChartOptions } from "../../../src/charts/frame/chart.ts";
import { drawSvg, renderPng, renderSvg, resolveColors } from "../../../src/charts/server/document.ts";
import { calibrationCoverage } from "../../../src/charts/studies/calibration-coverage.ts";
import { privacyTradeoff } from "../../../src/charts/studies/privacy-tradeoff.ts";
import { textWidth } from "../../../src/charts/frame/text.ts";

/** Where snapshots stand. */
const snapshot = (name: string): string => fileURLToPath(new URL(`../snapshots/${name}.svg`, import.meta.url));

/** One element to a line, so that differences can be read; whitespace between elements does not show in a picture. */
const linesOf = (svg: string): string =>
  `${svg.replace(/(?<!<\/text>)(?<=>)<(?=[a-z])/g, "\n<").replace(/<\/text></g, "</text>\n<")}\n`;

/** Those of Observable Plot, which asks more of a document than ours has. */
const plots: ReadonlySet<Chart<never>> = new Set([calibrationCoverage, privacyTradeoff]);

/**
 * Draws the chart, checks what holds for all charts, and compares it with `snapshots/<name>.svg` (renewed by `vitest -u`).
 * With CHART_PICTURES set to a folder it also writes PNG pictures there, to be looked at, at the given width and at 360.
 */
export async function expectChart<Data>(
  name: string,
  chart: Chart<Data>,
  data: Data,
  options: ChartOptions = {},
): Promise<string> {
  const svg = await renderSvg(chart, data, { id: name, ...options });
  expectSound(svg);
  if (!plots.has(chart as Chart<never>)) expect(drawSvg(chart, data, { id: name, ...options })).toBe(svg);
  expectSound(await renderSvg(chart, data, { id: name, ...options, width: 360 }));
  await expect(linesOf(resolveColors(svg))).toMatchFileSnapshot(snapshot(name));
  const folder = process.env["CHART_PICTURES"];
  if (folder !== undefined && folder !== "") {
    await mkdir(folder, { recursive: true });
    await writeFile(`${folder}/${name}.png`, await renderPng(svg, { scale: 1.5 }));
    const narrow = await renderSvg(chart, data, { id: name, ...options, width: 360 });
    await writeFile(`${folder}/${name}-360.png`, await renderPng(narrow, { scale: 1.5 }));
  }
  return svg;
}

/** A chart and what it draws. */
export type ChartCase<Data> = readonly [chart: Chart<Data>, data: Data];

/**
 * What every chart of channels is held to: its picture in the gallery, twenty channels with long names at every width, a single channel, the
 * same picture whenever it is drawn.
 */
export function describeChart<Data>(
  name: string,
  { usual, large, single }: Readonly<Record<"usual" | "large" | "single", ChartCase<Data>>>,
  options: ChartOptions = {},
): void {
  describe(`The chart ${name}`, () => {
    it("is drawn as in the gallery", () => expectChart(name, ...usual, options));
    it("holds twenty channels with long names", () => expectChart(`${name}-20`, ...large, options));
    it.each([300, 479, 520, 1100])("holds them at a width of %d pixels", async (width) => {
      expectSound(await renderSvg(...large, { ...options, width }));
    });
    it("is drawn for a single channel", async () => expectSound(await renderSvg(...single, options)));
    it("is the same whenever it is drawn", async () => {
      expect(await renderSvg(...usual, options)).toBe(await renderSvg(...usual, options));
    });
  });
}

/** A box that text covers. */
interface Box {
  readonly text: string;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** A length in pixels, of a number or of a multiple of the font size. */
const lengthOf = (text: string | undefined, size: number): number =>
  text === undefined ? 0 : Number.parseFloat(text) * (text.endsWith("em") ? size : 1);

/** The boxes of all texts that are not turned. */
export function textBoxes(svg: string): Box[] {
  const boxes: Box[] = [];
  const anchors: string[] = [];
  const sizes: number[] = [];
  const shifts: (readonly [number, number])[] = [];
  for (const [, closing, tag, attributes, selfClosing, text] of svg.matchAll(
    /<(\/?)(\w+)((?:\s[\w:-]+="[^"]*")*)\s*(\/?)>(?:([^<]*)<\/text>)?/g,
  )) {
    if (tag !== "g" && tag !== "text") continue;
    if (closing === "/") {
      anchors.pop();
      sizes.pop();
      shifts.pop();
      continue;
    }
    const read = (attribute: string): string | undefined =>
      new RegExp(`\\s${attribute}="([^"]*)"`).exec(attributes)?.[1];
    const anchor = read("text-anchor") ?? anchors.at(-1) ?? "start";
    const size = /\bsmall\b/.test(read("class") ?? "") ? 11 : (sizes.at(-1) ?? 12);
    const moved = /^translate\((-?[\d.]+), ?(-?[\d.]+)\)$/.exec(read("transform") ?? "translate(0,0)");
    const [shiftX, shiftY] = shifts.at(-1) ?? [0, 0];
    const shift = [shiftX + Number(moved?.[1]), shiftY + Number(moved?.[2])] as const;
    if (tag === "g") {
      if (selfClosing === "/") continue;
      shifts.push(shift);
      anchors.push(anchor);
      sizes.push(size);
      continue;
    }
    // Turned text is not judged.
    if (moved === null) continue;
    const plain = (text ?? "").replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");
    const width = textWidth(plain, size);
    const x = shift[0] + lengthOf(read("x"), size);
    const y = shift[1] + lengthOf(read("y"), size) + lengthOf(read("dy"), size);
    const left = anchor === "end" ? x - width : anchor === "middle" ? x - width / 2 : x;
    boxes.push({ text: plain, left, right: left + width, top: y - size * 0.75, bottom: y + size * 0.2 });
  }
  return boxes;
}

/** What holds for every chart: named, no broken numbers, text inside the picture, no text over other text, a small file. */
export function expectSound(svg: string): void {
  expect(svg.slice(0, 5000)).toMatch(
    /role="img" aria-label="[^"]+"[^>]*><title>[^<]+<\/title><desc id="[^"]+">[^<]+<\/desc>/,
  );
  expect(svg.match(/.{0,40}(NaN|undefined|Infinity|\[object)/g) ?? [], "broken numbers").toEqual([]);
  // Coordinates have a decimal or two; what is read, three significant digits.
  const drawn = svg.replace(/<(text|tspan|title|desc)\b([^>]*)>[^<]*/g, "<$1$2>");
  expect(drawn.match(/.{0,40}\d\.\d{3,}/g) ?? [], "long numbers").toEqual([]);
  const read = [...svg.matchAll(/<(?:text|tspan|title|desc)\b[^>]*>([^<]*)/g)].map(([, text]) => text);
  expect(
    read.filter((text) => /[1-9]\.\d{3,}|\d\.\d{5,}/.test(text)),
    "more than three significant digits",
  ).toEqual([]);
  expect(svg.length).toBeLessThan(60_000);
  const [, width, height] = /viewBox="0 0 (\d+) (\d+)"/.exec(svg)!.map(Number);
  const boxes = textBoxes(svg);
  const turned = svg.match(/<text[^>]*transform="rotate/g)?.length ?? 0;
  expect(boxes.length + turned, "texts that were found").toBe(svg.match(/<text[ />]/g)?.length ?? 0);
  const outside = boxes.filter(
    (box) => box.left < -1 || box.right > width + 1 || box.top < -1 || box.bottom > height + 1,
  );
  expect(outside, "texts outside the picture").toEqual([]);
  expect(
    boxes.filter((box) => Number.isNaN(box.left + box.top + box.text.length)),
    "texts without a place",
  ).toEqual([]);
  const overlaps = boxes.flatMap((a, index) =>
    boxes
      .slice(index + 1)
      .filter((b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1)
      .map((b) => `${a.text} | ${b.text}`),
  );
  expect(overlaps, "texts over other texts").toEqual([]);
}
