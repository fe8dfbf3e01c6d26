// A run folder read as a whole: every file is there, none besides, and all are as they were written. Everything that reads a run reads it through
// this, and takes the bytes that were checked.

import { readdir, readFile, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { identify, isDocument } from "../../documents/index.ts";
import { sha256 } from "../../files/index.ts";
import { CarryoverError, type Problem } from "../../problems/problem.ts";
import * as wording from "../../problems/run-problems.ts";
import { didYouMean } from "../../problems/suggest.ts";
import { isRunRecord, modelFitKind } from "./check-target.ts";
import { runSchemas } from "./documents.ts";
import { isLitter, runFiles } from "./format.ts";
import { isManifest, type Manifest, manifestSchema } from "./manifest.ts";
import { clearTemporaries } from "./replace-folder.ts";
import { readReportSeal } from "./report-seal.ts";

export interface SealedFolder {
  /** As it was given. */
  readonly folder: string;
  /** By which the run is known. */
  readonly seal: string;
  /** Checked bytes of the files, by name. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

export interface SealOptions {
  /** Whether the report is checked too: not by what replaces it. Default true. */
  readonly report?: boolean | undefined;
}

/** A run that is replaced while it is read is read again; this often. */
const attempts = 5;
const pause = 40;

/**
 * Reads all files of a run folder and checks them against its seal.
 * @throws CarryoverError: no such folder, not a run folder, another format, a file missing, one too many, cut off or changed
 */
export async function openSealed(folder: string, options: SealOptions = {}): Promise<SealedFolder> {
  for (let attempt = 1; ; attempt++) {
    const before = await manifestText(folder);
    try {
      return await open(folder, options);
    } catch (error) {
      if (!(error instanceof CarryoverError) || attempt === attempts) throw error;
      // Between two renames there is no folder for a moment; a writer that died between them left the old run aside.
      if (before === undefined) {
        if (!(await wasMovedAside(folder))) throw error;
      } else if ((await manifestText(folder)) === before) throw error;
      await wait(pause);
    }
  }
}

async function open(folder: string, { report = true }: SealOptions): Promise<SealedFolder> {
  const entries = await entriesOf(folder);
  const manifest = await manifestIn(folder, entries);
  const listed = new Set(manifest.files.map(({ name }) => name));
  const others = entries.filter(
    (name) => !listed.has(name) && name !== runFiles.manifest && name !== runFiles.report && !isLitter(name),
  );
  const outcomes = await Promise.allSettled(manifest.files.map((file) => checkedBytes(folder, file)));
  const problems = outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? [] : problemsIn(outcome.reason)));
  if (others.length > 0) problems.push(wording.runFileForeign(folder, others));
  if (problems.length > 0) throw new CarryoverError(problems);
  if (report && entries.includes(runFiles.report)) await checkReport(folder, manifest.seal);
  const files = manifest.files.map(({ name }, index) => {
    const { value } = outcomes[index] as PromiseFulfilledResult<Uint8Array>;
    return [name, value] as const;
  });
  return { folder, seal: manifest.seal, files: new Map(files) };
}

/** @throws what is no problem of the folder */
function problemsIn(reason: unknown): readonly Problem[] {
  if (reason instanceof CarryoverError) return reason.problems;
  throw reason;
}

async function entriesOf(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOTDIR") return fail(wording.notARun(folder));
    if (code !== "ENOENT") return fail(wording.runFileUnreadable(folder, code ?? String(error)));
    const neighbors = await readdir(dirname(resolve(folder))).catch((): string[] => []);
    return fail(wording.noRun(folder, didYouMean(basename(folder), neighbors)));
  }
}

async function manifestIn(folder: string, entries: readonly string[]): Promise<Manifest> {
  const path = join(folder, runFiles.manifest);
  if (!entries.includes(runFiles.manifest)) return withoutManifest(folder, entries);
  const parsed = parse(path, await bytesOf(path));
  const { name, version } = identify(parsed);
  if (name === "manifest" && !isDocument(parsed, manifestSchema)) {
    return fail(wording.runFormatUnknown(path, `carryover/manifest/${version}`, undefined));
  }
  return isManifest(parsed) ? parsed : fail(wording.runFileChanged(path));
}

/** A folder without a manifest: no run, a run of an earlier format, or one whose manifest was taken away. */
async function withoutManifest(folder: string, entries: readonly string[]): Promise<never> {
  if (!entries.includes(runFiles.spec)) return fail(wording.notARun(folder));
  const path = join(folder, runFiles.spec);
  const parsed = parse(path, await bytesOf(path));
  if (!isRunRecord(parsed)) return fail(wording.notARun(folder));
  if (isDocument(parsed, runSchemas.run) || identify(parsed).name === modelFitKind)
    return fail(wording.runFileMissing(join(folder, runFiles.manifest)));
  const { schema, format_version: format, versions } = parsed as Readonly<Record<string, unknown>>;
  const writer = (versions as { readonly carryover?: unknown } | undefined)?.carryover;
  return fail(
    wording.runFormatUnknown(path, String(schema ?? `format ${format}`), writer === undefined ? writer : `${writer}`),
  );
}

async function checkedBytes(folder: string, file: Manifest["files"][number]): Promise<Uint8Array> {
  const path = join(folder, file.name);
  // The name comes from the manifest: it must not lead out of the folder.
  if (basename(file.name) !== file.name) return fail(wording.runFileChanged(join(folder, runFiles.manifest)));
  const bytes = await bytesOf(path);
  if (bytes.length !== file.bytes) return fail(wording.runFileSize(path, bytes.length, file.bytes));
  return sha256(bytes) === file.sha256 ? bytes : fail(wording.runFileChanged(path));
}

async function checkReport(folder: string, seal: string): Promise<void> {
  const path = join(folder, runFiles.report);
  const { run, unchanged } = readReportSeal(await bytesOf(path));
  if (!unchanged) fail(wording.reportChanged(path, folder));
  if (run !== seal) fail(wording.reportOfOther(path, folder));
}

async function bytesOf(path: string): Promise<Uint8Array> {
  try {
    // What is no file may be a pipe, from which reading would wait forever.
    if (!(await stat(path)).isFile()) return fail(wording.runFileUnreadable(path, "not a file"));
    return await readFile(path);
  } catch (error) {
    if (error instanceof CarryoverError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    return fail(
      code === "ENOENT" ? wording.runFileMissing(path) : wording.runFileUnreadable(path, code ?? String(error)),
    );
  }
}

/** JSON of bytes. @throws CarryoverError when they are none */
export function parse(path: string, bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return fail(wording.runFileUnreadable(path, "no valid JSON"));
  }
}

async function manifestText(folder: string): Promise<string | undefined> {
  return readFile(join(folder, runFiles.manifest), "utf8").catch(() => undefined);
}

/** The seal of the run that lies in a folder now; undefined when there is none. */
export async function sealIn(folder: string): Promise<string | undefined> {
  try {
    const parsed: unknown = JSON.parse((await manifestText(folder)) ?? "");
    return isManifest(parsed) ? parsed.seal : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a writer has moved the run aside; one that died meanwhile has it put back. */
async function wasMovedAside(folder: string): Promise<boolean> {
  const target = resolve(folder);
  const isThere = await stat(target).then(
    () => true,
    () => false,
  );
  if (isThere) return false;
  const neighbors = await readdir(dirname(target)).catch((): string[] => []);
  if (!neighbors.some((name) => name.startsWith(`.${basename(target)}.carryover-old-`))) return false;
  await clearTemporaries(target).catch(() => undefined);
  return true;
}

function fail(problem: Problem): never {
  throw new CarryoverError([problem]);
}
