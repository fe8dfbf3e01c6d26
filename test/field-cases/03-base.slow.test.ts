// One number for one quantity: what fit, roi, contributions, recommend, optimize and compare say of one channel's return.

import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { engine } from "../../src/services/engine/index.ts";
import { run } from "../cli/support/harness.ts";

const table = fileURLToPath(new URL("tables/03-base.csv", import.meta.url));

describe("03-base", () => {
  let root: string;
  let printed: string;
  const said: Record<string, string> = {};
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), "carryover-03-base-"));
    const folder = join(root, "run");
    printed = (await run(["fit", table, "--out", folder, "--seed", "1"], { engine })).stdout;
    for (const command of ["roi", "contributions", "recommend", "optimize", "compare", "summary"])
      said[command] = (await run([command, folder])).stdout;
    said["report"] = await readFile(join(folder, "report.html"), "utf8");
  }, 120_000);
  afterAll(async () => {
    await rm(root, { recursive: true });
  });

  it.each(["TV", "Search", "Radio"])(
    "has one ROI of %s on every surface, the posterior mean, and says so",
    (channel) => {
      const row = (text: string): string => text.split("\n").find((line) => line.startsWith(`${channel} `)) ?? "";
      const roi = /\d+\.\d+ \(\d+\.\d+ to \d+\.\d+\)/.exec(row(printed))![0];
      expect(row(said["roi"])).toContain(roi);
      expect(said["recommend"].replaceAll("\n", " ")).toContain(`is ${roi}`);
      expect(said["report"]).toContain(`${channel}: ${roi}`);
      const [estimate] = roi.split(" ");
      const summary = said["summary"].split("\n").find((line) => line.startsWith(`roi[${channel}]`))!;
      // Another number of digits there.
      expect(Number(summary.split(/\s+/)[1])).toBeCloseTo(Number(estimate), 1);
      for (const text of [printed, said["roi"], said["contributions"]]) expect(text).toContain("posterior means");
    },
  );

  it("has one gain of the best plan", () => {
    const gain = /Gain: \+?(−?[\d,]+) \(/.exec(said["optimize"].replaceAll("\n", " "));
    if (gain !== null) expect(said["recommend"].replaceAll("\n", " ")).toContain(`${gain[1]} (`);
  });

  it("says what season and trend do, whose totals cancel", () => {
    expect(said["contributions"]).toMatch(/By week, season moves revenue from −[\d,]+ \(.*\) to \+[\d,]+/);
    expect(said["contributions"]).not.toContain("0 (0 to 0)");
    expect(said["report"]).not.toContain("0 (0 to 0)");
  });
});
