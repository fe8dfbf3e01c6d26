// A process that makes one private release and may be killed at a given step to disk: run by ledger.slow.test.ts.
//
// Arguments: ledger, name of the query, cost in epsilon, step at which to die (0: never), and how ("before", "torn", "after" the
// step; "stop": it does not die there but stands still until it is told to go on).

import { type Disk, disk } from "../../../src/privacy/ledger/disk.ts";
import { systemRandomness } from "../../../src/privacy/exact/random-source.ts";
import { releaseFrom } from "../../../src/privacy/release/release.ts";
import { CarryoverError } from "../../../src/problems/problem.ts";
import { requestNamed } from "./requests.ts";

const [ledger, name, epsilon, lastStep, how] = process.argv.slice(2);

let step = 0;

/** Dies as a process does that is killed: no handler runs, nothing is cleaned up. */
function die(): Promise<never> {
  process.kill(process.pid, "SIGKILL");
  return new Promise(() => undefined);
}

const dying = <A extends unknown[]>(work: (...args: A) => Promise<void>, torn?: (...args: A) => Promise<void>) => {
  return async (...args: A): Promise<void> => {
    const last = ++step === Number(lastStep);
    if (last && how === "before") await die();
    if (last && how === "stop") process.kill(process.pid, "SIGSTOP");
    if (last && how === "torn") {
      await torn?.(...args);
      await die();
    }
    await work(...args);
    if (last && how !== "stop") await die();
  };
};

const mortal: Disk = {
  makeFolder: dying(disk.makeFolder),
  writeNew: dying(disk.writeNew, (path, content) => disk.writeNew(path, content.slice(0, content.length / 2))),
  publish: dying(disk.publish),
  replace: dying(disk.replace),
  flushFolder: dying(disk.flushFolder),
  remove: dying(disk.remove),
};

try {
  const release = await releaseFrom(ledger, requestNamed(name, Number(epsilon)), systemRandomness(), mortal);
  process.stdout.write(
    JSON.stringify({ steps: step, values: release.columns.at(-1)?.values, cached: release.cachedColumns }),
  );
} catch (error) {
  if (!(error instanceof CarryoverError)) throw error;
  process.stdout.write(JSON.stringify({ refused: error.problems.map(({ code }) => code) }));
}
