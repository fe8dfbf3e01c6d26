// Leapfrogs on TensorFlow.js: against float64 on the host, lanes of different lengths, broken lanes, memory.

import { beforeAll, describe, expect, it } from "vitest";
import type { LaneData, LaneEngine, LaneTrajectories } from "../../../src/compile/lanes.ts";
import {
  type OpenTensorFlow,
  openTensorflow,
  type TensorFlow,
  tensorflowLaneEngine,
  tensorflowProgram,
} from "../../../src/compile/tensorflow/index.ts";
import { type Random, randomStream } from "../../../src/sampling/index.ts";
import { densityRequest } from "../../../src/model/program.ts";
import { exp, parameterInput } from "../../../src/graph/index.ts";
import { mediaMixModel } from "../../../src/mmm/fit/model.ts";
import { prepare } from "../../mmm/support/cases.ts";
import { eightSchools, schools } from "../../model/support/eight-schools.ts";
import { makeTwin, type Twin } from "../support/float32-twin.ts";
import { epsilon } from "../support/float32-bounds.ts";
import { lanesAt } from "../support/lanes-of-tests.ts";
import { everywhere, webgpuOfTests } from "../support/tensorflow-of-tests.ts";

const request = densityRequest(eightSchools(false));
const dimension = 10;
const dataOf = (factor: number): LaneData => ({
  y: Float64Array.from(schools.y, (y) => factor * y),
  sigma: Float64Array.from(schools.sigma),
});

/** Symmetric, positive definite, dense, one for each fit; numbers that float32 has. */
function metrics(fits: number): Float64Array {
  const random = randomStream([11]);
  const all = new Float64Array(fits * dimension ** 2);
  for (let fit = 0; fit < fits; fit++) {
    const factor = Array.from({ length: dimension }, () =>
      Array.from({ length: dimension }, () => 0.3 * random.normal()),
    );
    for (let i = 0; i < dimension; i++) {
      for (let j = 0; j <= i; j++) {
        const product = factor[i].reduce((total, value, k) => total + value * factor[j][k], i === j ? 0.5 : 0);
        for (const [row, column] of [
          [i, j],
          [j, i],
        ])
          all[(fit * dimension + row) * dimension + column] = Math.fround(product);
      }
    }
  }
  return all;
}

/** Lanes with momenta, step sizes and numbers of steps of their own, in no steps where `steps` says so. */
function trajectories(lanes: number, steps: readonly number[]): LaneTrajectories {
  const random = randomStream([13]);
  const made = lanesAt(
    Array.from({ length: lanes }, () => Float32Array.from({ length: dimension }, () => 0.7 * random.normal())),
  );
  made.momentum.forEach((_, i) => {
    made.momentum[i] = random.normal();
  });
  made.stepSize.forEach((_, lane) => {
    made.stepSize[lane] = 0.05 + 0.01 * lane;
    made.steps[lane] = steps[lane % steps.length];
  });
  return made;
}

/** Starts with the gradients where the lanes are. */
async function settled(engine: LaneEngine, lanes: LaneTrajectories): Promise<LaneTrajectories> {
  const still = lanesAt(
    Array.from({ length: lanes.steps.length }, (_, lane) =>
      lanes.position.slice(lane * engine.dimension, (lane + 1) * engine.dimension),
    ),
  );
  await engine.integrate(still);
  lanes.gradient.set(still.gradient);
  return lanes;
}

interface State {
  readonly position: Float64Array;
  readonly momentum: Float64Array;
}

/** The leapfrog of the textbook in float64; with `random`, every update is moved as float32 arithmetic may move it. */
function hostLeapfrog(
  twin: Twin,
  metric: Float64Array,
  start: State,
  stepSize: number,
  steps: number,
  random?: Random,
): State {
  const position = start.position.slice();
  const momentum = start.momentum.slice();
  const error = twin.error(start.position);
  const moved = (value: number, scale: number): number =>
    random === undefined ? value : value + scale * epsilon * (2 * random.uniform() - 1);
  const kick = (): void => {
    const gradient = twin.exact(position).subarray(1);
    for (let i = 0; i < dimension; i++) {
      const off = random === undefined ? 0 : error[i + 1] * random.normal();
      momentum[i] = moved(momentum[i] + 0.5 * stepSize * (gradient[i] + off), 2 * Math.abs(momentum[i]));
    }
  };
  for (let step = 0; step < steps; step++) {
    kick();
    for (let i = 0; i < dimension; i++) {
      let [velocity, size] = [0, 0];
      for (let j = 0; j < dimension; j++) {
        velocity += metric[i * dimension + j] * momentum[j];
        size += Math.abs(metric[i * dimension + j] * momentum[j]);
      }
      position[i] = moved(position[i] + stepSize * moved(velocity, dimension * size), 2 * Math.abs(position[i]));
    }
    kick();
  }
  return { position, momentum };
}

/** The lanes of `done` against the host, within eight root mean squares of what rounding does to the host. */
function expectHostTrajectories(
  before: LaneTrajectories,
  done: LaneTrajectories,
  lanesPerFit: number,
  data: readonly LaneData[],
  metric: Float64Array,
): void {
  const random = randomStream([17]);
  const twins = data.map((each) => makeTwin(request, each));
  before.steps.forEach((steps, lane) => {
    const fit = Math.floor(lane / lanesPerFit);
    const from = lane * dimension;
    const own = (values: Float32Array): Float64Array => Float64Array.from(values.subarray(from, from + dimension));
    const start = { position: own(before.position), momentum: own(before.momentum) };
    const itsMetric = metric.subarray(fit * dimension ** 2, (fit + 1) * dimension ** 2);
    const run = (noise?: Random): State =>
      hostLeapfrog(twins[fit], itsMetric, start, before.stepSize[lane], steps, noise);
    const wanted = run();
    const runs = Array.from({ length: 8 }, () => run(random));
    for (const part of ["position", "momentum"] as const) {
      wanted[part].forEach((value, i) => {
        const meanSquare = runs.reduce((total, each) => total + (each[part][i] - value) ** 2 / runs.length, 0);
        const allowed = 8 * Math.sqrt(meanSquare) + 4 * epsilon * Math.abs(value);
        const got = done[part][from + i];
        expect(Math.abs(got - value), `${part} ${i} of lane ${lane}: ${got}, not ${value}`).toBeLessThanOrEqual(
          allowed,
        );
      });
    }
  });
}

const copyOf = (lanes: LaneTrajectories): LaneTrajectories => structuredClone(lanes);
const gpu = await webgpuOfTests();

describe.each(gpu === undefined ? everywhere : [...everywhere, "webgpu" as const])("lanes on %s", (backend) => {
  let tf: TensorFlow;
  beforeAll(async () => {
    ({ tf } = await openTensorflow(backend));
  });

  it("go where leapfrogs in float64 go, each its own number of steps, with the metric of its fit", async () => {
    const data = [dataOf(1), dataOf(-0.4), dataOf(2)];
    const engine = await tensorflowLaneEngine(request, data, 2, tf);
    const metric = metrics(data.length);
    engine.setMetric(metric);
    const before = await settled(engine, trajectories(6, [5, 0, 1, 9, 2]));
    const done = copyOf(before);
    await engine.integrate(done);
    engine.dispose();
    expectHostTrajectories(before, done, 2, data, metric);
    // A lane without steps is where it was, and knows its gradient.
    expect(done.position.subarray(dimension, 2 * dimension)).toEqual(
      before.position.subarray(dimension, 2 * dimension),
    );
    expect(done.momentum.subarray(dimension, 2 * dimension)).toEqual(
      before.momentum.subarray(dimension, 2 * dimension),
    );
    expect(done.gradient.subarray(dimension, 2 * dimension)).toEqual(
      before.gradient.subarray(dimension, 2 * dimension),
    );
  });

  it("go the same way together and in pieces", async () => {
    for (const [fits, lanesPerFit] of [
      [3, 2],
      [1, 5],
    ] as const) {
      const data = Array.from({ length: fits }, (_, fit) => dataOf(1 - 0.7 * fit));
      const results: LaneTrajectories[] = [];
      for (const lanesAtOnce of [100, 2]) {
        const engine = await tensorflowLaneEngine(request, data, lanesPerFit, tf, { lanesAtOnce });
        engine.setMetric(metrics(fits));
        const lanes = await settled(engine, trajectories(fits * lanesPerFit, [4, 7]));
        await engine.integrate(lanes);
        engine.dispose();
        results.push(lanes);
      }
      const [together, apart] = results;
      // Rounding may depend on how many lanes a kernel takes at once: seven steps of it.
      for (const part of ["position", "momentum", "gradient", "logDensity"] as const) {
        together[part].forEach((value, i) => {
          expect(Math.abs(value - apart[part][i])).toBeLessThanOrEqual(1e-4 * Math.max(1, Math.abs(value)));
        });
      }
    }
  });

  it("say when they broke, and leave the others alone", async () => {
    const engine = await tensorflowLaneEngine(request, [dataOf(1)], 3, tf);
    const whole = await settled(engine, trajectories(3, [6]));
    const broken = copyOf(whole);
    broken.position.fill(Number.NaN, dimension, 2 * dimension);
    const alone = copyOf(whole);
    await engine.integrate(alone);
    await engine.integrate(broken);
    expect(broken.logDensity[1]).toBeNaN();
    // A step that leads beyond the range of float32.
    const far = copyOf(whole);
    far.stepSize[1] = 1e30;
    await engine.integrate(far);
    expect(Number.isFinite(far.logDensity[1]) && far.logDensity[1] > -1e30).toBe(false);
    engine.dispose();
    for (const other of [0, 2]) {
      const own = [other * dimension, (other + 1) * dimension] as const;
      for (const each of [broken, far]) {
        expect(each.position.slice(...own)).toEqual(alone.position.slice(...own));
        expect(each.gradient.slice(...own)).toEqual(alone.gradient.slice(...own));
        expect(each.logDensity[other]).toBe(alone.logDensity[other]);
      }
    }
  });
});

describe("memory", () => {
  let open: OpenTensorFlow;
  beforeAll(async () => {
    open = await openTensorflow("wasm");
  });

  it("holds as many tensors after 1000 evaluations and 200 leapfrogs as before, and none when disposed of", async () => {
    const { tf } = open;
    const { spec, weeks, data } = await prepare({ name: "the default model", weeks: 40 });
    const media = densityRequest(mediaMixModel(spec, weeks));
    const own = data as LaneData;
    const empty = tf.memory().numTensors;
    const program = tensorflowProgram(media, [own], 2, tf);
    const engine = await tensorflowLaneEngine(media, [own], 2, tf);
    const lanes = lanesAt([new Float32Array(engine.dimension), new Float32Array(engine.dimension).fill(0.1)]);
    const position = new Float32Array(2 * engine.dimension).fill(0.2);
    await program.evaluate(position);
    await engine.integrate(lanes);
    const before = tf.memory();
    for (let i = 0; i < 1000; i++) await program.evaluate(position);
    lanes.steps.fill(20);
    lanes.stepSize.fill(1e-3);
    for (let i = 0; i < 10; i++) await engine.integrate(lanes);
    engine.setMetric(
      Float64Array.from({ length: engine.dimension ** 2 }, (_, i) => (i % (engine.dimension + 1) === 0 ? 1 : 0)),
    );
    const after = tf.memory();
    expect([after.numTensors, after.numBytes]).toEqual([before.numTensors, before.numBytes]);
    program.dispose();
    engine.dispose();
    expect(tf.memory().numTensors).toBe(empty);
  });
});

describe("an engine of lanes refuses", () => {
  let tf: TensorFlow;
  beforeAll(async () => {
    ({ tf } = await openTensorflow("cpu"));
  });

  it("requests that are not a log density with its gradient", async () => {
    const halved = { ...request, outputs: request.outputs.slice(0, 2) };
    await expect(tensorflowLaneEngine(halved, [dataOf(1)], 1, tf)).rejects.toThrow(RangeError);
  });

  it("graphs of more axes than the kernels take", () => {
    const x = parameterInput("x", [1, 2, 1, 2, 1, 2]);
    const deep = { parameters: [x], data: [], outputs: [{ name: "y", node: exp(x) }] };
    expect(() => tensorflowProgram(deep, [{}], 1, tf)).toThrow("at most 5 axes");
  });

  it("trajectories of another number of lanes, metrics of another number of fits, and anything once it is disposed of", async () => {
    const engine = await tensorflowLaneEngine(request, [dataOf(1)], 2, tf);
    await expect(engine.integrate(trajectories(3, [1]))).rejects.toThrow(
      "The position of 2 lanes takes 20 numbers, not 30",
    );
    expect(() => engine.setMetric(new Float64Array(200))).toThrow("1 fits take 100 numbers, not 200");
    engine.dispose();
    await expect(engine.integrate(trajectories(2, [1]))).rejects.toThrow("disposed of");
    expect(() => engine.setMetric(new Float64Array(100))).toThrow("disposed of");
  });

  it("a program on another backend than the one it was made for", async () => {
    const program = tensorflowProgram(request, [dataOf(1)], 1, tf);
    await openTensorflow("wasm");
    await expect(program.evaluate(new Float32Array(dimension))).rejects.toThrow("made for cpu");
    program.dispose();
  });
});
