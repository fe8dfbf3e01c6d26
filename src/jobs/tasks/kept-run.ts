// Whether a fit of a batch is there already: a complete run folder of the same table, specification and version.

import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Diagnostics, FitSummary, Input } from "../../mmm/fit/index.ts";
import { CarryoverError } from "../../problems/problem.ts";
import { differences, type DrawsRecord, runFiles, type RunRecord, loadRecord } from "../../store/run/index.ts";
import type { FitJob } from "./fit-job.ts";
import { type FitRow, restoredRow, rowOfFit } from "./fit-row.ts";

/** What every run folder has. Run folders appear whole, so only what was taken away later can be missing. */
const needed = [
  runFiles.spec,
  runFiles.draws,
  runFiles.drawsIndex,
  runFiles.summary,
  runFiles.summaryTable,
  runFiles.diagnostics,
  runFiles.data,
] as const;

/** The row of the run in the fit's folder; undefined when the fit has to be made. */
export async function keptRow(job: FitJob, { data, resolution }: Input): Promise<FitRow | undefined> {
  const record = await recordOf(job.folder);
  if (record?.complete !== true) return undefined;
  // On what it was sampled is no part of what was fitted.
  const { backend } = record;
  const intended = { spec: resolution.spec, dataHash: data.hash, backend };
  if (differences(job.folder, record, intended).length > 0) return undefined;
  if (!(await isWhole(job.folder, job.report))) return undefined;
  const [summary, diagnostics] = await Promise.all([
    readJson<FitSummary>(job.folder, runFiles.summary),
    readJson<Diagnostics>(job.folder, runFiles.diagnostics),
  ]);
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

async function recordOf(folder: string): Promise<RunRecord | undefined> {
  try {
    return await loadRecord(folder);
  } catch (error) {
    // No such folder, no run, another format: none that could be kept. Whether it may be replaced is for the writing to say.
    if (error instanceof CarryoverError) return undefined;
    throw error;
  }
}

async function isWhole(folder: string, report: boolean): Promise<boolean> {
  const entries = new Set(await readdir(folder));
  if (![...needed, ...(report ? [runFiles.report] : [])].every((name) => entries.has(name))) return false;
  const { bytes } = await readJson<DrawsRecord>(folder, runFiles.drawsIndex);
  return (await stat(join(folder, runFiles.draws))).size === bytes;
}

async function readJson<T>(folder: string, name: string): Promise<T> {
  return JSON.parse(await readFile(join(folder, name), "utf8")) as T;
}
