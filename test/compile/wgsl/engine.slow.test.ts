// Lanes on the GPU as an engine: leapfrog steps, metrics, chunks, broken lanes, failures of the device, and what is left behind.

import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import type { LaneEngine, LaneTrajectories } from "../../../src/compile/index.ts";
import { lower } from "../../../src/compile/lower.ts";
import { openGpu, wgslLaneEngine } from "../../../src/compile/wgsl/index.ts";
import { lanesAtOnce } from "../../../src/compile/wgsl/lane-buffers.ts";
import { layOut } from "../../../src/compile/wgsl/layout.ts";
import { makePace } from "../../../src/compile/wgsl/pace.ts";
import { blockOfSum } from "../../../src/compile/wgsl/print.ts";
import * as g from "../../../src/graph/index.ts";
import { compileModel } from "../../../src/model/index.ts";
import { densityRequest } from "../../../src/model/program.ts";
import type { LogDensity } from "../../../src/sampling/density.ts";
import { randomStream } from "../../../src/sampling/index.ts";
import { eightSchools, schools } from "../../model/support/eight-schools.ts";
import { epsilon } from "../support/float32-bounds.ts";
import { gpuOfTests } from "../support/gpu.ts";
import { lanesAt } from "../support/lanes-of-tests.ts";

const gpu = await gpuOfTests();
afterAll(() => gpu?.dispose());

const model = eightSchools(false);
const request = densityRequest(model);
const dataOf = (fit: number): Record<string, number[]> => ({
  y: schools.y.map((value) => value + 3 * fit),
  sigma: schools.sigma.map((value) => value * (1 + 0.1 * fit)),
});
const densityOf = (fit: number): LogDensity => compileModel(model, dataOf(fit)).density();

/** Lanes scattered about, moving, each with a step size and a number of steps of its own. */
function scattered(engine: LaneEngine, seed: number): LaneTrajectories {
  const random = randomStream([seed]);
  const count = engine.fits * engine.lanesPerFit;
  const lanes = lanesAt(
    Array.from({ length: count }, () => Array.from({ length: engine.dimension }, () => random.normal())),
  );
  lanes.momentum.forEach((_, i) => (lanes.momentum[i] = random.normal()));
  lanes.stepSize.forEach((_, lane) => (lanes.stepSize[lane] = 0.05 + 0.1 * random.uniform()));
  lanes.steps.forEach((_, lane) => (lanes.steps[lane] = (lane * 7) % 23));
  return lanes;
}

/** Gradients where the lanes are. */
async function evaluate(engine: LaneEngine, lanes: LaneTrajectories): Promise<void> {
  const { steps } = lanes;
  await engine.integrate({ ...lanes, steps: new Uint32Array(steps.length) });
}

/** A symmetric matrix with eigenvalues between about 0.5 and 2. */
function metricOf(dimension: number, fit: number): Float64Array {
  const matrix = new Float64Array(dimension * dimension);
  for (let i = 0; i < dimension; i++) {
    for (let j = 0; j < dimension; j++)
      matrix[i * dimension + j] = (i === j ? 1 : 0) + (0.4 / dimension) * Math.cos(i + j + fit);
  }
  return matrix;
}

interface State {
  readonly position: Float64Array;
  readonly momentum: Float64Array;
}

/** Leapfrog steps in float64; `disturb` moves each new number. */
function hostLeapfrog(
  density: LogDensity,
  metric: Float64Array,
  { position, momentum }: State,
  stepSize: number,
  steps: number,
  disturb: (value: number) => number = (value) => value,
): State & { readonly logDensity: number } {
  const dimension = position.length;
  const [q, p, slope] = [position.slice(), momentum.slice(), new Float64Array(dimension)];
  const kick = (): void => slope.forEach((value, i) => (p[i] = disturb(p[i]! + 0.5 * stepSize * disturb(value))));
  let logDensity = density.evaluate(q, slope);
  for (let step = 0; step < steps; step++) {
    kick();
    const velocity = q.map((_, i) => p.reduce((sum, value, j) => sum + metric[i * dimension + j]! * value, 0));
    velocity.forEach((value, i) => (q[i] = disturb(q[i]! + stepSize * disturb(value))));
    logDensity = density.evaluate(q, slope);
    kick();
  }
  return { position: q, momentum: p, logDensity };
}

describe.skipIf(gpu === undefined)("an engine of WGSL lanes", () => {
  const device = gpu?.device as GPUDevice;

  it("moves every lane as a float64 leapfrog with its fit's metric and data does, within rounding", async () => {
    const [fits, lanesPerFit] = [3, 5];
    const engine = await wgslLaneEngine(request, [0, 1, 2].map(dataOf), lanesPerFit, device);
    const { dimension } = engine;
    const metrics = [0, 1, 2].map((fit) => metricOf(dimension, fit));
    engine.setMetric(Float64Array.from(metrics.flatMap((metric) => [...metric])));
    const lanes = scattered(engine, 1);
    await evaluate(engine, lanes);
    const start = structuredClone(lanes);
    await engine.integrate(lanes);
    const random = randomStream([2]);
    // A dot product of the metric and a gradient have some roundings each; every number is disturbed by as many.
    const disturb = (value: number): number => value * (1 + dimension * epsilon * (2 * random.uniform() - 1));
    for (let lane = 0; lane < fits * lanesPerFit; lane++) {
      const fit = Math.floor(lane / lanesPerFit);
      const [from, end] = [lane * dimension, (lane + 1) * dimension];
      const begin: State = {
        position: Float64Array.from(start.position.subarray(from, end)),
        momentum: Float64Array.from(start.momentum.subarray(from, end)),
      };
      const move = (moved?: (value: number) => number): ReturnType<typeof hostLeapfrog> =>
        hostLeapfrog(densityOf(fit), metrics[fit]!, begin, start.stepSize[lane]!, start.steps[lane]!, moved);
      const wanted = move();
      const disturbed = Array.from({ length: 8 }, () => move(disturb));
      const check = (got: number, of: (state: ReturnType<typeof move>) => number, what: string): void => {
        const square = disturbed.reduce((sum, each) => sum + (of(each) - of(wanted)) ** 2, 0);
        const allowed = 6 * Math.sqrt(square / disturbed.length) + 30 * epsilon * (1 + Math.abs(of(wanted)));
        expect(Math.abs(got - of(wanted)), `${what} of lane ${lane}`).toBeLessThanOrEqual(allowed);
      };
      for (let i = 0; i < dimension; i++) {
        check(lanes.position[from + i]!, ({ position }) => position[i]!, `position ${i}`);
        check(lanes.momentum[from + i]!, ({ momentum }) => momentum[i]!, `momentum ${i}`);
      }
      check(lanes.logDensity[lane]!, ({ logDensity }) => logDensity, "the log density");
      if (start.steps[lane] === 0)
        expect(lanes.momentum.subarray(from, end)).toEqual(start.momentum.subarray(from, end));
    }
    engine.dispose();
  });

  it("gives the same numbers in one call, step by step, in chunks, and with calls that wait for each other", async () => {
    const [fits, lanesPerFit] = [4, 40];
    const data = [0, 1, 2, 3].map(dataOf);
    const whole = await wgslLaneEngine(request, data, lanesPerFit, device);
    const chunked = await wgslLaneEngine(request, data, lanesPerFit, device, { mostLanes: 64 });
    const metrics = data.flatMap((_, fit) => [...metricOf(whole.dimension, fit)]);
    for (const engine of [whole, chunked]) engine.setMetric(Float64Array.from(metrics));
    const lanes = scattered(whole, 3);
    await evaluate(whole, lanes);
    const [inChunks, stepByStep] = [structuredClone(lanes), structuredClone(lanes)];
    const { steps } = stepByStep;
    const calls = [whole.integrate(lanes), chunked.integrate(inChunks)];
    for (let step = 0; step < 23; step++) {
      // Lanes that have arrived are only evaluated.
      calls.push(whole.integrate({ ...stepByStep, steps: steps.map((each) => (step < each ? 1 : 0)) }));
    }
    await Promise.all(calls);
    for (const name of ["position", "momentum", "gradient", "logDensity"] as const) {
      expect(inChunks[name], name).toEqual(lanes[name]);
      expect(stepByStep[name], name).toEqual(lanes[name]);
    }
    expect(lanes.logDensity).toHaveLength(fits * lanesPerFit);
    whole.dispose();
    chunked.dispose();
  });

  it("reports lanes that break as broken, leaves the others alone, and starts them anew", async () => {
    const engine = await wgslLaneEngine(request, [dataOf(0)], 8, device);
    const lanes = scattered(engine, 4);
    lanes.steps.fill(6);
    await evaluate(engine, lanes);
    const [broken, before] = [structuredClone(lanes), structuredClone(lanes)];
    const { dimension } = engine;
    broken.position[1 * dimension] = Number.NaN;
    broken.position[2 * dimension + 3] = Number.POSITIVE_INFINITY;
    broken.position[3 * dimension] = 1e25;
    broken.momentum[4 * dimension + 1] = Number.NEGATIVE_INFINITY;
    broken.stepSize[5] = 1e20;
    broken.gradient[6 * dimension] = Number.NaN;
    // Where nothing moves, neither step size nor momentum nor gradient are looked at.
    broken.steps[7] = 0;
    lanes.steps[7] = 0;
    broken.stepSize[7] = Number.NaN;
    broken.gradient[7 * dimension] = Number.NaN;
    await engine.integrate(broken);
    await engine.integrate(lanes);
    for (let lane = 0; lane < 8; lane++) {
      const part = (values: Float32Array): Float32Array => values.subarray(lane * dimension, (lane + 1) * dimension);
      const isBroken = lane >= 1 && lane <= 6;
      expect(broken.logDensity[lane]! < -1e30, `lane ${lane}`).toBe(isBroken);
      for (const name of ["position", "momentum", "gradient"] as const) {
        expect(part(broken[name]).every(Number.isFinite)).toBe(true);
        if (!isBroken) expect(part(broken[name])).toEqual(part(lanes[name]));
        else if (name === "gradient") expect(part(broken[name]).every((value) => value === 0)).toBe(true);
      }
    }
    before.steps[7] = 0;
    await engine.integrate(before);
    expect(before.position).toEqual(lanes.position);
    engine.dispose();
  });

  it("adds up thousands of terms with an error that grows with the length of a block and the number of blocks", async () => {
    const count = 4096;
    const shift = g.parameterInput("shift", []);
    const x = g.dataInput("x", [count]);
    const total = g.sum(g.multiply(g.add(shift, x), g.add(shift, x)));
    const [gradient] = g.gradient(total, [shift]);
    const sums = {
      parameters: [shift],
      data: [x],
      outputs: [
        { name: "total", node: total },
        { name: "gradient", node: gradient! },
      ],
    };
    const values = Float64Array.from({ length: count }, (_, i) => Math.fround(0.1 + 1e-3 * Math.sin(i)));
    const engine = await wgslLaneEngine(sums, [{ x: values }], 1, device);
    const lanes = lanesAt([[0]]);
    await engine.integrate(lanes);
    const wanted = values.reduce((sum, value) => sum + value * value, 0);
    // A term has two roundings before it is added up.
    const bound = (blockOfSum + count / blockOfSum + 2) * epsilon;
    expect(Math.abs(lanes.logDensity[0]! - wanted) / wanted).toBeLessThan(bound);
    engine.dispose();
  });

  it("frees all buffers when it is disposed of, and then does nothing more", async () => {
    const made = new Set<GPUBuffer>();
    const createBuffer = device.createBuffer.bind(device);
    const listening = {
      createBuffer: (descriptor: GPUBufferDescriptor): GPUBuffer => {
        const buffer = createBuffer(descriptor);
        made.add(buffer);
        const destroy = buffer.destroy.bind(buffer);
        buffer.destroy = () => {
          made.delete(buffer);
          return destroy();
        };
        return buffer;
      },
    };
    device.createBuffer = listening.createBuffer;
    const engine = await wgslLaneEngine(request, [dataOf(0), dataOf(1)], 64, device, { mostLanes: 64 });
    device.createBuffer = createBuffer;
    expect(made.size).toBeGreaterThan(8);
    engine.dispose();
    engine.dispose();
    expect(made.size).toBe(0);
    await expect(engine.integrate(scattered(engine, 5))).rejects.toThrow("disposed of");
    expect(() => engine.setMetric(new Float64Array(200))).toThrow("disposed of");
  });

  it("says what is wrong with what it is given", async () => {
    await expect(wgslLaneEngine(request, [], 4, device)).rejects.toThrow("at least one fit");
    await expect(wgslLaneEngine(request, [{ y: [1], sigma: [1] }], 4, device)).rejects.toThrow('Data "y"');
    const { parameters, data } = request;
    await expect(wgslLaneEngine({ parameters, data, outputs: [] }, [dataOf(0)], 4, device)).rejects.toThrow(
      "log density",
    );
    const engine = await wgslLaneEngine(request, [dataOf(0)], 2, device);
    expect(() => engine.setMetric(new Float64Array(3))).toThrow(RangeError);
    const lanes = scattered(engine, 6);
    expect(() => engine.integrate({ ...lanes, steps: new Uint32Array(1) })).toThrow("steps of 2 lanes");
    expect(engine.name).toMatch(/^webgpu \(.+\)$/);
    engine.dispose();
  });

  it("rejects with the device's words when the device fails or is lost", async () => {
    const own = await openGpu();
    const engine = await wgslLaneEngine(request, [dataOf(0)], 2, own.device);
    const lanes = scattered(engine, 7);
    // An error that nobody catches: a buffer without any use.
    own.device.createBuffer({ size: 16, usage: 0 });
    await own.device.queue.onSubmittedWorkDone();
    await expect(engine.integrate(lanes)).rejects.toMatchObject({ problems: [{ code: "gpu-failed" }] });
    const another = await wgslLaneEngine(request, [dataOf(0)], 2, own.device);
    const moving = another.integrate({ ...lanes, steps: lanes.steps.map(() => 100_000) });
    own.dispose();
    await expect(moving).rejects.toThrow(/device was disposed of/);
    await expect(wgslLaneEngine(request, [dataOf(0)], 2, own.device)).rejects.toMatchObject({
      problems: [{ code: "gpu-failed" }],
    });
  });

  it("lets a program end by itself, whether it has cleaned up or not", () => {
    for (const cleanUp of [true, false]) {
      const program = fileURLToPath(new URL("../support/gpu-program.ts", import.meta.url));
      const options = { encoding: "utf8", timeout: 30_000 } as const;
      const { status, stdout } = spawnSync(process.execPath, ["--import", "tsx", program, String(cleanUp)], options);
      expect(stdout).toMatch(/^log density -?\d/);
      expect(status).toBe(0);
    }
  });
});

describe("a GPU that is not there", () => {
  it("is missed by name: the package, or a driver", async () => {
    const missing = Object.assign(new Error("no package"), { code: "ERR_MODULE_NOT_FOUND" });
    const noPackage = openGpu({ load: () => Promise.reject(missing) });
    await expect(noPackage).rejects.toMatchObject({ problems: [{ code: "gpu-package-missing" }] });
    await expect(noPackage).rejects.toThrow("npm install webgpu");
    const noAdapter = { requestAdapter: () => Promise.resolve(null) } as unknown as GPU;
    const noDriver = openGpu({ load: () => Promise.resolve({ create: () => noAdapter }) });
    await expect(noDriver).rejects.toMatchObject({ problems: [{ code: "gpu-adapter-missing" }] });
  });
});

describe("lanes at once", () => {
  const layout = layOut(lower(request));
  const limits = (bytes: number): GPUSupportedLimits =>
    ({
      maxBufferSize: bytes,
      maxStorageBufferBindingSize: bytes,
      maxComputeWorkgroupsPerDimension: 65_535,
    }) as GPUSupportedLimits;

  it("are as many as are wanted, in whole workgroups, while the buffers hold them", () => {
    expect(lanesAtOnce(layout, 10, 10, limits(2 ** 30), Number.POSITIVE_INFINITY)).toBe(128);
    expect(lanesAtOnce(layout, 10, 10, limits(2 ** 30), 64)).toBe(64);
    const bytes = 4 * layout.laneSize;
    const some = lanesAtOnce(layout, 1000, 10, limits(bytes * 1000), Number.POSITIVE_INFINITY);
    expect(some).toBeLessThanOrEqual(1000);
    expect(some % 64).toBe(0);
  });

  it("are none when not even one workgroup has room", () => {
    expect(() => lanesAtOnce(layout, 1, 1, limits(1000), 64)).toThrow(/memory of the lanes takes 1 MiB/);
  });
});

describe("the pace of dispatches", () => {
  it("begins small, grows eightfold at most, and never exceeds what took too long", () => {
    const pace = makePace();
    expect(pace.next(100_000, 50)).toEqual({ lanes: 256, steps: 1 });
    pace.took({ lanes: 256, steps: 1 }, 1);
    expect(pace.next(100_000, 50)).toEqual({ lanes: 2048, steps: 1 });
    expect(pace.next(64, 50)).toEqual({ lanes: 64, steps: 32 });
    pace.took({ lanes: 2048, steps: 1 }, 400);
    expect(pace.next(64, 50)).toEqual({ lanes: 64, steps: 8 });
    // Little to do, done quickly, is no reason to do less.
    pace.took({ lanes: 1, steps: 1 }, 1);
    expect(pace.next(64, 50)).toEqual({ lanes: 64, steps: 8 });
  });
});
