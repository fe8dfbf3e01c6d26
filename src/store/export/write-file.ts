// Exports are written whole or not at all, and only where nothing else lies.

import { readFile, stat } from "node:fs/promises";
import { replaceFile } from "../../files/index.ts";
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
    if (code !== "ENOENT") refuse(exportNotWritable(path, code ?? String(error)));
  }
}

/**
 * Writes the file in place of one that may be there; a failure leaves that one as it was.
 * @param notWritable wording for a file that cannot be written
 * @returns its size in bytes
 * @throws CarryoverError when it cannot be written
 */
export async function writeWhole(
  path: string,
  content: Content,
  notWritable: (path: string, code: string) => Problem = exportNotWritable,
): Promise<number> {
  try {
    return await replaceFile(path, content);
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (code === undefined || syscall === undefined) throw error;
    throw new CarryoverError([notWritable(path, code)], exitCodes.internal);
  }
}

function refuse(problem: Problem): never {
  throw new CarryoverError([problem], exitCodes.usage);
}
