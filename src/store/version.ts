// The version of this package, as its package.json says.

import { readFileSync } from "node:fs";

let version: string | undefined;

/** The version of carryover that is running. */
export function carryoverVersion(): string {
  version ??= (JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as { version: string })
    .version;
  return version;
}
