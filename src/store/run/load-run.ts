// Reads a run folder back, as a whole that is checked against its seal.

import { join } from "node:path";
import type { MediaData } from "../../data/panel/index.ts";
import { isDocument, type SchemaId } from "../../documents/index.ts";
import type { Diagnostics, FitSummary } from "../../mmm/fit/index.ts";
import type { ResolvedSpec } from "../../mmm/specification/index.ts";
import { CarryoverError, type Problem } from "../../problems/problem.ts";
import * as wording from "../../problems/run-problems.ts";
import { decodeDraws, type StoredDraws } from "./draws-file.ts";
import { mediaData, runRecord, runSchemas } from "./documents.ts";
import { type DrawsRecord, type ResumeRecord, runFiles, type RunRecord } from "./format.ts";
import { openSealed, parse, type SealedFolder, type SealOptions } from "./sealed-folder.ts";
import { decodeState } from "./state-codec.ts";

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
  const summary = documentIn<FitSummary>(sealed, runFiles.summary, runSchemas.summary);
  const diagnostics = documentIn<Diagnostics>(sealed, runFiles.diagnostics, runSchemas.diagnostics);
  const index = documentIn<DrawsRecord>(sealed, runFiles.drawsIndex, runSchemas.draws);
  const table = documentIn<Parameters<typeof mediaData>[0]>(sealed, runFiles.data, runSchemas.data);
  const record = recordIn(sealed);
  const { columns } = record;
  return {
    folder,
    seal: sealed.seal,
    record,
    summary: understood(sealed, runFiles.summary, () => ({
      parameters: summary.parameters.map(restoreFigures),
      quantities: summary.quantities.map(restoreFigures),
    })),
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
 * A canceled run and the state from which it can go on, as the sampler gave it; no state when it is complete.
 * @throws CarryoverError as `loadRun`
 */
export async function loadResumable(
  folder: string,
): Promise<{ readonly record: RunRecord; readonly seal: string; readonly state: unknown }> {
  const sealed = await openSealed(folder);
  const record = recordIn(sealed);
  const { seal } = sealed;
  if (record.complete) return { record, seal, state: undefined };
  const head = documentIn<ResumeRecord>(sealed, runFiles.resume, runSchemas.resume);
  const bytes = bytesIn(sealed, runFiles.resumeArrays);
  const state = understood(sealed, runFiles.resumeArrays, () => {
    const tree: unknown = JSON.parse(new TextDecoder().decode(bytes.subarray(head.arrays)));
    return decodeState({ tree, bytes: bytes.subarray(0, head.arrays) });
  });
  return { record, seal, state };
}

/** The specification of a stored run, resolved again from the complete model file in spec.json. */
export async function specificationOf({ folder, record }: Pick<StoredRun, "folder" | "record">): Promise<ResolvedSpec> {
  const [{ parseModelFile }, { resolve: resolveSpec }] = await Promise.all([
    import("../../mmm/specification/document.ts"),
    import("../../mmm/specification/resolve.ts"),
  ]);
  const document = await parseModelFile(
    JSON.stringify(record.specification, undefined, 2),
    join(folder, runFiles.spec),
  );
  return resolveSpec(document).spec;
}

function recordIn(sealed: SealedFolder): RunRecord {
  const parsed = documentIn<Parameters<typeof runRecord>[0]>(sealed, runFiles.spec, runSchemas.run);
  return understood(sealed, runFiles.spec, () => runRecord(parsed));
}

function documentIn<T>(sealed: SealedFolder, name: string, schema: SchemaId): T {
  const path = join(sealed.folder, name);
  const parsed = parse(path, bytesIn(sealed, name));
  return isDocument(parsed, schema) ? (parsed as T) : fail(wording.runFileUnreadable(path, "JSON of another kind"));
}

function bytesIn({ folder, files }: SealedFolder, name: string): Uint8Array {
  return files.get(name) ?? fail(wording.runFileMissing(join(folder, name)));
}

/** What was made of a file. A seal can be made again by whoever changes a file: what is in it need not be what a run has. */
function understood<T>({ folder }: SealedFolder, name: string, make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (error instanceof CarryoverError) throw error;
    return fail(wording.runFileUnreadable(join(folder, name), (error as Error).message));
  }
}

function fail(problem: Problem): never {
  throw new CarryoverError([problem]);
}

function withoutSchema<T extends object>(read: T): T {
  const { schema: _, ...content } = read as T & { readonly schema?: unknown };
  return content as T;
}

/** Null to NaN, one level deep: where a figure was not finite. */
function restoreFigures<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, item === null ? Number.NaN : item])) as T;
}
