// Every bad table, with the problems it must be refused with.

import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, sep } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readMediaData } from "../../../src/data/panel/check-table.ts";
import { CarryoverError, exitCodes, formatProblem } from "../../../src/problems/problem.ts";
import { badPanels } from "../support/bad-panels.ts";
import { badTables } from "../support/bad-tables.ts";
import { badValues } from "../support/bad-values.ts";

describe("a table that cannot be used is refused with every problem in it", () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "carryover-bad-inputs-"));
  });

  afterAll(async () => {
    await rm(folder, { recursive: true });
  });

  it.each([...badTables, ...badValues, ...badPanels])(
    "$title",
    async ({ title, content, file = "data.csv", overrides, problems }) => {
      const place = join(folder, title.replaceAll(/\W+/g, "-"));
      await mkdir(join(place, "folder"), { recursive: true });
      await writeFile(join(place, "weekly.csv"), "week\n");
      const path = join(place, file);
      if (content !== undefined) await writeFile(path, content);
      const error = await readMediaData(path, overrides).then(
        () => undefined,
        (reason: unknown) => reason,
      );
      expect(error).toBeInstanceOf(CarryoverError);
      const { problems: found, message, exitCode } = error as CarryoverError;
      expect(found.map(({ code }) => code)).toEqual(problems.map(({ code }) => code));
      expect(message.replaceAll(place + sep, "").split("\n")).toEqual(problems.map(formatProblem));
      expect(exitCode).toBe(exitCodes.badInput);
    },
  );
});
