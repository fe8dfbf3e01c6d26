// A disk on which one step fails, or after which the process is dead: what is on the disk then is what a kill there leaves.

import type { Disk } from "../../../src/privacy/ledger/disk.ts";
import { disk } from "../../../src/privacy/ledger/disk.ts";

/** How a step ends: the process is killed before it, in the middle of a write, or the system refuses it with a code such as ENOSPC. */
export type Ending = "killed" | "torn" | { readonly refused: string };

export interface FailingDisk extends Disk {
  /** Steps that were begun so far. */
  steps(): number;
}

/** A disk whose step of this number (from 1; 0: none) ends so. After a kill no other step happens. */
export function failingDisk(last = 0, ending: Ending = "killed"): FailingDisk {
  let step = 0;
  let dead = false;
  const failing =
    <A extends unknown[]>(work: (...args: A) => Promise<void>, torn?: (...args: A) => Promise<void>) =>
    async (...args: A): Promise<void> => {
      if (dead) throw new Error("dead");
      if (++step !== last) return work(...args);
      if (typeof ending === "object") {
        // A write that finds the disk full leaves its beginning.
        await torn?.(...args);
        throw Object.assign(new Error(ending.refused), { code: ending.refused, syscall: "write" });
      }
      dead = true;
      if (ending === "torn") await torn?.(...args);
      throw new Error("dead");
    };
  return {
    steps: () => step,
    makeFolder: failing(disk.makeFolder),
    writeNew: failing(disk.writeNew, (path, content) => disk.writeNew(path, content.slice(0, content.length / 2))),
    publish: failing(disk.publish),
    replace: failing(disk.replace),
    flushFolder: failing(disk.flushFolder),
    remove: failing(disk.remove),
  };
}
