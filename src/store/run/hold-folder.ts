// A folder held by one writer: taken before the work begins, so that a place that cannot be written is known then, and a second writer is refused.

import { access, constants, mkdir, realpath, rmdir, stat, statfs } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { acquireLock, isLock, type LockHolder } from "../../files/index.ts";
import { CarryoverError, exitCodes, type Problem } from "../../problems/problem.ts";
import * as wording from "../../problems/run-problems.ts";
import { bytes as size } from "../../words/index.ts";

export interface HeldFolder {
  /** Absolute, links resolved. */
  readonly path: string;
  /** @throws CarryoverError when another process holds the folder by now */
  check(): Promise<void>;
  release(): Promise<void>;
}

export interface HoldOptions {
  /** How the folder is named in messages, where another path is held for it. */
  readonly shown?: string;
  /** Whether the folder will be replaced as a whole, which a mount point cannot be, and the one around it is made. Default true. */
  readonly replaced?: boolean;
  /** Wording for a place that cannot be written. */
  readonly notWritable?: (path: string, code: string) => Problem;
}

/**
 * Holds the folder, or a file, until it is released or the process ends, however it ends. A folder that is made around it is removed again when
 * nothing is written.
 * @throws CarryoverError when another process holds it (wrong usage), or it cannot be written (not written)
 */
export async function holdFolder(target: string, options: HoldOptions = {}): Promise<HeldFolder> {
  const { shown: folder = target, replaced = true, notWritable } = options;
  const path = await realTarget(target);
  const parent = dirname(path);
  const lockPath = join(parent, `.${basename(path)}.carryover-lock`);
  const first = replaced ? await onDisk(folder, () => mkdir(parent, { recursive: true })) : undefined;
  const taken = await onDisk(folder, () => acquireLock(lockPath), notWritable);
  if (!isLock(taken))
    throw new CarryoverError([wording.outIsLocked(folder, inWords(taken), lockPath)], exitCodes.usage);
  const release = async (): Promise<void> => {
    await taken.release();
    if (first !== undefined) await removeEmpty(parent, first);
  };
  try {
    if (replaced) await checkReplaceable(path, folder);
  } catch (error) {
    await release();
    throw error;
  }
  return {
    path,
    release,
    check: async () => {
      if (await taken.isHeld()) return;
      throw new CarryoverError([wording.outIsLocked(folder, "another process by now", lockPath)], exitCodes.usage);
    },
  };
}

/**
 * Checks that the disk of a folder has room for so many bytes.
 * @throws CarryoverError (not written)
 */
export async function checkRoom(folder: string, bytes: number): Promise<void> {
  const around = await closest(resolve(folder));
  // Where the system does not tell, writing will.
  const disk = await statfs(around).catch(() => undefined);
  if (disk === undefined || disk.blocks === 0) return;
  const free = disk.bavail * disk.bsize;
  const noFiles = disk.files > 0 && disk.ffree === 0;
  if (free >= bytes && !noFiles) return;
  const problem = noFiles
    ? wording.outNotWritable(folder, "no more files fit on the disk (its inodes are used up)")
    : wording.outWithoutRoom(folder, size(bytes), size(free));
  throw new CarryoverError([problem], exitCodes.notWritten);
}

/** The place that a path leads to, also where it is not there yet: links in what is there are resolved. */
async function realTarget(folder: string): Promise<string> {
  const path = resolve(folder);
  const around = await closest(path);
  return join(await realpath(around).catch(() => around), path.slice(around.length));
}

/** The closest folder around a path, or itself, that is there. */
async function closest(path: string): Promise<string> {
  for (let at = path; ; at = dirname(at)) {
    const isThere = await stat(at).then(
      () => true,
      () => false,
    );
    if (isThere || dirname(at) === at) return at;
  }
}

/** A folder that is there is renamed and emptied: it must be writable itself, and on the disk of the folder around it. */
async function checkReplaceable(path: string, shown: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) return;
  const refuse = (problem: Problem): never => {
    throw new CarryoverError([problem], exitCodes.notWritten);
  };
  if (found.dev !== (await stat(dirname(path))).dev) refuse(wording.outIsMountPoint(shown));
  await access(path, constants.W_OK).catch((error: NodeJS.ErrnoException) =>
    refuse(wording.outNotWritable(shown, String(error.code))),
  );
}

/** Does work on the disk; what it refuses is a problem that the user can act on. */
async function onDisk<T>(
  folder: string,
  work: () => Promise<T>,
  notWritable: NonNullable<HoldOptions["notWritable"]> = wording.outNotWritable,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (code === undefined || syscall === undefined) throw error;
    throw new CarryoverError([notWritable(folder, code)], exitCodes.notWritten);
  }
}

/** Folders that were made and hold nothing, from the innermost to the first. */
async function removeEmpty(innermost: string, first: string): Promise<void> {
  for (let at = innermost; at.startsWith(first); at = dirname(at)) {
    try {
      await rmdir(at);
    } catch {
      return;
    }
  }
}

function inWords({ pid, since }: LockHolder): string {
  if (pid === 0) return "a lock that was made just now";
  return `process ${pid}, since ${since.slice(0, 16).replace("T", " ")} UTC`;
}
