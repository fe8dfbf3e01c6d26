// The modules that ship: loaded from dist/, which the npm script of every benchmark builds first, and typed by their sources.

import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

interface Modules {
  "cli/input": typeof import("../../src/cli/input.ts");
  compile: typeof import("../../src/compile/index.ts");
  diagnostics: typeof import("../../src/diagnostics/index.ts");
  graph: typeof import("../../src/graph/index.ts");
  "mmm/design": typeof import("../../src/mmm/design.ts");
  "mmm/fit": typeof import("../../src/mmm/fit.ts");
  "mmm/model": typeof import("../../src/mmm/model.ts");
  model: typeof import("../../src/model/index.ts");
  sampling: typeof import("../../src/sampling/index.ts");
  store: typeof import("../../src/store/index.ts");
}

const dist = new URL("../../dist/", import.meta.url);

/** A module of dist/ by its path without extension; a folder stands for its index. */
export async function shipped<Name extends keyof Modules>(name: Name): Promise<Modules[Name]> {
  const places = [`${name}.js`, `${name}/index.js`].map((path) => new URL(path, dist));
  const place = places.find((url) => existsSync(url));
  if (place === undefined) throw new Error(`dist/ has no module ${name}: run \`npm run build\` first.`);
  return (await import(place.href)) as Modules[Name];
}

/** The command `carryover` as it ships. */
export const commandLine: string = fileURLToPath(new URL("cli/main.js", dist));
