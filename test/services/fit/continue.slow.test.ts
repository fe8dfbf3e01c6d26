import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { simulate, simulationFiles } from "../../../src/data/worlds/index.ts";
import { fit, type FitProgress } from "../../../src/services/fit/index.ts";
import { loadRun } from "../../../src/store/run/index.ts";

let root = "";
let path = "";
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "carryover-continue-"));
  path = join(root, "data.csv");
  await writeFile(path, simulationFiles(simulate("brand", { weeks: 60 }))["data.csv"]);
});
afterAll(() => rm(root, { recursive: true }));

const command = "a test";
const settings = { chains: 2, warmup: 80, seed: 4, resample: 0 };

describe("a finished fit", () => {
  it("goes on to the draws of one long fit, with a report of all of them", async () => {
    const [out, long] = ["out", "long"].map((name) => join(root, name));
    const base = { path, command };
    await fit({ ...base, out, report: false, sampling: { ...settings, draws: 40 } });
    const same = fit({ ...base, out, resume: true, sampling: { ...settings, draws: 40 } });
    await expect(same).rejects.toThrow("Give more draws to continue it, for instance --draws 80");
    const more = await fit({ ...base, out, resume: true, sampling: { ...settings, draws: 100 } });
    const whole = await fit({ ...base, out: long, report: false, sampling: { ...settings, draws: 100 } });
    const { seconds: _1, microseconds_per_gradient: _2, ...diagnostics } = whole!.diagnostics;
    expect(more).toMatchObject({ complete: true, run: out, summary: whole!.summary, diagnostics });
    for (const name of ["draws.f64", "draws.json", "summary.json"]) {
      expect((await readFile(join(out, name))).equals(await readFile(join(long, name))), name).toBe(true);
    }
    expect(await readdir(out)).toContain("report.html");
    expect((await loadRun(out)).record.specification.sampling!.draws).toBe(100);
  });

  it("stays while it is continued: what was sampled when that is canceled is kept beside it, and completed from there", async () => {
    const [out, beside] = ["kept", "kept-canceled"].map((name) => join(root, name));
    const base = { path, command, report: false };
    await fit({ ...base, out, sampling: { ...settings, draws: 40 } });
    const before = await readFile(join(out, "draws.f64"));
    const controller = new AbortController();
    const onProgress = (progress: FitProgress): void => {
      if (progress.stage === "sampling" && progress.chains[0].draws > 60) controller.abort();
    };
    const long = { ...settings, draws: 20_000 };
    const canceled = await fit(
      { ...base, out, resume: true, sampling: long },
      { signal: controller.signal, onProgress },
    );
    expect(canceled).toMatchObject({ complete: false, converged: false, run: beside, kept: out });
    expect((await readFile(join(out, "draws.f64"))).equals(before)).toBe(true);
    const { record, draws } = await loadRun(beside);
    expect(record.complete).toBe(false);
    expect(draws.draws).toBeGreaterThanOrEqual(40);
    expect(draws.draws).toBeLessThan(20_000);
  });
});
