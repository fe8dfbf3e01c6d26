import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Gpu } from "../../../src/compile/open-gpu.ts";
import { deviceExecutor } from "../../../src/jobs/executors/device-executor.ts";
import type { FitRow } from "../../../src/jobs/tasks/fit-row.ts";
import type { Task, TaskThreads } from "../../../src/threads/index.ts";
import { jobFor, tableText, writeTables } from "../support/tables.ts";

let root: string;
let tables: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "carryover-device-"));
  tables = join(root, "tables");
  await writeTables(tables, { a: tableText(1, 30), b: tableText(2, 30), c: tableText(3, 30) });
});
afterAll(async () => {
  await rm(root, { recursive: true });
});

/** Tasks run here, so that no thread has to load the sources. */
const here = {
  size: 1,
  run: async ({ module, function: name, payload }: Task) =>
    (await import(module))[name](payload, { signal: new AbortController().signal }),
} as unknown as TaskThreads;

/** Nothing can be made on it; where `reason` says so it is lost then. */
function brokenGpu(reason?: string): Gpu {
  let lose: (info: { readonly reason: string; readonly message: string }) => void = () => undefined;
  const device = {
    lost: new Promise((resolve) => (lose = resolve)),
    limits: { maxBufferSize: 2 ** 28, maxStorageBufferBindingSize: 2 ** 27 },
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
    pushErrorScope: () => undefined,
    popErrorScope: () => Promise.resolve(null),
    createShaderModule: () => {
      if (reason !== undefined) lose({ reason: "unknown", message: reason });
      throw new Error(reason ?? "the shader was refused");
    },
  };
  return {
    device: device as unknown as GPUDevice,
    adapter: "a GPU of a test",
    software: false,
    dispose: () => undefined,
  };
}

async function rowsWith(open: () => Promise<Gpu>): Promise<readonly FitRow[]> {
  const out = await mkdtemp(join(root, "out-"));
  const sampling = { chains: 1, warmup: 50, draws: 50 };
  const jobs = ["a", "b", "c"].map((name) => jobFor(name, tables, out, sampling));
  const executor = deviceExecutor(here, { name: "a GPU of a test", fitsAtOnce: 1, open });
  const rows: FitRow[] = [];
  for await (const row of executor.run(jobs)) rows.push(row);
  return rows.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

describe("A batch whose device fails", () => {
  it("has its fits made by NUTS, and says why", async () => {
    const rows = await rowsWith(() => Promise.resolve(brokenGpu()));
    expect(rows.map(({ name, sampler }) => [name, sampler])).toEqual([
      ["a", "NUTS"],
      ["b", "NUTS"],
      ["c", "NUTS"],
    ]);
    expect(rows.map(({ fallback }) => fallback.join())).toEqual(
      Array.from({ length: 3 }, () => "the shader was refused"),
    );
  });

  it("opens it anew where it was lost, and goes on without one where that fails", async () => {
    let opened = 0;
    const rows = await rowsWith(() => {
      opened++;
      return opened === 1
        ? Promise.resolve(brokenGpu("the driver was reset"))
        : Promise.reject(new Error("no adapter"));
    });
    expect(opened).toBe(2);
    expect(rows.every(({ sampler }) => sampler === "NUTS")).toBe(true);
    expect(rows.every(({ fallback: [reason] }) => ["the driver was reset", "no adapter"].includes(reason))).toBe(true);
  });
});
