// From a table or a model file to a run folder with its report, resumed where that is asked for.

import type { Backend } from "../../compile/index.ts";
import { type Document, documentOf } from "../../documents/index.ts";
import { readdir } from "node:fs/promises";
import { resolve } from "node:path";
import type { Advice } from "../../decisions/advice/index.ts";
import { type Diagnostics, type Input, readInput, type FitSummary } from "../../mmm/fit/index.ts";
import { type SamplingFlags } from "../../mmm/specification/index.ts";
import type { PrivacyRecord } from "../../privacy/release/index.ts";
import { standardInput } from "../../files/index.ts";
import type { Notice } from "../../problems/notice.ts";
import { CarryoverError, exitCodes } from "../../problems/problem.ts";
import { type ColumnsRead, columnsRead } from "../../data/panel/index.ts";
import type { ColumnRole } from "../../data/roles/index.ts";
import {
  checkRunTarget,
  diagnosticsDocument,
  type HeldFolder,
  holdFolder,
  type RefreshedRun,
  summaryDocument,
} from "../../store/run/index.ts";
import { checkRequest, headOf, ownRules, type RunHead } from "../call/index.ts";
import {
  type Business,
  fitSettings,
  runSettings,
  samplingConflict,
  type ColumnFlags,
  type ReadingValues,
} from "../../settings/index.ts";
import type { SamplingCall } from "../call/index.ts";
import { engine as standardEngine, fitThreads } from "../engine/index.ts";
import { checkFitRoom } from "./fit-room.ts";
import { type FitTask, runFit, type SamplingProgress } from "./run-fit.ts";

export interface FitRequest {
  /** A table (CSV or Parquet) or a model file (YAML or JSON). */
  readonly path: string;
  /** Text of a model file for the table at `path`, without its `data`: for callers that have no file of it. */
  readonly model?: string | undefined;
  /** Run folder to write; an earlier run is replaced once the new one is complete. */
  readonly out: string;
  /** Settings of sampling that win over the model file. */
  readonly sampling?: SamplingFlags | undefined;
  /** Columns that win over the model file and over what is found. */
  readonly columns?: ColumnFlags | undefined;
  /** Margin, currency and title that win over the model file; they are kept in the run and change no draw. */
  readonly business?: Business | undefined;
  /** How the table is read, where its cells do not tell; wins over the model file. */
  readonly reading?: ReadingValues | undefined;
  /** Worker threads, which do not change the draws; those beyond one per chain share the gradients of large panels. Default one per core. */
  readonly threads?: number | undefined;
  /** Most memory to take, in MiB; a fit that needs more is refused before it samples. Default what is free. */
  readonly memory?: number | undefined;
  /** What the model is compiled to; default "wasm", and that of the run that is resumed. */
  readonly backend?: Backend | undefined;
  /**
   * Go on with the run in `out`: complete a canceled one, or give a finished one as many draws more as `sampling` says. The draws are those of one
   * uninterrupted fit. Default false.
   */
  readonly resume?: boolean | undefined;
  /** Write report.html into the run folder. Default true. */
  readonly report?: boolean | undefined;
  /** What the run record says it was made by. */
  readonly command: string;
  /** The run whose model this is, fitted to a newer table; kept in the record, also where the run is resumed. */
  readonly refreshes?: RefreshedRun | undefined;
}

/** What follows sampling: the run folder is written, then what follows from it. */
export interface Kept {
  readonly stage: "stored" | "analyzed";
}

/** What was read, before anything is sampled: what each column is, and what stands out. */
export interface TableRead extends ColumnsRead {
  readonly stage: "read";
}

export type FitProgress = SamplingProgress | TableRead | Kept;

export interface FitResult {
  /** Absolute path of the run folder. */
  readonly run: string;
  /** False when it was canceled: what all chains completed is stored and can be resumed; there is no advice then. */
  readonly complete: boolean;
  readonly converged: boolean;
  readonly summary: FitSummary;
  readonly diagnostics: Diagnostics;
  readonly advice?: Advice | undefined;
  /** Absolute path of the report, where one was wanted. */
  readonly report?: string | undefined;
  /**
   * Absolute path of a run that lies in `out` and was kept: a canceled fit never replaces a finished one, nor a canceled one that it does not go on
   * from, and is stored beside it.
   */
  readonly kept?: string | undefined;
  /** What stands out in the table. */
  readonly notices: readonly Notice[];
  /** What each column of the table is, and why. */
  readonly columns: readonly ColumnRole[];
  /** How the table was protected when it was published; absent where no column has noise. */
  readonly privacy?: PrivacyRecord | undefined;
}

/**
 * Fits a table or a model file and stores the run. A fit that has not converged is stored like any other, with `converged` false.
 * @returns undefined when it was canceled before sampling began: nothing is written then
 * @throws CarryoverError with all problems of the file, the table, the folder (one that cannot be written or is being written by another
 *   process is found before anything is sampled) or the run to resume
 */
export async function fit(request: FitRequest, call: SamplingCall<FitProgress> = {}): Promise<FitResult | undefined> {
  const { anything, memory } = ownRules;
  await checkRequest(
    "fit",
    request,
    ["path", "model", "out", "threads", "backend", "resume", "report", "command"],
    { sampling: anything, columns: anything, business: anything, reading: anything, memory, refreshes: anything },
    ["path", "out", "command"],
  );
  const { out, sampling: flags = {}, report: wanted = true, command } = request;
  const { engine = standardEngine, onProgress } = call;
  const { threads, most } = fitThreads(request.threads, flags.chains ?? fitSettings.chains.default);
  const workers = call.workers ?? engine.startWorkers(threads, most);
  const settings = { workers, whileSampling: () => engine.prepareAnalysis(wanted) };
  const places: HeldFolder[] = [];
  try {
    const fitted = await runFit(() => prepare(request, most, flags, places, onProgress), settings, call);
    if (fitted === undefined) return undefined;
    const { task, fit: made } = fitted;
    const { saveRun } = await import("../../store/run/save-run.ts");
    const dataPath = task.dataPath === standardInput ? standardInput : resolve(task.dataPath);
    const { refreshes = task.refreshes } = request;
    const origin = {
      command,
      dataPath,
      backend: task.backend,
      threads: request.threads ?? threads,
      ...(refreshes === undefined ? {} : { refreshes }),
    };
    // A finished run stays until there is a finished one in its place.
    const goesOn = task.resume !== undefined && task.finished !== true;
    const replaces = made.complete || goesOn || !(await holdsFiles(places[0].path));
    const place = replaces ? out : await placeBeside(out, places);
    const saved = await saveRun(made, place, origin, places.at(-1));
    onProgress?.({ stage: "stored" });
    const { summary, complete, privacy } = made;
    // The run is safe on disk before anything is made of it.
    const analyzed = complete ? await engine.analyze(made, saved, wanted) : undefined;
    onProgress?.({ stage: "analyzed" });
    const { advice, report } = analyzed ?? {};
    const { folder: run, diagnostics } = saved;
    const { converged } = diagnostics;
    const { notices, columns = [] } = task.data;
    const kept = replaces ? undefined : places[0].path;
    return { run, complete, converged, summary, diagnostics, advice, report, kept, notices, columns, privacy };
  } finally {
    for (const place of places) await place.release();
  }
}

/** A folder beside a run that is to be kept, for what was sampled of another: held, and empty or not there. */
async function placeBeside(out: string, places: HeldFolder[]): Promise<string> {
  for (let number = 1; ; number++) {
    const place = `${out.replace(/[/\\]+$/, "")}-canceled${number === 1 ? "" : `-${number}`}`;
    // Held by another process, or taken: the next one.
    const held = await holdFolder(place).catch((error: unknown) => {
      if (error instanceof CarryoverError && error.exitCode === exitCodes.usage) return undefined;
      throw error;
    });
    if (held === undefined) continue;
    if (!(await holdsFiles(held.path))) {
      places.push(held);
      return place;
    }
    await held.release();
  }
}

async function holdsFiles(folder: string): Promise<boolean> {
  return (await readdir(folder).catch((): string[] => [])).length > 0;
}

/** What a fit prints: the run, summary and diagnostics as they are in its folder, advice, and where the report is. */
export interface FittedRun extends RunHead, Omit<FitResult, "privacy" | "summary" | "diagnostics"> {
  readonly summary: ReturnType<typeof summaryDocument>;
  readonly diagnostics: ReturnType<typeof diagnosticsDocument>;
}

/** The result as a document. */
export function fitDocument({
  summary,
  diagnostics,
  privacy,
  ...result
}: FitResult): Document<"carryover/fit/2", FittedRun> {
  return documentOf("carryover/fit/2", {
    ...result,
    ...headOf({ ...result, privacy }),
    summary: summaryDocument(summary),
    diagnostics: diagnosticsDocument(diagnostics),
  });
}

interface PreparedFit extends FitTask, Input {
  /** Whether the run that is gone on with had all draws that it was asked for. */
  readonly finished?: boolean;
  /** What the run that is gone on with refreshes. */
  readonly refreshes?: RefreshedRun;
}

async function prepare(
  { path, model, out, business, reading, columns, memory, backend: wanted, resume = false }: FitRequest,
  most: number,
  flags: SamplingFlags,
  places: HeldFolder[],
  onProgress: ((progress: TableRead) => void) | undefined,
): Promise<PreparedFit> {
  await checkRunTarget(out);
  places.push(await holdFolder(out));
  const input = await readInput(path, { ...flags, business, reading, columns }, model);
  checkSampling(input, flags);
  await checkFitRoom({ spec: input.resolution.spec, weeks: input.data.rows, threads: most, memory, out });
  const told = (backend: Backend): PreparedFit => {
    onProgress?.({ stage: "read", ...columnsRead(input.data, input.resolution.spec.currency) });
    return { ...input, backend };
  };
  if (!resume) return told(wanted ?? runSettings.backend.default);
  const { resumeProblems } = await import("../../store/run/check-resume.ts");
  const { loadResumable } = await import("../../store/run/load-run.ts");
  const { record, state } = await loadResumable(out);
  const { spec } = input.resolution;
  const backend = wanted ?? record.backend;
  const intended = { spec, dataHash: input.data.hash, backend };
  const problems = resumeProblems(out, record, intended, state !== undefined);
  if (problems.length > 0) throw new CarryoverError(problems);
  const { refreshes } = record;
  return {
    ...told(backend),
    resume: state,
    finished: record.complete,
    ...(refreshes === undefined ? {} : { refreshes }),
  };
}

/** Told apart from a bad model file: what flags alone bring about is wrong usage. */
function checkSampling({ resolution }: Input, flags: SamplingFlags): void {
  const conflict = samplingConflict(resolution.spec.sampling);
  if (conflict === undefined) return;
  const byFlag = [flags.metric, flags.schedule, flags.algorithm].some((flag) => flag !== undefined);
  throw new CarryoverError([conflict], byFlag ? exitCodes.usage : exitCodes.badInput);
}
