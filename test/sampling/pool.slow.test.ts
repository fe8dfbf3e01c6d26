import { getEventListeners } from "node:events";
import { afterAll, describe, expect, it } from "vitest";
import type { DensitySource } from "../../src/sampling/density.ts";
import { type ChainProgress, type Settings, sample, sampleOnThreads, startWorkers } from "../../src/sampling/index.ts";
import { fromPayload, type Payload } from "./support/targets.ts";

const source = (payload: Payload): DensitySource => ({
  module: new URL("./support/targets.ts", import.meta.url).href,
  factory: "fromPayload",
  payload,
});
const payload: Payload = { dimension: 5, correlation: 0.9 };
const settings = { seed: 11, chains: 4, warmup: 150, draws: 100 };
const pool = startWorkers(2);
afterAll(() => pool.close());

describe("sampling on threads", () => {
  it.each([
    [1, "nuts"],
    [2, "nuts"],
    [4, "nuts"],
    [1, "chees"],
    [2, "chees"],
    [3, "chees"],
  ] as const)("gives with %d threads the draws of this thread: %s", async (threads, algorithm) => {
    const here = await sample(fromPayload(payload), { ...settings, algorithm });
    const there = await sampleOnThreads(source(payload), { ...settings, algorithm }, { threads });
    expect(there.complete).toBe(true);
    here.chains.forEach((chain, c) => {
      expect(Array.from(there.chains[c].positions)).toEqual(Array.from(chain.positions));
      expect(Array.from(there.chains[c].leapfrogs)).toEqual(Array.from(chain.leapfrogs));
      expect(there.chains[c].gradients).toBe(chain.gradients);
    });
  });

  it("uses workers that were started before, for one run after another", async () => {
    const first = await sampleOnThreads(source(payload), settings, { pool });
    const second = await sampleOnThreads(source({ dimension: 2, correlation: 0 }), settings, { pool });
    expect(first.dimension).toBe(5);
    expect(second.dimension).toBe(2);
    expect(second.complete).toBe(true);
  });

  it("lets runs that share workers take turns: each has the draws of its own density", async () => {
    const payloads = [payload, { dimension: 5, correlation: 0 }];
    const together = await Promise.all(payloads.map((each) => sampleOnThreads(source(each), settings, { pool })));
    const alone = await Promise.all(payloads.map((each) => sample(fromPayload(each), settings)));
    const positionsOf = (run: (typeof together)[number]) => run.chains.map(({ positions }) => Array.from(positions));
    expect(together.map(positionsOf)).toEqual(alone.map(positionsOf));
  });

  it("keeps what was sampled when it is canceled, and goes on from there", async () => {
    const controller = new AbortController();
    const long = { ...settings, draws: 400_000, chains: 3 };
    const canceled = await sampleOnThreads(source(payload), long, {
      pool,
      signal: controller.signal,
      onProgress: (chains: readonly ChainProgress[]) => {
        if (chains[0].phase === "sampling" && chains[0].iteration > 200) controller.abort();
      },
    });
    expect(canceled.complete).toBe(false);
    const done = canceled.chains[0].draws;
    expect(done).toBeGreaterThan(50);
    expect(done).toBeLessThan(400_000);
    expect(canceled.chains[0].positions.length).toBe(5 * done);
    // The third chain had no worker yet.
    expect(canceled.chains[2].state).toBeUndefined();
    const here = await sample(fromPayload(payload), { ...long, chains: 1, draws: done });
    expect(Array.from(canceled.chains[0].positions)).toEqual(Array.from(here.chains[0].positions));
  });

  it.each<Partial<Settings>>([{}, { algorithm: "chees", initialRadius: 0.1 }])(
    "ends within a second of being canceled, in the middle of long trajectories, and leaves no thread and no listener: %j",
    async (own) => {
      // 15 ms a gradient and up to 1023 of them: a trajectory may take 15 s.
      const slow = source({ dimension: 30, correlation: 0.9999, milliseconds: 15 });
      const threads = (): number => process.getActiveResourcesInfo().filter((name) => name === "MessagePort").length;
      const before = threads();
      const controller = new AbortController();
      const { signal } = controller;
      let canceledAt = 0;
      const onProgress = ([first]: readonly ChainProgress[]): void => {
        if (first.iteration < 3 || signal.aborted) return;
        canceledAt = performance.now();
        controller.abort();
      };
      const canceled = await sampleOnThreads(slow, { seed: 1, ...own }, { threads: 2, signal, onProgress });
      expect(performance.now() - canceledAt).toBeLessThan(1000);
      expect(canceled.complete).toBe(false);
      // Chains that adapt together go on from the beginning of the window they were in.
      if (own.algorithm === undefined) expect(canceled.chains[0].warmup.energy.length).toBeGreaterThan(2);
      expect(threads()).toBe(before);
      expect(getEventListeners(signal, "abort")).toEqual([]);
    },
  );

  it.each(["onProgress", "watch"] as const)("passes an error of %s on", async (name) => {
    const broken = (): void => {
      throw new Error("no room on the page");
    };
    const long = { ...settings, draws: 100_000 };
    let calls = 0;
    const later = (): void => (++calls > 1 ? broken() : undefined);
    await expect(sampleOnThreads(source(payload), long, { pool, [name]: later })).rejects.toThrow(
      "no room on the page",
    );
    await expect(sample(fromPayload(payload), long, { [name]: later })).rejects.toThrow(/^no room on the page/);
  });

  it("reports progress that ends with every chain done", async () => {
    let last: readonly ChainProgress[] = [];
    await sampleOnThreads(source(payload), settings, { pool, onProgress: (progress) => (last = progress) });
    expect(last.map(({ phase, iteration, total }) => [phase, iteration, total])).toEqual(
      Array.from({ length: 4 }, () => ["done", 250, 250]),
    );
  });

  it.each(["nuts", "chees"] as const)(
    "passes an error of the density on, with the chain's number, and stops the other chains: %s",
    async (algorithm) => {
      const failing = source({ ...payload, failAt: 500 });
      await expect(sampleOnThreads(failing, { ...settings, algorithm }, { pool })).rejects.toThrow(
        /^Chain [1-4]: parameter beta has no value$/,
      );
    },
  );

  it("lets chains of two fits that adapt together wait for each other without standing still", async () => {
    const together = { ...settings, algorithm: "chees" } as const;
    const here = await sample(fromPayload(payload), together);
    const both = await Promise.all([1, 2].map(() => sampleOnThreads(source(payload), together, { pool })));
    for (const { chains } of both) {
      chains.forEach(({ positions }, c) => expect(Array.from(positions)).toEqual(Array.from(here.chains[c].positions)));
    }
  });

  it("cancels chains that adapt together in warm-up and among their draws, and goes on from there", async () => {
    const together = { ...settings, algorithm: "chees", warmup: 300, draws: 3000 } as const;
    const whole = await sample(fromPayload(payload), together);
    for (const place of [40, 200, 1500]) {
      const controller = new AbortController();
      const canceled = await sampleOnThreads(source({ ...payload, milliseconds: 0.01 }), together, {
        pool,
        signal: controller.signal,
        onProgress: (progress) => {
          if (progress.some(({ iteration }) => iteration > place)) controller.abort();
        },
      });
      expect(canceled.complete).toBe(false);
      const resumed = await sampleOnThreads(source(payload), together, { pool, resume: canceled });
      resumed.chains.forEach(({ positions, gradients, warmupGradients }, c) => {
        expect(Array.from(positions)).toEqual(Array.from(whole.chains[c].positions));
        expect([gradients, warmupGradients]).toEqual([whole.chains[c].gradients, whole.chains[c].warmupGradients]);
      });
    }
  });

  it("says what is wrong with a module or a factory that does not exist", async () => {
    await expect(sampleOnThreads({ ...source(payload), factory: "none" }, settings, { pool })).rejects.toThrow(
      "exports no function none",
    );
  });

  it("keeps the problems of settings that are refused", async () => {
    await expect(sampleOnThreads(source(payload), { chains: 0 }, { pool })).rejects.toMatchObject({
      name: "CarryoverError",
    });
  });
});
