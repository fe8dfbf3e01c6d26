import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { chooseExecutor } from "../../../src/jobs/executors/choose-executor.ts";
import type { FitJob } from "../../../src/jobs/tasks/fit-job.ts";
import type { LaneDevice } from "../../../src/jobs/tasks/lane-device.ts";
import { makeFitsOnLanes } from "../../../src/jobs/tasks/lane-task.ts";
import { grouped, lanesExecutor } from "../../../src/jobs/executors/lanes-executor.ts";
import { batchBytes } from "../../../src/jobs/executors/memory.ts";
import { planBatch } from "../../../src/jobs/plan/plan.ts";
import { exitCodes } from "../../../src/problems/problem.ts";
import { panelsNotOnLanes } from "../../../src/problems/batch-problems.ts";
import { startTaskThreads } from "../../../src/threads/task-threads.ts";
import { lanesPerHour, threadsPerHour } from "../../../src/jobs/executors/throughput.ts";
import { compile, instantiate } from "../../../src/compile/index.ts";
import type { LogDensity } from "../../../src/sampling/density.ts";
import { loadRun } from "../../../src/store/run/load-run.ts";
import { gpuOfTests } from "../../compile/support/gpu.ts";
import { cpuLaneEngine } from "../../sampling/support/cpu-lane-engine.ts";
import { jobFor, tableText, writeTables } from "../support/tables.ts";

/** A device whose lanes are the processor's float64, made to fail when a test wants that. */
const devices = vi.hoisted(() => ({ fail: false, opened: 0, disposed: 0 }));
vi.mock("../../../src/jobs/tasks/lane-device.ts", () => ({
  async openLaneDevice(): Promise<LaneDevice> {
    devices.opened++;
    return {
      kind: "gpu",
      name: "lanes of a test",
      software: false,
      async engine(request, fits, lanesPerFit) {
        if (devices.fail) throw new Error("the device was lost");
        const program = compile(request, "wasm");
        return cpuLaneEngine(
          fits.map((data): LogDensity => {
            const executable = instantiate(program);
            executable.setData(Object.fromEntries(Object.entries(data).map(([k, v]) => [k, Float64Array.from(v)])));
            const dimension = executable.parameters.length;
            return {
              dimension,
              evaluate(position, gradient) {
                executable.parameters.set(position);
                executable.run();
                gradient.set(executable.outputs.subarray(1, dimension + 1));
                return executable.outputs[0];
              },
            };
          }),
          lanesPerFit,
        );
      },
      dispose() {
        devices.disposed++;
      },
    };
  },
}));

let root: string;
let tables: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "carryover-lanes-"));
  tables = join(root, "tables");
  await writeTables(tables, { a: tableText(1, 104), b: tableText(2, 104), small: tableText(3, 24) });
});
afterAll(async () => {
  await rm(root, { recursive: true });
});
afterEach(() => {
  devices.fail = false;
});

const signal = new AbortController().signal;

describe("a group of fits on lanes", () => {
  it("is sampled together and written like any other run, with as many draws in all and a note of the lanes", async () => {
    const out = await mkdtemp(join(root, "out-"));
    const jobs = ["a", "b"].map((name) => jobFor(name, tables, out, { chains: 4, draws: 1000, warmup: 500 }));
    const began = performance.now();
    const rows = await makeFitsOnLanes({ jobs, device: "gpu" }, { signal });
    expect(rows.map(({ name, state, sampler, fallback }) => ({ name, state, sampler, fallback }))).toEqual(
      ["a", "b"].map((name) => ({ name, state: "converged", sampler: "lanes of a test", fallback: [] })),
    );
    const { record, draws, diagnostics } = await loadRun(join(out, "b"));
    // Of the time that the group took each has its share.
    const alone = await Promise.all(
      ["a", "b"].map(async (name) => (await loadRun(join(out, name))).diagnostics.seconds),
    );
    expect(alone[0].sampling + alone[0].warmup).toBeCloseTo(alone[1].sampling + alone[1].warmup, 6);
    expect(diagnostics.seconds.total).toBeLessThanOrEqual(rows[1].seconds);
    expect(alone[0].total + alone[1].total).toBeLessThan((performance.now() - began) / 1000);
    expect(record.lanes).toEqual({
      engine: "lanes of a test",
      chains: 16,
      starting_points: 4,
      warmup: 200,
      draws: 250,
    });
    expect([draws.chains, draws.draws]).toEqual([16, 250]);
    expect(record.specification.sampling).toMatchObject({ chains: 4, draws: 1000 });
    // A run is complete whatever it was sampled on.
    const threads = startTaskThreads(1);
    const { kept } = await planBatch(jobs, threads, { resume: true });
    await threads.close();
    expect(kept.map(({ name, sampler }) => [name, sampler])).toEqual([
      ["a", "lanes of a test"],
      ["b", "lanes of a test"],
    ]);
  });

  it("has fits that lanes are not good enough for made by NUTS, and says why", async () => {
    const out = await mkdtemp(join(root, "out-"));
    // An effective sample size of n draws is at most n log10(n): 353 here.
    const jobs = [jobFor("a", tables, out, { chains: 2, draws: 80 })];
    const [row] = await makeFitsOnLanes({ jobs, device: "gpu" }, { signal });
    expect(row.sampler).toBe("NUTS");
    expect(row.fallback.join(" ")).toContain("The bulk effective sample size is below 400");
    const { record, draws } = await loadRun(join(out, "a"));
    expect(record.lanes).toBeUndefined();
    expect([draws.chains, draws.draws]).toEqual([2, 80]);
  });

  it("is made by NUTS where its device fails, which the next group opens anew", async () => {
    const out = await mkdtemp(join(root, "out-"));
    const jobs = [jobFor("a", tables, out)];
    devices.fail = true;
    const before = { ...devices };
    const [row] = await makeFitsOnLanes({ jobs, device: "gpu" }, { signal });
    expect(row.sampler).toBe("NUTS");
    expect(row.fallback).toEqual(["the device was lost"]);
    expect(devices.disposed).toBe(before.disposed + 1);
    expect(await readdir(out)).toEqual(["a"]);
    devices.fail = false;
    await makeFitsOnLanes({ jobs, device: "gpu" }, { signal });
    expect(devices.opened).toBe(before.opened + 1);
  });

  it("writes nothing when it is canceled", async () => {
    const out = await mkdtemp(join(root, "out-"));
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 50);
    const jobs = [jobFor("a", tables, out, { chains: 4, draws: 100_000 })];
    expect(await makeFitsOnLanes({ jobs, device: "gpu" }, { signal: controller.signal })).toEqual([]);
    expect(await readdir(out)).toEqual([]);
  });
});

describe("Groups of jobs", () => {
  it("hold jobs that follow each other and share a program, so many at a time", async () => {
    const job = (name: string, group?: string): FitJob => ({
      ...jobFor(name, tables, root),
      ...(group === undefined ? {} : { group }),
    });
    const groups: string[] = [];
    const jobs = [job("a", "x"), job("b", "x"), job("c", "x"), job("d", "y"), job("e"), job("f")];
    for await (const group of grouped(jobs, 2)) groups.push(group.map(({ name }) => name).join(""));
    expect(groups).toEqual(["ab", "c", "d", "e", "f"]);
  });
});

describe("the choice of an executor", () => {
  const shape = {
    program: "p",
    group: "g",
    dimension: 28,
    weeks: 104,
    geos: 1,
    channels: 5,
    chains: 4,
    warmup: 500,
    draws: 1000,
    target_accept: 0.8,
    bytes: 2 ** 24,
    report: false,
  };

  it("expects more of lanes the less they cost, up to what threads can judge and write", () => {
    const gradient = 8e-6;
    const onThreads = threadsPerHour(shape, 2, gradient);
    // 4 chains of 1500 transitions of 15 gradients of 8 us, and 4000 draws of 43 us, on two threads.
    expect(onThreads).toBeCloseTo((3600 * 2) / (6000 * 15 * 8e-6 + 0.172), 6);
    const lanes = (leapfrog: number, shared = true): number => lanesPerHour(shape, 2, gradient, { leapfrog, shared });
    expect(lanes(1e-3)).toBeLessThan(onThreads);
    expect(lanes(1e-7)).toBeGreaterThan(onThreads);
    expect(lanes(1e-12) / lanes(1e-11)).toBeCloseTo(1, 4);
    // On cores of their own, lanes and what follows share the time.
    expect(lanes(16e-6, false)).toBeLessThan(onThreads);
  });

  it("takes threads for a short batch, without looking for devices", async () => {
    const threads = startTaskThreads(1);
    try {
      const fits = [{ job: jobFor("a", tables, root), shape }];
      const chosen = await chooseExecutor("auto", fits, threads, 2 ** 33);
      expect(chosen.executor.name).toBe("threads (1)");
      expect(chosen.reason).toBe("the batch is too short to measure other devices");
      expect(chosen.bytes).toBe(batchBytes([shape], 1));
    } finally {
      await threads.close();
    }
  });

  it("takes threads for panels, and refuses other executors by name", async () => {
    const threads = startTaskThreads(1);
    try {
      const national = { job: jobFor("a", tables, root), shape };
      const panel = { job: jobFor("b", tables, root), shape: { ...shape, geos: 8 } };
      const chosen = await chooseExecutor("auto", [national, panel], threads, 2 ** 33);
      expect(chosen).toMatchObject({
        executor: { name: "threads (1)" },
        reason: "panels of geos are sampled on threads",
      });
      const refused = chooseExecutor("tfjs", [national, panel], threads, 2 ** 33);
      await expect(refused).rejects.toMatchObject({
        problems: [panelsNotOnLanes("tfjs", "b", 8)],
        exitCode: exitCodes.usage,
      });
    } finally {
      await threads.close();
    }
  });

  it("takes threads where memory has no room for a device, without looking for one", async () => {
    const threads = startTaskThreads(1);
    try {
      const fits = Array.from({ length: 5000 }, () => ({ job: jobFor("a", tables, root), shape }));
      const room = batchBytes([shape], 1);
      const { executor, reason, bytes } = await chooseExecutor("auto", fits, threads, room);
      expect(executor.name).toBe("threads (1)");
      expect(reason).toBe("the memory limit allows no other devices");
      expect(bytes).toBe(room);
    } finally {
      await threads.close();
    }
  });

  it("measures what is live for a long batch, and never takes a GPU that a processor plays", async () => {
    const threads = startTaskThreads(1);
    try {
      // A thousand hours of work as far as the plan says.
      const fits = Array.from({ length: 5000 }, () => ({ job: jobFor("a", tables, root), shape }));
      const { executor, reason } = await chooseExecutor("auto", fits, threads, 2 ** 33);
      expect(reason).toMatch(
        /^fastest by measurement: threads [\d,]+ fits per hour; .*; tensorflow \w+.* [\d,]+ fits per hour$/,
      );
      expect(executor.name).not.toMatch(/SwiftShader|llvmpipe/i);
    } finally {
      await threads.close();
    }
  });

  it("takes a GPU when it is asked for one, whatever plays it", async (context) => {
    const gpu = await gpuOfTests();
    if (gpu === undefined) return context.skip();
    const { adapter } = gpu;
    gpu.dispose();
    const out = await mkdtemp(join(root, "out-"));
    const threads = startTaskThreads(1);
    try {
      const jobs = [jobFor("small", tables, out)];
      const { fits } = await planBatch(jobs, threads);
      const { executor, reason } = await chooseExecutor("gpu", fits, threads, 2 ** 33);
      expect(executor.name).toBe(`webgpu (${adapter}), 1 fit at once, and 1 thread`);
      expect(reason).toMatch(/^as requested/);
      // 5 draws of each lane are too few, so that NUTS makes the fit in the end; the lanes have been run for it all the same.
      for await (const row of executor.run(fits.map(({ job }) => job))) {
        expect(row).toMatchObject({ sampler: "NUTS", problems: [] });
        expect(row.fallback.length).toBeGreaterThan(0);
      }
    } finally {
      await threads.close();
    }
  });
});

describe("An executor of lanes", () => {
  it("reports a device that fails as fits that failed", async () => {
    const threads = startTaskThreads(1);
    try {
      const jobs = [{ ...jobFor("a", tables, root), table: join(tables, "gone.csv") }];
      const executor = lanesExecutor(threads, { device: { kind: "cpu", name: "cpu" }, fitsAtOnce: 2 });
      for await (const row of executor.run(jobs)) expect(row).toMatchObject({ state: "failed", name: "a" });
    } finally {
      await threads.close();
    }
    expect(await readFile(join(tables, "a.csv"), "utf8")).toBe(tableText(1, 104));
  });
});
