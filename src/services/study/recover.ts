// A recovery study with everything around it: where truth comes from, threads, progress, Ctrl-C, the journal, files.

import { availableParallelism } from "node:os";
import { join, resolve, sep } from "node:path";
import { type TaskThreads, startTaskThreads } from "../threads/index.ts";
import { sha256 } from "../data/reading/index.ts";
import type { Preset } from "../data/worlds/index.ts";
import { readInput } from "../mmm/fit/index.ts";
import type { SamplingFlags } from "../mmm/specification/index.ts";
import { CarryoverError } from "../problems/problem.ts";
import { outNotWritable } from "../problems/run-problems.ts";
import {
  journalName,
  openJournal,
  readJournal,
  type StudyIdentity,
  posteriorSets,
  priorSets,
  presetSets,
  type FittedSet,
  type SetSource,
  type Recovery,
  recoveryOf,
  type Selection,
  recover,
} from "../studies/recovery/index.ts";
import { checkOutFolder, replaceFolder } from "../store/run/index.ts";
import { listenForInterrupts } from "./terminal/index.ts";
import { createDisplay, type Display, type ProgressMode, type SetsProgress, setsView } from "./progress/index.ts";
import { recoveryFileNames, recoveryFiles } from "./recover-files.ts";
import type { Terminal } from "./terminal/index.ts";

/** Where the truth comes from. */
export type TruthOrigin =
  | { readonly kind: "preset"; readonly preset: Preset; readonly weeks: number }
  | { readonly kind: "prior"; readonly path: string }
  | { readonly kind: "posterior"; readonly run: string };

export interface RecoverRequest {
  readonly origin: TruthOrigin;
  readonly datasets: number;
  readonly seed: number;
  readonly flags: SamplingFlags;
  readonly threads: number | undefined;
  readonly calibrate: boolean;
  readonly selection: Selection;
  readonly out: string | undefined;
  readonly resume: boolean;
  readonly progress: ProgressMode;
}

export interface RecoverOutcome {
  readonly recovery: Recovery;
  readonly files: readonly string[];
}

/** @returns undefined when Ctrl-C came before the study was complete; what is done is kept where there is a folder for it */
export async function recoverRun(terminal: Terminal, request: RecoverRequest): Promise<RecoverOutcome | undefined> {
  const { datasets, seed, calibrate, selection, out } = request;
  const { source, identity } = await sourceOf(request);
  const { sampling } = (await source.set(0)).resolution.spec;
  const own = { ...identity, chains: sampling.chains, warmup: sampling.warmup, draws: sampling.draws, seed, calibrate };
  const journalPath = out === undefined ? undefined : join(resolve(out), journalName);
  if (out !== undefined) await checkOutFolder(out, [...recoveryFileNames, journalName]);
  const before =
    journalPath === undefined ? { sets: [], elapsedSeconds: 0 } : await readJournal(journalPath, own, request.resume);
  const journal = journalPath === undefined ? undefined : await writable(out!, () => openJournal(journalPath, own));

  const display = createDisplay(request.progress, terminal.err, setsView);
  const interrupts = listenForInterrupts(() => display.message("Canceling; Ctrl-C again ends at once."));
  const threads = startTaskThreads(Math.min(request.threads ?? availableParallelism(), datasets), interrupts.signal);
  const started = performance.now();
  const elapsed = (): number => before.elapsedSeconds + (performance.now() - started) / 1000;
  try {
    const study = await recover(source, {
      threads,
      datasets,
      calibrate,
      done: before.sets,
      signal: interrupts.signal,
      onSet: counter(display, { kept: before.sets.length, total: datasets }, started, (set) =>
        journal?.add(set, elapsed()),
      ),
    });
    await journal?.written();
    if (!study.complete) {
      display.message(canceled(study.sets.length, datasets, out));
      return undefined;
    }
    const { set: _, ...described } = source;
    const settings = { source: described, datasets, seed, sampling, selection, calibrate };
    const recovery = recoveryOf(settings, study.sets, elapsed());
    return { recovery, files: out === undefined ? [] : await write(out, recovery) };
  } finally {
    display.stop();
    interrupts.release();
    await closed(threads, interrupts.signal.aborted);
  }
}

async function sourceOf({ origin, datasets, seed, flags }: RecoverRequest): Promise<{
  readonly source: SetSource;
  /** What tells this study from others, but for its settings. */
  readonly identity: StudyIdentity;
}> {
  switch (origin.kind) {
    case "preset": {
      const { preset, weeks } = origin;
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
      const { loadRun, specificationOf } = await import("../store/run/load-run.ts");
      const run = await loadRun(origin.run);
      const spec = await specificationOf(run);
      const given = Object.fromEntries(Object.entries(flags).filter(([, value]) => value !== undefined));
      const resolution = { spec: { ...spec, sampling: { ...spec.sampling, ...given } }, provenance: [] };
      const { positions } = run.draws;
      const earlier = { name: origin.run, data: run.data, resolution, positions };
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
  display: Display<SetsProgress>,
  { kept, total }: Pick<SetsProgress, "kept" | "total">,
  started: number,
  keep: (set: FittedSet) => Promise<void> | undefined,
): (set: FittedSet, done: number) => Promise<void> {
  let without = 0;
  const show = (done: number): void =>
    display.update(() => ({ seconds: (performance.now() - started) / 1000, done, total, kept, without }));
  show(kept);
  return async (set, done) => {
    if (set.outcome !== "converged") without++;
    await keep(set);
    show(done);
  };
}

function canceled(done: number, total: number, out: string | undefined): string {
  return out === undefined
    ? `Canceled after ${done} of ${total} data sets; nothing is kept without --out.`
    : `Canceled: ${done} of ${total} data sets are kept in ${out}. Give the same command with --resume to go on.`;
}

/** Threads of a canceled study are in the middle of fits that nobody waits for. */
async function closed(threads: TaskThreads, wasCanceled: boolean): Promise<void> {
  const closing = threads.close();
  if (wasCanceled) closing.catch(() => undefined);
  else await closing;
}

async function write(out: string, recovery: Recovery): Promise<readonly string[]> {
  const files = await recoveryFiles(recovery);
  // Replaces the folder, and the journal with it.
  await writable(out, () => replaceFolder(resolve(out), files));
  return files.map(({ name }) => `${out}${out.endsWith(sep) ? "" : sep}${name}`);
}

async function writable<T>(out: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (code === undefined || syscall === undefined) throw error;
    throw new CarryoverError([outNotWritable(out, code)]);
  }
}
