// The bounded table and its description on disk, for the owner's eyes only.

import { csvText, replaceFile } from "../../files/index.ts";
import { documentText } from "../../documents/index.ts";
import { boundsDocument } from "./bounds-document.ts";
import { mkdir, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { aggregateNotWritable } from "../../problems/aggregate-problems.ts";
import { CarryoverError, exitCodes } from "../../problems/problem.ts";
import { fileExists } from "../../problems/usage-problems.ts";
import type { BoundedTable } from "./aggregate-events.ts";

/** Permissions: for the owner alone. */
const forOwner = 0o600;

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
    await replaceFile(paths.bounds, documentText(boundsDocument(bounds)), forOwner);
    await replaceFile(paths.table, tableText(columns), forOwner);
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (code === undefined || syscall === undefined) throw error;
    throw new CarryoverError([aggregateNotWritable(paths.table, code)], exitCodes.internal);
  }
}

function tableText(columns: BoundedTable["columns"]): string {
  const rows = columns[0].values.map((_, row) => columns.map(({ values }) => values[row]));
  return csvText(
    columns.map(({ name }) => name),
    rows,
  );
}
