// A lock keeps every other process out while its holder lives, and nobody afterwards.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { acquireLock, isLock, type Lock, type LockHolder } from "../../src/files/lock.ts";

const holder = fileURLToPath(new URL("support/lock-holder.ts", import.meta.url));
const tsx = fileURLToPath(import.meta.resolve("tsx"));

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "carryover-lock-"));
  path = join(folder, ".run.carryover-lock");
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

async function taken(): Promise<Lock> {
  const lock = await acquireLock(path);
  if (!isLock(lock)) throw new Error(`held by ${lock.pid}`);
  return lock;
}

async function refused(): Promise<LockHolder> {
  const lock = await acquireLock(path);
  if (isLock(lock)) throw new Error("not refused");
  return lock;
}

async function change(changes: Partial<LockHolder>): Promise<void> {
  await writeFile(path, JSON.stringify({ ...JSON.parse(await readFile(path, "utf8")), ...changes }));
}

async function age(seconds: number): Promise<void> {
  const then = Date.now() / 1000 - seconds;
  await utimes(path, then, then);
}

describe("A lock", () => {
  it("is refused while it is held, says by whom, and leaves nothing when it is released", async () => {
    const lock = await taken();
    expect(await refused()).toMatchObject({ pid: process.pid });
    expect(await lock.isHeld()).toBe(true);
    await lock.release();
    expect(await readdir(folder)).toEqual([]);
    await (await taken()).release();
  });

  it("is held by another process until that one is killed", async () => {
    const child = spawn(process.execPath, ["--import", tsx, holder, path], { stdio: ["ignore", "pipe", "inherit"] });
    await once(child.stdout, "data");
    expect(await refused()).toMatchObject({ pid: child.pid });
    child.kill("SIGKILL");
    await once(child, "exit");
    expect(await readdir(folder)).toEqual([".run.carryover-lock"]);
    const lock = await taken();
    expect(await readdir(folder)).toEqual([".run.carryover-lock"]);
    await lock.release();
  });

  it("is taken away at the end of a process that did not release it", async () => {
    const child = spawn(process.execPath, ["--import", tsx, holder, path], { stdio: ["pipe", "pipe", "inherit"] });
    await once(child.stdout, "data");
    child.stdin?.end("end");
    await once(child, "exit");
    expect(await readdir(folder)).toEqual([]);
  });

  it("is free when the process of its number was started at another time", async () => {
    await taken();
    await change({ started: "1" });
    await (await taken()).release();
  });

  it("of another machine or container is held as long as it is renewed, by the clock of the file system", async () => {
    await taken();
    await change({ space: "elsewhere", pid: 2 ** 30 });
    await age(60);
    expect(await refused()).toMatchObject({ space: "elsewhere" });
    await age(600);
    await (await taken()).release();
  });

  it("that is being written counts as held", async () => {
    await writeFile(path, "");
    expect((await refused()).pid).toBe(0);
    await age(600);
    await (await taken()).release();
  });

  it("goes to one of many that find it left behind at once", async () => {
    await taken();
    await change({ pid: 2 ** 30 });
    for (let round = 0; round < 20; round++) {
      const all = await Promise.all(Array.from({ length: 8 }, () => acquireLock(path)));
      expect(all.filter(isLock)).toHaveLength(1);
      expect(await readdir(folder)).toHaveLength(1);
      await change({ pid: 2 ** 30 });
    }
  });

  it("is taken over from a process that died while it took it over", async () => {
    await taken();
    await change({ pid: 2 ** 30, token: "first" });
    const dead = { ...JSON.parse(await readFile(path, "utf8")), token: "second" };
    await writeFile(`${path}-after-first`, JSON.stringify(dead));
    const all = await Promise.all(Array.from({ length: 8 }, () => acquireLock(path)));
    expect(all.filter(isLock)).toHaveLength(1);
    expect(await readdir(folder)).toHaveLength(1);
  });

  it("knows when it was taken by another", async () => {
    const lock = await taken();
    await change({ token: "another" });
    expect(await lock.isHeld()).toBe(false);
    await lock.release();
    expect(await readdir(folder)).toHaveLength(1);
  });
});
