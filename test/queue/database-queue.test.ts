import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type ServiceDatabase, openDatabase } from "../../src/database/index.ts";
import { databaseQueue, defaultLimits, type JobQueue } from "../../src/queue/index.ts";

let db: ServiceDatabase;
let queue: JobQueue;
let time = 1_000_000;
const kinds = ["fit"];

beforeEach(async () => {
  db = await openDatabase(":memory:");
  for (const id of ["a", "b"]) await db.insertInto("tenant").values({ id, name: id, created: 0 }).execute();
  queue = databaseQueue(db, { ...defaultLimits, queued: 5 }, () => time);
});
afterEach(() => db.destroy());

const add = async (tenant: string, name: string, more: { priority?: number; dedupe?: string } = {}): Promise<string> =>
  (await queue.add({ tenant, kind: "fit", payload: { name }, ...more })).job.id;
const claimed = async (): Promise<string | undefined> =>
  ((await queue.claim("w", kinds))?.job.payload as { name: string } | undefined)?.name;

describe("The queue in the database", () => {
  it("gives jobs in their order, those of lower priority number first, and each once", async () => {
    await add("a", "one");
    await add("a", "urgent", { priority: -1 });
    expect([await claimed(), await claimed(), await claimed()]).toEqual(["urgent", "one", undefined]);
  });

  it("gives the tenant that has least running its turn, and none more than it may run", async () => {
    for (const name of ["a1", "a2", "a3"]) await add("a", name);
    time += 1;
    await add("b", "b1");
    const order = [await claimed(), await claimed(), await claimed(), await claimed()];
    expect(order).toEqual(["a1", "b1", "a2", undefined]);
  });

  it("finds the job that is the same while it waits or runs, and makes a new one afterwards", async () => {
    const first = await add("a", "x", { dedupe: "k" });
    expect(await add("a", "x", { dedupe: "k" })).toBe(first);
    const claim = await queue.claim("w", kinds);
    expect(await add("a", "x", { dedupe: "k" })).toBe(first);
    expect(await add("b", "x", { dedupe: "k" })).not.toBe(first);
    await queue.finish(first, claim?.token ?? -1, { kind: "succeeded", result: 1 });
    expect(await add("a", "x", { dedupe: "k" })).not.toBe(first);
  });

  it("gives a job whose lease lapsed to the next, and no longer hears the one before", async () => {
    const id = await add("a", "x");
    const first = await queue.claim("w1", kinds);
    time += defaultLimits.lease + 1;
    const second = await queue.claim("w2", kinds);
    expect(second?.job.id).toBe(id);
    expect(await queue.heartbeat(id, first?.token ?? -1)).toBe("gone");
    expect(await queue.finish(id, first?.token ?? -1, { kind: "succeeded", result: "late" })).toBe(false);
    expect(await queue.heartbeat(id, second?.token ?? -1)).toBe("go-on");
    expect(await queue.finish(id, second?.token ?? -1, { kind: "succeeded", result: "right" })).toBe(true);
    expect(await queue.job("a", id)).toMatchObject({ state: "succeeded", result: "right", attempt: 2 });
    expect(await queue.finish(id, second?.token ?? -1, { kind: "lost", problems: [] })).toBe(false);
  });

  it("gives a job up when whoever ran it was lost three times, and lets it be tried again", async () => {
    const id = await add("a", "x");
    for (let k = 0; k < 3; k++) {
      const claim = await queue.claim("w", kinds);
      expect(await queue.finish(id, claim?.token ?? -1, { kind: "lost", problems: [] })).toBe(true);
    }
    const dead = await queue.job("a", id);
    expect(dead?.state).toBe("dead");
    expect(dead?.problems[0]?.code).toBe("worker-lost");
    expect((await queue.retry("a", id))?.state).toBe("queued");
  });

  it("runs again what may pass, after its wait and so often, and never what does not", async () => {
    const id = await add("a", "x");
    const problems = [{ code: "c", message: "m", hint: "h" }];
    const fail = async (): Promise<void> => {
      const claim = await queue.claim("w", kinds);
      await queue.finish(id, claim?.token ?? -1, { kind: "failed", problems, again: { after: 500, attempts: 2 } });
    };
    await fail();
    expect(await claimed()).toBeUndefined();
    time += 500;
    await fail();
    expect(await queue.job("a", id)).toMatchObject({ state: "dead", problems });
    const other = await add("a", "y");
    const claim = await queue.claim("w", kinds);
    await queue.finish(other, claim?.token ?? -1, { kind: "failed", problems });
    expect((await queue.job("a", other))?.state).toBe("failed");
  });

  it("ends a job that waits at once when it is canceled, and tells whoever runs it", async () => {
    const waiting = await add("a", "x");
    expect((await queue.cancel("a", waiting))?.state).toBe("canceled");
    const running = await add("a", "y");
    const claim = await queue.claim("w", kinds);
    expect((await queue.cancel("a", running))?.state).toBe("running");
    expect(await queue.heartbeat(running, claim?.token ?? -1)).toBe("cancel");
    await queue.finish(running, claim?.token ?? -1, { kind: "lost", problems: [] });
    expect((await queue.job("a", running))?.state).toBe("canceled");
  });

  it("shows a tenant nothing of another, and refuses more than may wait", async () => {
    const id = await add("a", "x");
    expect(await queue.job("b", id)).toBeUndefined();
    expect(await queue.cancel("b", id)).toBeUndefined();
    expect(await queue.retry("b", id)).toBeUndefined();
    expect(await queue.events("b", 0)).toEqual([]);
    for (const name of ["2", "3", "4", "5"]) await add("a", name);
    await expect(add("a", "6")).rejects.toMatchObject({ problems: [{ code: "queue-full" }] });
    await add("b", "x");
  });

  it("tells what happened in order, of progress the latest alone", async () => {
    const id = await add("a", "x");
    const claim = await queue.claim("w", kinds);
    await queue.heartbeat(id, claim?.token ?? -1, { at: 1 });
    await queue.heartbeat(id, claim?.token ?? -1, { at: 2 });
    const events = await queue.events("a", 0);
    expect(events.map(({ data }) => data)).toEqual([
      { state: "queued", attempt: 0 },
      { state: "running", attempt: 1 },
      { at: 2 },
    ]);
    expect(await queue.events("a", events[1].seq)).toHaveLength(1);
  });

  it("hands a job back without counting its run", async () => {
    const id = await add("a", "x");
    const claim = await queue.claim("w", kinds);
    await queue.finish(id, claim?.token ?? -1, { kind: "handed-back" });
    expect(await queue.job("a", id)).toMatchObject({ state: "queued", attempt: 0 });
  });
});
