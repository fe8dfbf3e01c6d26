// The model of a run against its data, with a review; one more fit without the last rows where a holdout is asked for.

import { type Document, documentOf } from "../../documents/index.ts";
import type { Holdout } from "../../decisions/predictions/index.ts";
import type { ModelChecks } from "../../decisions/review/index.ts";
import {
  openForAnswer,
  headOf,
  type RunFacts,
  type RunHead,
  type RunOpened,
  type SamplingCall,
} from "../call/index.ts";
import type { SamplingProgress } from "../fit/index.ts";

export interface CheckRequest {
  /** A run folder. */
  readonly run: string;
  /** Rows at the end of the table (weeks or days) to leave out of one more fit, which takes about as long as the run did. */
  readonly holdout?: number | undefined;
  /** Worker threads of that fit; default one per core, at most one per chain. */
  readonly threads?: number | undefined;
}

export interface CheckAnswer extends RunFacts {
  readonly checks: ModelChecks;
  readonly holdout?: Holdout | undefined;
  /** False when the run, or the fit without the rows held out, has not converged. */
  readonly reliable: boolean;
}

/**
 * Checks a run against its data and reviews it.
 * @returns undefined when it was canceled while it sampled
 * @throws CarryoverError as `refit`
 */
export async function check(
  request: CheckRequest,
  call: SamplingCall<RunOpened | SamplingProgress> = {},
): Promise<CheckAnswer | undefined> {
  const { holdout: rows, threads } = request;
  const opened = await openForAnswer(request.run, call.onProgress);
  const { run, model, facts } = opened;
  const { modelChecks } = await import("../../decisions/review/review.ts");
  let holdout: Holdout | undefined;
  if (rows !== undefined) {
    const { refitOpened } = await import("../refit/refit.ts");
    const refit = await refitOpened(opened, { rows, threads }, call);
    if (refit === undefined) return undefined;
    ({ holdout } = refit);
  }
  const checks = modelChecks(model, { diagnostics: run.diagnostics, pointwise: run.draws.pointwise, holdout });
  return { ...facts, checks, holdout, reliable: facts.converged && holdout?.converged !== false };
}

/** The answer as a document. */
export function checkDocument({ checks, ...facts }: CheckAnswer): Document<"carryover/check/1", RunHead & ModelChecks> {
  return documentOf("carryover/check/1", { ...headOf(facts), ...checks });
}
