import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { describe, expect, it } from "vitest";

const charts = fileURLToPath(new URL("../../src/charts/", import.meta.url));

describe("The charts in a browser", () => {
  it.each(["index", "studies/calibration-coverage", "studies/privacy-tradeoff"])(
    "%s needs nothing of Node",
    async (name) => {
      const result = await build({
        entryPoints: [`${charts}${name}.ts`],
        bundle: true,
        write: false,
        platform: "browser",
        format: "esm",
        metafile: true,
        logLevel: "silent",
      });
      expect(result.errors).toEqual([]);
      const inputs = Object.keys(result.metafile.inputs);
      expect(inputs.filter((input) => /jsdom|d3-node|resvg|^node:/.test(input))).toEqual([]);
      expect(inputs.some((input) => input.includes("d3-scale") || input.includes("/d3/"))).toBe(true);
    },
  );

  it("are drawn with the page's own document when none is given", async () => {
    const { svgDocument, closeSvgDocument } = await import("../../src/charts/server/document.ts");
    const { roiForest } = await import("../../src/charts/returns/roi-forest.ts");
    const page = globalThis as { document?: Document };
    page.document = await svgDocument();
    const interval = { estimate: 1, statistic: "mean" as const, mean: 1, median: 1, lower: 0.5, upper: 1.5 };
    const svg = roiForest({ channels: [{ name: "TV", roi: interval }] });
    expect(svg.ownerDocument).toBe(page.document);
    delete page.document;
    await closeSvgDocument();
  });
});
