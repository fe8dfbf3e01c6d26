// Where the ledger of a data table is: beside the table, or where a note beside the table says.
//
// The place depends on the table alone, so that neither deleting what was published nor naming another folder starts afresh.
// A copy of the table elsewhere is recognized by its content (see claims.ts), as far as this account has seen its ledger.

import { readFile, realpath, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { documentText } from "../../documents/index.ts";
import { missingFile } from "../../problems/file-problems.ts";
import { ledgerDamaged, ledgerExists, ledgerLost, otherLedger } from "../../problems/privacy-problems.ts";
import { CarryoverError, exitCodes } from "../../problems/problem.ts";
import { type Disk, disk as realDisk } from "./disk.ts";
import { ledgerNoteDocument } from "./documents.ts";
import { unsealed, writingFailed } from "./entries.ts";
import { type Budget, createLedger, type LedgerState, readLedger } from "./ledger.ts";

/** The ledger's folder by default, or the note that says where it is instead: DATA.ledger. */
export function defaultLedger(data: string): string {
  return `${resolve(data)}.ledger`;
}

/** What stands beside the table: the ledger, a note that names one, or nothing yet. */
async function ownLedger(
  data: string,
): Promise<{ readonly path: string; readonly noted: boolean; readonly id?: string | undefined } | undefined> {
  const beside = defaultLedger(await real(data));
  const found = await stat(beside).catch((): undefined => undefined);
  if (found === undefined) return undefined;
  if (found.isDirectory()) return { path: beside, noted: false };
  const { ledger, id } = unsealed(await readFile(beside, "utf8"), beside).content as { ledger?: unknown; id?: string };
  if (typeof ledger !== "string") throw new CarryoverError([ledgerDamaged(beside, "it names no ledger")]);
  return { path: ledger, noted: true, id };
}

/**
 * The path of the ledger that a table is charged to.
 *
 * @param given the ledger asked for; undefined for the table's own
 * @throws CarryoverError when there is none, the table's own is gone, or another one is asked for
 */
export async function ledgerOf(data: string, given?: string, disk: Disk = realDisk): Promise<string> {
  const own = await ownLedger(data);
  if (own === undefined) {
    const beside = defaultLedger(await real(data));
    const path = given === undefined ? beside : await real(resolve(given));
    await note(beside, await readLedger(path), disk);
    return path;
  }
  const moved = own.noted && given !== undefined ? await movedLedger(own, await real(resolve(given))) : undefined;
  if (moved !== undefined) {
    await replaceNote(defaultLedger(await real(data)), moved, disk);
    return moved.path;
  }
  if (given !== undefined && (await real(resolve(given))) !== (await real(own.path))) {
    throw new CarryoverError([otherLedger(data, own.path, given)], exitCodes.usage);
  }
  if (!own.noted) return own.path;
  return readLedger(own.path).then(
    () => own.path,
    (error: unknown): never => {
      const lost = error instanceof CarryoverError && error.problems.some(({ code }) => code === "no-ledger");
      throw lost ? new CarryoverError([ledgerLost(data, own.path)]) : error;
    },
  );
}

/**
 * Where the ledger of a table may be made.
 * @throws CarryoverError when the table has one already, also when that is gone
 */
export async function placeForLedger(
  data: string,
  given: string | undefined,
  disk: Disk = realDisk,
): Promise<{ readonly beside: string; readonly path: string }> {
  // A ledger for a mistyped name would leave the table itself without one.
  await stat(data).catch((): never => {
    throw new CarryoverError([missingFile(data, [])]);
  });
  const beside = defaultLedger(await real(data));
  const path = given === undefined ? beside : await real(resolve(given));
  const own = await ownLedger(data);
  if (own?.noted === true) {
    await ledgerOf(data, given, disk);
  } else if (own !== undefined && path !== (await real(own.path))) {
    throw new CarryoverError([otherLedger(data, own.path, path)], exitCodes.usage);
  }
  const there = await readLedger(path).catch((error: unknown): undefined => {
    const none = error instanceof CarryoverError && error.problems.every(({ code }) => code === "no-ledger");
    if (!none) throw error;
  });
  if (there !== undefined) throw new CarryoverError([ledgerExists(path)], exitCodes.usage);
  return { beside, path };
}

/** Makes the ledger of a table; elsewhere than beside it, with a note beside it. Errors as `placeForLedger`. */
export async function createLedgerOf(
  data: string,
  given: string | undefined,
  budget: Budget,
  disk: Disk = realDisk,
): Promise<LedgerState> {
  const { beside, path } = await placeForLedger(data, given, disk);
  const state = await createLedger(path, budget, disk);
  await note(beside, state, disk);
  return state;
}

/** The ledger at a path where it is the one of a note whose own path leads to no ledger any more. */
async function movedLedger(
  own: { readonly path: string; readonly id?: string | undefined },
  path: string,
): Promise<LedgerState | undefined> {
  const there = (await stat(own.path).catch((): undefined => undefined)) !== undefined;
  if (there || own.id === undefined) return undefined;
  const state = await readLedger(path).catch((): undefined => undefined);
  return state?.id === own.id ? state : undefined;
}

/** Writes beside the table where its ledger is, unless that is beside it. Before anything is charged. */
async function note(beside: string, { path, id }: LedgerState, disk: Disk): Promise<void> {
  if (path === beside) return;
  try {
    await disk.writeNew(beside, documentText(ledgerNoteDocument({ ledger: path, id }), 0));
    await disk.flushFolder(dirname(beside));
  } catch (error) {
    throw writingFailed(beside, error);
  }
}

/** The same in place of a note that leads nowhere. */
async function replaceNote(beside: string, { path, id }: LedgerState, disk: Disk): Promise<void> {
  const waiting = join(dirname(beside), `.${basename(beside)}.pending-${process.pid}`);
  try {
    await disk.remove(waiting);
    await disk.writeNew(waiting, documentText(ledgerNoteDocument({ ledger: path, id }), 0));
    await disk.replace(waiting, beside);
    await disk.flushFolder(dirname(beside));
  } catch (error) {
    throw writingFailed(beside, error);
  }
}

/** The path without links, so that one file has one name; of what is not there yet, the folder's. */
async function real(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : join(await real(parent), basename(path));
  }
}
