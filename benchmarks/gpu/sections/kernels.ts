// Kernels against float64: every function over its domain, both models' log densities and gradients, and trajectories there and back.

import { openForCheck, readBack, smallKernel, usage } from "../devices.ts";
import {
  bounds,
  epsilon,
  type Gpu,
  type LaneTrajectories,
  makeTwin,
  mathCall,
  type MathName,
  mathNames,
  mathSource,
  scaleOf,
  special,
  wgslLaneEngine,
} from "../engine.ts";
import { type CheckedFit, type CheckedModel, checkedModel, lanesInBox, modelNames } from "../models.ts";
import type { SectionContext } from "../record.ts";

/** What a sampler does not notice, as in the tests of the kernels: of the log density, and of a gradient relative to one more than its size. */
const harmless = { logDensity: 0.01, gradient: 1e-3 };
/** Errors that a lane may have, in root mean squares of the twin's, as in the tests. */
const deviations = 6;

export async function kernels(context: SectionContext): Promise<void> {
  const { quick, keep, log } = context;
  const gpu = await openForCheck();
  const found: Record<string, unknown> = { panel: "there is no panel model yet" };
  found.functions = await functionErrors(gpu);
  keep(found);
  const bad = Object.values(found.functions as Record<string, FunctionError>).filter(({ within }) => !within);
  log(`functions: ${bad.length === 0 ? "all within their bounds" : JSON.stringify(bad)}`);
  const models: Record<string, unknown> = {};
  found.models = models;
  for (const name of modelNames) {
    const model = await checkedModel(name);
    const fits = await Promise.all(Array.from({ length: quick ? 2 : 8 }, (_, i) => model.fit(i + 1)));
    const own: Record<string, unknown> = {};
    models[name] = own;
    Object.assign(own, await modelErrors(gpu, model, fits, quick ? 1 : 8));
    keep(found);
    own.trajectories = await trajectoryErrors(gpu, model, fits);
    keep(found);
    log(`${name}: ${JSON.stringify(own)}`);
  }
  gpu.dispose();
}

interface FunctionError {
  readonly name: string;
  /** Largest error, in units of 2^-24 times the size of the result. */
  readonly worst: number;
  readonly at: number;
  readonly bound: number;
  readonly within: boolean;
  readonly allFinite: boolean;
}

const exact: Readonly<Record<MathName, (x: number) => number>> = { ...special, sqrt: Math.sqrt };

/** Numbers of every size and of either sign, dense where the functions bend: those of test/compile/wgsl/math.slow.test.ts. */
function grid(): Float32Array<ArrayBuffer> {
  const x: number[] = [0];
  for (let exponent = -37.9; exponent < 38; exponent += 0.01) x.push(10 ** exponent, -(10 ** exponent));
  for (let value = -100; value <= 100; value += 0.0137) x.push(value);
  for (let value = -3; value <= 5; value += 0.00171) x.push(value);
  for (const center of [1, 2, -1, 1.4616321]) for (let k = -200; k <= 200; k++) x.push(center + k * epsilon * 2);
  return Float32Array.from(x);
}

async function functionErrors({ device }: Gpu): Promise<Record<string, FunctionError>> {
  const x = grid();
  const count = x.length;
  const use = usage.storage | usage.copyFrom | usage.copyTo;
  const input = device.createBuffer({ size: 4 * count, usage: use });
  const output = device.createBuffer({ size: 4 * count * mathNames.length, usage: use });
  device.queue.writeBuffer(input, 0, x);
  const lines = mathNames.map((name, i) => `  y[${i * count}u + id.x] = ${mathCall(name, "x[id.x]")};`);
  const kernel = await smallKernel(
    device,
    `${mathSource(mathNames)}
@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read_write> y: array<f32>;
@compute @workgroup_size(64) fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  if (id.x >= ${count}u) { return; }
${lines.join("\n")}
}`,
    [input, output],
  );
  await kernel.run(Math.ceil(count / 64));
  const all = await readBack(device, output);
  for (const buffer of [input, output]) buffer.destroy();
  return Object.fromEntries(
    mathNames.map((name, i) => {
      const got = all.subarray(i * count, (i + 1) * count);
      const { epsilons, domain } = bounds[name];
      let [worst, at] = [0, 0];
      x.forEach((value, k) => {
        if (value < domain[0] || value > domain[1]) return;
        const wanted = exact[name](value);
        if (Math.abs(wanted) > 1e38 || (wanted !== 0 && Math.abs(wanted) < 1e-36)) return;
        const error = wanted === got[k] ? 0 : Math.abs(got[k] - wanted) / scaleOf(name, wanted) / epsilon;
        if (!(error <= worst)) [worst, at] = [Number.isNaN(error) ? 1e30 : error, value];
      });
      const allFinite = got.every(Number.isFinite);
      return [name, { name, worst, at, bound: epsilons, within: worst <= epsilons, allFinite }];
    }),
  );
}

const lanesPerFit = 16;

/** Errors at random places of a box, where some log densities are large, against float64 and what float32 may do there. */
async function modelErrors(
  { device }: Gpu,
  model: CheckedModel,
  fits: readonly CheckedFit[],
  twins: number,
): Promise<object> {
  const { dimension } = model;
  const lanes = fits.length * lanesPerFit;
  const engine = await wgslLaneEngine(
    model.request,
    fits.map(({ lane }) => lane),
    lanesPerFit,
    device,
  );
  try {
    const trajectories = lanesInBox(lanes, dimension, 1);
    await engine.integrate(trajectories);
    let [logDensity, gradient, broken] = [0, 0, 0];
    const wanted = new Float64Array(dimension);
    const position = new Float64Array(dimension);
    for (let lane = 0; lane < lanes; lane++) {
      const density = fits[Math.floor(lane / lanesPerFit)].posterior.density();
      position.set(trajectories.position.subarray(lane * dimension, (lane + 1) * dimension));
      const value = density.evaluate(position, wanted);
      const got = trajectories.logDensity[lane];
      if (!(got > -1e30)) {
        broken++;
        continue;
      }
      logDensity = Math.max(logDensity, Math.abs(got - value));
      for (let i = 0; i < dimension; i++) {
        const off = Math.abs(trajectories.gradient[lane * dimension + i] - wanted[i]) / (1 + Math.abs(wanted[i]));
        gradient = Math.max(gradient, off);
      }
    }
    // How much of what rounding at random allows, as the tests have it.
    let share = 0;
    for (let lane = 0; lane < Math.min(twins, lanes); lane++) {
      const place = trajectories.position.subarray(lane * dimension, (lane + 1) * dimension);
      const twin = makeTwin(model.request, fits[Math.floor(lane / lanesPerFit)].lane);
      const right = twin.exact(place);
      const error = twin.error(place);
      right.forEach((value, i) => {
        const got = i === 0 ? trajectories.logDensity[lane] : trajectories.gradient[lane * dimension + i - 1];
        const allowed = deviations * error[i] + 4 * epsilon * Math.abs(value) + 1e-30;
        share = Math.max(share, Math.abs(got - value) / allowed);
      });
    }
    return {
      positions: lanes,
      broken,
      logDensityError: logDensity,
      gradientError: gradient,
      harmless: broken === 0 && logDensity < harmless.logDensity && gradient < harmless.gradient,
      shareOfWhatRoundingAllows: share,
      twins: Math.min(twins, lanes),
    };
  } finally {
    engine.dispose();
  }
}

/** Sixteen leapfrog steps on the device and in float64 from the same start; then back with the momentum turned. */
async function trajectoryErrors({ device }: Gpu, model: CheckedModel, fits: readonly CheckedFit[]): Promise<object> {
  const { dimension } = model;
  const [steps, stepSize] = [16, 0.005];
  const lanes = fits.length * lanesPerFit;
  const data = fits.map(({ lane }) => lane);
  const engine = await wgslLaneEngine(model.request, data, lanesPerFit, device);
  try {
    const moving = lanesInBox(lanes, dimension, 0.5);
    await engine.integrate(moving);
    const start = { position: moving.position.slice(), momentum: new Float32Array(lanes * dimension) };
    start.momentum.forEach((_, i) => (start.momentum[i] = Math.fround(Math.sin(1 + 7 * i))));
    moving.momentum.set(start.momentum);
    (moving.stepSize as Float32Array).fill(Math.fround(stepSize));
    moving.steps.fill(steps);
    await engine.integrate(moving);
    let position = 0;
    for (let lane = 0; lane < lanes; lane++) {
      const end = leapfrogs(fits[Math.floor(lane / lanesPerFit)], start, lane, dimension, steps, Math.fround(stepSize));
      for (let i = 0; i < dimension; i++) {
        position = Math.max(position, Math.abs(end[i] - moving.position[lane * dimension + i]));
      }
    }
    moving.momentum.forEach((value, i) => (moving.momentum[i] = -value));
    (moving.steps as Uint32Array).fill(steps);
    await engine.integrate(moving);
    let back = 0;
    start.position.forEach((value, i) => (back = Math.max(back, Math.abs(moving.position[i] - value))));
    return { steps, stepSize, positionAgainstFloat64: position, positionAfterReturn: back };
  } finally {
    engine.dispose();
  }
}

function leapfrogs(
  { posterior }: CheckedFit,
  start: Pick<LaneTrajectories, "position" | "momentum">,
  lane: number,
  dimension: number,
  steps: number,
  stepSize: number,
): Float64Array {
  const density = posterior.density();
  const q = Float64Array.from(start.position.subarray(lane * dimension, (lane + 1) * dimension));
  const p = Float64Array.from(start.momentum.subarray(lane * dimension, (lane + 1) * dimension));
  const g = new Float64Array(dimension);
  density.evaluate(q, g);
  for (let step = 0; step < steps; step++) {
    for (let i = 0; i < dimension; i++) {
      p[i] += 0.5 * stepSize * g[i];
      q[i] += stepSize * p[i];
    }
    density.evaluate(q, g);
    for (let i = 0; i < dimension; i++) p[i] += 0.5 * stepSize * g[i];
  }
  return q;
}
