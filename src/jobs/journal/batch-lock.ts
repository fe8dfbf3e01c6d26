// The folder of a batch held by the processes that write to it: one for the whole batch, or one for each shard.

import { mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { outNotWritable } from "../../problems/run-problems.ts";
import { CarryoverError, exitCodes } from "../../problems/problem.ts";
import { type HeldFolder, holdFolder } from "../../store/run/index.ts";
import { isJournalName, journalName } from "./journal.ts";
import type { Shard } from "./shard.ts";

const lockPattern = /^\.(.+)\.carryover-lock/;

/** Whether a name in the folder of a batch is that of a lock. */
export function isBatchLock(name: string): boolean {
  return isJournalName(lockPattern.exec(name)?.[1] ?? "");
}

/**
 * Holds the folder of a batch: for a shard against the same shard and the whole batch, otherwise against every other process. Makes the folder.
 * @throws CarryoverError when another process holds it (wrong usage), or it cannot be written
 */
export async function holdBatch(out: string, shard: Shard | undefined): Promise<Pick<HeldFolder, "release">> {
  try {
    await mkdir(out, { recursive: true });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new CarryoverError([outNotWritable(out, code)], exitCodes.notWritten);
  }
  const hold = (name: string): Promise<HeldFolder> => holdFolder(join(out, name), { shown: out });
  const own = await hold(journalName(shard));
  try {
    for (const name of await others(out, shard)) await (await hold(name)).release();
  } catch (error) {
    await own.release();
    throw error;
  }
  return own;
}

/** Journals whose writers this one excludes. */
async function others(out: string, shard: Shard | undefined): Promise<readonly string[]> {
  if (shard !== undefined) return [journalName(undefined)];
  const locked = (await readdir(out)).flatMap((name) => lockPattern.exec(name)?.[1] ?? []);
  return [...new Set(locked)].filter((name) => isJournalName(name) && name !== journalName(undefined));
}
