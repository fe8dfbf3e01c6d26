// The constants by which `auto` expects fits an hour, against what a real GPU did: benchmarks/results/gpu.json, written by
// benchmarks/gpu/tables.ts from the check of a GPU. Without that file nothing was measured, and nothing is tested.

import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { lanesPerHour, threadsPerHour } from "../../../src/jobs/executors/throughput.ts";
import { workgroupSize } from "../../../src/compile/wgsl/layout.ts";

interface LanesRow {
  readonly lanes: number;
  readonly medianMicrosecondsPerGradient: number;
}
interface BatchRow {
  readonly fits: number;
  readonly fitsPerHour: number;
  /** Ended by the clock. */
  readonly cut: boolean;
}
interface Check {
  readonly machine: { readonly cores: number };
  readonly sections: Readonly<Record<string, { readonly result?: { readonly rows?: readonly unknown[] } }>>;
}

const path = fileURLToPath(new URL("../../../benchmarks/results/gpu.json", import.meta.url));
const check = existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as Check) : undefined;
const rowsOf = <Row>(section: string): readonly Row[] =>
  (check?.sections[section]?.result?.rows ?? []) as readonly Row[];

const cost = (section: string, lanes: number): number | undefined =>
  rowsOf<LanesRow>(section).find((row) => row.lanes === lanes)?.medianMicrosecondsPerGradient;

/** The fits of the check: four chains of a thousand draws each. */
const shape = { chains: 4, warmup: 1000, draws: 1000 } as Parameters<typeof threadsPerHour>[0];
const cores = check?.machine.cores ?? 1;
const lanesPerFit = 16;
/** Of choose-executor.ts. */
const [fewestOnGpu, mostOnGpu, groupsOfBatch] = [256, 2048, 4];

/** Seconds per gradient of a thread. Checks before 2026-11-29 do not hold it; on such a processor it was measured the day before them. */
function gradient(): number {
  const { secondsPerGradient } = (check?.sections.groups?.result ?? {}) as { readonly secondsPerGradient?: number };
  return secondsPerGradient ?? 17e-6;
}

/** What is expected may be off by this factor either way: `auto` chooses between executors that differ by more. */
const tolerance = 2;

function expectNear(expected: number, measured: number): void {
  expect(expected / measured).toBeGreaterThan(1 / tolerance);
  expect(expected / measured).toBeLessThan(tolerance);
}

describe.skipIf(check === undefined)("the constants of `auto`, on the GPU that was measured", () => {
  it("expect the fits an hour of threads", () => {
    const [row] = rowsOf<BatchRow>("batch-threads");
    expectNear(threadsPerHour(shape, cores, gradient()), row.fitsPerHour);
  });

  /** What is expected of the GPU in groups of the batch that was measured. */
  function expectedOfGpu(row: BatchRow): number {
    const atOnce = Math.min(mostOnGpu, row.fits, Math.max(fewestOnGpu, Math.ceil(row.fits / groupsOfBatch)));
    const lanes = atOnce * lanesPerFit;
    // Of the lane counts that were measured, the nearest.
    const nearest = rowsOf<LanesRow>("lanes-model-a").toSorted(
      (a, b) => Math.abs(Math.log(a.lanes / lanes)) - Math.abs(Math.log(b.lanes / lanes)),
    )[0];
    const leapfrog = nearest.medianMicrosecondsPerGradient / 1e6;
    return lanesPerHour(shape, cores, gradient(), { leapfrog, shared: true });
  }

  it("expect the fits an hour of the GPU", ({ skip }) => {
    const [row] = rowsOf<BatchRow>("batch-gpu");
    if (row.cut) skip("the batch on the GPU did not come to its end");
    expectNear(expectedOfGpu(row), row.fitsPerHour);
  });

  it("do not prefer the GPU where threads made more fits an hour", () => {
    const [gpu] = rowsOf<BatchRow>("batch-gpu");
    const [threads] = rowsOf<BatchRow>("batch-threads");
    const prefersGpu = expectedOfGpu(gpu) > threadsPerHour(shape, cores, gradient());
    if (prefersGpu) expect(gpu.fitsPerHour).toBeGreaterThan(threads.fitsPerHour);
  });

  it("have workgroups of a size that no other beats by a quarter", () => {
    for (const lanes of [1024, 16_384, 65_536]) {
      const shipped = cost("lanes-model-a", lanes);
      const others = ["workgroup-64", "workgroup-128"].map((section) => cost(section, lanes));
      for (const other of others) {
        if (shipped === undefined || other === undefined) continue;
        expect(shipped / other, `workgroups of ${workgroupSize}, ${lanes} lanes`).toBeLessThan(1.25);
      }
    }
  });
});
