// A folder of results, replaced as a whole.

import { mkdir } from "node:fs/promises";
import { resolve, sep } from "node:path";
import { replaceFiles } from "../../files/index.ts";
import { CarryoverError, exitCodes } from "../../problems/problem.ts";
import { outNotWritable } from "../../problems/run-problems.ts";
import { replaceFolder } from "../../store/run/index.ts";

/**
 * Writes the files to `out` in place of whatever is in it.
 * @returns their paths, as `out` was given
 * @throws CarryoverError when the folder cannot be written
 */
export async function replaceOut(
  out: string,
  files: readonly { readonly name: string; readonly content: string }[],
): Promise<readonly string[]> {
  await writable(out, () => replaceFolder(resolve(out), files));
  return files.map(({ name }) => `${out}${out.endsWith(sep) ? "" : sep}${name}`);
}

/** Does work that writes to `out`; what the disk refuses is a problem that the user can act on. */
export async function writable<T>(out: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (code === undefined || syscall === undefined) throw error;
    throw new CarryoverError([outNotWritable(out, code)], exitCodes.notWritten);
  }
}

/**
 * Writes files that belong together, all or none, into a folder that is made for them where it is not there.
 * @throws CarryoverError when they cannot be written
 */
export async function replaceTogether(
  folder: string,
  files: readonly { readonly path: string; readonly content: string }[],
): Promise<void> {
  await writable(folder, async () => {
    await mkdir(folder, { recursive: true });
    await replaceFiles(files);
  });
}
