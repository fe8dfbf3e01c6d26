// The entries of a ledger: one file each, numbered without gaps, each holding the checksum of the one before.
//
// An entry is written to a file of its own, flushed, and then linked to its number. Linking fails when another process has taken the number:
// whoever wins has judged the budget by all the entries before its own, so no lock is needed, none can go stale,
// and no entry is ever half written. The checksums guard against accidents, not against whoever may rewrite the folder.

import { createHash, randomUUID } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { ledgerDamaged, ledgerNotWritable, noLedger } from "../../problems/privacy-problems.ts";
import { CarryoverError } from "../../problems/problem.ts";
import type { Disk } from "./disk.ts";

/** How losses of one ledger add up: epsilons and deltas each, or rho. */
export type Accounting = "basic" | "zcdp";

export interface BudgetEntry {
  readonly kind: "budget";
  readonly unit: string;
  readonly epsilon: number;
  readonly delta: number;
  readonly accounting: Accounting;
  /** For zCDP accounting: the rho that converts to epsilon and delta. */
  readonly rho?: number;
  /** Key of the hashes by which queries are recognized, so that they say nothing of the data to who has only them. */
  readonly key: string;
}

/** What one answer costs. */
export interface QueryLoss {
  readonly mechanism: string;
  readonly epsilon: number;
  readonly delta: number;
  /** Needed where the ledger counts in zCDP. */
  readonly rho?: number;
}

export interface ChargedQuery extends QueryLoss {
  /** Keyed hash of data, query and parameters. */
  readonly query: string;
  /** What was asked, in words without numbers from the data. */
  readonly label: string;
}

export interface ChargeEntry {
  readonly kind: "charge";
  readonly charge: string;
  readonly time: string;
  /** Who is making the release, for others that ask the same at the same time. */
  readonly by: { readonly host: string; readonly process: number; readonly token: string };
  readonly queries: readonly ChargedQuery[];
}

export type Entry = BudgetEntry | ChargeEntry;

const format = "carryover-ledger-1";
const namePattern = /^(\d{6})\.json$/;

/** Entries as read, and the checksum the next one has to hold. */
export interface EntryChain {
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
  let previous = "";
  for (const [sequence, name] of numbered.entries()) {
    const path = join(folder, name);
    if (name !== entryName(sequence)) throw new CarryoverError([ledgerDamaged(ledger, `no ${entryName(sequence)}`)]);
    const { content, checksum } = unsealed(await readFile(path, "utf8"), path);
    const { format: found, sequence: own, previous: before, ...entry } = content as Record<string, unknown>;
    if (found !== format || own !== sequence || before !== previous) {
      throw new CarryoverError([ledgerDamaged(path, "the entry does not follow the one before it")]);
    }
    if ((sequence === 0) !== (entry.kind === "budget")) {
      throw new CarryoverError([ledgerDamaged(path, "a ledger begins with its budget, and has one")]);
    }
    entries.push(entry as unknown as Entry);
    previous = checksum;
  }
  return { entries, lastChecksum: previous };
}

/** Adds an entry after `chain`. False when another process has added one meanwhile: read again and judge anew. */
export async function appendEntry(
  ledger: string,
  chain: EntryChain,
  entry: Entry,
  { writeNew, publish, flushFolder, remove }: Disk,
): Promise<boolean> {
  const folder = entriesFolder(ledger);
  const sequence = chain.entries.length;
  const pending = join(folder, `.pending-${randomUUID()}`);
  try {
    await writeNew(pending, sealed({ format, sequence, previous: chain.lastChecksum, ...entry }));
    try {
      await publish(pending, join(folder, entryName(sequence)));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      await remove(pending);
      return false;
    }
    await flushFolder(folder);
    await remove(pending);
    return true;
  } catch (error) {
    throw writingFailed(ledger, error);
  }
}

/** JSON text with the SHA-256 of its own content. */
export function sealed(content: object): string {
  const checksum = createHash("sha256").update(JSON.stringify(content)).digest("hex");
  return `${JSON.stringify({ ...content, checksum })}\n`;
}

/** @throws CarryoverError when the text is not as it was sealed */
export function unsealed(text: string, path: string): { readonly content: object; readonly checksum: string } {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new CarryoverError([ledgerDamaged(path, "no JSON")]);
  }
  if (typeof parsed !== "object" || parsed === null) throw new CarryoverError([ledgerDamaged(path, "no entry")]);
  const { checksum, ...content } = parsed as Record<string, unknown>;
  if (sealed(content) !== text || typeof checksum !== "string") {
    throw new CarryoverError([ledgerDamaged(path, "its SHA-256 differs")]);
  }
  return { content, checksum };
}

/** Failures of the system as problems; others as they are. */
export function writingFailed(ledger: string, error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  return code === undefined ? error : new CarryoverError([ledgerNotWritable(ledger, code)]);
}
