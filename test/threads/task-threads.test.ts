import { afterEach, describe, expect, it } from "vitest";
import { startTaskThreads } from "../../src/threads/task-threads.ts";
import type { Task, TaskThreads } from "../../src/threads/task.ts";

const module = new URL("../jobs/support/echo-task.ts", import.meta.url).href;
const flag = (): Int32Array => new Int32Array(new SharedArrayBuffer(4));
const begins = async (begun: Int32Array): Promise<void> => {
  while (Atomics.load(begun, 0) === 0) await new Promise((resume) => setTimeout(resume, 5));
};
const task = (name: string, payload?: unknown): Task => ({ module, function: name, payload });

let threads: TaskThreads | undefined;
afterEach(async () => {
  await threads?.close();
  threads = undefined;
});

describe("Threads that run tasks", () => {
  it("run more tasks than there are threads, and a module keeps what it holds between calls", async () => {
    threads = startTaskThreads(2);
    const results = await Promise.all([1, 2, 3, 4, 5].map((payload) => threads!.run(task("echo", { payload }))));
    expect(results.map((result) => (result as { payload: unknown }).payload)).toEqual(
      [1, 2, 3, 4, 5].map((payload) => ({ payload })),
    );
    expect(Math.max(...results.map((result) => (result as { calls: number }).calls))).toBeGreaterThanOrEqual(3);
  });

  it("bring back what a task throws with its problems, and go on", async () => {
    threads = startTaskThreads(1);
    await expect(threads.run(task("refuse"))).rejects.toMatchObject({
      problems: [{ code: "bad-table", where: "a.csv" }],
    });
    await expect(threads.run(task("nothing"))).rejects.toThrow("exports no function nothing");
    await expect(threads.run(task("uncloneable"))).rejects.toThrow("could not be cloned");
    expect(await threads.run(task("echo", 1))).toEqual({ payload: 1, calls: 1 });
  });

  it("lose only its own task with a thread that dies", async () => {
    threads = startTaskThreads(1);
    const dying = threads.run(task("die"));
    const next = threads.run(task("echo", "after"));
    await expect(dying).rejects.toThrow("ended with code 3");
    expect(await next).toEqual({ payload: "after", calls: 1 });
  });

  it("abort the signal of running tasks when they are canceled, and reject those that wait", async () => {
    const controller = new AbortController();
    threads = startTaskThreads(1, controller.signal);
    const begun = flag();
    const running = threads.run(task("untilCanceled", begun));
    const waiting = threads.run(task("echo"));
    await begins(begun);
    controller.abort(new Error("canceled"));
    await expect(waiting).rejects.toThrow("canceled");
    expect(await running).toBe("stopped");
    await expect(threads.run(task("echo"))).rejects.toThrow("canceled");
  });

  it("end running tasks when they are closed", async () => {
    threads = startTaskThreads(1);
    const begun = flag();
    const running = expect(threads.run(task("untilCanceled", begun))).rejects.toThrow("ended with code");
    await begins(begun);
    await threads.close();
    await running;
  });
});
