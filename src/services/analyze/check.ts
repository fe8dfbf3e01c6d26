// The model of a run against its data, with a review; of a holdout too where one is asked for.

import { type Document, documentOf } from "../../documents/index.ts";
import type { ModelChecks } from "../../decisions/review/index.ts";
import { checkRequest, headOf, type RunFacts, type RunHead, type RunOpened, type SamplingCall } from "../call/index.ts";
import type { SamplingProgress } from "../fit/index.ts";
import { holdoutKeys, type HoldoutRequest, openWithHoldout } from "../refit/index.ts";

export interface CheckAnswer extends RunFacts {
  readonly checks: ModelChecks;
  /** False when the run, or the fit without the rows held out, has not converged. */
  readonly reliable: boolean;
}

/**
 * Checks a run against its data and reviews it.
 * @returns undefined when it was canceled while it sampled
 * @throws CarryoverError as `refit`
 */
export async function check(
  request: HoldoutRequest,
  call: SamplingCall<RunOpened | SamplingProgress> = {},
): Promise<CheckAnswer | undefined> {
  await checkRequest("check", request, holdoutKeys, {}, ["run"]);
  const opened = await openWithHoldout(request, call);
  if (opened === undefined) return undefined;
  const { run, model, facts, refit, reliable } = opened;
  const { modelChecks } = await import("../../decisions/review/review.ts");
  const { diagnostics, draws } = run;
  const checks = modelChecks(model, { diagnostics, pointwise: draws.pointwise, holdout: refit?.holdout });
  return { ...facts, checks, reliable };
}

/** The answer as a document. */
export function checkDocument({ checks, ...facts }: CheckAnswer): Document<"carryover/check/2", RunHead & ModelChecks> {
  return documentOf("carryover/check/2", { ...headOf(facts), ...checks });
}
