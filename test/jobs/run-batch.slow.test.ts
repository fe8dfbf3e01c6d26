import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { FitJob } from "../../src/jobs/tasks/fit-job.ts";
import { planBatch } from "../../src/jobs/plan/plan.ts";
import { runBatch } from "../../src/jobs/run-batch.ts";
import type { TaskThreads } from "../../src/threads/task.ts";
import { startTaskThreads } from "../../src/threads/task-threads.ts";
import { threadsExecutor } from "../../src/jobs/executors/threads-executor.ts";
import { writeCsv } from "../../src/data/reading/write-csv.ts";
import { simulatePanel } from "../../src/data/worlds/simulate.ts";
import { fitMediaMix } from "../../src/mmm/fit/fit.ts";
import { readInput } from "../../src/mmm/fit/input.ts";
import { loadRun } from "../../src/store/run/load-run.ts";
import { saveRun } from "../../src/store/run/save-run.ts";
import { jobFor, short, tableText, writeTables } from "./support/tables.ts";

let root: string;
let tables: string;
let threads: TaskThreads;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "carryover-batch-"));
  tables = join(root, "tables");
  await writeTables(tables, { a: tableText(1), b: tableText(2), c: tableText(3, 45), d: tableText(4), bad: undefined });
  threads = startTaskThreads(2);
});
afterAll(async () => {
  await threads.close();
  await rm(root, { recursive: true });
});

const names = ["a", "bad", "b", "c"];
const folderFor = (name: string): Promise<string> => mkdtemp(join(root, `${name}-`));
const jobs = (out: string): FitJob[] => names.map((name) => jobFor(name, tables, out));

describe("a batch on threads", () => {
  it("makes every fit that can be made, with the draws that a fit of its own with its seed would have", async () => {
    const out = await folderFor("whole");
    const overview = await runBatch(jobs(out), threadsExecutor(threads), { out, names });
    expect(overview.fits.map(({ name, state }) => [name, state === "failed"])).toEqual([
      ["a", false],
      ["bad", true],
      ["b", false],
      ["c", false],
    ]);
    expect(overview.counts).toMatchObject({ fits: 4, failed: 1, missing: 0 });
    expect(overview.executor).toEqual({ name: "threads (2)", reason: "asked for" });
    expect((await readdir(out)).toSorted()).toEqual(["a", "b", "c", "fits.ndjson", "overview.csv", "overview.json"]);

    const run = await loadRun(join(out, "b"));
    const { seed } = jobFor("b", tables, out).sampling;
    expect(run.record).toMatchObject({ complete: true, seed, backend: "wasm" });
    const input = await readInput(join(tables, "b.csv"), { ...short, seed });
    const alone = await fitMediaMix(input.data, input.resolution, { threads: 2 });
    const origin = { command: "", dataPath: "b.csv", backend: "wasm", threads: 2 } as const;
    const { folder } = await saveRun(alone, join(out, "alone"), origin);
    expect(await readFile(join(out, "b", "draws.f64"))).toEqual(await readFile(join(folder, "draws.f64")));
    // What the overview says of it is what its summary says.
    const row = overview.fits[2];
    if (row.state === "missing") throw new Error("b is missing");
    const roi = run.summary.quantities.find(({ name }) => name === `roi[${row.channels[0].name}]`)!;
    const { estimate, statistic, mean, median, q5: lower, q95: upper } = roi;
    expect(row.channels[0].roi).toEqual({ estimate, statistic, mean, median, lower, upper });
    expect(row).toMatchObject({ seed, max_rhat: run.diagnostics.max_rhat, divergences: run.diagnostics.divergences });
  });

  it("writes reports where they are wanted", async () => {
    const out = await folderFor("report");
    await runBatch([{ ...jobFor("a", tables, out), report: true }], threadsExecutor(threads), { out, names: ["a"] });
    expect(await readFile(join(out, "a", "report.html"), "utf8")).toMatch(/^<!doctype html>/);
  });

  it("fits a panel, says how many geos it has, and keeps its run when it goes on", async () => {
    const out = await folderFor("panel");
    const { columns, modelYaml } = simulatePanel("panel-late", { weeks: 30, seed: 1 });
    await writeTables(join(out, "in"), { data: writeCsv(columns) });
    await writeFile(join(out, "in", "model.yaml"), modelYaml);
    const { table: _, ...job } = jobFor("p", tables, out, { warmup: 60, draws: 20 });
    const panel = { ...job, model: join(out, "in", "model.yaml") };
    const plan = await planBatch([panel], threads);
    expect(plan.fits[0].shape).toMatchObject({ weeks: 30, geos: 8 });
    const overview = await runBatch([panel], threadsExecutor(threads), { out, names: ["p"] });
    expect(overview.fits[0]).toMatchObject({ name: "p", problems: [] });
    const { summary } = await loadRun(join(out, "p"));
    expect(summary.quantities.filter(({ name }) => name.startsWith("contribution_by_geo[")).length).toBe(3 * 8);
    expect((await planBatch([panel], threads, { resume: true })).kept.map(({ name }) => name)).toEqual(["p"]);
  });

  it("says of a fit whose folder holds something else that it failed, and touches nothing there", async () => {
    const out = await folderFor("foreign");
    await writeTables(join(out, "a"), { mine: "kept" });
    const overview = await runBatch([jobFor("a", tables, out)], threadsExecutor(threads), { out, names: ["a"] });
    expect(overview.fits[0]).toMatchObject({ state: "failed", problems: [{ code: "out-is-foreign" }] });
    expect(await readdir(join(out, "a"))).toEqual(["mine.csv"]);
  });
});

describe("the look at a batch before it runs", () => {
  it("tells what fails, groups what shares a program, and says how much memory the largest takes", async () => {
    const out = await folderFor("plan");
    const plan = await planBatch([...jobs(out), jobFor("d", tables, out)], threads);
    expect(plan.failed.map(({ name, problems }) => [name, problems.length > 0])).toEqual([["bad", true]]);
    expect(plan.fits.map(({ job }) => job.name)).toEqual(["a", "b", "d", "c"]);
    // What columns are is told once for tables that have the same.
    const layouts = plan.layouts.map(({ columns, tables: count }) => [columns.length > 0, count]);
    expect(layouts.reduce((sum, [, count]) => sum + Number(count), 0)).toBe(plan.fits.length);
    expect(layouts.length).toBeLessThan(plan.fits.length);
    expect(layouts.every(([some]) => some)).toBe(true);
    expect(plan.fits[0].shape).toMatchObject({ weeks: 40, channels: 3, chains: 2, draws: 40 });
    expect(plan.fits[0].shape.program).toBe(plan.fits[2].shape.program);
    expect(plan.fits[0].shape.program).not.toBe(plan.fits[3].shape.program);
  });

  it("keeps complete runs of the same table, settings and version, and none other", async () => {
    const out = await folderFor("resume");
    const made = jobs(out).filter(({ name }) => name !== "bad");
    await runBatch(made, threadsExecutor(threads), { out, names });
    const kept = async (changed: readonly FitJob[] = made): Promise<readonly string[]> =>
      (await planBatch(changed, threads, { resume: true })).kept.map(({ name }) => name);
    expect(await kept()).toEqual(["a", "b", "c"]);
    expect((await planBatch(made, threads)).kept).toEqual([]);
    expect(await kept(made.map((job) => ({ ...job, sampling: { ...job.sampling, draws: 41 } })))).toEqual([]);
    expect(await kept(made.map((job) => ({ ...job, report: true })))).toEqual([]);

    const data = await readFile(join(tables, "c.csv"), "utf8");
    await writeFile(join(tables, "c.csv"), data.replace(/\d\n$/, "0\n"));
    await rm(join(out, "a", "summary.json"));
    const draws = join(out, "b", "draws.f64");
    const bytes = await readFile(draws);
    await writeFile(draws, bytes.subarray(8));
    expect(await kept()).toEqual([]);
    await writeFile(draws, bytes);
    await writeFile(join(tables, "c.csv"), data);
    expect(await kept()).toEqual(["b", "c"]);
    const record = join(out, "b", "spec.json");
    await writeFile(record, (await readFile(record, "utf8")).replace('"carryover": "', '"carryover": "old-'));
    expect(await kept()).toEqual(["c"]);
  });

  it("has of a kept run the row that was written when it was made", async () => {
    const out = await folderFor("rows");
    const job = jobFor("a", tables, out);
    const { fits } = await runBatch([job], threadsExecutor(threads), { out, names: ["a"] });
    const { kept } = await planBatch([job], threads, { resume: true });
    const row = fits[0];
    if (row.state === "missing") throw new Error("a is missing");
    const { executor: _, at: __, seconds: ___, ...figures } = row;
    expect(kept[0]).toMatchObject(figures);
    // The journal knows it already, and a journal that was lost is written anew.
    const lines = async (): Promise<number> =>
      (await readFile(join(out, "fits.ndjson"), "utf8")).split("\n").length - 1;
    await runBatch([], threadsExecutor(threads), { out, names: ["a"], known: kept });
    expect(await lines()).toBe(1);
    await writeFile(join(out, "fits.ndjson"), "");
    const again = await runBatch([], threadsExecutor(threads), { out, names: ["a"], known: kept });
    expect(await lines()).toBe(1);
    expect(again.fits[0]).toMatchObject({ name: "a", max_rhat: row.max_rhat });
  });
});

describe("Canceling a batch", () => {
  it("gives up what runs, writes no half of it, and keeps what is finished", async () => {
    const out = await folderFor("cancel");
    const controller = new AbortController();
    const own = startTaskThreads(1, controller.signal);
    try {
      // The second fit would take minutes.
      const work = [jobFor("a", tables, out), jobFor("b", tables, out, { draws: 200_000 }), jobFor("c", tables, out)];
      const overview = await runBatch(work, threadsExecutor(own), {
        out,
        names: ["a", "b", "c"],
        signal: controller.signal,
        onStart: ({ name }) => {
          if (name === "b") setTimeout(() => controller.abort(), 300);
        },
      });
      expect(overview.fits.map(({ state }) => state === "missing")).toEqual([false, true, true]);
      expect((await readdir(out)).toSorted()).toEqual(["a", "fits.ndjson", "overview.csv", "overview.json"]);
    } finally {
      await own.close();
    }
  });
});
