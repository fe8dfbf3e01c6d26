// The model of a run against its data, with a review; of a holdout too where one is asked for.

import { type Document, documentOf } from "../../documents/index.ts";
import type { ModelChecks } from "../../decisions/review/index.ts";
import { checkRequest, headOf, type RunFacts, type RunHead, type RunOpened, type SamplingCall } from "../call/index.ts";
import { runSettings } from "../../settings/index.ts";
import type { SamplingProgress } from "../fit/index.ts";
import { isLearnedFrom } from "../../mmm/experiments/index.ts";
import {
  holdoutKeys,
  type HoldoutRequest,
  openWithHoldout,
  refitWithoutGeos,
  refitWithoutTests,
} from "../refit/index.ts";
import { CarryoverError, exitCodes } from "../../problems/problem.ts";
import { exclusiveOptions } from "../../problems/usage-problems.ts";

export interface CheckAnswer extends RunFacts {
  readonly checks: ModelChecks;
  /** False when the run, or the fit without the rows held out, has not converged. */
  readonly reliable: boolean;
}

export interface CheckRequest extends HoldoutRequest {
  /** Geos of a panel whose target is left out of one more fit; instead of `holdout`. Default none. */
  readonly holdoutGeos?: readonly string[] | undefined;
  /**
   * Also fit without the lift tests of the model, which takes about as long as the run did, and compare all of them with that. By default what is expected
   * without a test is found by weighting draws.
   */
  readonly withoutTests?: boolean | undefined;
}

const ownKeys = { withoutTests: runSettings.without_tests };

/**
 * Checks a run against its data and reviews it.
 * @returns undefined when it was canceled while it sampled
 * @throws CarryoverError as `refit`
 */
export async function check(
  request: CheckRequest,
  call: SamplingCall<RunOpened | SamplingProgress> = {},
): Promise<CheckAnswer | undefined> {
  await checkRequest("check", request, [...holdoutKeys, "holdoutGeos"], ownKeys, ["run"]);
  const { holdoutGeos: geos, withoutTests, ...rest } = request;
  if (geos !== undefined && rest.holdout !== undefined) {
    throw new CarryoverError([exclusiveOptions(["--holdout", "--holdout-geos"])], exitCodes.usage);
  }
  const opened = await openWithHoldout(rest, call);
  if (opened === undefined) return undefined;
  const { run, model, facts, refit } = opened;
  const ofGeos = geos === undefined ? undefined : await refitWithoutGeos(opened, { geos, threads: rest.threads }, call);
  if (geos !== undefined && ofGeos === undefined) return undefined;
  const learned = withoutTests === true && model.spec.experiments?.some(isLearnedFrom) === true;
  const untested = learned ? await refitWithoutTests(opened, rest.threads, call) : undefined;
  if (learned && untested === undefined) return undefined;
  const reliable = opened.reliable && (ofGeos?.converged ?? true) && (untested?.converged ?? true);
  const { modelChecks } = await import("../../decisions/review/review.ts");
  const { diagnostics, draws } = run;
  const holdout = ofGeos ?? refit?.holdout;
  const checks = modelChecks(model, { diagnostics, pointwise: draws.pointwise, holdout, untested });
  return { ...facts, checks, reliable };
}

/** The answer as a document. */
export function checkDocument({ checks, ...facts }: CheckAnswer): Document<"carryover/check/2", RunHead & ModelChecks> {
  return documentOf("carryover/check/2", { ...headOf(facts), ...checks });
}
