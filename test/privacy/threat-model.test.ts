// The page of what is promised: every promise names a test that is there.

import { readFile, stat } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = new URL("../../", import.meta.url);
const page = await readFile(new URL("docs/threat-model.md", root), "utf8");

describe("The threat model", () => {
  const rows = page.split("\n").filter((line) => line.startsWith("|") && !/^\| (what|---)/.test(line));

  it("has a test for every promise in its tables", async () => {
    expect(rows.length).toBeGreaterThan(10);
    for (const row of rows) {
      const tests = row.match(/test\/[\w/.-]+\.test\.ts/g) ?? [];
      expect(tests.length, row).toBeGreaterThan(0);
      for (const test of tests) expect((await stat(fileURLToPath(new URL(test, root)))).isFile(), test).toBe(true);
    }
  });

  it.each(["timing|time", "log", "memory", "floating point", "repeated releases", "other accounts", "swap"])(
    "speaks of %s",
    (topic) => {
      expect(page).toMatch(new RegExp(topic, "i"));
    },
  );
});
