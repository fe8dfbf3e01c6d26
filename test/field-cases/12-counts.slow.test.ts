// A target of conversions: costs with enough digits, and words that name the target.

import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { engine } from "../../src/services/engine/index.ts";
import { run } from "../cli/support/harness.ts";

const table = fileURLToPath(new URL("tables/12-counts.csv", import.meta.url));

describe("12-counts", () => {
  let root: string;
  const said: Record<string, string> = {};
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), "carryover-12-counts-"));
    const folder = join(root, "run");
    said["fit"] = (await run(["fit", table, "--out", folder, "--seed", "1"], { engine })).stdout;
    const plans = join(root, "plans.yaml");
    await writeFile(plans, "plans:\n  more TV: { TV: +20% }\n");
    for (const command of ["roi", "contributions", "recommend", "optimize", "curves", "check", "summary"])
      said[command] = (await run([command, folder])).stdout;
    said["scenarios"] = (await run(["scenarios", folder, plans])).stdout;
    said["report"] = (await readFile(join(folder, "report.html"), "utf8")).replace(/<script.*?<\/script>/s, "");
  }, 120_000);
  afterAll(async () => {
    await rm(root, { recursive: true });
  });

  it("speaks of conversions and never of revenue", () => {
    for (const [surface, text] of Object.entries(said)) {
      expect([surface, text.match(/.{20}revenue.{20}/i)?.[0]]).toEqual([surface, undefined]);
      if (surface !== "check") expect(text).toContain("conversions");
    }
    expect(said["optimize"]).toContain("largest expected conversions");
  });

  it("has costs per conversion in every command that speaks of returns or plans", () => {
    for (const command of ["fit", "roi", "recommend", "optimize", "scenarios", "report"])
      expect(said[command]).toMatch(/cost per conversion|per conversion/);
    expect(said["optimize"]).toContain("cost per conversion with carry-over");
    expect(said["optimize"]).toContain("cost of one more");
  });

  it("asks of the lowest cost whether it is the lowest, and of no table of zeros for its smallest value", () => {
    expect(said["report"]).toMatch(/costs? (?:least|per conversion)[^<]*; the probability that it is the lowest is/);
    expect(said["report"]).not.toMatch(/(?:costs least|lowest cost)[^<]*the highest/);
    expect(said["check"]).not.toMatch(/smallest value of the target is 0; [^.]*does not reproduce/);
  });

  it("has money in a currency and conversions in none", async () => {
    const said = (await run(["report", join(root, "run"), "--currency", "EUR", "--out", join(root, "eur.html")])).code;
    expect(said).toBeLessThan(5);
    const text = (await readFile(join(root, "eur.html"), "utf8")).replace(/<script.*?<\/script>/s, "");
    for (const head of ["spend (EUR)", "cost per conversion (EUR)", "current (EUR)", "spend per week (EUR)"])
      expect(text).toContain(`>${head}</th>`);
    expect(text).toContain("target conversions; spend in EUR");
    expect(text).toContain(">contribution</th>");
    expect(text).toMatch(/per conversion: EUR [\d,]+ \(/);
  });

  it("prints no return as 0.00", () => {
    for (const text of Object.values(said)) {
      expect(text).not.toMatch(/(?<![\d.])0\.0+†? \(0\.0+ to 0\.0+\)/);
      expect(text).not.toContain("0 (0 to 0)");
    }
    expect(said["roi"]).toMatch(/^TV .*0\.0000\d+ \(/m);
  });

  it("draws no line of break-even where nothing is known of what a conversion is worth", () => {
    expect(said["report"]).not.toContain("break-even, ROI");
  });
});
