// A run folder from its files, whole or not at all, for every kind of run; and the files that all kinds have.

import type { Diagnostics, FitSummary, SampledFit } from "../../diagnostics/fit/index.ts";
import { documentText } from "../../documents/index.ts";
import { CarryoverError, exitCodes } from "../../problems/problem.ts";
import * as wording from "../../problems/run-problems.ts";
import { checkRunTarget } from "./check-target.ts";
import { diagnosticsDocument, drawsDocument, resumeDocument, summaryDocument } from "./documents.ts";
import { encodeDraws } from "./draws-file.ts";
import { runFiles } from "./format.ts";
import { type HeldFolder, holdFolder } from "./hold-folder.ts";
import { manifestDocument, manifestOf } from "./manifest.ts";
import { replaceFolder } from "./replace-folder.ts";
import { encodeState } from "./state-codec.ts";
import { summaryCsv } from "./summary-csv.ts";

export interface RunFile {
  readonly name: string;
  readonly content: string | Uint8Array;
}

export interface WrittenRun {
  /** Absolute path. */
  readonly folder: string;
  /** By which the run is known; its report names it. */
  readonly seal: string;
}

/**
 * Writes a run folder in place of an earlier run.
 * @param filesOf its files but the manifest, made once the folder is held
 * @param held the folder, where the caller holds it; otherwise it is held while it is written
 * @throws CarryoverError when the folder must not be replaced, is being written by another process, or cannot be written
 */
export async function writeRun(
  folder: string,
  filesOf: () => readonly RunFile[],
  held?: HeldFolder,
): Promise<WrittenRun> {
  const target = await checkRunTarget(folder);
  const own = held ?? (await holdFolder(folder));
  try {
    const files = filesOf();
    const manifest = manifestOf(files);
    await own.check();
    await replaceFolder(target, [
      ...files,
      { name: runFiles.manifest, content: documentText(manifestDocument(manifest)) },
    ]);
    return { folder: target, seal: manifest.seal };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (error instanceof CarryoverError || code === undefined) throw error;
    throw new CarryoverError([wording.outNotWritable(folder, code)], exitCodes.notWritten);
  } finally {
    if (held === undefined) await own.release();
  }
}

/** draws.f64 and draws.json. */
export function drawsFiles(fit: SampledFit): readonly RunFile[] {
  const { chains, draws } = fit.sampler.logDensity;
  const { bytes, index } = encodeDraws({ ...fit, chains, draws });
  return [
    { name: runFiles.draws, content: bytes },
    { name: runFiles.drawsIndex, content: documentText(drawsDocument(index)) },
  ];
}

/** summary.json, summary.csv and diagnostics.json. */
export function descriptionFiles(summary: FitSummary, diagnostics: Diagnostics): readonly RunFile[] {
  return [
    { name: runFiles.summary, content: documentText(summaryDocument(summary)) },
    { name: runFiles.summaryTable, content: summaryCsv(summary) },
    { name: runFiles.diagnostics, content: documentText(diagnosticsDocument(diagnostics)) },
  ];
}

/** resume.json and resume.bin. */
export function stateFiles(resumable: unknown): readonly RunFile[] {
  const state = encodeState(resumable);
  return [
    { name: runFiles.resume, content: documentText(resumeDocument({ arrays: state.bytes.length })) },
    {
      name: runFiles.resumeArrays,
      content: Buffer.concat([state.bytes, Buffer.from(JSON.stringify(state.tree))]),
    },
  ];
}
