// The folder of a batch: what it holds beside run folders, and whether a batch may be written to it.

import { type Document, documentOf, documentText, identify, isDocument } from "../../documents/index.ts";
import { randomUUID } from "node:crypto";
import { link, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { sha256 } from "../../files/index.ts";
import { batchFormatUnknown, notABatch, outHoldsBatch, outHoldsOtherBatch } from "../../problems/batch-problems.ts";
import { CarryoverError, exitCodes, type Problem } from "../../problems/problem.ts";
import { outNotWritable } from "../../problems/run-problems.ts";
import { checkOutFolder } from "../../store/run/index.ts";
import { carryoverVersion } from "../../store/index.ts";
import { writeWhole } from "../../store/export/index.ts";
import type { FitJob } from "../tasks/index.ts";
import { isBatchLock } from "./batch-lock.ts";
import { isJournalName, journalName } from "./journal.ts";
import type { Shard } from "./shard.ts";

export const batchFiles = {
  record: "batch.json",
  overview: "overview.json",
  overviewTable: "overview.csv",
  /** The tables that one table was split into. */
  tables: "tables",
} as const;

/** Of what other shards of the batch may be about to publish as its record. */
const temporaryPrefix = ".batch.json.";

const batchSchema = "carryover/batch-record/2";

/** Whether a fit cannot be called so, because its folder would have the name of another part of the batch. */
export function isPartOfBatch(name: string): boolean {
  return Object.values(batchFiles).includes(name.toLowerCase() as never) || isJournalName(name.toLowerCase());
}

/** What batch.json holds. */
export interface BatchRecord {
  readonly created: string;
  readonly version: string;
  readonly command: string;
  readonly seed: number;
  /** Number of fits, those of all shards. */
  readonly fits: number;
  /** SHA-256 of what the fits are made from: names, files and settings. */
  readonly identity: string;
}

/** What a batch was made from: batch.json. */
export function batchRecordDocument(record: BatchRecord): Document<"carryover/batch-record/2", BatchRecord> {
  return documentOf(batchSchema, record);
}

export interface BatchFolderRequest {
  /** Those of all shards. */
  readonly jobs: readonly FitJob[];
  readonly seed: number;
  readonly command: string;
  readonly shard: Shard | undefined;
  readonly resume: boolean;
}

/**
 * Makes the folder of a batch, or takes the one that is there: with `resume`, that of any batch; without, one in which nothing has begun, or
 * that of the same batch in which this shard has not begun.
 * @throws CarryoverError (wrong usage) when the folder holds anything else
 */
export async function openBatchFolder(out: string, request: BatchFolderRequest): Promise<void> {
  const { jobs, seed, command, shard, resume } = request;
  const record: BatchRecord = {
    created: new Date().toISOString(),
    version: carryoverVersion(),
    command,
    seed,
    fits: jobs.length,
    identity: identityOf(jobs),
  };
  const path = join(out, batchFiles.record);
  const there = await readRecord(out);
  if (there === undefined) {
    const entries = await readdir(out).catch((): string[] => []);
    await checkOutFolder(
      out,
      entries.filter((name) => name.startsWith(temporaryPrefix) || isBatchLock(name)),
    );
    await writable(out, () => mkdir(out, { recursive: true }));
    if (await publish(out, record)) return;
    // Another shard was faster.
    return openBatchFolder(out, request);
  }
  // A record without a journal is what a process leaves that was refused later, for instance because there is no GPU.
  const journals = (await readdir(out)).filter(isJournalName);
  if (!resume && (shard === undefined ? journals.length > 0 : journals.includes(journalName(shard)))) {
    refuse(outHoldsBatch(out));
  }
  if (there.identity === record.identity) return;
  if (!resume && shard !== undefined) refuse(outHoldsOtherBatch(out));
  await writeWhole(path, [documentText(batchRecordDocument({ ...record, created: there.created }))], outNotWritable);
}

/** @throws CarryoverError (wrong usage) when `out` is no folder of a batch */
export async function checkBatchFolder(out: string): Promise<void> {
  if ((await readRecord(out)) === undefined) refuse(notABatch(out));
}

/** Undefined when there is no record: no folder, or one that holds something else. */
async function readRecord(out: string): Promise<BatchRecord | undefined> {
  const path = join(out, batchFiles.record);
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw new CarryoverError([outNotWritable(path, code ?? String(error))], exitCodes.notWritten);
  }
  let record: unknown;
  try {
    record = JSON.parse(text);
  } catch {
    return refuse(notABatch(out));
  }
  if (isDocument(record, batchSchema)) return record as BatchRecord;
  const { format, version } = (record ?? {}) as { readonly format?: unknown; readonly version?: unknown };
  const { name, version: found } = identify(record);
  // Batches of the first release had a format in place of a schema.
  if (name !== "batch-record" && format !== "carryover-batch") return refuse(notABatch(out));
  return refuse(batchFormatUnknown(path, `format ${found ?? 1}, written by carryover ${String(version)}`));
}

/** Writes the record unless there is one; a reader never sees half of it. */
async function publish(out: string, record: BatchRecord): Promise<boolean> {
  const path = join(out, batchFiles.record);
  const temporary = join(out, `${temporaryPrefix}${randomUUID()}`);
  return writable(path, async () => {
    await writeFile(temporary, documentText(batchRecordDocument(record)), { flag: "wx" });
    try {
      await link(temporary, path);
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
      throw error;
    } finally {
      await rm(temporary, { force: true });
    }
  });
}

async function writable<T>(path: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new CarryoverError([outNotWritable(path, code)], exitCodes.notWritten);
  }
}

/** Of paths the names alone: shards may see the same files in other places. */
function identityOf(jobs: readonly FitJob[]): string {
  const file = (path: string | undefined): string => (path === undefined ? "" : basename(path));
  const parts = jobs.map(({ name, table, model, sampling }) => [name, file(table), file(model), sampling]);
  return sha256(JSON.stringify(parts));
}

function refuse(problem: Problem): never {
  throw new CarryoverError([problem], exitCodes.usage);
}
