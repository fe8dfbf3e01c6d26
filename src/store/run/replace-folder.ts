// Writes a folder so that it is either there with everything in it or not there at all: into a temporary sibling, flushed to
// disk, then renamed. Temporaries of processes that died are cleared away by the next one.

import { lstat, mkdir, readdir, rename, rm, rmdir } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { flushFolder, isAlive, machine, writeFlushed } from "../../files/index.ts";

/** `.run.carryover-<new|old>-<process>-<machine>`: beside the folder, so that renaming stays within one file system. */
const siblingPattern = /^\.(.+)\.carryover-(new|old)-(\d+)-([0-9a-f]+)$/;

/**
 * Puts a folder with these files at `target` (absolute), in place of one that may be there. Whether that one may be
 * replaced is for the caller to know. The old folder is moved aside only when the new one is complete on disk.
 */
export async function replaceFolder(
  target: string,
  files: readonly { readonly name: string; readonly content: string | Uint8Array }[],
): Promise<void> {
  const parent = dirname(target);
  await mkdir(parent, { recursive: true });
  await clearBefore(target);
  const fresh = sibling(target, "new");
  const old = sibling(target, "old");
  try {
    await mkdir(fresh);
    await Promise.all(files.map(({ name, content }) => writeFlushed(join(fresh, name), content)));
    await flushFolder(fresh);
    const replaced = await moveIfThere(target, old);
    try {
      await rename(fresh, target);
    } catch (error) {
      if (replaced) await rename(old, target);
      throw error;
    }
    await flushFolder(parent);
  } catch (error) {
    listed = undefined;
    await rm(fresh, { recursive: true, force: true });
    throw error;
  }
  await rm(old, { recursive: true, force: true });
}

/**
 * Removes what dead processes of this machine left beside `target`. A process that died between moving the old folder
 * aside and moving the new one in left no folder at all: then the old one is put back.
 */
export async function clearTemporaries(target: string): Promise<void> {
  await clear(target, leftBehind(await readdir(dirname(target))));
}

/** Temporaries in a folder by what they are of. */
type LeftBehind = ReadonlyMap<string, readonly RegExpExecArray[]>;

function leftBehind(entries: readonly string[]): LeftBehind {
  const found = new Map<string, RegExpExecArray[]>();
  for (const entry of entries) {
    const match = siblingPattern.exec(entry);
    if (match !== null) found.set(match[1], [...(found.get(match[1]) ?? []), match]);
  }
  return found;
}

async function clear(target: string, left: LeftBehind): Promise<void> {
  for (const [entry, , what, pid, of] of left.get(basename(target)) ?? []) {
    if (of !== machine() || isOther(Number(pid))) continue;
    const path = join(dirname(target), entry);
    if (what === "old" && !(await isThere(target))) await moveIfThere(path, target);
    await rm(path, { recursive: true, force: true });
  }
}

async function isThere(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}

/** Milliseconds for which what was found in a folder is taken for what is there: a batch writes thousands of runs into one, and listing takes as long as it has entries. */
const listedFor = 10_000;

let listed: { readonly parent: string; readonly until: number; readonly left: LeftBehind } | undefined;

/** The same before a folder is written, with what its parent held a moment ago. */
async function clearBefore(target: string): Promise<void> {
  const parent = dirname(target);
  const now = performance.now();
  if (listed === undefined || listed.parent !== parent || listed.until < now) {
    listed = { parent, until: now + listedFor, left: leftBehind(await readdir(parent)) };
  }
  await clear(target, listed.left);
}

/** In a container the next process often has the number of the one that died; one process does not write one folder twice at once. */
function isOther(pid: number): boolean {
  return pid !== process.pid && isAlive(pid);
}

function sibling(target: string, what: "new" | "old"): string {
  return join(dirname(target), `.${basename(target)}.carryover-${what}-${process.pid}-${machine()}`);
}

async function moveIfThere(from: string, to: string): Promise<boolean> {
  try {
    await rmdir(from);
    return false;
  } catch {
    // Not an empty folder: it is moved as it is, or it is not there.
  }
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
    throw error;
  }
}
