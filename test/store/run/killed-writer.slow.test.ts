// A writer killed at any moment leaves the old run or the new one, never a folder that only looks complete.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loadRun, saveRun } from "../../../src/store/run/index.ts";
import { machine as machineName } from "../../../src/files/index.ts";
import { clearTemporaries } from "../../../src/store/run/replace-folder.ts";
import { fakeFit } from "../support/fake-fit.ts";

const writer = fileURLToPath(new URL("../support/endless-writer.ts", import.meta.url));
const tsx = fileURLToPath(import.meta.resolve("tsx"));
const origin = { command: "test", dataPath: "/data.csv", backend: "wasm", threads: 1 } as const;
/** A number no process has: larger than the largest the systems give. */
const deadProcess = 2 ** 30;
const machine = machineName();

let parent: string;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), "carryover-killed-"));
});
afterEach(async () => {
  await rm(parent, { recursive: true });
});

/** Kills a writer while a temporary folder is there; returns what it left. */
async function killWhileWriting(folder: string): Promise<string[]> {
  const child = spawn(process.execPath, ["--import", tsx, writer, folder], { stdio: ["ignore", "pipe", "inherit"] });
  await once(child.stdout, "data");
  for (;;) {
    const entries = await readdir(parent);
    if (entries.some((entry) => entry.includes(".carryover-new-"))) break;
    expect(child.exitCode).toBeNull();
  }
  child.kill("SIGKILL");
  await once(child, "exit");
  return readdir(parent);
}

describe("A run folder", () => {
  it("is whole after a killed writer, and the next one clears away what that left", async () => {
    const folder = join(parent, "run");
    await saveRun(fakeFit({ seed: 1 }), folder, origin);
    await killWhileWriting(folder);
    await clearTemporaries(folder);
    // The lock of the dead writer stays, and stands in nobody's way.
    expect(await readdir(parent)).toEqual([".run.carryover-lock", "run"]);
    expect((await loadRun(folder)).record.complete).toBe(true);
    await saveRun(fakeFit({ seed: 99 }), folder, origin);
    expect(await readdir(parent)).toEqual(["run"]);
    expect((await loadRun(folder)).record.seed).toBe(99);
  });

  it("is whole or not there after a killed first writer", async () => {
    const left = await killWhileWriting(join(parent, "run"));
    if (left.includes("run")) expect((await loadRun(join(parent, "run"))).record.complete).toBe(true);
    else expect(left.every((entry) => entry.startsWith(".run.carryover-"))).toBe(true);
  });

  it("is put back when a writer moved it aside and died before moving its own in", async () => {
    const folder = join(parent, "run");
    await saveRun(fakeFit({ seed: 7 }), folder, origin);
    const aside = join(parent, `.run.carryover-old-${deadProcess}-${machine}`);
    await rename(folder, aside);
    await mkdir(join(parent, `.run.carryover-new-${deadProcess}-${machine}`));
    await clearTemporaries(folder);
    expect(await readdir(parent)).toEqual(["run"]);
    expect((await loadRun(folder)).record.seed).toBe(7);
  });

  it("is written where many others were a moment ago, and takes away what a dead writer of it had left before", async () => {
    await mkdir(join(parent, `.second.carryover-new-${deadProcess}-${machine}`));
    await saveRun(fakeFit({ seed: 1 }), join(parent, "first"), origin);
    expect(await readdir(parent)).toHaveLength(2);
    await saveRun(fakeFit({ seed: 2 }), join(parent, "second"), origin);
    expect(await readdir(parent)).toEqual(["first", "second"]);
  });

  it("keeps beside it temporaries of a process that is alive, of another machine and of another run", async () => {
    const others = [
      `.run.carryover-new-${process.ppid}-${machine}`,
      `.run.carryover-new-${deadProcess}-00`,
      `.other.carryover-new-${deadProcess}-${machine}`,
    ];
    for (const other of others) await mkdir(join(parent, other));
    await writeFile(join(parent, ".run.txt"), "");
    await saveRun(fakeFit(), join(parent, "run"), origin);
    expect((await readdir(parent)).sort()).toEqual([...others, ".run.txt", "run"].sort());
  });
});
