// Writes a fit as a run folder, whole or not at all.

import { withCompleteness } from "../../diagnostics/fit/index.ts";
import { documentText } from "../../documents/index.ts";
import type { Diagnostics, MediaMixFit } from "../../mmm/fit/index.ts";
import { toModelFile } from "../../mmm/specification/index.ts";
import { mediaMixRemedies } from "../../problems/remedies.ts";
import { carryoverVersion } from "../version.ts";
import { dataDocument, runDocument } from "./documents.ts";
import { runFiles, type RunOrigin, type RunRecord } from "./format.ts";
import type { HeldFolder } from "./hold-folder.ts";
import { descriptionFiles, drawsFiles, type RunFile, stateFiles, type WrittenRun, writeRun } from "./write-folder.ts";

export interface SavedRun extends WrittenRun {
  /** As they were written. */
  readonly diagnostics: Diagnostics;
}

/**
 * Writes the fit to `folder` in place of an earlier run, with what is needed to go on. A canceled fit is marked as such.
 * @param held the folder, where the caller holds it; otherwise it is held while it is written
 * @throws CarryoverError when the folder must not be replaced, is being written by another process, or cannot be written
 */
export async function saveRun(
  fit: MediaMixFit,
  folder: string,
  origin: RunOrigin,
  held?: HeldFolder,
): Promise<SavedRun> {
  const diagnostics = withCompleteness(fit, mediaMixRemedies);
  // Loaded already where a fit was made; commands that only read runs do without.
  const { keptAttempts } = await import("../../mmm/fit/attempts.ts");
  // The draws of a finished fit are in draws.f64; of a canceled one every chain has its own number, and only what all have is there.
  const state = fit.complete ? keptAttempts(fit.resumable) : fit.resumable;
  return { ...(await writeRun(folder, () => filesOf(fit, diagnostics, state, origin), held)), diagnostics };
}

function filesOf(fit: MediaMixFit, diagnostics: Diagnostics, state: unknown, origin: RunOrigin): readonly RunFile[] {
  return [
    ...drawsFiles(fit),
    ...descriptionFiles(fit.summary, diagnostics),
    { name: runFiles.data, content: documentText(dataDocument(fit.data), 0) },
    { name: runFiles.spec, content: documentText(runDocument(recordOf(fit, origin))) },
    ...(state === undefined ? [] : stateFiles(state)),
  ];
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
    ...(origin.refreshes === undefined ? {} : { refreshes: origin.refreshes }),
    seed: fit.spec.sampling.seed,
    ...(resampled === undefined ? {} : { target_accept: resampled.target_accept }),
    data: { path: origin.dataPath, sha256: fit.data.hash },
    specification: toModelFile(fit.spec, origin.dataPath),
    ...(fit.data.columns === undefined ? {} : { columns: fit.data.columns }),
    provenance: fit.provenance,
    ...(fit.privacy === undefined ? {} : { privacy: fit.privacy }),
  };
}
