// A lock that a process holds on a path. What a crash leaves behind is known to be dead: the process is gone, or was started at another
// time; of a process that cannot be looked at (another machine, another container) the lock has not been renewed.

import { randomUUID } from "node:crypto";
import { rmSync, readFileSync } from "node:fs";
import { link, open, readFile, readlink, rename, rm, stat, writeFile } from "node:fs/promises";
import { isAlive, machine } from "./processes.ts";

/** Who holds a lock. */
export interface LockHolder {
  readonly token: string;
  readonly pid: number;
  /** When the process began, as the system counts it; "" where it does not tell. */
  readonly started: string;
  /** Machine, its boot and the container: process numbers mean something only within one of these. */
  readonly space: string;
  /** ISO 8601, UTC. */
  readonly since: string;
}

export interface Lock {
  /** Whether it is still held: a process that stood still for minutes may have been taken for dead. */
  isHeld(): Promise<boolean>;
  release(): Promise<void>;
}

/** Milliseconds between two renewals, and those after which a lock that is not renewed counts as left behind. */
const renewEvery = 10_000;
const deadAfter = 120_000;

/**
 * Takes the lock at `path`, a file that is made for it.
 * @returns the lock, or who holds it
 * @throws the error of the file system where the file cannot be written
 */
export async function acquireLock(path: string): Promise<Lock | LockHolder> {
  const own: LockHolder = {
    token: randomUUID(),
    pid: process.pid,
    started: await startOf("self"),
    space: await processSpace(),
    since: new Date().toISOString(),
  };
  const text = JSON.stringify(own);
  const temporary = `${path}-${own.token}`;
  try {
    await writeFile(temporary, text, { flag: "wx" });
    while (!(await publish(temporary, path, text))) {
      // By the clock of the file system, which need not be that of this machine.
      const now = (await stat(temporary)).mtimeMs;
      const outcome = await takeOver(path, temporary, text, now);
      if (outcome === "taken") break;
      if (outcome !== "gone") return outcome;
    }
  } finally {
    await rm(temporary, { force: true }).catch(() => undefined);
  }
  return held(path, own, text);
}

/** Whether what `acquireLock` gave is the lock. */
export function isLock(taken: Lock | LockHolder): taken is Lock {
  return "release" in taken;
}

function held(path: string, own: LockHolder, text: string): Lock {
  const isHeld = async (): Promise<boolean> => (await readHolder(path))?.token === own.token;
  // Writing, and not setting a time, so that the clock of the file system counts.
  const renew = async (): Promise<void> => {
    if (!(await isHeld())) return;
    const file = await open(path, "r+");
    await file.writeFile(text).finally(() => file.close());
  };
  const timer = setInterval(() => void renew().catch(() => undefined), renewEvery);
  timer.unref();
  const atExit = (): void => {
    try {
      if ((JSON.parse(readFileSync(path, "utf8")) as LockHolder).token === own.token) rmSync(path);
    } catch {
      // It is gone, or another's.
    }
  };
  process.once("exit", atExit);
  return {
    isHeld,
    async release() {
      clearInterval(timer);
      process.removeListener("exit", atExit);
      if (await isHeld()) await rm(path, { force: true });
    },
  };
}

/** Gives the file its name unless that is taken. */
async function publish(temporary: string, path: string, text: string): Promise<boolean> {
  try {
    await link(temporary, path);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST") return false;
    if (!["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EXDEV", "EMLINK", "EINVAL"].includes(String(code))) throw error;
  }
  // A file system without hard links.
  try {
    await writeFile(path, text, { flag: "wx" });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/**
 * Puts the lock in the place of one that was left behind, unless another does. One process alone can make the file named after the dead
 * lock; that file itself is succeeded likewise, where its maker died before it was done.
 * @returns who holds the lock or is about to, or that it was released meanwhile
 */
async function takeOver(
  path: string,
  temporary: string,
  text: string,
  now: number,
): Promise<"taken" | "gone" | LockHolder> {
  const dead = await readText(path);
  if (dead === undefined) return "gone";
  const alive = await liveHolder(path, now);
  if (alive !== undefined) return alive;
  const files: string[] = [];
  for (let last = holderIn(dead); ; last = holderIn(await readText(files.at(-1) as string))) {
    const next = `${path}-after-${last?.token ?? "none"}`;
    const isOwn = await publish(temporary, next, text);
    const other = isOwn ? undefined : await liveHolder(next, now);
    if (other !== undefined) return other;
    files.push(next);
    if (isOwn) break;
  }
  const stays = (await readText(path)) === dead;
  if (stays) await rename(temporary, path);
  // From the last one on: whoever finds the first one gone finds the lock taken.
  for (const file of files.toReversed()) await rm(file, { force: true });
  return stays ? "taken" : "gone";
}

const unknownHolder: LockHolder = { token: "", pid: 0, started: "", space: "", since: "" };

/** Who holds the lock; undefined when it was left behind. */
async function liveHolder(path: string, now: number): Promise<LockHolder | undefined> {
  const age = await stat(path).then(
    ({ mtimeMs }) => now - mtimeMs,
    () => Number.POSITIVE_INFINITY,
  );
  const holder = await readHolder(path);
  const renewed = age < deadAfter;
  if (holder === undefined) {
    // Being written this moment, or of somebody else's making.
    return renewed ? unknownHolder : undefined;
  }
  if (holder.space !== (await processSpace())) return renewed ? holder : undefined;
  if (!isAlive(holder.pid)) return undefined;
  const started = await startOf(holder.pid);
  return started === "" || started === holder.started ? holder : undefined;
}

async function readHolder(path: string): Promise<LockHolder | undefined> {
  return holderIn(await readText(path).catch(() => undefined));
}

/** What a file holds; undefined when it is not there. */
async function readText(path: string): Promise<string | undefined> {
  return readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
}

function holderIn(text: string | undefined): LockHolder | undefined {
  try {
    return JSON.parse(text ?? "") as LockHolder;
  } catch {
    return undefined;
  }
}

/** Clock ticks from boot to the start of a process (field 22 of proc(5) stat): two processes of one number have begun at different times. */
async function startOf(pid: number | "self"): Promise<string> {
  const text = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  // The name in parentheses may hold spaces and parentheses itself.
  return (
    text
      .slice(text.lastIndexOf(")") + 2)
      .split(" ")
      .at(19) ?? ""
  );
}

async function processSpace(): Promise<string> {
  const boot = await readFile("/proc/sys/kernel/random/boot_id", "utf8").catch(() => "");
  const container = await readlink("/proc/self/ns/pid").catch(() => "");
  return `${machine()} ${boot.trim()} ${container}`;
}
