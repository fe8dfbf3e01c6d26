// The table of known answers, computed with mpmath at 60 digits (see `_made_by` in it), and how closely numbers agree.

import { readFileSync } from "node:fs";
import { expect } from "vitest";

// biome-ignore lint/suspicious/noExplicitAny: a table of decimal strings in many shapes
export const known: any = JSON.parse(readFileSync(new URL("./known-answers.json", import.meta.url), "utf8"));

/** Asserts agreement to 1e-12 relative, or what is given. */
export function expectClose(found: number, wanted: string, tolerance: number = 1e-12): void {
  const value = Number(wanted);
  const error = value === 0 ? Math.abs(found) : Math.abs(found / value - 1);
  expect(error, `${found} against ${wanted}`).toBeLessThanOrEqual(tolerance);
}
