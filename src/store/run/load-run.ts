// Reads a run folder back, as a whole that is checked against its seal.

import { join } from "node:path";
import type { MediaData } from "../../data/panel/index.ts";
import type { Diagnostics, FitSummary, KeptAttempts } from "../../mmm/fit/index.ts";
import type { ResolvedSpec } from "../../mmm/specification/index.ts";
import { decodeDraws, type StoredDraws } from "./draws-file.ts";
import { mediaData, runRecord, runSchemas } from "./documents.ts";
import { type DrawsRecord, runFiles, type RunRecord } from "./format.ts";
import {
  bytesIn,
  documentIn,
  restoreFigures,
  stateIn,
  storedSummary,
  understood,
  withoutSchema,
} from "./read-folder.ts";
import { openSealed, type SealedFolder, type SealOptions } from "./sealed-folder.ts";

/** A fit read from disk. Figures that were not finite are NaN again. */
export interface StoredRun {
  /** As it was given. */
  readonly folder: string;
  /** By which the run is known; its report names it. */
  readonly seal: string;
  readonly record: RunRecord;
  readonly summary: FitSummary;
  readonly diagnostics: Diagnostics;
  readonly draws: StoredDraws;
  /** The table that was fitted. */
  readonly data: MediaData;
}

/**
 * Loads a run folder.
 * @throws CarryoverError: no such folder, not a run folder, another format, a file missing, one too many, cut off or changed
 */
export async function loadRun(folder: string, options: SealOptions = {}): Promise<StoredRun> {
  const sealed = await openSealed(folder, options);
  const record = recordIn(sealed);
  const diagnostics = documentIn<Diagnostics>(sealed, runFiles.diagnostics, runSchemas.diagnostics);
  const index = documentIn<DrawsRecord>(sealed, runFiles.drawsIndex, runSchemas.draws);
  const table = documentIn<Parameters<typeof mediaData>[0]>(sealed, runFiles.data, runSchemas.data);
  const { columns } = record;
  return {
    folder,
    seal: sealed.seal,
    record,
    summary: storedSummary(sealed),
    diagnostics: restoreFigures(withoutSchema(diagnostics)),
    draws: understood(sealed, runFiles.drawsIndex, () => decodeDraws(bytesIn(sealed, runFiles.draws), index)),
    data: understood(sealed, runFiles.data, () => ({
      ...mediaData(table),
      ...(columns === undefined ? {} : { columns }),
    })),
  };
}

/** What a run was made from; the whole folder is checked all the same. Errors as of `loadRun`. */
export async function loadRecord(folder: string): Promise<RunRecord> {
  return recordIn(await openSealed(folder));
}

/** The figures of a run without its draws. Errors as of `loadRun`. */
export async function loadFigures(
  folder: string,
): Promise<Pick<StoredRun, "record"> & Readonly<Record<"summary" | "diagnostics", unknown>>> {
  const sealed = await openSealed(folder);
  return {
    record: recordIn(sealed),
    summary: documentIn(sealed, runFiles.summary, runSchemas.summary),
    diagnostics: documentIn(sealed, runFiles.diagnostics, runSchemas.diagnostics),
  };
}

/**
 * A run and the state from which it can go on, as the sampler gave it: a canceled one to be completed, a finished one to have more draws. No state
 * where a finished run was sampled on lanes or a GPU, or by an earlier version.
 * @throws CarryoverError as `loadRun`
 */
export async function loadResumable(
  folder: string,
): Promise<{ readonly record: RunRecord; readonly seal: string; readonly state: unknown }> {
  const sealed = await openSealed(folder);
  const record = recordIn(sealed);
  const { seal } = sealed;
  if (!sealed.files.has(runFiles.resume) && record.complete) return { record, seal, state: undefined };
  const state = stateIn(sealed);
  if (!record.complete) return { record, seal, state };
  const { resumableOf } = await import("../../mmm/fit/attempts.ts");
  const index = documentIn<DrawsRecord>(sealed, runFiles.drawsIndex, runSchemas.draws);
  const whole = understood(sealed, runFiles.draws, () =>
    resumableOf(state as KeptAttempts, decodeDraws(bytesIn(sealed, runFiles.draws), index)),
  );
  return { record, seal, state: whole };
}

/** The specification of a stored run, resolved again from the complete model file in spec.json; the geos of a panel are those of its table. */
export async function specificationOf({
  folder,
  record,
  data,
}: Pick<StoredRun, "folder" | "record" | "data">): Promise<ResolvedSpec> {
  const [{ parseModelFile }, { resolve: resolveSpec }] = await Promise.all([
    import("../../mmm/specification/document.ts"),
    import("../../mmm/specification/resolve.ts"),
  ]);
  const document = await parseModelFile(
    JSON.stringify(record.specification, undefined, 2),
    join(folder, runFiles.spec),
  );
  return resolveSpec(document, data.geos === undefined ? undefined : data).spec;
}

function recordIn(sealed: SealedFolder): RunRecord {
  const parsed = documentIn<Parameters<typeof runRecord>[0]>(sealed, runFiles.spec, runSchemas.run);
  return understood(sealed, runFiles.spec, () => runRecord(parsed));
}
