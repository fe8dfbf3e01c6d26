import { describe, expect, it } from "vitest";
import { concurrently } from "../../src/threads/concurrently.ts";

const wait = (milliseconds: number): Promise<void> => new Promise((resume) => setTimeout(resume, milliseconds));

describe("Work on a stream of items", () => {
  it("runs no more than the capacity, pulls items only when there is room, and gives every result", async () => {
    let pulled = 0;
    let running = 0;
    let most = 0;
    let ahead = 0;
    let done = 0;
    function* items(): Generator<number> {
      for (let item = 0; item < 20; item++) {
        pulled++;
        ahead = Math.max(ahead, pulled - done);
        yield item;
      }
    }
    const results: number[] = [];
    const work = async (item: number): Promise<number> => {
      most = Math.max(most, ++running);
      await wait(item % 3);
      running--;
      done++;
      return item;
    };
    for await (const result of concurrently(items(), 3, work)) results.push(result);
    expect(results.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, item) => item));
    expect(most).toBe(3);
    expect(ahead).toBe(3);
  });

  it("lets no finished result wait for an item that is slow to come", async () => {
    async function* items(): AsyncGenerator<string> {
      yield "first";
      await wait(10_000);
      yield "second";
    }
    const results = concurrently(items(), 2, async (item) => item);
    expect((await results.next()).value).toBe("first");
  });

  it("ends a list without end when its signal is aborted", async () => {
    const controller = new AbortController();
    function* items(): Generator<number> {
      for (let item = 0; ; item++) yield item;
    }
    const results: number[] = [];
    for await (const result of concurrently(items(), 2, async (item) => item, controller.signal)) {
      results.push(result);
      if (result === 5) controller.abort();
    }
    expect(results.length).toBeGreaterThanOrEqual(6);
    expect(results.length).toBeLessThanOrEqual(8);
  });

  it("ends with what the work throws, and closes the list", async () => {
    let closed = false;
    function* items(): Generator<number> {
      try {
        for (let item = 0; ; item++) yield item;
      } finally {
        closed = true;
      }
    }
    const run = async (): Promise<void> => {
      for await (const _ of concurrently(items(), 2, async (item) => {
        if (item === 3) throw new Error("three");
        return item;
      }));
    };
    await expect(run()).rejects.toThrow("three");
    expect(closed).toBe(true);
  });
});
