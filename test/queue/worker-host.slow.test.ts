import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { type ServiceDatabase, openDatabase } from "../../src/database/index.ts";
import {
  databaseQueue,
  defaultLimits,
  type Job,
  type JobQueue,
  startHost,
  type WorkerHost,
} from "../../src/queue/index.ts";
import { workKind } from "./support/host.ts";
import type { Work } from "./support/jobs.ts";

const scratch = (): string => mkdtempSync(join(tmpdir(), "carryover-queue-"));

async function withTenant(path: string): Promise<ServiceDatabase> {
  const db = await openDatabase(path);
  await db.insertInto("tenant").values({ id: "a", name: "a", created: 0 }).execute();
  return db;
}

const add = (queue: JobQueue, work: Omit<Work, "log">): Promise<Job> =>
  queue.add({ tenant: "a", kind: "work", payload: work }).then(({ job }) => job);

async function until(queue: JobQueue, id: string, holds: (job: Job) => boolean): Promise<Job> {
  for (;;) {
    const job = await queue.job("a", id);
    if (job !== undefined && holds(job)) return job;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe("Jobs in children", () => {
  const over = (job: Job): boolean => !["queued", "running"].includes(job.state);

  async function hosted<T>(test: (queue: JobQueue, host: WorkerHost, log: string) => Promise<T>): Promise<T> {
    const log = join(scratch(), "log");
    const db = await withTenant(":memory:");
    const queue = databaseQueue(db, { ...defaultLimits, running: 4 });
    const errors: unknown[] = [];
    const host = startHost(queue, {
      kinds: { work: workKind(log) },
      slots: 4,
      memory: 256,
      pace: 100,
      onError: (error) => errors.push(error),
    });
    try {
      return await test(queue, host, log);
    } finally {
      await host.close();
      await db.destroy();
    }
  }

  it(
    "are done, told of, ended when that is asked for, and bounded in memory",
    () =>
      hosted(async (queue, _, log) => {
        const fine = await add(queue, { name: "fine", milliseconds: 300 });
        const long = await add(queue, { name: "long", milliseconds: 60_000 });
        const big = await add(queue, { name: "big", milliseconds: 60_000, end: "memory" });
        const full = await add(queue, { name: "full", milliseconds: 0, end: "throw" });
        expect((await until(queue, long.id, ({ progress }) => progress !== undefined)).progress).toEqual({
          name: "long",
        });
        await queue.cancel("a", long.id);
        expect(await until(queue, long.id, over)).toMatchObject({ state: "canceled", result: { complete: false } });
        expect(await until(queue, fine.id, over)).toMatchObject({ state: "succeeded", result: { complete: true } });
        expect(readFileSync(log, "utf8")).toBe("fine\n");
        // A full disk may have room again later; a process that took too much memory does so three times.
        expect(await until(queue, full.id, ({ problems }) => problems.length > 0)).toMatchObject({ state: "queued" });
        const dead = await until(queue, big.id, over);
        expect(dead).toMatchObject({ state: "dead", problems: [{ code: "job-out-of-memory" }] });
      }),
    60_000,
  );

  it(
    "go back into the queue when the host closes",
    () =>
      hosted(async (queue, host) => {
        const { id } = await add(queue, { name: "x", milliseconds: 60_000 });
        await until(queue, id, ({ progress }) => progress !== undefined);
        await host.close();
        expect(await queue.job("a", id)).toMatchObject({ state: "queued", attempt: 0 });
      }),
    30_000,
  );
});

describe("A host that is killed again and again", () => {
  it("does every job in the end, and counts each once", async () => {
    const folder = scratch();
    const [path, log] = [join(folder, "carryover.db"), join(folder, "log")];
    const first = await withTenant(path);
    const names = Array.from({ length: 8 }, (_, k) => `job ${k}`);
    const queue = databaseQueue(first);
    for (const name of names) await add(queue, { name, milliseconds: 100 });
    await first.destroy();

    const entry = fileURLToPath(new URL("./support/host.ts", import.meta.url));
    const start = async (): Promise<ChildProcess> => {
      const host = fork(entry, [path, log], { execArgv: ["--import", import.meta.resolve("tsx")] });
      await once(host, "message");
      return host;
    };
    for (const wait of [700, 1200, 900]) {
      const host = await start();
      await new Promise((resolve) => setTimeout(resolve, wait));
      host.kill("SIGKILL");
      await once(host, "exit");
    }
    const host = await start();
    const done = (): number => (existsSync(log) ? new Set(readFileSync(log, "utf8").trim().split("\n")).size : 0);
    for (let k = 0; k < 400 && done() < names.length; k++) await new Promise((resolve) => setTimeout(resolve, 100));
    host.kill("SIGTERM");
    await once(host, "exit");
    const db = await openDatabase(path);
    const rows = await db.selectFrom("job").select(["state", "result"]).execute();
    const finals = await db
      .selectFrom("job_event")
      .select(["job_id", "data"])
      .where("type", "=", "state")
      .where("data", "like", "%succeeded%")
      .execute();
    await db.destroy();
    expect(rows.map(({ state }) => state)).toEqual(names.map(() => "succeeded"));
    expect(rows.map(({ result }) => (JSON.parse(result ?? "{}") as { name: string }).name).sort()).toEqual(names);
    expect(new Set(finals.map(({ job_id }) => job_id)).size).toBe(finals.length);
  }, 90_000);
});
