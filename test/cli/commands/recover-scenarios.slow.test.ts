// carryover recover --scenarios, with its own threads: what it prints and writes, what it refuses.

import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { camelForm } from "../../../src/documents/index.ts";
import { scenarioWorlds } from "../../../src/studies/failing-worlds/scenario-worlds.ts";
import type { ScenarioStudy } from "../../../src/studies/failing-worlds/scenarios.ts";
import { problemsIn, run } from "../support/harness.ts";

let root: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "carryover-scenarios-"));
});
afterAll(() => rm(root, { recursive: true }));

// Far too short for figures, long enough for everything to be there.
const short = ["--datasets", "2", "--chains", "2", "--warmup", "100", "--draws", "60", "--progress", "none"];

const names = ["easy", "hidden-demand", "flat-spend"];
const studied = scenarioWorlds.filter(({ world }) => names.includes(world));

describe("carryover recover --scenarios", () => {
  it("prints a row for each world and writes figures, a table and a page", async () => {
    const out = join(root, "study");
    const worlds = ["--worlds", "easy, flat-spend,hidden-demand"];
    const { code, stdout, stderr } = await run(["recover", "--scenarios", ...worlds, ...short, "--out", out]);
    expect([code, stderr.split("\n").length]).toEqual([0, 4]);
    expect((await readdir(out)).sort()).toEqual(["scenarios.csv", "scenarios.html", "scenarios.json"]);
    const study = camelForm(JSON.parse(await readFile(join(out, "scenarios.json"), "utf8"))) as ScenarioStudy;
    expect(study.outcomes).toHaveLength(2 * names.length);
    expect(study.failures).toEqual([]);
    for (const { world } of studied) expect(stdout).toMatch(new RegExp(`^${world} +\\d of 2`, "m"));
    const page = await readFile(join(out, "scenarios.html"), "utf8");
    expect(page).toContain("data-carryover-scenarios");
    for (const { world, what } of studied) {
      expect(page).toContain(`id="world-${world}"`);
      expect(page).toContain(what.replaceAll("'", "&#39;"));
    }
    // Nothing is loaded from elsewhere.
    expect(page).not.toMatch(/(src|href)="https?:/);
    const rows = (await readFile(join(out, "scenarios.csv"), "utf8")).trimEnd().split("\n");
    expect(rows).toHaveLength(1 + study.outcomes.length);
    expect(rows[0]).toMatch(/^world,seed,weeks,converged,wrong,verdict/);
  });

  it("refuses what has no use beside it", async () => {
    const { code, stderr } = await run(["recover", "weekly.csv", "--scenarios", "--weeks", "52", "--calibrate"]);
    expect(code).toBe(2);
    expect(problemsIn(stderr)).toHaveLength(1);
    expect((await run(["recover", "--preset", "media", "--worlds", "easy"])).stderr).toContain(
      "--worlds has no effect",
    );
    const unknown = await run(["recover", "--scenarios", "--worlds", "easy,hiden-demand"]);
    expect(unknown.code).toBe(2);
    expect(unknown.stderr).toContain('Did you mean "hidden-demand"?');
    expect(stderr).toContain("weekly.csv, --weeks, --calibrate have no effect with --scenarios.");
  });
});
