// The entries of a ledger: one file each, numbered without gaps, each holding the checksum of the one before.
//
// An entry is written to a file of its own, flushed, and then linked to its number. Linking fails when another process has taken the number:
// whoever wins has judged the budget by all the entries before its own, so no lock is needed, none can go stale,
// and no entry is ever half written. The checksums guard against accidents, not against whoever may rewrite the folder.

import { randomUUID } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { documentText } from "../../documents/index.ts";
import { ledgerDamaged, ledgerNotWritable, ledgerVersionUnknown, noLedger } from "../../problems/privacy-problems.ts";
import { CarryoverError, exitCodes } from "../../problems/problem.ts";
import { sha256 } from "../../files/index.ts";
import type { Disk } from "./disk.ts";
import type { Entry } from "./entry.ts";
import { ledgerEntryDocument, withChecksum } from "./documents.ts";

/** In entries of the first release. */
const earlierFormat = "carryover-ledger-1";
/** What now is written, and what was written before tables had versions. */
const knownSchemas: ReadonlySet<unknown> = new Set(["carryover/ledger-entry/3", "carryover/ledger-entry/2"]);
const knownKinds: ReadonlySet<unknown> = new Set<Entry["kind"]>(["budget", "charge", "restore", "separate"]);
const namePattern = /^(\d{6})\.json$/;

/** Entries as read, and the checksum the next one has to hold. */
export interface EntryChain {
  /**
   * The identity of the ledger: 128 bits that follow from its first entry, which holds 256 random ones. Copies and backups of a ledger have
   * its identity, another ledger of the same table has another one. Empty before there is an entry.
   */
  readonly id: string;
  readonly entries: readonly Entry[];
  readonly lastChecksum: string;
}

const entriesFolder = (ledger: string): string => join(ledger, "entries");
const entryName = (sequence: number): string => `${String(sequence).padStart(6, "0")}.json`;

/** @throws CarryoverError when there is no ledger, or an entry is missing or not as it was written */
export async function readEntries(ledger: string): Promise<EntryChain> {
  const folder = entriesFolder(ledger);
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException): never => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") throw new CarryoverError([noLedger(ledger)]);
    throw new CarryoverError([ledgerDamaged(ledger, String(error.code))]);
  });
  const numbered = names.filter((name) => namePattern.test(name)).sort();
  if (numbered.length === 0) throw new CarryoverError([noLedger(ledger)]);
  const entries: Entry[] = [];
  let id = "";
  let previous = "";
  for (const [sequence, name] of numbered.entries()) {
    const path = join(folder, name);
    if (name !== entryName(sequence)) throw new CarryoverError([ledgerDamaged(ledger, `no ${entryName(sequence)}`)]);
    const { content, checksum } = unsealed(await readFile(path, "utf8"), path);
    const { format, schema, sequence: own, previous: before, ...entry } = content as Record<string, unknown>;
    if (!knownSchemas.has(schema) && !(schema === undefined && format === earlierFormat)) {
      throw new CarryoverError([ledgerVersionUnknown(path, String(schema ?? format))]);
    }
    if (own !== sequence || before !== previous) {
      throw new CarryoverError([ledgerDamaged(path, "the entry does not follow the one before it")]);
    }
    if ((sequence === 0) !== (entry.kind === "budget")) {
      throw new CarryoverError([ledgerDamaged(path, "a ledger begins with its budget, and has one")]);
    }
    if (!knownKinds.has(entry.kind)) throw new CarryoverError([ledgerVersionUnknown(path, String(entry.kind))]);
    if (sequence === 0) id = identityFrom(checksum);
    entries.push(entry as unknown as Entry);
    previous = checksum;
  }
  return { id, entries, lastChecksum: previous };
}

function identityFrom(checksum: string): string {
  const digits = sha256(`carryover ledger ${checksum}`);
  return [0, 8, 12, 16, 20].map((from, part) => digits.slice(from, [8, 12, 16, 20, 32][part])).join("-");
}

/** Adds an entry after `chain`. False when another process has added one meanwhile: read again and judge anew. */
export async function appendEntry(ledger: string, chain: EntryChain, entry: Entry, disk: Disk): Promise<boolean> {
  const sequence = chain.entries.length;
  const document = ledgerEntryDocument({ sequence, previous: chain.lastChecksum, ...entry });
  try {
    return await publishText(entriesFolder(ledger), entryName(sequence), documentText(document, 0), disk);
  } catch (error) {
    throw writingFailed(ledger, error);
  }
}

/** Writes a file whole or not at all, and flushes it and its name. False when the name is taken. */
export async function publishText(
  folder: string,
  name: string,
  text: string,
  { writeNew, publish, flushFolder, remove }: Disk,
): Promise<boolean> {
  const pending = join(folder, `.pending-${randomUUID()}`);
  await writeNew(pending, text);
  try {
    await publish(pending, join(folder, name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    await remove(pending);
    return false;
  }
  await flushFolder(folder);
  await remove(pending);
  return true;
}

/** The content of a document with a checksum. @throws CarryoverError when the text is not as it was sealed */
export function unsealed(text: string, path: string): { readonly content: object; readonly checksum: string } {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new CarryoverError([ledgerDamaged(path, "no JSON")]);
  }
  if (typeof parsed !== "object" || parsed === null) throw new CarryoverError([ledgerDamaged(path, "no entry")]);
  const { checksum, ...content } = parsed as Record<string, unknown>;
  if (`${JSON.stringify(withChecksum(content))}\n` !== text || typeof checksum !== "string") {
    throw new CarryoverError([ledgerDamaged(path, "its SHA-256 differs")]);
  }
  return { content, checksum };
}

/** Failures of the system as problems; others as they are. */
export function writingFailed(ledger: string, error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  return code === undefined ? error : new CarryoverError([ledgerNotWritable(ledger, code)], exitCodes.notWritten);
}
