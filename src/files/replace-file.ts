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
  // Machines may write the same file on a shared disk, such as the overview of a batch, under the same process number.
  const temporary = join(dirname(path), `.${basename(path)}.carryover-${process.pid}-${machine()}`);
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
