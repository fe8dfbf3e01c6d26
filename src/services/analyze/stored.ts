// A run as it is stored: its summary, and the verdict on it.

import type { FitSummary } from "../../mmm/fit/index.ts";
import type { StoredRun } from "../../store/run/index.ts";
import { checkRequest, type ServiceCall, loadForAnswer, type RunFacts, type RunOpened } from "../call/index.ts";

export interface StoredRequest {
  /** A run folder. */
  readonly run: string;
}

export interface SummaryAnswer extends RunFacts {
  readonly summary: FitSummary;
}

/** Parameters and quantities of a run. The document is `summary`, as in summary.json. */
export async function summary(
  request: StoredRequest,
  { onProgress }: ServiceCall<RunOpened> = {},
): Promise<SummaryAnswer> {
  await checkRequest("summary", request, ["run"], {}, ["run"]);
  const { run, facts } = await loadForAnswer(request.run, onProgress);
  return { ...facts, summary: run.summary };
}

export interface DiagnoseAnswer extends RunFacts {
  readonly stored: StoredRun;
}

/** All that tells whether a run can be relied on, also of one that was canceled. */
export async function diagnose(
  request: StoredRequest,
  { onProgress }: ServiceCall<RunOpened> = {},
): Promise<DiagnoseAnswer> {
  await checkRequest("diagnose", request, ["run"], {}, ["run"]);
  const { run, facts } = await loadForAnswer(request.run, onProgress);
  return { ...facts, stored: run };
}
