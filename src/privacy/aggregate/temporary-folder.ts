// The temporary folder of one aggregation: for the owner alone, removed at the end, and by the next aggregation if its process was killed.

import { chmod, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isAlive, machine } from "../../files/index.ts";

/** `carryover-aggregate-<machine>-<process>-<letters>`: process numbers mean nothing on another machine that shares the disk. */
const pattern = /^carryover-aggregate-([0-9a-f]+)-(\d+)-/;

/** Lets `work` use a folder of mode 0700 under TMPDIR and removes it, whatever happens. */
export async function withTemporaryFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  await removeAbandoned();
  const folder = await mkdtemp(join(tmpdir(), `carryover-aggregate-${machine()}-${process.pid}-`));
  try {
    await chmod(folder, 0o700);
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Removes what processes of this machine left that are not alive any more; another user's are left alone by the system. */
async function removeAbandoned(): Promise<void> {
  const names = await readdir(tmpdir());
  const abandoned = names.filter((name) => {
    const [, where, pid] = pattern.exec(name) ?? [];
    return where === machine() && !isAlive(Number(pid));
  });
  await Promise.all(
    abandoned.map((name) => rm(join(tmpdir(), name), { recursive: true, force: true }).catch(() => undefined)),
  );
}
