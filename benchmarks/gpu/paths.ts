// Files that the check starts. This module lies as deep as the bundle that it becomes part of, so paths hold for both.

import { fileURLToPath } from "node:url";

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export const commandLine: string = at("../../dist/cli/main.js");
export const numpyroScript: string = at("numpyro_lanes.py");
