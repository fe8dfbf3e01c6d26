// What is said about model files that cannot be: file, line, column, what was received, and what to do.

import { expect, it } from "vitest";
import { parseModelFile } from "../../../src/mmm/specification/document.ts";
import { resolve } from "../../../src/mmm/specification/resolve.ts";
import type { DetectedTable } from "../../../src/mmm/specification/detected-table.ts";
import { CarryoverError, exitCodes } from "../../../src/problems/problem.ts";
import { badModelFiles } from "../support/bad-model-files.ts";

const table: DetectedTable = {
  source: "t.csv",
  cadence: "weekly",
  dateColumn: "week",
  target: { name: "revenue", values: Float64Array.of(10, 12, 9, 14) },
  channels: [
    { name: "TV", column: "spend_TV", spend: Float64Array.of(1, 2, 1, 3) },
    { name: "TikTok", column: "spend_TikTok", spend: Float64Array.of(2, 0, 1, 1) },
  ],
  controls: [{ name: "promotions" }],
};

it.each(badModelFiles)("says what is wrong with %j", async (text, problems) => {
  const attempt = async (): Promise<unknown> => resolve(await parseModelFile(text, "m.yaml"), table);
  const error = await attempt().then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(CarryoverError);
  expect((error as CarryoverError).problems).toEqual(problems);
  expect((error as CarryoverError).exitCode).toBe(exitCodes.badInput);
});
