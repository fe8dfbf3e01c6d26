// A fit from a checked table and a specification: model, sampling, and what fit-results.ts makes of the draws.

import { camelKeys, checkOptionNames, type OptionNames } from "../../settings/index.ts";
import type { Backend } from "../../compile/index.ts";
import type { MediaData } from "../../data/panel/index.ts";
import { bindModel, withModel } from "../../model/index.ts";
import {
  sampleOnThreads,
  type WorkerPool,
  type ChainProgress,
  type SampleResult,
  type Settings,
  type Watch,
} from "../../sampling/index.ts";
import { type Design, makeDesign } from "./design.ts";
import { type Attempts, sampleUntilClean } from "./attempts.ts";
import type { EarlierAttempt } from "../../diagnostics/fit/index.ts";
import type { MediaMixFit } from "./fit-types.ts";
import { modelData } from "./model.ts";
import { type ProgramCache, programCache } from "./programs.ts";
import { type Resolution, type ResolvedSpec, specOfRows, specOfTable } from "../specification/index.ts";

export interface FitOptions {
  /** "wasm" (default), "wasm-fma" or "javascript". */
  readonly backend?: Backend;
  /** Worker threads; they do not change the draws. Default: one per core; those beyond one per chain share the gradients of large panels. Ignored with `pool`. */
  readonly threads?: number;
  /** Threads started before, which are left running. */
  readonly pool?: WorkerPool;
  /** Sample in this thread, chain after chain, as a thread that makes one fit of many does. The draws are the same. */
  readonly inThisThread?: boolean;
  /** Programs compiled for other fits; `backend` is then theirs. */
  readonly programs?: ProgramCache;
  /**
   * A design of another table whose scales and trend are to hold here too: draws are then in its units. So priors mean the same for
   * every one of several targets, as when they are drawn from the model. `fittedModel` knows the table's own scales alone.
   */
  readonly like?: Design;
  /** Stops sampling; what all chains have completed is kept. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (chains: readonly ChainProgress[]) => void;
  /** Shown the draws so far about ten times a second: `diagnostics.watchConvergence`. */
  readonly watch?: Watch;
  /**
   * Told when the fit is sampled again because of divergences (`sampling.resample` of the specification says how often; 0 turns it off):
   * what was sampled, and the target acceptance that comes next.
   */
  readonly onResample?: (attempt: EarlierAttempt, next: number) => void;
  /**
   * `resumable` of a fit of the same table and specification: a canceled one is completed, and a finished one goes on where the specification has more
   * draws than it. The draws are those of one uninterrupted fit.
   */
  readonly resume?: unknown;
  /** Keep the log likelihood of every row at every draw, for leave-one-out estimates. Default true. */
  readonly pointwise?: boolean;
}

const fitOptionNames: OptionNames<FitOptions> = {
  backend: true,
  threads: true,
  pool: true,
  inThisThread: true,
  programs: true,
  like: true,
  signal: true,
  onProgress: true,
  watch: true,
  onResample: true,
  resume: true,
  pointwise: true,
};

/** Settings of the sampler as a specification has them. */
export function samplerSettings({ sampling }: ResolvedSpec): Partial<Settings> {
  const { resample: _, ...ofChains } = sampling;
  return camelKeys(ofChains);
}

/**
 * Fits the model of `resolution` to `data`. A fit that has not converged is returned like any other, with
 * `diagnostics.converged` false; a canceled one with what was sampled.
 * @throws CarryoverError when chains cannot start (naming the parameter), or the state to resume from does not fit.
 */
export async function fitMediaMix(data: MediaData, given: Resolution, options: FitOptions = {}): Promise<MediaMixFit> {
  const started = performance.now();
  checkOptionNames("fitMediaMix", options, fitOptionNames);
  const resolution = { ...given, spec: specOfTable(specOfRows(given.spec, data.rows), data.dates) };
  const { spec } = resolution;
  const design = makeDesign(data, spec, options.like);
  const programs = options.programs ?? programCache(options.backend);
  const posterior = bindModel(programs.program(spec, design.weeks), modelData(design));
  const compiled = performance.now();
  const shared = {
    signal: options.signal,
    onProgress: options.onProgress,
    watch: withModel(options.watch, posterior),
    names: posterior.coordinateNames,
  };
  const settings = samplerSettings(spec);
  // The kernels are loaded where chains run, which for a single fit is on worker threads alone.
  const sampleOnce = (targetAccept: number, resume: SampleResult | undefined): Promise<SampleResult> =>
    options.inThisThread
      ? import("../../sampling/sample.ts").then(({ sample }) =>
          sample(posterior.density(), { ...settings, targetAccept }, { ...shared, resume }),
        )
      : sampleOnThreads(
          posterior.densitySource(),
          { ...settings, targetAccept },
          { ...shared, resume, pool: options.pool, threads: options.threads },
        );
  const sampling = sampleUntilClean(
    spec.sampling,
    sampleOnce,
    options.resume as Attempts | undefined,
    options.onResample,
  );
  // This thread has nothing to do meanwhile: load what comes after sampling and compile what reports draws.
  const loading = import("./fit-results.ts");
  loading.catch(() => undefined);
  const draw = new Float64Array(posterior.drawSize);
  const warming = new Promise((resume) => setTimeout(resume)).then(() =>
    posterior.evaluateDraw(new Float64Array(posterior.dimension), draw),
  );
  warming.catch(() => undefined);
  const { result, earlier } = await sampling;
  const sampled = performance.now();
  const { assembleFit } = await loading;
  return assembleFit({
    data,
    resolution,
    posterior,
    result,
    earlier,
    times: { started, compiled, sampled },
    pointwise: options.pointwise ?? true,
  });
}
