// Rows as callers see them.

import type { Job } from "../../queue/index.ts";
import type { DatasetAnswer, FitAnswer, JobAnswer } from "../contract/index.ts";
import type { DatasetRow } from "../datasets.ts";
import type { StoredFit } from "../fits.ts";

export function datasetAnswer({
  id,
  name,
  sha256,
  bytes,
  format,
  rows,
  source,
  created,
  described,
}: DatasetRow): DatasetAnswer {
  const content = JSON.parse(described) as Readonly<Record<string, unknown>>;
  return { id, name, sha256, bytes, format, rows, source, created, described: content };
}

/** @param job the latest of the fit */
export function fitAnswer(
  { id, name, dataset_id, model, converged, created }: StoredFit,
  job: Job | undefined,
): FitAnswer {
  return {
    id,
    name,
    dataset: dataset_id,
    model: model ?? undefined,
    state: converged === null ? (job?.state ?? "queued") : "succeeded",
    job: job?.id,
    converged: converged === null ? undefined : converged === 1,
    created,
  };
}

export function jobAnswer(job: Job): JobAnswer {
  const { id, kind, state, attempt, cancel, progress, problems, result, created, started, finished } = job;
  return { id, kind, state, attempt, cancel, progress, problems, result, created, started, finished };
}
