// A recovery study: where truth comes from, threads, the journal that keeps every data set, files.

import { availableParallelism } from "node:os";
import { join, resolve } from "node:path";
import { sha256 } from "../../data/reading/index.ts";
import { readInput } from "../../mmm/fit/index.ts";
import type { SamplingFlags } from "../../mmm/specification/index.ts";
import { recoverySettings, worldSettings } from "../../settings/index.ts";
import {
  type FittedSet,
  journalName,
  openJournal,
  posteriorSets,
  presetSets,
  priorSets,
  readJournal,
  recover as fitSets,
  type RecoveredWorld,
  type Recovery,
  recoveryOf,
  type Selection,
  type SetSource,
  type StudyIdentity,
} from "../../studies/recovery/index.ts";
import { startTaskThreads, type TaskThreads } from "../../threads/index.ts";
import type { ServiceCall } from "../call/index.ts";
import { threadsWithRoom } from "../fit/index.ts";
import { holdingOut, replaceOut, writable } from "../files/index.ts";
import type { StudyProgress } from "./progress.ts";
import { recoveryFileNames, recoveryFiles } from "./recover-files.ts";

export { recoveryDocument } from "../../studies/recovery/index.ts";

/** Where the truth comes from. */
export type TruthOrigin =
  | { readonly kind: "preset"; readonly preset: RecoveredWorld; readonly weeks?: number | undefined }
  /** The model's own prior, for data shaped like a table; `path` is a table or a model file. */
  | { readonly kind: "prior"; readonly path: string }
  /** The posterior of a run folder. */
  | { readonly kind: "posterior"; readonly run: string };

export interface RecoverRequest {
  readonly origin: TruthOrigin;
  /** Data sets to fit; default 100. */
  readonly datasets?: number | undefined;
  /** Data set i is made and fitted with this + i; default 1. */
  readonly seed?: number | undefined;
  /** Settings of sampling that win over the model file. */
  readonly sampling?: SamplingFlags | undefined;
  /** Most memory to take, in MiB; fewer threads run with less. Default what is free. */
  readonly memory?: number | undefined;
  /** Worker threads, each with a data set of its own; they do not change the figures. Default one per core. */
  readonly threads?: number | undefined;
  /** Also test whether ranks of the truth are uniform; for a truth from the prior. Default false. */
  readonly calibrate?: boolean | undefined;
  /** Fits that figures and verdict are about; default those that converged. */
  readonly selection?: Selection | undefined;
  /** Folder for the study; every data set is kept there as soon as it is done. */
  readonly out?: string | undefined;
  /** Go on with the unfinished study in `out`. Default false. */
  readonly resume?: boolean | undefined;
}

export type RecoverResult =
  | { readonly complete: true; readonly recovery: Recovery; readonly files: readonly string[] }
  /** Canceled; what is done is kept in `out`, where there is one. */
  | { readonly complete: false; readonly done: number; readonly total: number };

/**
 * Fits data sets whose truth is known and says what comes back. The document is `recovery`.
 * @throws CarryoverError for a truth that cannot be read, a folder that holds other things, a journal of another study
 */
export async function recover(request: RecoverRequest, call: ServiceCall<StudyProgress> = {}): Promise<RecoverResult> {
  return holdingOut(request.out, [...recoveryFileNames, journalName], () => study(request, call));
}

async function study(
  request: RecoverRequest,
  { signal = new AbortController().signal, onProgress }: ServiceCall<StudyProgress>,
): Promise<RecoverResult> {
  const datasets = request.datasets ?? recoverySettings.datasets.default;
  const seed = request.seed ?? worldSettings.seed.default;
  const { origin, sampling: flags = {}, calibrate = false, selection = recoverySettings.fits.default, out } = request;
  const { source, identity } = await sourceOf(origin, datasets, seed, flags);
  const first = await source.set(0);
  const { spec } = first.resolution;
  const { sampling } = spec;
  const asked = Math.min(request.threads ?? availableParallelism(), datasets);
  const { memory } = request;
  const count = await threadsWithRoom({ spec, weeks: first.data.rows, threads: asked, memory });
  const own = { ...identity, chains: sampling.chains, warmup: sampling.warmup, draws: sampling.draws, seed, calibrate };
  const journalPath = out === undefined ? undefined : join(resolve(out), journalName);
  const before =
    journalPath === undefined
      ? { sets: [], elapsedSeconds: 0 }
      : await readJournal(journalPath, own, request.resume ?? false);
  const journal = journalPath === undefined ? undefined : await writable(out!, () => openJournal(journalPath, own));

  const threads = startTaskThreads(count, signal);
  const started = performance.now();
  const elapsed = (): number => before.elapsedSeconds + (performance.now() - started) / 1000;
  try {
    const made = await fitSets(source, {
      threads,
      datasets,
      calibrate,
      done: before.sets,
      signal,
      onSet: counter(onProgress, { kept: before.sets.length, total: datasets }, started, (set) =>
        journal?.add(set, elapsed()),
      ),
    });
    await journal?.written();
    if (!made.complete) return { complete: false, done: made.sets.length, total: datasets };
    const { set: _, ...described } = source;
    const settings = { source: described, datasets, seed, sampling, selection, calibrate };
    const recovery = recoveryOf(settings, made.sets, elapsed());
    // Replaces the folder, and the journal with it.
    const files = out === undefined ? [] : await replaceOut(out, await recoveryFiles(recovery));
    return { complete: true, recovery, files };
  } finally {
    await closed(threads, signal.aborted);
  }
}

async function sourceOf(
  origin: TruthOrigin,
  datasets: number,
  seed: number,
  flags: SamplingFlags,
): Promise<{
  readonly source: SetSource;
  /** What tells this study from others, but for its settings. */
  readonly identity: StudyIdentity;
}> {
  switch (origin.kind) {
    case "preset": {
      const { preset, weeks = worldSettings.weeks.default } = origin;
      return { source: presetSets(preset, weeks, seed, flags), identity: { truth: `preset ${preset}`, weeks } };
    }
    case "prior": {
      const { data, resolution } = await readInput(origin.path, flags);
      const { data: _, sampling: __, ...model } = resolution.spec;
      return {
        source: priorSets(data, resolution, seed, datasets),
        identity: { truth: "prior", table: data.hash, model: await sha256(JSON.stringify(model)) },
      };
    }
    case "posterior": {
      const { loadRun, specificationOf } = await import("../../store/run/load-run.ts");
      const run = await loadRun(origin.run);
      const spec = await specificationOf(run);
      const given = Object.fromEntries(Object.entries(flags).filter(([, value]) => value !== undefined));
      const resolution = { spec: { ...spec, sampling: { ...spec.sampling, ...given } }, provenance: [] };
      const { positions, parameters } = run.draws;
      const earlier = { name: origin.run, data: run.data, resolution, positions, parameters };
      const bytes = new Uint8Array(positions.buffer, positions.byteOffset, positions.byteLength);
      return {
        source: posteriorSets(earlier, seed, datasets),
        // Which draws are taken depends on how many sets there are.
        identity: { truth: "posterior", draws: await sha256(bytes), datasets },
      };
    }
  }
}

/** Keeps every set and tells how far the study is. */
function counter(
  tell: ((progress: StudyProgress) => void) | undefined,
  { kept, total }: Pick<StudyProgress, "kept" | "total">,
  started: number,
  keep: (set: FittedSet) => Promise<void> | undefined,
): (set: FittedSet, done: number) => Promise<void> {
  let without = 0;
  const show = (done: number): void =>
    tell?.({ seconds: (performance.now() - started) / 1000, done, total, kept, without });
  show(kept);
  return async (set, done) => {
    if (set.outcome !== "converged") without++;
    await keep(set);
    show(done);
  };
}

/** Threads of a canceled study are in the middle of fits that nobody waits for. */
export async function closed(threads: TaskThreads, wasCanceled: boolean): Promise<void> {
  const closing = threads.close();
  if (wasCanceled) closing.catch(() => undefined);
  else await closing;
}
