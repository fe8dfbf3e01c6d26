// What threads do for fits whose transitions a device makes: before it their data and starting points, between windows of warm-up their
// metrics, after it their results.

import { densityRequest } from "../../model/index.ts";
import type { FitDataOf, PrintedDensity } from "../../compile/wgsl/index.ts";
import type { Input } from "../../mmm/fit/index.ts";
import { CarryoverError, formatProblem } from "../../problems/problem.ts";
import { scaleFromGradient } from "../../sampling/adaptation/index.ts";
import {
  type DeviceDraws,
  type DeviceFit,
  deviceResult,
  kernelFunctions,
  kernelShape,
  type Metrics,
  metricsOf,
  type Windows,
} from "../../sampling/device/index.ts";
import { type LaneFit, type LaneSettings, startingPoints } from "../../sampling/lanes/index.ts";
import type { TaskContext } from "../../threads/index.ts";
import { bindInput, bindJob, type LaneInput, writeSampled } from "./finish-lanes.ts";
import type { FitJob } from "./fit-job.ts";
import { type FitRow, rowOfFailure } from "./fit-row.ts";
import { makeFit, makeInstead, reasonsOf } from "./fit-task.ts";
import { laneSettingsFor } from "./lane-settings.ts";

/** Fits of one program and the same settings of sampling, as the device takes them. */
export interface BoundFits {
  readonly printed: PrintedDensity;
  readonly settings: LaneSettings;
  /** In the order of the jobs; a row for one that cannot be read or has nowhere to start. */
  readonly fits: readonly (BoundFit | FitRow)[];
}

export interface BoundFit {
  readonly input: Input;
  readonly fit: DeviceFit;
}

/** What is printed for the fits of a group, kept for all its fits of this thread. */
const printed = new Map<string, { readonly printed: PrintedDensity; readonly dataOf: FitDataOf }>();
const mostPrinted = 16;

/** Reads tables and finds starting points. Rejects only where no fit can be read. */
export async function bindOnDevice(jobs: readonly FitJob[], context: TaskContext): Promise<BoundFits | FitRow[]> {
  let group: Pick<BoundFits, "printed" | "settings"> | undefined;
  const fits: (BoundFit | FitRow)[] = [];
  for (const job of jobs) {
    try {
      const input = await bindJob(job);
      const settings = laneSettingsFor(input.resolution.spec.sampling);
      const made = await printedFor(job, input, settings);
      group ??= { printed: made.printed, settings };
      const { data, resolution, dataPath } = input;
      fits.push({ input: { data, resolution, dataPath }, fit: deviceFit(input, settings, made.dataOf) });
    } catch (error) {
      // NUTS starts elsewhere, and says what is wrong where that does not help either.
      const known = error instanceof CarryoverError;
      const again = known ? await makeInstead({ job, reasons: reasonsOf(error) }, context) : undefined;
      fits.push(again ?? rowOfFailure(job, error));
    }
  }
  return group === undefined ? (fits as FitRow[]) : { ...group, fits };
}

async function printedFor(
  { group }: FitJob,
  { posterior }: LaneInput,
  { chains }: LaneSettings,
): Promise<{ readonly printed: PrintedDensity; readonly dataOf: FitDataOf }> {
  const known = group === undefined ? undefined : printed.get(group);
  if (known !== undefined) return known;
  const { printDensity } = await import("../../compile/wgsl/index.ts");
  const request = densityRequest(posterior.program.model);
  const made = printDensity(request, kernelShape(chains).lanes, kernelFunctions);
  if (printed.size >= mostPrinted) printed.clear();
  if (group !== undefined) printed.set(group, made);
  return made;
}

function laneFit({ posterior, resolution }: LaneInput): LaneFit {
  return {
    density: posterior.density(),
    logDensity: posterior.logDensity(),
    seed: resolution.spec.sampling.seed,
    names: posterior.coordinateNames,
  };
}

function deviceFit(input: LaneInput, settings: LaneSettings, dataOf: FitDataOf): DeviceFit {
  const fit = laneFit(input);
  const { dimension } = fit.density;
  const { points, gradient } = startingPoints(fit, settings);
  const starts = new Float32Array(points.length * dimension);
  points.forEach((point, superchain) => starts.set(point, superchain * dimension));
  const scale = new Float64Array(dimension);
  scaleFromGradient(gradient, scale);
  return { data: dataOf([input.lane]), starts, scale, seed: fit.seed };
}

/** Metrics of some fits. */
export function computeMetrics(windows: Windows): Metrics {
  return metricsOf(windows);
}

/** A fit that the device has sampled. */
export interface DrawnFit {
  readonly job: FitJob;
  /** Its table and model, as they were read. */
  readonly input: Input;
  readonly draws: DeviceDraws;
  /** The device, for people. */
  readonly engine: string;
  /** Its share of the seconds until it was sampled. */
  readonly seconds: { readonly binding: number; readonly sampling: number };
}

/** Fits of a thread that are being written while it computes the next. */
const writesAtOnce = 2;

/** Rows of fits that are written, or that NUTS made, in their order; undefined where one was canceled. */
export async function finishDrawn(fits: readonly DrawnFit[], context: TaskContext): Promise<(FitRow | undefined)[]> {
  const rows: Promise<FitRow | undefined>[] = [];
  for (const [i, fit] of fits.entries()) {
    if (i >= writesAtOnce) await rows[i - writesAtOnce];
    rows.push(finishOne(fit, context));
  }
  return Promise.all(rows);
}

async function finishOne(
  { job, input: read, draws, engine, seconds }: DrawnFit,
  context: TaskContext,
): Promise<FitRow | undefined> {
  if (context.signal.aborted) return undefined;
  try {
    const input = bindInput(job, read);
    const settings = laneSettingsFor(input.resolution.spec.sampling);
    const now = performance.now();
    const compiled = now - 1000 * seconds.sampling;
    const times = { started: compiled - 1000 * seconds.binding, compiled, sampled: now };
    const { sample, problems } = deviceResult(draws, laneFit(input), settings);
    if (sample === undefined || problems.length > 0) return await makeFit(job, context, problems.map(formatProblem));
    return await writeSampled(input, sample, engine, times, context);
  } catch (error) {
    if (context.signal.aborted) return undefined;
    return rowOfFailure(job, error);
  }
}
