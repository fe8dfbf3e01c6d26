// Whether a fit of a batch is there already: a complete run folder of the same table, specification and version.

import { readdir } from "node:fs/promises";
import type { Diagnostics, FitSummary, Input } from "../../mmm/fit/index.ts";
import { CarryoverError } from "../../problems/problem.ts";
import { differences, loadFigures, runFiles } from "../../store/run/index.ts";
import type { FitJob } from "./fit-job.ts";
import { type FitRow, restoredRow, rowOfFit } from "./fit-row.ts";

/** The row of the run in the fit's folder; undefined when the fit has to be made. */
export async function keptRow(job: FitJob, { data, resolution }: Input): Promise<FitRow | undefined> {
  const found = await figuresOf(job.folder);
  if (found?.record.complete !== true) return undefined;
  const { record } = found;
  // On what it was sampled is no part of what was fitted.
  const { backend } = record;
  const intended = { spec: resolution.spec, dataHash: data.hash, backend };
  if (differences(job.folder, record, intended).length > 0) return undefined;
  if (job.report && !(await readdir(job.folder)).includes(runFiles.report)) return undefined;
  const summary = found.summary as FitSummary;
  const diagnostics = found.diagnostics as Diagnostics;
  const row = rowOfFit(job.name, {
    seed: record.seed,
    table: record.data.path,
    target: resolution.spec.target,
    channels: resolution.spec.channels.map(({ name }) => name),
    summary,
    diagnostics,
    seconds: diagnostics.seconds.total,
    sampler: record.lanes?.engine ?? "NUTS",
    fallback: [],
  });
  return restoredRow(row);
}

async function figuresOf(folder: string): Promise<Awaited<ReturnType<typeof loadFigures>> | undefined> {
  try {
    return await loadFigures(folder);
  } catch (error) {
    // No such folder, no run, a damaged one, another format: none that could be kept. Whether it may be replaced is for the writing to say.
    if (error instanceof CarryoverError) return undefined;
    throw error;
  }
}
