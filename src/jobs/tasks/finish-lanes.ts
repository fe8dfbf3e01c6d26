// What follows the sampling of a fit on lanes or on a device: it is judged, assembled and written, or sampled again with NUTS.

import { judgeLanes } from "../../diagnostics/index.ts";
import { assembleFit, type FitTimes, type Input, makeDesign, modelData } from "../../mmm/fit/index.ts";
import { bindModel, type Posterior } from "../../model/index.ts";
import { formatProblem } from "../../problems/problem.ts";
import type { SampleResult } from "../../sampling/index.ts";
import type { LaneResult } from "../../sampling/lanes/index.ts";
import type { TaskContext } from "../../threads/index.ts";
import type { FitJob } from "./fit-job.ts";
import type { FitRow } from "./fit-row.ts";
import { makeFit, programs } from "./fit-task.ts";
import { readJob } from "./job-input.ts";
import { laneSettingsFor } from "./lane-settings.ts";
import { writeFit } from "./write-fit.ts";

/** A fit with its data bound to its program. */
export interface LaneInput extends Input {
  readonly job: FitJob;
  readonly posterior: Posterior;
  readonly lane: Readonly<Record<string, Float64Array>>;
}

/** @throws CarryoverError with what is wrong with table or model */
export async function bindJob(job: FitJob): Promise<LaneInput> {
  return bindInput(job, await readJob(job));
}

/** The same from what was read before. */
export function bindInput(job: FitJob, input: Input): LaneInput {
  const { spec } = input.resolution;
  const design = makeDesign(input.data, spec);
  const lane = modelData(design);
  return { ...input, job, lane, posterior: bindModel(programs.program(spec, design.weeks), lane) };
}

/**
 * Its row; undefined where it was canceled. The coordinates that were sampled are judged first: where they have not converged, nothing needs to be
 * made of them.
 */
export async function finishLanes(
  input: LaneInput,
  result: LaneResult,
  engine: string,
  times: FitTimes,
  context: TaskContext,
): Promise<FitRow | undefined> {
  if (result.sample?.complete === false) return undefined;
  const { converged, reasons } = judgeLanes(result, input.posterior.coordinateNames);
  if (!converged || result.sample === undefined) return makeFit(input.job, context, reasons.map(formatProblem));
  return writeSampled(input, result.sample, engine, times, context);
}

/** The row of a fit by its verdict, as for single fits: written where it has converged, and sampled again with NUTS where not. */
export async function writeSampled(
  input: LaneInput,
  result: SampleResult,
  engine: string,
  times: FitTimes,
  context: TaskContext,
): Promise<FitRow | undefined> {
  const { job, data, resolution, dataPath, posterior } = input;
  const fit = assembleFit({ data, resolution, posterior, result, times, pointwise: true });
  if (!fit.diagnostics.converged) {
    const failing = fit.diagnostics.checks.filter(({ status }) => status === "fail");
    return makeFit(
      job,
      context,
      failing.map(({ detail }) => detail),
    );
  }
  const { chains, superchains, warmup, draws } = laneSettingsFor(resolution.spec.sampling);
  return writeFit(job, {
    fit,
    dataPath,
    seconds: (performance.now() - times.started) / 1000,
    lanes: { engine, chains, starting_points: superchains, warmup, draws },
  });
}
