import { afterAll, describe, expect, it } from "vitest";
import { Resvg } from "@resvg/resvg-js";
import { roiForest } from "../../../src/charts/returns/roi-forest.ts";
import {
  closeSvgDocument,
  renderPng,
  renderSvg,
  resolveColors,
  standaloneSvg,
  svgDocument,
} from "../../../src/charts/server/document.ts";
import { darkColors } from "../../../src/charts/frame/theme.ts";
import { threeChannels } from "../support/data.ts";
import { worldOf } from "../support/world.ts";

const data = worldOf(threeChannels).roiForest;

afterAll(closeSvgDocument);

describe("A chart drawn on the server", () => {
  it("is XML with colors that a page may set", async () => {
    const svg = await renderSvg(roiForest, data);
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
    expect(svg).toContain("var(--carryover-ink, #1b1f24)");
    // resvg reads strict XML and throws at anything else.
    expect(new Resvg(resolveColors(svg)).width).toBe(760);
  });

  it("escapes names that look like markup", async () => {
    const named = { channels: data.channels.map((channel) => ({ ...channel, name: `<b>"A" & 'B'</b>\u00a0` })) };
    const svg = await renderSvg(roiForest, named);
    expect(svg).not.toContain("<b>");
    expect(svg).toContain("&lt;b&gt;");
    expect(new Resvg(resolveColors(svg)).width).toBe(760);
  });

  it("uses one document until it is closed", async () => {
    const first = await svgDocument();
    expect(await svgDocument()).toBe(first);
    await closeSvgDocument();
    expect(await svgDocument()).not.toBe(first);
  });

  it("draws into the document it is given, and needs no other", async () => {
    const document = await svgDocument();
    const svg = roiForest(data, { document });
    expect(svg.ownerDocument).toBe(document);
    expect(document.querySelector("svg")).toBeNull();
  });

  it("takes names of its own for title, description and ids", async () => {
    const svg = await renderSvg(roiForest, data, {
      id: "second",
      title: "Which channels pay off",
      description: "Two do.",
    });
    expect(svg).toContain('aria-label="Which channels pay off"');
    expect(svg).toContain('<desc id="second-description">Two do.</desc>');
  });
});

describe("A chart that stands alone", () => {
  it("has its colors, its background and its font inside", async () => {
    const svg = await standaloneSvg(await renderSvg(roiForest, data));
    expect(svg).not.toContain("var(");
    expect(svg).toContain("background:#ffffff");
    expect(
      svg.match(/@font-face\{font-family:Inter;font-weight:[46]00;src:url\(data:font\/ttf;base64,AAEAAA/g),
    ).toHaveLength(2);
    expect(svg).not.toMatch(/https?:(?!\/\/www\.w3\.org)/);
  });

  it("may be dark", async () => {
    const svg = await standaloneSvg(await renderSvg(roiForest, data), { mode: "dark" });
    expect(svg).toContain(`background:${darkColors["background"]}`);
    expect(svg).not.toContain("#1b1f24");
  });
});

describe("A chart as PNG", () => {
  it("has the size of the chart times the scale, and text in it", async () => {
    const svg = await renderSvg(roiForest, data);
    const picture = await renderPng(svg, { scale: 1 });
    const view = new DataView(picture.buffer, picture.byteOffset);
    expect([...picture.subarray(1, 4)]).toEqual([0x50, 0x4e, 0x47]);
    expect(view.getUint32(16)).toBe(760);
    expect((await renderPng(svg)).length).toBeGreaterThan(picture.length);
    const withoutText = await renderPng(svg.replace(/<text[^>]*>[^<]*<\/text>/g, ""), { scale: 1 });
    expect(picture.length).toBeGreaterThan(1.5 * withoutText.length);
  });
});
