// One table of one world, for a thread of a study: simulated, fitted as a user would, held against its truth, and reviewed.

import { fittedModel } from "../../decisions/draws/index.ts";
import { modelChecks, type ReviewStatus } from "../../decisions/review/index.ts";
import { fitMediaMix, programCache } from "../../mmm/fit/index.ts";
import { sum } from "../../numerics/index.ts";
import { resolve } from "../../mmm/specification/index.ts";
import { tableOfWorld } from "../worlds/index.ts";
import { type Judgment, judgeOfWorld } from "./scenario-judgment.ts";

export interface ScenarioSampling {
  readonly chains: number;
  readonly warmup: number;
  readonly draws: number;
}

export interface ScenarioPayload {
  /** Name of a world. */
  readonly world: string;
  /** Of the table and of the chains. */
  readonly seed: number;
  readonly sampling: ScenarioSampling;
}

/** What a review said of one check. */
export interface CheckStatus {
  readonly check: string;
  readonly status: ReviewStatus;
  readonly figure: number;
}

export interface ScenarioOutcome {
  readonly world: string;
  readonly seed: number;
  readonly weeks: number;
  readonly converged: boolean;
  readonly seconds: number;
  readonly divergences: number;
  /** After warm-up. */
  readonly leapfrogsPerDraw: number;
  readonly judgment: Judgment;
  readonly verdict: ReviewStatus;
  readonly checks: readonly CheckStatus[];
}

/** Kept for the tables that this thread fits one after another. */
const programs = programCache();

/** Runs one. */
export async function runScenario(payload: ScenarioPayload): Promise<ScenarioOutcome> {
  const { world, seed, sampling } = payload;
  const started = performance.now();
  const { chains, warmup, draws } = sampling;
  // What carryover simulate writes for a user, and no more than that.
  const more = `sampling: { chains: ${chains}, warmup: ${warmup}, draws: ${draws}, seed: ${seed} }\n`;
  const { simulation, document, data } = await tableOfWorld(world, { seed, source: "data.csv", more });
  const { truth } = simulation;
  const fit = await fitMediaMix(data, resolve(document, data), { inThisThread: true, programs });
  const model = fittedModel(fit);
  const { review } = modelChecks(model, { diagnostics: fit.diagnostics, pointwise: fit.pointwise });
  return {
    world,
    seed,
    weeks: truth.weeks,
    converged: fit.diagnostics.converged,
    seconds: (performance.now() - started) / 1000,
    divergences: fit.diagnostics.divergences,
    leapfrogsPerDraw: sum(fit.sampler.leapfrogs.values) / fit.sampler.leapfrogs.values.length,
    judgment: judgeOfWorld(model, truth),
    verdict: review.verdict,
    checks: review.checks.map(({ check, status, figure }) => ({ check, status, figure })),
  };
}
