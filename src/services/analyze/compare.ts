// A run beside simpler models, or several runs beside each other.

import { type Document, documentOf } from "../../documents/index.ts";
import type { BaselineChannel, Baselines, RunComparison } from "../../decisions/comparison/index.ts";
import type { Interval } from "../../decisions/draws/index.ts";
import type { PrivacyRecord } from "../../privacy/release/index.ts";
import { runGivenTwice } from "../../problems/check-problems.ts";
import { CarryoverError, exitCodes } from "../../problems/problem.ts";
import {
  checkRequest,
  texts,
  type ServiceCall,
  openForAnswer,
  headOf,
  type RunFacts,
  type RunHead,
  type RunOpened,
  type SamplingCall,
} from "../call/index.ts";
import type { SamplingProgress } from "../fit/index.ts";
import { holdoutKeys, type HoldoutRequest, openWithHoldout } from "../refit/index.ts";

export interface CompareAnswer extends RunFacts {
  readonly baselines: Baselines;
  /** Name of the table's target. */
  readonly target: string;
  /** Whether the fit without the rows held out has converged, where there was one. */
  readonly refitConverged?: boolean | undefined;
}

/**
 * Contributions and returns of a run by simpler methods, beside its own.
 * @returns undefined when it was canceled while it sampled
 * @throws CarryoverError as `refit`
 */
export async function compare(
  request: HoldoutRequest,
  call: SamplingCall<RunOpened | SamplingProgress> = {},
): Promise<CompareAnswer | undefined> {
  await checkRequest("compare", request, holdoutKeys, {}, ["run"]);
  const opened = await openWithHoldout(request, call);
  if (opened === undefined) return undefined;
  const { model, facts, refit } = opened;
  const { baselines } = await import("../../decisions/comparison/baselines.ts");
  return {
    ...facts,
    baselines: baselines(model, undefined, refit?.heldOut),
    target: model.data.target.name,
    refitConverged: refit?.holdout.converged,
  };
}

/** Figures of one channel by every method. */
interface FiguresByMethod {
  readonly leastSquares: number;
  readonly ridge: number;
  /** Null for models that have no such point. */
  readonly maximumAPosteriori: number;
  readonly posterior: Interval;
}

interface ComparedMethods extends Omit<Baselines, "channels"> {
  readonly channels: readonly (Pick<BaselineChannel, "channel" | "spend"> & {
    readonly contribution: FiguresByMethod;
    /** Contribution per unit of spend; of the posterior per unit of true spend, where that is unknown. */
    readonly roi: FiguresByMethod;
  })[];
}

/** The answer as a document. */
export function compareDocument({
  baselines,
  ...facts
}: CompareAnswer): Document<"carryover/baselines/1", RunHead & ComparedMethods> {
  const byMethod = (figures: BaselineChannel["roi"]): FiguresByMethod => ({
    leastSquares: figures["least squares"],
    ridge: figures.ridge,
    maximumAPosteriori: figures["maximum a posteriori"],
    posterior: figures.posterior,
  });
  const channels = baselines.channels.map(({ contribution, roi, ...channel }) => ({
    ...channel,
    contribution: byMethod(contribution),
    roi: byMethod(roi),
  }));
  return documentOf("carryover/baselines/1", { ...headOf(facts), ...baselines, channels });
}

export interface CompareRunsAnswer {
  readonly comparison: RunComparison;
  /** How the tables of the runs were protected, by run folder; those without noise are left out. */
  readonly privacy: ReadonlyMap<string, PrivacyRecord>;
}

/**
 * Differences of leave-one-out density where runs are of the same data, scores and returns side by side.
 * @throws CarryoverError when a run is given twice or cannot be read
 */
export async function compareRuns(
  request: { readonly runs: readonly string[] },
  { onProgress }: ServiceCall<RunOpened> = {},
): Promise<CompareRunsAnswer> {
  await checkRequest("compareRuns", request, [], { runs: texts("a list of run folders") }, ["runs"]);
  const { runs } = request;
  const twice = runs.find((each, k) => runs.indexOf(each) < k);
  if (twice !== undefined) throw new CarryoverError([runGivenTwice(twice)], exitCodes.usage);
  const opened = [];
  for (const each of runs) opened.push(await openForAnswer({ run: each }, undefined));
  // All of them are read before anything is said of one.
  for (const { facts } of opened) onProgress?.({ stage: "opened", run: facts.run, converged: facts.converged });
  const { compareRuns: comparisonOf } = await import("../../decisions/comparison/compare-runs.ts");
  const comparison = comparisonOf(
    opened.map(({ run, model, facts }) => ({ name: facts.run, model, pointwise: run.draws.pointwise })),
  );
  const privacy = new Map(
    opened.flatMap(({ facts }) => (facts.privacy === undefined ? [] : [[facts.run, facts.privacy] as const])),
  );
  return { comparison, privacy };
}

export interface ComparedRuns extends RunComparison {
  /** How the tables of runs were protected, in sentences; those of which a column has noise. */
  readonly privacy: readonly { readonly run: string; readonly statement: readonly string[] }[];
}

/** The answer as a document. */
export function compareRunsDocument({
  comparison,
  privacy,
}: CompareRunsAnswer): Document<"carryover/comparison/1", ComparedRuns> {
  const statements = [...privacy].map(([run, { statement }]) => ({ run, statement }));
  return documentOf("carryover/comparison/1", { ...comparison, privacy: statements });
}
