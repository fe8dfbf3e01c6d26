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
  target: { name: "revenue" },
  channels: [
    { name: "TV", column: "spend_TV" },
    { name: "TikTok", column: "spend_TikTok" },
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
