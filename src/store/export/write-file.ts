// Exports are written whole or not at all, and only where nothing else lies.

import { mkdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { replaceFile, replaceFiles } from "../../files/index.ts";
import { exportIsFolder, exportIsForeign, exportNotWritable } from "../../problems/export-problems.ts";
import { CarryoverError, exitCodes, type Problem } from "../../problems/problem.ts";

/** Text or bytes, in one piece or several. */
export type Content = Iterable<string | Uint8Array>;

/**
 * Checks that an export may be written at `path`: nothing is there, or a file that `isOurs` knows again.
 * @throws CarryoverError (wrong usage) for a folder or another file
 */
export async function checkExportTarget(
  path: string,
  format: string,
  isOurs: (bytes: Buffer) => boolean,
): Promise<void> {
  try {
    if ((await stat(path)).isDirectory()) refuse(exportIsFolder(path));
    if (!isOurs(await readFile(path))) refuse(exportIsForeign(path, format));
  } catch (error) {
    if (error instanceof CarryoverError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "ENOENT") {
      throw new CarryoverError([exportNotWritable(path, code ?? String(error))], exitCodes.notWritten);
    }
  }
}

/**
 * Writes the file in place of one that may be there; a failure leaves that one as it was.
 * @param notWritable wording for a file that cannot be written
 * @param beforeRename as of `replaceFile`
 * @returns its size in bytes
 * @throws CarryoverError when it cannot be written
 */
export async function writeWhole(
  path: string,
  content: Content,
  notWritable: (path: string, code: string) => Problem = exportNotWritable,
  beforeRename?: () => Promise<void>,
): Promise<number> {
  return orProblem(path, notWritable, () => replaceFile(path, content, undefined, beforeRename));
}

/**
 * Writes files that belong together, all or none, in place of those that may be there.
 * @param notWritable wording for a file that cannot be written
 * @returns their sizes in bytes
 * @throws CarryoverError when one cannot be written
 */
export async function writeTogether(
  files: readonly { readonly path: string; readonly content: Content }[],
  notWritable: (path: string, code: string) => Problem = exportNotWritable,
): Promise<readonly number[]> {
  return orProblem(files[0].path, notWritable, () => replaceFiles(files));
}

async function orProblem<T>(
  path: string,
  notWritable: (path: string, code: string) => Problem,
  write: () => Promise<T>,
): Promise<T> {
  try {
    return await write();
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (code === undefined || syscall === undefined) throw error;
    throw new CarryoverError([notWritable(path, code)], exitCodes.notWritten);
  }
}

/**
 * Checks that a file can be written at `path`, before work that takes long is done for it. The folder around it is made.
 * @throws CarryoverError when it cannot
 */
export async function probe(
  path: string,
  notWritable: (path: string, code: string) => Problem = exportNotWritable,
): Promise<void> {
  await orProblem(path, notWritable, async () => {
    await mkdir(dirname(path), { recursive: true });
    const beside = join(dirname(path), `.${basename(path)}.carryover-probe-${process.pid}`);
    try {
      await writeFile(beside, "carryover", { flush: true });
    } finally {
      await rm(beside, { force: true }).catch(() => undefined);
    }
  });
}

function refuse(problem: Problem): never {
  throw new CarryoverError([problem], exitCodes.usage);
}
