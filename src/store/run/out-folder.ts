// A folder that a command may write its files to: new, empty, or with what an earlier call wrote.

import { readdir } from "node:fs/promises";
import { CarryoverError, exitCodes } from "../../problems/problem.ts";
import { outHoldsOthers } from "../../problems/privacy-problems.ts";
import { outIsFile, outNotWritable } from "../../problems/run-problems.ts";

/**
 * @param ours names of the files that may be in it
 * @throws CarryoverError (wrong usage): a file, not readable, or a folder that holds anything else
 */
export async function checkOutFolder(out: string, ours: readonly string[]): Promise<void> {
  let entries: readonly string[];
  try {
    entries = await readdir(out);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return;
    throw new CarryoverError(
      [code === "ENOTDIR" ? outIsFile(out) : outNotWritable(out, String(code))],
      exitCodes.usage,
    );
  }
  const others = entries.filter((name) => !ours.includes(name));
  if (others.length > 0) throw new CarryoverError([outHoldsOthers(out, others)], exitCodes.usage);
}
