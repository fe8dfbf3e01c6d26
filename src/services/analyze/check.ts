// The model of a run against its data, with a review; of a holdout too where one is asked for.

import { type Document, documentOf } from "../../documents/index.ts";
import type { ModelChecks } from "../../decisions/review/index.ts";
import { checkRequest, headOf, type RunFacts, type RunHead, type RunOpened, type SamplingCall } from "../call/index.ts";
import { type Backtest, defaultOrigins } from "../../decisions/validation/index.ts";
import { runSettings } from "../../settings/index.ts";
import type { SamplingProgress } from "../fit/index.ts";
import { isLearnedFrom } from "../../mmm/experiments/index.ts";
import {
  holdoutKeys,
  type HoldoutRequest,
  openWithHoldout,
  refitOrigins,
  refitWithoutGeos,
  refitWithoutTests,
} from "../refit/index.ts";
import { CarryoverError, exitCodes } from "../../problems/problem.ts";
import { exclusiveOptions } from "../../problems/usage-problems.ts";

export interface CheckAnswer extends RunFacts {
  readonly checks: ModelChecks;
  /** Where one was asked for. */
  readonly backtest?: Backtest;
  /** False when the run, or a fit without rows held out or after an origin, has not converged. */
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
  /** Also fit up to several origins in the table and score the weeks after them; each takes about as long as the run did. Default false. */
  readonly backtest?: boolean | undefined;
  /** How many; asks for a backtest by itself. Default 4. */
  readonly origins?: number | undefined;
}

const ownKeys = {
  withoutTests: runSettings.without_tests,
  backtest: runSettings.backtest,
  origins: runSettings.origins,
};

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
  const { holdoutGeos: geos, withoutTests, backtest: isAsked, origins, ...rest } = request;
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
  const asked = origins ?? (isAsked === true ? defaultOrigins : undefined);
  const backtest =
    asked === undefined ? undefined : await refitOrigins(opened, { origins: asked, threads: rest.threads }, call);
  if (asked !== undefined && backtest === undefined) return undefined;
  const reliable =
    opened.reliable &&
    (ofGeos?.converged ?? true) &&
    (untested?.converged ?? true) &&
    (backtest?.unconverged ?? 0) === 0;
  const { modelChecks } = await import("../../decisions/review/review.ts");
  const { diagnostics, draws } = run;
  const holdout = ofGeos ?? refit?.holdout;
  const checks = modelChecks(model, { diagnostics, pointwise: draws.pointwise, holdout, untested });
  return { ...facts, checks, ...(backtest === undefined ? {} : { backtest }), reliable };
}

/** The answer as a document. */
export function checkDocument({
  checks,
  backtest,
  ...facts
}: CheckAnswer): Document<"carryover/check/2", RunHead & ModelChecks & { readonly backtest?: Backtest }> {
  return documentOf("carryover/check/2", {
    ...headOf(facts),
    ...checks,
    ...(backtest === undefined ? {} : { backtest }),
  });
}
