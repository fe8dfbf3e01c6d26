// One more fit of a stored run, without the last rows of its table: for holdouts.

import {
  type Holdout,
  type HoldoutRows,
  scoreGeoHoldout,
  scoreHoldout,
  trainingData,
  trainingGeos,
} from "../../decisions/predictions/index.ts";
import {
  type Backtest,
  backtestOf,
  backtestOrigins,
  type OriginScores,
  scoreOrigin,
} from "../../decisions/validation/index.ts";
import type { MediaData } from "../../data/panel/index.ts";
import type { MediaMixFit } from "../../mmm/fit/index.ts";
import type { Resolution } from "../../mmm/specification/index.ts";
import { type FittedModel, fittedModel } from "../../decisions/draws/index.ts";
import type { OpenRun, SealOptions } from "../../store/run/index.ts";
import { type AnswerRun, type BusinessRequest, checkRequest, openForAnswer, type RunOpened } from "../call/index.ts";
import type { SamplingCall } from "../call/index.ts";
import { engine as standardEngine, fitThreads } from "../engine/index.ts";
import { runFit, type SamplingProgress } from "../fit/index.ts";

export interface RefitRequest {
  /** A run folder. */
  readonly run: string;
  /** Rows at the end of the table (weeks or days) to leave out. */
  readonly rows: number;
  /** Worker threads, which do not change the draws; default one per core; those beyond one per chain share the gradients of large panels. */
  readonly threads?: number | undefined;
}

export interface RefitResult {
  /** Scores of the predictions of the rows left out, beside forecasts that need no model. */
  readonly holdout: Holdout;
  /** The fit without these rows, for other scores on them. */
  readonly heldOut: HoldoutRows;
}

/**
 * Fits a run's specification without the last rows and scores the predictions of these. Writes nothing.
 * @returns undefined when it was canceled
 * @throws CarryoverError when the run cannot be read, too few rows would be left, or a column does not change in them
 */
export async function refit(
  request: RefitRequest,
  call: SamplingCall<RunOpened | SamplingProgress> = {},
): Promise<RefitResult | undefined> {
  await checkRequest("refit", request, ["run", "rows", "threads"], {}, ["run", "rows"]);
  return refitOpened(await openForAnswer({ run: request.run }, call.onProgress), request, call);
}

export interface HoldoutRequest extends BusinessRequest {
  /** Rows at the end of the table (weeks or days) to leave out of one more fit, which takes about as long as the run did. Default none. */
  readonly holdout?: number | undefined;
  /** Worker threads of that fit; default one per core; those beyond one per chain share the gradients of large panels. */
  readonly threads?: number | undefined;
}

/** Keys of such a request. */
export const holdoutKeys = ["run", "margin", "currency", "title", "holdout", "threads"] as const;

/** A run that is open, with the fit without its last rows where one was asked for. */
export interface OpenWithHoldout extends AnswerRun {
  readonly refit: RefitResult | undefined;
  /** False when the run, or the fit without the rows held out, has not converged. */
  readonly reliable: boolean;
}

/**
 * Opens a run and makes the fit without its last rows, where one is asked for.
 * @param ready called between the two, for what has to be known before anything is sampled
 * @returns undefined when it was canceled. Errors as `refit`.
 */
export async function openWithHoldout(
  { holdout: rows, threads, ...request }: HoldoutRequest,
  call: SamplingCall<RunOpened | SamplingProgress>,
  options: SealOptions = {},
  ready: () => Promise<void> = async () => undefined,
): Promise<OpenWithHoldout | undefined> {
  const opened = await openForAnswer(request, call.onProgress, call.written, options);
  await ready();
  const { converged } = opened.facts;
  if (rows === undefined) return { ...opened, refit: undefined, reliable: converged };
  const made = await refitOpened(opened, { rows, threads }, call);
  if (made === undefined) return undefined;
  return { ...opened, refit: made, reliable: converged && made.holdout.converged };
}

/**
 * Fits the model of an open run without the target of some geos of its panel and scores the predictions of these. Writes nothing.
 * @returns undefined when it was canceled
 */
export async function refitWithoutGeos(
  opened: OpenRun,
  { geos, threads }: { readonly geos: readonly string[]; readonly threads?: number | undefined },
  call: SamplingCall<SamplingProgress>,
): Promise<Holdout | undefined> {
  const { data } = opened.model;
  const fit = await fitAgain(opened, (resolution) => trainingGeos(data, resolution, geos), threads, call);
  return fit === undefined ? undefined : scoreGeoHoldout(fit, data, geos);
}

/**
 * The model of a run fitted without its lift tests, which are then all left to compare. Writes nothing.
 * @returns undefined when it was canceled
 */
export async function refitWithoutTests(
  { run, model }: OpenRun,
  threads: number | undefined,
  call: SamplingCall<SamplingProgress>,
): Promise<FittedModel | undefined> {
  const experiments = model.spec.experiments?.map((test) => ({ ...test, use: "comparison" as const }));
  const spec = experiments === undefined ? model.spec : { ...model.spec, experiments };
  const fit = await fitAgain({ run, model: { ...model, spec } }, () => model.data, threads, call);
  return fit === undefined ? undefined : fittedModel(fit);
}

/**
 * Fits the model of an open run up to each of some origins and scores what follows. Every table is known to be fit for it before anything is sampled.
 * Writes nothing.
 * @returns undefined when it was canceled
 * @throws CarryoverError when the table is too short, or a column does not change before an origin
 */
export async function refitOrigins(
  opened: OpenRun,
  { origins, threads }: { readonly origins: number; readonly threads?: number | undefined },
  call: SamplingCall<SamplingProgress>,
): Promise<Backtest | undefined> {
  const { model } = opened;
  const { data } = model;
  const rows = backtestOrigins(data, origins).map((from) => data.rows - from);
  for (const after of rows) trainingData(data, model, after);
  const scores: OriginScores[] = [];
  for (const after of rows) {
    const fit = await fitAgain(opened, (resolution) => trainingData(data, resolution, after), threads, call);
    if (fit === undefined) return undefined;
    scores.push(scoreOrigin(fit, data));
  }
  return backtestOf(model, scores);
}

/** `refit` of a run that is open. */
async function refitOpened(
  opened: OpenRun,
  { rows, threads }: Omit<RefitRequest, "run">,
  call: SamplingCall<SamplingProgress>,
): Promise<RefitResult | undefined> {
  const { data } = opened.model;
  const fit = await fitAgain(opened, (resolution) => trainingData(data, resolution, rows), threads, call);
  return fit === undefined ? undefined : scoreHoldout(fit, data);
}

/** The specification of a run fitted to another table; undefined when it was canceled. */
async function fitAgain(
  { run, model }: OpenRun,
  training: (resolution: Resolution) => MediaData,
  threads: number | undefined,
  call: SamplingCall<SamplingProgress>,
): Promise<MediaMixFit | undefined> {
  const { engine = standardEngine } = call;
  const { threads: sampling, most } = fitThreads(threads, model.chains);
  const workers = call.workers ?? engine.startWorkers(sampling, most);
  const resolution = { spec: model.spec, provenance: run.record.provenance };
  const { backend } = run.record;
  const prepare = async () => ({ data: training(resolution), resolution, backend });
  const fitted = await runFit(prepare, { workers }, call);
  return fitted === undefined || !fitted.fit.complete ? undefined : fitted.fit;
}
