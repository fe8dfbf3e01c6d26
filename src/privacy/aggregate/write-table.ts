// The bounded table and its description on disk, for the owner's eyes only.

import { documentText } from "../../documents/index.ts";
import { boundsDocument } from "./bounds-document.ts";
import { mkdir, open, rename, rm, stat } from "node:fs/promises";
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
 * Writes both files with mode 0600 (a folder that is made gets 0700), each whole or not at all.
 * @throws CarryoverError when they cannot be written
 */
export async function writeBoundedTable({ columns, bounds }: BoundedTable, paths: WrittenTable): Promise<void> {
  try {
    await mkdir(dirname(paths.table), { recursive: true, mode: 0o700 });
    await writeForOwner(paths.bounds, documentText(boundsDocument(bounds)));
    await writeForOwner(paths.table, csvText(columns));
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (code === undefined || syscall === undefined) throw error;
    throw new CarryoverError([aggregateNotWritable(paths.table, code)], exitCodes.internal);
  }
}

async function writeForOwner(path: string, text: string): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.carryover-${process.pid}`);
  try {
    await rm(temporary, { force: true });
    const file = await open(temporary, "wx", 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** CSV (RFC 4180, commas, line feeds). Only names can need quotes: values are dates and numbers. */
function csvText(columns: BoundedTable["columns"]): string {
  const quoted = (name: string): string =>
    /[",\r\n]/.test(name) || name !== name.trim() ? `"${name.replaceAll('"', '""')}"` : name;
  const rows = columns[0].values.map((_, row) => columns.map(({ values }) => values[row]).join(","));
  return `${[columns.map(({ name }) => quoted(name)).join(","), ...rows].join("\n")}\n`;
}
