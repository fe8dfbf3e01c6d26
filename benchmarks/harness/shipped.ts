// What ships: loaded from dist/, which the npm script of every benchmark builds first, and typed by its sources.

import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

type Library = typeof import("../../src/index.ts");
type DensityModule = typeof import("../../src/model/density.ts");

const dist = new URL("../../dist/", import.meta.url);

/** The library `carryover`. */
export const library: Library = (await load("index.js")) as Library;

/** The density of a compiled program as the sampler's threads make it. */
export const makeDensity: DensityModule["makeDensity"] = ((await load("model/density.js")) as DensityModule)
  .makeDensity;

/** The command `carryover`. */
export const commandLine: string = fileURLToPath(new URL("cli/main.js", dist));

async function load(path: string): Promise<unknown> {
  const url = new URL(path, dist);
  if (!existsSync(url)) throw new Error(`dist/ has no ${path}: run \`npm run build\` first.`);
  return import(url.href);
}
