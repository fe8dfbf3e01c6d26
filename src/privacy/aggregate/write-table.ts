// The bounded table and its description on disk, for the owner's eyes only.

import { csvText, isAlive, machine, sha256 } from "../../files/index.ts";
import { documentText } from "../../documents/index.ts";
import { sealed } from "./bounds.ts";
import { boundsDocument, type TableBounds } from "./bounds-document.ts";
import { readdir, rm, stat } from "node:fs/promises";
import { type Disk, disk as realDisk, rememberEvents } from "../ledger/index.ts";
import { basename, dirname, join } from "node:path";
import { aggregateNotWritable } from "../../problems/aggregate-problems.ts";
import { CarryoverError, exitCodes } from "../../problems/problem.ts";
import { fileExists } from "../../problems/usage-problems.ts";
import type { BoundedTable } from "./aggregate-events.ts";

export interface WrittenTable {
  readonly table: string;
  readonly bounds: string;
}

/** Where the table goes: `weekly.csv` and `weekly.bounds.json` for a file, `table.csv` and `bounds.json` in a folder. */
export function boundedTablePaths(out: string): WrittenTable {
  if (!/\.csv$/i.test(out)) return { table: join(out, "table.csv"), bounds: join(out, "bounds.json") };
  return { table: out, bounds: join(dirname(out), `${basename(out).slice(0, -".csv".length)}.bounds.json`) };
}

/** Refuses paths at which files lie already. @throws CarryoverError (wrong usage) */
export async function checkFree({ table, bounds }: WrittenTable): Promise<void> {
  const problems = [];
  for (const path of [table, bounds]) {
    if ((await stat(path).catch(() => undefined)) !== undefined) problems.push(fileExists(path, "--force"));
  }
  if (problems.length > 0) throw new CarryoverError(problems, exitCodes.usage);
}

/**
 * Writes both files for their owner alone (a folder that is made gets mode 0700), bound to each other by a seal.
 *
 * Both are written and flushed under other names before either takes its own, so that a full disk changes nothing. The bounds take theirs
 * first: whatever ends the process between the two leaves bounds whose seal the earlier table does not have, and no release is made under them.
 * When the second name cannot be taken, the first gets back what it had.
 *
 * @returns the bounds with their seal
 * @throws CarryoverError when they cannot be written
 */
export function writeBoundedTable(table: BoundedTable, paths: WrittenTable): Promise<TableBounds> {
  return writeOn(table, paths, realDisk);
}

/** The same on a disk of the caller's choice: for tests, and not public. */
export async function writeOn(
  { columns, bounds, events }: BoundedTable,
  paths: WrittenTable,
  disk: Disk,
): Promise<TableBounds> {
  const text = tableText(columns);
  const written = sealed(bounds, sha256(text));
  const parts = [paths.bounds, paths.table].map((path) => ({
    path,
    waiting: beside(path, "new"),
    earlier: beside(path, "old"),
  }));
  const [description, data] = parts;
  try {
    await rememberEvents({ aggregation: written.table.id, events }, disk);
    await disk.makeFolder(dirname(paths.table));
    await removeAbandoned(paths);
    await disk.writeNew(data.waiting, text);
    await disk.writeNew(description.waiting, documentText(boundsDocument(written)));
    const kept = await keep(description.path, description.earlier, disk);
    await disk.replace(description.waiting, description.path);
    try {
      await disk.flushFolder(dirname(description.path));
      await disk.replace(data.waiting, data.path);
    } catch (error) {
      await (kept ? disk.replace(description.earlier, description.path) : disk.remove(description.path));
      throw error;
    }
    await disk.flushFolder(dirname(data.path));
    await disk.remove(description.earlier);
    return written;
  } catch (error) {
    for (const path of parts.flatMap(({ waiting, earlier }) => [waiting, earlier])) {
      await disk.remove(path).catch(() => undefined);
    }
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (code === undefined || syscall === undefined) throw error;
    throw new CarryoverError([aggregateNotWritable(paths.table, code)], exitCodes.notWritten);
  }
}

/** A name beside a file for what waits to take its name ("new"), or had it ("old"). */
function beside(path: string, which: "new" | "old"): string {
  return join(dirname(path), `.${basename(path)}.carryover-${which}-${process.pid}-${machine()}`);
}

/** A second name for what has this one; false when there is nothing. */
async function keep(path: string, earlier: string, disk: Disk): Promise<boolean> {
  try {
    await disk.publish(path, earlier);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
    throw error;
  }
}

/** Removes what processes of this machine left beside these files that are not alive any more: it is as secret as the events. */
async function removeAbandoned({ table, bounds }: WrittenTable): Promise<void> {
  const folder = dirname(table);
  for (const name of await readdir(folder)) {
    const [, file, pid, where] = /^\.(.+)\.carryover-(?:new|old)-(\d+)-([0-9a-f]+)$/.exec(name) ?? [];
    const own = file === basename(table) || file === basename(bounds);
    if (own && where === machine() && (Number(pid) === process.pid || !isAlive(Number(pid))))
      await rm(join(folder, name));
  }
}

function tableText(columns: BoundedTable["columns"]): string {
  const rows = columns[0].values.map((_, row) => columns.map(({ values }) => values[row]));
  return csvText(
    columns.map(({ name }) => name),
    rows,
  );
}
