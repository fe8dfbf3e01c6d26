import { Worker } from "node:worker_threads";
import { describe, expect, it } from "vitest";
import { compileModel } from "../../src/model/index.ts";
import type { DensitySource } from "../../src/sampling/density.ts";
import { eightSchools, schools } from "./support/eight-schools.ts";

const inWorker = `
  const { parentPort, workerData } = require("node:worker_threads");
  // Node 20 ignores --import tsx in worker threads.
  import("tsx/esm/api").then(async ({ register }) => {
    register();
    const module = await import(workerData.source.module);
    const density = await module[workerData.source.factory](workerData.source.payload);
    const gradient = new Float64Array(density.dimension);
    const value = density.evaluate(workerData.position, gradient);
    parentPort.postMessage({ value, gradient });
  });
`;

function evaluateInWorker(
  source: DensitySource,
  position: Float64Array,
): Promise<{ value: number; gradient: Float64Array }> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(inWorker, {
      eval: true,
      execArgv: ["--import", "tsx"],
      workerData: { source, position },
    });
    worker.once("error", reject);
    worker.once("message", (message) => {
      resolve(message);
      void worker.terminate();
    });
  });
}

describe.each(["wasm", "javascript"] as const)("a density source for %s", (backend) => {
  it("makes the same density on a worker thread", async () => {
    const posterior = compileModel(eightSchools(false), schools, { backend });
    const position = Float64Array.from({ length: posterior.dimension }, (_, i) => Math.sin(i));
    const gradient = new Float64Array(posterior.dimension);
    const value = posterior.density().evaluate(position, gradient);
    const there = await evaluateInWorker(posterior.densitySource(), position);
    expect(there.value).toBe(value);
    expect(there.gradient).toEqual(gradient);
  });
});
