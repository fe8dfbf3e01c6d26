// Running a study: which sets are fitted, what is kept of threads that fail, and the journal of an unfinished one.

import { appendFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Task, TaskThreads } from "../../../src/threads/task.ts";
import { openJournal, readJournal, removeJournal } from "../../../src/studies/recovery/journal.ts";
import type { RecoverPayload } from "../../../src/studies/recovery/recover-task.ts";
import { failedSet, type FittedSet, type SetSource } from "../../../src/studies/recovery/recovery-set.ts";
import { recover } from "../../../src/studies/recovery/study.ts";
import { settings, toySets } from "../support/toy-study.ts";

const fittedSets = toySets(8);
const source: SetSource = {
  ...settings.source,
  set: async (index) => ({ index, seed: index + 1 }) as Awaited<ReturnType<SetSource["set"]>>,
};

/** Threads that answer with sets made before; `work` may do otherwise. */
function fakeThreads(size: number, work: (index: number) => void = () => undefined): TaskThreads & { tasks: Task[] } {
  const tasks: Task[] = [];
  return {
    tasks,
    size,
    run: async (task) => {
      tasks.push(task);
      await new Promise((resume) => setTimeout(resume, 1));
      const { index } = (task.payload as RecoverPayload).set;
      work(index);
      return fittedSets[index];
    },
    close: async () => undefined,
  };
}

describe("a study", () => {
  it("fits every set once, on as many threads as there are, and returns them in order", async () => {
    const threads = fakeThreads(3);
    const seen: number[] = [];
    const { sets, complete } = await recover(source, {
      threads,
      datasets: 8,
      calibrate: true,
      onSet: (_, done) => void seen.push(done),
    });
    expect(complete).toBe(true);
    expect(sets).toEqual(fittedSets);
    expect(seen).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(threads.tasks.map(({ function: name }) => name)).toEqual(new Array(8).fill("recoverSet"));
    expect(
      threads.tasks.every(
        ({ module, payload }) =>
          module.endsWith("/studies/recovery/recover-task.ts") && (payload as RecoverPayload).calibrate,
      ),
    ).toBe(true);
  });

  it("does not fit again what is done", async () => {
    const threads = fakeThreads(2);
    const done = fittedSets.slice(0, 5);
    const { sets } = await recover(source, { threads, datasets: 8, calibrate: false, done });
    expect(threads.tasks.map(({ payload }) => (payload as RecoverPayload).set.index).sort()).toEqual([5, 6, 7]);
    expect(sets).toEqual(fittedSets);
  });

  it("goes on when a thread dies, and says why the set is missing", async () => {
    const threads = fakeThreads(2, (index) => {
      if (index === 3) throw new Error("The worker thread ended with code 1.");
    });
    const { sets, complete } = await recover(source, { threads, datasets: 8, calibrate: false });
    expect(complete).toBe(true);
    expect(sets[3]).toEqual(failedSet({ index: 3, seed: 4 }, "The worker thread ended with code 1."));
    expect(sets.filter(({ outcome }) => outcome === "converged")).toHaveLength(7);
  });

  it("stops when it is canceled, with what is finished", async () => {
    const canceled = new AbortController();
    const threads = fakeThreads(2, (index) => {
      if (index === 4) canceled.abort();
      if (index >= 4) throw new Error("canceled");
    });
    const { sets, complete } = await recover(source, {
      threads,
      datasets: 8,
      calibrate: false,
      signal: canceled.signal,
    });
    expect(complete).toBe(false);
    expect(sets.map(({ index }) => index)).toEqual([0, 1, 2, 3]);
  });
});

describe("the journal", () => {
  let root: string;
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), "carryover-journal-"));
  });
  afterAll(() => rm(root, { recursive: true }));
  const identity = { truth: "preset ecommerce", seed: 1, calibrate: false };

  async function written(name: string, sets: readonly FittedSet[]): Promise<string> {
    const path = join(root, name, "recovery.ndjson");
    const journal = await openJournal(path, identity);
    await Promise.all(sets.map((set, i) => journal.add(set, 10 * (i + 1))));
    await journal.written();
    return path;
  }

  it("gives back what was added to it, figures that are not finite included", async () => {
    const sets = [fittedSets[2], failedSet({ index: 5, seed: 9 }, "no")];
    const path = await written("back", sets);
    expect(await readJournal(path, identity, true)).toEqual({ sets, elapsedSeconds: 20 });
    await removeJournal(path);
    expect(await readJournal(path, identity, false)).toEqual({ sets: [], elapsedSeconds: 0 });
  });

  it("does without a line that was torn, and goes on in a new one", async () => {
    const path = await written("torn", fittedSets.slice(0, 2));
    await appendFile(path, '{"elapsedSeconds":30,"set":{"ind');
    expect((await readJournal(path, identity, true)).sets).toEqual(fittedSets.slice(0, 2));
    const journal = await openJournal(path, identity);
    await journal.add(fittedSets[2], 40);
    expect(await readJournal(path, identity, true)).toEqual({ sets: fittedSets.slice(0, 3), elapsedSeconds: 40 });
    expect((await readFile(path, "utf8")).trim().split("\n")).toHaveLength(4);
  });

  it("is refused for another study, where it is not to be resumed, and where it cannot be read", async () => {
    const path = await written("other", fittedSets.slice(0, 1));
    await expect(readJournal(path, { ...identity, seed: 2 }, true)).rejects.toThrow(
      "seed differs. It was 1. Received 2.",
    );
    await expect(readJournal(path, identity, false)).rejects.toThrow("There is an unfinished study in this folder.");
    await expect(readJournal(join(root, "none", "recovery.ndjson"), identity, true)).rejects.toThrow(
      "no unfinished study",
    );
    await writeFile(path, "{}\nhello\n");
    await expect(readJournal(path, {}, true)).rejects.toThrow("line 2");
  });
});
