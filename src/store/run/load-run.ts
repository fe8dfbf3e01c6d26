// Reads a run folder back, checking that it is whole: version, files, sizes and the hash of the draws.

import { readdir, readFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { sha256 } from "../../files/index.ts";
import type { MediaData } from "../../data/panel/index.ts";
import { isDocument, type SchemaId } from "../../documents/index.ts";
import type { Diagnostics, FitSummary } from "../../mmm/fit/index.ts";
import type { ResolvedSpec } from "../../mmm/specification/index.ts";
import { CarryoverError, type Problem } from "../../problems/problem.ts";
import * as wording from "../../problems/run-problems.ts";
import { didYouMean } from "../../problems/suggest.ts";
import { isRunRecord } from "./check-target.ts";
import { decodeDraws, type StoredDraws } from "./draws-file.ts";
import { mediaData, runRecord, runSchemas } from "./documents.ts";
import { type DrawsRecord, type ResumeRecord, runFiles, type RunRecord } from "./format.ts";
import { decodeState } from "./state-codec.ts";

/** A fit read from disk. Figures that were not finite are NaN again. */
export interface StoredRun {
  /** As it was given. */
  readonly folder: string;
  readonly record: RunRecord;
  readonly summary: FitSummary;
  readonly diagnostics: Diagnostics;
  readonly draws: StoredDraws;
  /** The table that was fitted. */
  readonly data: MediaData;
}

/**
 * Loads a run folder.
 * @throws CarryoverError: no such folder, not a run folder, another format, a file missing, cut off or changed
 */
export async function loadRun(folder: string): Promise<StoredRun> {
  const record = await loadRecord(folder);
  const [summary, diagnostics, index, table, bytes] = await Promise.all([
    readDocument<FitSummary>(folder, runFiles.summary, runSchemas.summary),
    readDocument<Diagnostics>(folder, runFiles.diagnostics, runSchemas.diagnostics),
    readDocument<DrawsRecord>(folder, runFiles.drawsIndex, runSchemas.draws),
    readDocument<Parameters<typeof mediaData>[0]>(folder, runFiles.data, runSchemas.data),
    readBytes(folder, runFiles.draws),
  ]);
  checkBytes(join(folder, runFiles.draws), bytes, index.bytes, index.sha256);
  return {
    folder,
    record,
    summary: {
      parameters: summary.parameters.map(restoreFigures),
      quantities: summary.quantities.map(restoreFigures),
    },
    diagnostics: restoreFigures(withoutSchema(diagnostics)),
    draws: decodeDraws(bytes, index),
    data: mediaData(table),
  };
}

/** spec.json alone, checked to be of a format that this version reads. */
export async function loadRecord(folder: string): Promise<RunRecord> {
  const path = join(folder, runFiles.spec);
  const entries = await readdir(folder).catch(async (error: NodeJS.ErrnoException) => {
    if (error.code === "ENOTDIR") return fail(wording.notARun(folder));
    const neighbors = await readdir(dirname(resolve(folder))).catch((): string[] => []);
    return fail(wording.noRun(folder, didYouMean(basename(folder), neighbors)));
  });
  if (!entries.includes(runFiles.spec)) return fail(wording.notARun(folder));
  const parsed = await readJson<unknown>(folder, runFiles.spec);
  if (!isRunRecord(parsed)) return fail(wording.notARun(folder));
  if (!isDocument(parsed, runSchemas.run)) {
    const { schema, format_version: format, versions } = parsed as Partial<RunRecord & Record<string, unknown>>;
    return fail(wording.runFormatUnknown(path, String(schema ?? `format ${format}`), versions?.carryover));
  }
  return runRecord(parsed as Parameters<typeof runRecord>[0]);
}

/**
 * The state from which a canceled run can go on, as the sampler gave it.
 * @throws CarryoverError when the files are missing, cut off or changed
 */
export async function loadResumable(folder: string): Promise<unknown> {
  const [head, bytes] = await Promise.all([
    readDocument<ResumeRecord>(folder, runFiles.resume, runSchemas.resume),
    readBytes(folder, runFiles.resumeArrays),
  ]);
  checkBytes(join(folder, runFiles.resumeArrays), bytes, head.bytes, head.sha256);
  const tree: unknown = JSON.parse(new TextDecoder().decode(bytes.subarray(head.arrays)));
  return decodeState({ tree, bytes: bytes.subarray(0, head.arrays) });
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

function fail(problem: Problem): never {
  throw new CarryoverError([problem]);
}

async function readDocument<T>(folder: string, name: string, schema: SchemaId): Promise<T> {
  const parsed = await readJson<T>(folder, name);
  return isDocument(parsed, schema)
    ? parsed
    : fail(wording.runFileUnreadable(join(folder, name), "JSON of another kind"));
}

function withoutSchema<T extends object>(read: T): T {
  const { schema: _, ...content } = read as T & { readonly schema?: unknown };
  return content as T;
}

async function readBytes(folder: string, name: string): Promise<Uint8Array> {
  const path = join(folder, name);
  try {
    return await readFile(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return fail(
      code === "ENOENT" ? wording.runFileMissing(path) : wording.runFileUnreadable(path, code ?? String(error)),
    );
  }
}

async function readJson<T>(folder: string, name: string): Promise<T> {
  const text = new TextDecoder().decode(await readBytes(folder, name));
  try {
    return JSON.parse(text) as T;
  } catch {
    return fail(wording.runFileUnreadable(join(folder, name), "no valid JSON"));
  }
}

function checkBytes(path: string, bytes: Uint8Array, length: number, hash: string): void {
  if (bytes.length !== length) fail(wording.runFileSize(path, bytes.length, length));
  if (sha256(bytes) !== hash) fail(wording.runFileChanged(path));
}

/** Null to NaN, one level deep: where a figure was not finite. */
function restoreFigures<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, item === null ? Number.NaN : item])) as T;
}
