// carryover report and recommend on a run that was sampled.

import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { camelForm } from "../../../src/documents/index.ts";
import type { Advice } from "../../../src/decisions/advice/advice.ts";
import { exitCodes } from "../../../src/problems/problem.ts";
import { saveRun } from "../../../src/store/run/index.ts";
import { judged, names, smallFit } from "../../report/support/small-run.ts";
import { type Outcome, run } from "../support/harness.ts";

let root: string;
let good: string;
let bad: string;
/** What the two commands say of the good run. */
let reported: Outcome;
let advice: Advice & { run: string };
const origin = { command: "carryover fit table.csv", dataPath: "table.csv", backend: "wasm", threads: 1 } as const;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "carryover-report-command-"));
  [good, bad] = [join(root, "good"), join(root, "bad")];
  const fit = await smallFit();
  await saveRun(judged(fit, true), good, origin);
  await saveRun(judged(fit, false), bad, origin);
  reported = await run(["report", good]);
  advice = camelForm(JSON.parse((await run(["recommend", good, "--json"])).stdout)) as typeof advice;
}, 60_000);
afterAll(async () => {
  await rm(root, { recursive: true });
});

describe("carryover report", () => {
  it("writes report.html into the run folder and says where", async () => {
    const { code, stdout, stderr } = reported;
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toBe(`Report: ${join(good, "report.html")}\n`);
    expect(await readFile(join(good, "report.html"), "utf8")).toMatch(/^<!doctype html>/);
  });

  it("writes the same again to a file that is named, the charts as pictures, and names every file in JSON", async () => {
    const [file, pictures] = [join(root, "again.html"), join(root, "pictures")];
    const { code, stdout } = await run(["report", good, "--out", file, "--charts", pictures, "--json"]);
    expect(code).toBe(0);
    const printed = JSON.parse(stdout);
    expect(printed).toMatchObject({ run: good, converged: true, report: file });
    expect(await readFile(file, "utf8")).toBe(await readFile(join(good, "report.html"), "utf8"));
    expect(printed.charts).toContain(join(pictures, "roi-forest.svg"));
    expect((await readdir(pictures)).toSorted()).toEqual(
      printed.charts.map((path: string) => path.slice(pictures.length + 1)).toSorted(),
    );
    for (const path of printed.charts) expect((await stat(path)).size).toBeGreaterThan(1000);
  });

  it("exits with 4 for a run that has not converged, says so first, and writes the report all the same", async () => {
    const { code, stdout, stderr } = await run(["report", bad]);
    expect(code).toBe(exitCodes.notConverged);
    expect(stderr).toBe(`NOT CONVERGED: see carryover diagnose ${bad}\n`);
    expect(stdout).toContain("Report: ");
    expect(await readFile(join(bad, "report.html"), "utf8")).toContain("NOT CONVERGED: do not rely on these results.");
  });

  it("does not replace what is no report", async () => {
    const { code, stderr } = await run(["report", good, "--out", join(good, "spec.json")]);
    expect(code).toBe(exitCodes.usage);
    expect(stderr).toContain("A run folder holds its own files");
  });

  it("refuses a folder that holds no run", async () => {
    expect((await run(["report", root])).code).toBe(exitCodes.badInput);
  });
});

describe("carryover recommend", () => {
  it("prints whether the fit can be used, a line and a paragraph for each channel, the best plan, reservations", async () => {
    const { code, stdout, stderr } = await run(["recommend", good]);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/^The fit has converged and can be used, with/);
    expect(stdout).toMatch(/^channel +spend +ROI \(90%\) +marginal ROI \(90%\) +at this budget$/m);
    for (const name of names) expect(stdout.split(name).length).toBeGreaterThan(3);
    for (const title of ["At this budget", "The budget as a whole", "Reservations"])
      expect(stdout).toContain(`\n${title}\n`);
    expect(stdout).not.toMatch(/NaN|undefined|Infinity/);
  });

  it("prints the same as one JSON document", () => {
    expect(advice).toMatchObject({ run: good, converged: true, verdict: "REVIEW", level: 0.9 });
    expect(advice.channels.map(({ name }) => name).toSorted()).toEqual([...names].toSorted());
    for (const { action, text } of advice.channels) {
      expect(["increase", "hold", "reduce", "test"]).toContain(action);
      expect(text).toMatch(/\.$/);
    }
    const marginal = advice.channels.map(({ marginalRoi }) => marginalRoi.estimate);
    expect(marginal).toEqual(marginal.toSorted((a, b) => b - a));
  });

  it("--csv prints a row for each channel, and not together with --json", async () => {
    const { code, stdout } = await run(["recommend", good, "--csv"]);
    expect(code).toBe(0);
    const [header, ...rows] = stdout.trimEnd().split("\n");
    expect(header.split(",").slice(0, 3)).toEqual(["channel", "action", "best_budget_action"]);
    expect(rows).toHaveLength(advice.channels.length);
    rows.forEach((row, i) => {
      const { action, roi } = advice.channels[i];
      expect(row).toContain(`,${action},`);
      expect(row).toContain(`,${roi.estimate},${roi.statistic},${roi.lower},${roi.upper},`);
    });
    expect((await run(["recommend", good, "--csv", "--json"])).code).toBe(2);
  });

  it("takes a level and a break-even", async () => {
    const printed = camelForm(
      JSON.parse((await run(["recommend", good, "--json", "--level", "0.5"])).stdout),
    ) as Advice;
    expect(printed.level).toBe(0.5);
    for (const { name, roi } of printed.channels) {
      const { lower, upper } = advice.channels.find((channel) => channel.name === name)!.roi;
      expect(roi.upper - roi.lower).toBeLessThan(upper - lower);
    }
    const { stdout } = await run(["recommend", good, "--level", "0.5", "--break-even", "1000"]);
    expect(stdout).toContain("ROI (50%)");
    expect(stdout).toContain("break-even of 1,000");
    expect(stdout).toContain("at a break-even of 1,000");
    expect(stdout).not.toContain("increases");
  });

  it("gives figures but no advice for a run that has not converged", async () => {
    const { code, stdout, stderr } = await run(["recommend", bad]);
    expect(code).toBe(0);
    expect(stderr).toBe(`NOT CONVERGED: see carryover diagnose ${bad}\n`);
    expect(stdout).toMatch(/^Sampling has not converged/);
    expect(stdout).not.toMatch(/spend more|spend less|run a test/);
    const printed = camelForm(JSON.parse((await run(["recommend", bad, "--json"])).stdout)) as Advice;
    expect(printed.channels.every(({ action }) => action === "none")).toBe(true);
  });
});
