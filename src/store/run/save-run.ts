// Writes a fit as a run folder, whole or not at all.

import { withCompleteness } from "../../diagnostics/fit/index.ts";
import { documentText } from "../../documents/index.ts";
import type { Diagnostics, MediaMixFit } from "../../mmm/fit/index.ts";
import { toModelFile } from "../../mmm/specification/index.ts";
import { CarryoverError, exitCodes } from "../../problems/problem.ts";
import { mediaMixRemedies } from "../../problems/remedies.ts";
import * as wording from "../../problems/run-problems.ts";
import { checkRunTarget } from "./check-target.ts";
import { encodeDraws } from "./draws-file.ts";
import {
  dataDocument,
  diagnosticsDocument,
  drawsDocument,
  resumeDocument,
  runDocument,
  summaryDocument,
} from "./documents.ts";
import { runFiles, type RunOrigin, type RunRecord } from "./format.ts";
import { type HeldFolder, holdFolder } from "./hold-folder.ts";
import { manifestDocument, manifestOf } from "./manifest.ts";
import { replaceFolder } from "./replace-folder.ts";
import { encodeState } from "./state-codec.ts";
import { summaryCsv } from "./summary-csv.ts";
import { carryoverVersion } from "../version.ts";

export interface SavedRun {
  /** Absolute path. */
  readonly folder: string;
  /** By which the run is known; its report names it. */
  readonly seal: string;
  /** As they were written. */
  readonly diagnostics: Diagnostics;
}

/**
 * Writes the fit to `folder` in place of an earlier run. A canceled fit is marked as such and carries what is needed to go on.
 * @param held the folder, where the caller holds it; otherwise it is held while it is written
 * @throws CarryoverError when the folder must not be replaced, is being written by another process, or cannot be written
 */
export async function saveRun(
  fit: MediaMixFit,
  folder: string,
  origin: RunOrigin,
  held?: HeldFolder,
): Promise<SavedRun> {
  const target = await checkRunTarget(folder);
  if (held !== undefined) return write(fit, target, folder, origin, held);
  const own = await holdFolder(folder);
  try {
    return await write(fit, target, folder, origin, own);
  } finally {
    await own.release();
  }
}

async function write(
  fit: MediaMixFit,
  target: string,
  folder: string,
  origin: RunOrigin,
  held: HeldFolder,
): Promise<SavedRun> {
  const { bytes, index } = encodeDraws({ ...fit, ...sizeOf(fit) });
  const diagnostics = withCompleteness(fit, mediaMixRemedies);
  const files: { name: string; content: string | Uint8Array }[] = [
    { name: runFiles.draws, content: bytes },
    { name: runFiles.drawsIndex, content: documentText(drawsDocument(index)) },
    { name: runFiles.summary, content: documentText(summaryDocument(fit.summary)) },
    { name: runFiles.summaryTable, content: summaryCsv(fit.summary) },
    { name: runFiles.diagnostics, content: documentText(diagnosticsDocument(diagnostics)) },
    { name: runFiles.data, content: documentText(dataDocument(fit.data), 0) },
    { name: runFiles.spec, content: documentText(runDocument(recordOf(fit, origin))) },
  ];
  if (!fit.complete) {
    const state = encodeState(fit.resumable);
    const bytes = Buffer.concat([state.bytes, Buffer.from(JSON.stringify(state.tree))]);
    const head = { arrays: state.bytes.length };
    files.push({ name: runFiles.resume, content: documentText(resumeDocument(head)) });
    files.push({ name: runFiles.resumeArrays, content: bytes });
  }
  const manifest = manifestOf(files);
  files.push({ name: runFiles.manifest, content: documentText(manifestDocument(manifest)) });
  await held.check();
  try {
    await replaceFolder(target, files);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new CarryoverError([wording.outNotWritable(folder, code)], exitCodes.notWritten);
  }
  return { folder: target, seal: manifest.seal, diagnostics };
}

function sizeOf({ sampler }: MediaMixFit): { chains: number; draws: number } {
  const { chains, draws } = sampler.logDensity;
  return { chains, draws };
}

function recordOf(fit: MediaMixFit, origin: RunOrigin): RunRecord {
  const { resampled } = fit.diagnostics;
  return {
    complete: fit.complete,
    created: new Date().toISOString(),
    versions: { carryover: carryoverVersion(), node: process.versions.node, v8: process.versions.v8 },
    command: origin.command,
    backend: origin.backend,
    threads: origin.threads,
    ...(origin.lanes === undefined ? {} : { lanes: origin.lanes }),
    seed: fit.spec.sampling.seed,
    ...(resampled === undefined ? {} : { target_accept: resampled.target_accept }),
    data: { path: origin.dataPath, sha256: fit.data.hash },
    specification: toModelFile(fit.spec, origin.dataPath),
    ...(fit.data.columns === undefined ? {} : { columns: fit.data.columns }),
    provenance: fit.provenance,
    ...(fit.privacy === undefined ? {} : { privacy: fit.privacy }),
  };
}
