// Writes a file whole or not at all: to a temporary beside it, flushed to disk, then renamed.

import { open, readFile, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { exportIsFolder, exportIsForeign, exportNotWritable } from "../../problems/export-problems.ts";
import { CarryoverError, exitCodes, type Problem } from "../../problems/problem.ts";
import { machine } from "../run/index.ts";

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
  // Machines may write the same file on a shared disk, such as the overview of a batch, under the same process number.
  const temporary = join(dirname(path), `.${basename(path)}.carryover-${process.pid}-${machine()}`);
  try {
    const file = await open(temporary, "w");
    let bytes = 0;
    try {
      for (const piece of content) {
        const part = typeof piece === "string" ? Buffer.from(piece) : piece;
        await file.writeFile(part);
        bytes += part.length;
      }
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
    return bytes;
  } catch (error) {
    // Below what is no folder there is nothing to remove, which rm calls an error.
    await rm(temporary, { force: true }).catch(() => undefined);
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (code === undefined || syscall === undefined) throw error;
    throw new CarryoverError([notWritable(path, code)], exitCodes.internal);
  }
}

function refuse(problem: Problem): never {
  throw new CarryoverError([problem], exitCodes.usage);
}
