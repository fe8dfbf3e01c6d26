// What a thread of a batch does for a group of fits on lanes: sample them together, then judge, assemble and write each.

import type { LaneEngine } from "../../compile/index.ts";
import { densityRequest } from "../../model/index.ts";
import { sampleLanes, type LaneResult } from "../../sampling/lanes/index.ts";
import type { FitJob } from "./fit-job.ts";
import { type FitRow, rowOfFailure } from "./fit-row.ts";
import { bindJob, finishLanes, type LaneInput } from "./finish-lanes.ts";
import { makeInstead, programs, reasonsOf } from "./fit-task.ts";
import { readJob } from "./job-input.ts";
import { type LaneDevice, type LaneDeviceKind, openLaneDevice } from "./lane-device.ts";
import { laneSettingsFor } from "./lane-settings.ts";
import { laneSeconds } from "./measure.ts";
import type { TaskContext } from "../../threads/index.ts";

export interface LaneGroup {
  /** Fits of one program and the same settings of sampling. */
  readonly jobs: readonly FitJob[];
  readonly device: LaneDeviceKind;
}

export type DeviceDescription = Pick<LaneDevice, "kind" | "name" | "software">;

export interface LaneMeasurement {
  readonly job: FitJob;
  readonly device: LaneDeviceKind;
  readonly fits: number;
}

/** Of this thread, kept between groups. */
let device: LaneDevice | undefined;

/**
 * Samples fits on the lanes of one engine and writes their run folders; those that lanes are not good enough for are sampled again here,
 * with NUTS, and all of them where the device fails: their rows say so.
 * @returns their rows; fits that were canceled have none, and nothing is written of them
 */
export async function makeFitsOnLanes({ jobs, device: kind }: LaneGroup, context: TaskContext): Promise<FitRow[]> {
  const started = performance.now();
  const inputs = await Promise.all(jobs.map(bindJob));
  const compiled = performance.now();
  const onLanes = await sampleOn(kind, inputs, context).catch((error: unknown) => ({ reasons: reasonsOf(error) }));
  if ("reasons" in onLanes) return insteadOf(jobs, onLanes.reasons, context);
  const { engine, results } = onLanes;
  const sampled = performance.now();
  const share = { compiling: (compiled - started) / inputs.length, sampling: (sampled - compiled) / inputs.length };
  const rows: FitRow[] = [];
  for (const [index, input] of inputs.entries()) {
    if (context.signal.aborted) break;
    const now = performance.now();
    // As if the fit had run alone, for its share of the time.
    const times = { started: now - share.sampling - share.compiling, compiled: now - share.sampling, sampled: now };
    try {
      const row = await finishLanes(input, results[index], engine, times, context);
      if (row !== undefined) rows.push(row);
    } catch (error) {
      rows.push(rowOfFailure(input.job, error));
    }
  }
  return rows;
}

async function insteadOf(jobs: readonly FitJob[], reasons: readonly string[], context: TaskContext): Promise<FitRow[]> {
  const rows: FitRow[] = [];
  for (const job of jobs) {
    const row = context.signal.aborted ? undefined : await makeInstead({ job, reasons }, context);
    if (row !== undefined) rows.push(row);
  }
  return rows;
}

/** What there is of a kind of device, without keeping it. @throws CarryoverError with the reason why there is none */
export async function describeDevice(kind: LaneDeviceKind | "auto"): Promise<DeviceDescription> {
  const opened = await openLaneDevice(kind);
  try {
    return { kind: opened.kind, name: opened.name, software: opened.software };
  } finally {
    opened.dispose();
  }
}

/** Seconds per leapfrog step and lane with `fits` copies of a fit at once. */
export async function measureLanes({ job, device: kind, fits }: LaneMeasurement): Promise<number> {
  const opened = await openLaneDevice(kind);
  try {
    const { resolution } = await readJob(job);
    const lanesPerFit = laneSettingsFor(resolution.spec.sampling).chains;
    return await laneSeconds(job, programs, opened, { fits, lanesPerFit });
  } finally {
    opened.dispose();
  }
}

async function sampleOn(
  kind: LaneDeviceKind,
  inputs: readonly LaneInput[],
  { signal }: TaskContext,
): Promise<{ readonly engine: string; readonly results: readonly LaneResult[] }> {
  const [first] = inputs;
  const settings = laneSettingsFor(first.resolution.spec.sampling);
  let engine: LaneEngine | undefined;
  try {
    device ??= await openLaneDevice(kind);
    const request = densityRequest(first.posterior.program.model);
    engine = await device.engine(
      request,
      inputs.map(({ lane }) => lane),
      settings.chains,
    );
    const fits = inputs.map(({ posterior, resolution }) => ({
      density: posterior.density(),
      logDensity: posterior.logDensity(),
      seed: resolution.spec.sampling.seed,
      names: posterior.coordinateNames,
    }));
    return { engine: device.name, results: await sampleLanes(engine, fits, settings, { signal }) };
  } catch (error) {
    // A device that failed may be lost; the next group opens it anew.
    device?.dispose();
    device = undefined;
    throw error;
  } finally {
    engine?.dispose();
  }
}
