// The journal of a batch: one line of JSON for every fit that ended, added when it ends, so that a crash loses nothing that was known.

import { type Document, documentOf, documentText } from "../../documents/index.ts";
import { type FileHandle, open, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { type FitRow, restoredRow } from "../tasks/index.ts";
import type { Shard } from "./shard.ts";

export interface JournalEntry extends FitRow {
  /** What made the fit; absent where that is not known any more. */
  readonly executor?: string;
  /** When it ended, ISO 8601. */
  readonly at: string;
}

/** A fit that ended: a line of fits.ndjson. */
export function journalDocument(entry: JournalEntry): Document<"carryover/batch-fit/1", JournalEntry> {
  return documentOf("carryover/batch-fit/1", entry);
}

const pattern = /^fits(\.\d+-of-\d+)?\.ndjson$/;

/** Shards write journals of their own: adding to one file from several machines is not safe on every network disk. */
export function journalName(shard: Shard | undefined): string {
  return shard === undefined ? "fits.ndjson" : `fits.${shard.index}-of-${shard.count}.ndjson`;
}

export const isJournalName = (name: string): boolean => pattern.test(name);

export interface Journal {
  add(row: FitRow, executor: string | undefined): Promise<void>;
  close(): Promise<void>;
}

/** Opens a journal to add to; one that ends in the middle of a line gets its line feed first. */
export async function openJournal(path: string): Promise<Journal> {
  const file = await open(path, "a+");
  try {
    if (!(await endsWhole(file))) await file.appendFile("\n");
  } catch (error) {
    await file.close();
    throw error;
  }
  return {
    async add(row, executor) {
      const entry = { ...row, ...(executor === undefined ? {} : { executor }), at: new Date().toISOString() };
      await file.appendFile(documentText(journalDocument(entry), 0));
    },
    close: () => file.close(),
  };
}

async function endsWhole(file: FileHandle): Promise<boolean> {
  const { size } = await file.stat();
  if (size === 0) return true;
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
  return buffer[0] === 10;
}

/** What the journals of a folder say last of each fit, by name. */
export async function readJournals(folder: string): Promise<ReadonlyMap<string, JournalEntry>> {
  const latest = new Map<string, JournalEntry>();
  for (const name of (await readdir(folder)).filter(isJournalName).toSorted()) {
    for (const line of (await readFile(join(folder, name), "utf8")).split("\n")) {
      const entry = entryOf(line);
      if (entry === undefined) continue;
      const before = latest.get(entry.name);
      if (before === undefined || before.at <= entry.at) latest.set(entry.name, entry);
    }
  }
  return latest;
}

/** Undefined for a line that a crash cut off: its fit is then run again, or found in its folder. */
function entryOf(line: string): JournalEntry | undefined {
  let entry: JournalEntry;
  try {
    const { schema: _, ...read } = JSON.parse(line) as ReturnType<typeof journalDocument>;
    entry = read as JournalEntry;
  } catch {
    return undefined;
  }
  return { ...entry, ...restoredRow(entry) };
}
