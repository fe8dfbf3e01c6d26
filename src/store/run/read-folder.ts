// The files of a checked run folder as what they hold, for every kind of run.

import { join } from "node:path";
import type { FitSummary } from "../../diagnostics/fit/index.ts";
import { identify, isDocument, type SchemaId } from "../../documents/index.ts";
import { folderOfOtherKind } from "../../problems/fit-problems.ts";
import { CarryoverError, type Problem } from "../../problems/problem.ts";
import * as wording from "../../problems/run-problems.ts";
import { isRunRecord, modelFitKind } from "./check-target.ts";
import { runSchemas } from "./documents.ts";
import { type ResumeRecord, runFiles } from "./format.ts";
import { parse, type SealedFolder } from "./sealed-folder.ts";
import { decodeState } from "./state-codec.ts";

/** summary.json, with NaN where figures were not finite. */
export function storedSummary(sealed: SealedFolder): FitSummary {
  const { parameters, quantities } = documentIn<FitSummary>(sealed, runFiles.summary, runSchemas.summary);
  return understood(sealed, runFiles.summary, () => ({
    parameters: parameters.map(restoreFigures),
    quantities: quantities.map(restoreFigures),
  }));
}

/** What resume.json and resume.bin hold: the state from which sampling can go on, as the sampler gave it. */
export function stateIn(sealed: SealedFolder): unknown {
  const head = documentIn<ResumeRecord>(sealed, runFiles.resume, runSchemas.resume);
  const bytes = bytesIn(sealed, runFiles.resumeArrays);
  return understood(sealed, runFiles.resumeArrays, () => {
    const tree: unknown = JSON.parse(new TextDecoder().decode(bytes.subarray(head.arrays)));
    return decodeState({ tree, bytes: bytes.subarray(0, head.arrays) });
  });
}

/** The document in a file. @throws CarryoverError where it is of another kind */
export function documentIn<T>(sealed: SealedFolder, name: string, schema: SchemaId): T {
  const path = join(sealed.folder, name);
  const parsed = parse(path, bytesIn(sealed, name));
  if (isDocument(parsed, schema)) return parsed as T;
  const otherKind = name === runFiles.spec && identify(parsed).name !== identify({ schema }).name;
  if (otherKind && isRunRecord(parsed)) fail(folderOfOtherKind(sealed.folder, identify(parsed).name === modelFitKind));
  return fail(wording.runFileUnreadable(path, "JSON of another kind"));
}

export function bytesIn({ folder, files }: SealedFolder, name: string): Uint8Array {
  return files.get(name) ?? fail(wording.runFileMissing(join(folder, name)));
}

/** What was made of a file. A seal can be made again by whoever changes a file: what is in it need not be what a run has. */
export function understood<T>({ folder }: SealedFolder, name: string, make: () => T): T {
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

export function withoutSchema<T extends object>(read: T): T {
  const { schema: _, ...content } = read as T & { readonly schema?: unknown };
  return content as T;
}

/** Null to NaN, one level deep: where a figure was not finite. */
export function restoreFigures<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, item === null ? Number.NaN : item])) as T;
}
