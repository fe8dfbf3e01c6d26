// Seconds per gradient of one fit's model, on the WebAssembly of one thread and on the lanes of a device.

import type { LaneTrajectories } from "../../compile/index.ts";
import { makeDesign, modelData, type ProgramCache } from "../../mmm/fit/index.ts";
import { bindModel, densityRequest, type Posterior } from "../../model/index.ts";
import type { FitJob } from "./fit-job.ts";
import { readJob } from "./job-input.ts";
import type { LaneDevice } from "./lane-device.ts";

/** Seconds over which gradients are counted, and a first share of them that is not: code is still being optimized. */
const measured = 0.1;
const unmeasured = 0.05;
/** Leapfrog steps of a call to an engine: about those of a transition. */
const steps = 8;
/** So short that lanes stay where they are. */
const stepSize = 1e-6;

/** Seconds per gradient in float64 on this thread. */
export async function gradientSeconds(job: FitJob, programs: ProgramCache): Promise<number> {
  const { posterior } = await bound(job, programs);
  const density = posterior.density();
  const position = new Float64Array(density.dimension);
  const gradient = new Float64Array(density.dimension);
  const run = (seconds: number): number => {
    const begin = performance.now();
    let count = 0;
    while (performance.now() - begin < 1000 * seconds) {
      for (let i = 0; i < 16; i++) density.evaluate(position, gradient);
      count += 16;
    }
    return (performance.now() - begin) / 1000 / count;
  };
  run(unmeasured);
  return run(measured);
}

/** Seconds per leapfrog step and lane with `fits` copies of the fit on the device at once. */
export async function laneSeconds(
  job: FitJob,
  programs: ProgramCache,
  device: LaneDevice,
  { fits, lanesPerFit }: { readonly fits: number; readonly lanesPerFit: number },
): Promise<number> {
  const { posterior, lane } = await bound(job, programs);
  const copies = Array.from({ length: fits }, () => lane);
  const engine = await device.engine(densityRequest(posterior.program.model), copies, lanesPerFit);
  try {
    const lanes = fits * lanesPerFit;
    const trajectories: LaneTrajectories = {
      position: new Float32Array(lanes * engine.dimension),
      momentum: new Float32Array(lanes * engine.dimension),
      gradient: new Float32Array(lanes * engine.dimension),
      logDensity: new Float32Array(lanes),
      stepSize: new Float32Array(lanes).fill(stepSize),
      steps: new Uint32Array(lanes),
    };
    // The first call gives the gradients to begin with, and pays for what is made when it is first used.
    await engine.integrate(trajectories);
    trajectories.steps.fill(steps);
    const begin = performance.now();
    let calls = 0;
    do {
      await engine.integrate(trajectories);
      calls++;
    } while (performance.now() - begin < 1000 * measured);
    return (performance.now() - begin) / 1000 / (calls * steps * lanes);
  } finally {
    engine.dispose();
  }
}

async function bound(
  job: FitJob,
  programs: ProgramCache,
): Promise<{ readonly posterior: Posterior; readonly lane: Readonly<Record<string, Float64Array>> }> {
  const { data, resolution } = await readJob(job);
  const design = makeDesign(data, resolution.spec);
  const lane = modelData(design);
  return { lane, posterior: bindModel(programs.program(resolution.spec, design.weeks), lane) };
}
