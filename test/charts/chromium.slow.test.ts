// Charts in a real browser: the same pictures as on the server.

import { execFile, execFileSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { build } from "esbuild";
import { afterAll, describe, expect, it } from "vitest";
import { closeSvgDocument, renderSvg } from "../../src/charts/server/document.ts";
import { contributionStack, fitOverTime, responseCurves, roiForest } from "../../src/charts/index.ts";
import { threeChannels } from "./support/data.ts";
import { worldOf } from "./support/world.ts";
import { missing } from "../support/optional.ts";

/** Debian's chromium, or another of the family. */
const browser = ["chromium", "chromium-browser", "google-chrome"].find((name) => {
  try {
    execFileSync(name, ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
});
if (browser === undefined) missing("There is no chromium.");

const source = (path: string): string => JSON.stringify(fileURLToPath(new URL(path, import.meta.url)));

/** Numbers that a renderer prints may differ in the order of attributes' quoting, not in what is drawn. */
const drawn = (svg: string): readonly string[] =>
  [...svg.matchAll(/ (?:d|transform|x1?|y1?|cx|cy)="([^"]*)"|<text[^>]*>([^<]*)/g)].map(
    ([, shape, text]) => shape ?? text,
  );

describe.skipIf(browser === undefined)("charts in a browser", () => {
  afterAll(closeSvgDocument);

  it("are drawn there as on the server, by the same functions", { timeout: 60_000 }, async () => {
    const world = worldOf(threeChannels, 104);
    const names = ["fitOverTime", "contributionStack", "roiForest", "responseCurves"] as const;
    const bundled = await build({
      stdin: {
        contents: `
          import { ${names.join(", ")} } from ${source("../../src/charts/index.ts")};
          const world = ${JSON.stringify(world)};
          for (const [name, chart] of Object.entries({ ${names.join(", ")} })) {
            document.body.append(chart(world[name], { id: name }));
          }`,
        resolveDir: fileURLToPath(new URL(".", import.meta.url)),
        loader: "js",
      },
      bundle: true,
      format: "iife",
      platform: "browser",
      write: false,
      logLevel: "error",
    });
    const folder = await mkdtemp(join(tmpdir(), "carryover-browser-"));
    try {
      const page = join(folder, "page.html");
      const script = bundled.outputFiles[0].text.replaceAll("</script", "<\\/script");
      await writeFile(page, `<!doctype html><meta charset="utf-8"><body><script>${script}</script>`);
      const { stdout } = await promisify(execFile)(
        browser as string,
        [
          "--headless",
          "--no-sandbox",
          "--disable-gpu",
          `--user-data-dir=${join(folder, "profile")}`,
          "--dump-dom",
          `file://${page}`,
        ],
        { maxBuffer: 1 << 26 },
      );
      const pictures =
        stdout
          .split("</script>")
          .slice(-1)[0]
          .match(/<svg[\s\S]*?<\/svg>/g) ?? [];
      expect(pictures).toHaveLength(names.length);
      const server = [
        await renderSvg(fitOverTime, world.fitOverTime, { id: names[0] }),
        await renderSvg(contributionStack, world.contributionStack, { id: names[1] }),
        await renderSvg(roiForest, world.roiForest, { id: names[2] }),
        await renderSvg(responseCurves, world.responseCurves, { id: names[3] }),
      ];
      server.forEach((svg, i) => {
        expect(drawn(svg).length).toBeGreaterThan(20);
        expect(drawn(pictures[i])).toEqual(drawn(svg));
      });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
