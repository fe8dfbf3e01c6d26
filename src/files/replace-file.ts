// Writes a file whole or not at all: to a temporary beside it, flushed to disk, then renamed.

import { rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { writeFlushed } from "./flush.ts";
import { machine } from "./processes.ts";

/**
 * Writes the file in place of one that may be there; a failure leaves that one as it was.
 * @param mode permissions of the file; 0o666 less the process's mask by default
 * @param beforeRename called when the file is on disk under another name; what it throws leaves everything as it was
 * @returns its size in bytes
 */
export async function replaceFile(
  path: string,
  content: Parameters<typeof writeFlushed>[1],
  mode?: number,
  beforeRename: () => Promise<void> = async () => undefined,
): Promise<number> {
  const temporary = temporaryOf(path);
  // Below what is no folder there is nothing to remove, which rm calls an error.
  const clear = (): Promise<void> => rm(temporary, { force: true }).catch(() => undefined);
  try {
    await clear();
    const bytes = await writeFlushed(temporary, content, mode);
    await beforeRename();
    await rename(temporary, path);
    return bytes;
  } catch (error) {
    await clear();
    throw error;
  }
}

/**
 * Writes files that belong together: none gets its name before all are on disk. Those that are there are replaced.
 * @returns their sizes in bytes
 * @throws the error of the file system; nothing has changed then, unless a name could not be given that was free a moment before
 */
export async function replaceFiles(
  files: readonly { readonly path: string; readonly content: Parameters<typeof writeFlushed>[1] }[],
): Promise<readonly number[]> {
  const sizes: number[] = [];
  try {
    for (const { path, content } of files) {
      await rm(temporaryOf(path), { force: true });
      sizes.push(await writeFlushed(temporaryOf(path), content));
    }
    for (const { path } of files) await rename(temporaryOf(path), path);
    return sizes;
  } catch (error) {
    for (const { path } of files) await rm(temporaryOf(path), { force: true }).catch(() => undefined);
    throw error;
  }
}

/** Machines may write the same file on a shared disk, such as the overview of a batch, under the same process number. */
function temporaryOf(path: string): string {
  return join(dirname(path), `.${basename(path)}.carryover-${process.pid}-${machine()}`);
}
