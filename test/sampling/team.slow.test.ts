// Gradients that several threads share: the draws of one thread, to the last bit, and helpers that come and go with the run.

import { afterAll, describe, expect, it } from "vitest";
import type { DensitySource } from "../../src/sampling/density.ts";
import { sampleOnThreads, startWorkers } from "../../src/sampling/index.ts";
import { threadsPerChain } from "../../src/sampling/team.ts";

const source = (divided: boolean): DensitySource => ({
  module: new URL("./support/shared-panel.ts", import.meta.url).href,
  factory: "sharedPanel",
  payload: { channels: 5, geos: 150, weeks: 53, divided },
});
const settings = { seed: 3, warmup: 20, draws: 10, maxDepth: 4 };
const pool = startWorkers(1, 3);
afterAll(() => pool.close());

describe("threads that share the gradients of a chain", () => {
  it("are as many as cores have no chain, and no more than can have a part", () => {
    expect([1, 3, 4, 7, 8, 16, 64].map((threads) => threadsPerChain(threads, 4, 5))).toEqual([1, 1, 1, 1, 2, 4, 5]);
    expect(threadsPerChain(2, 1, 1)).toBe(1);
  });

  it.each([
    [1, "nuts"],
    [1, "hmc"],
  ] as const)("do not change the draws: %d chains, %s", async (chains, algorithm) => {
    const told: (number | undefined)[] = [];
    const run = async (divided: boolean, threads: number) => {
      const watch = ({ threadsPerChain: perChain }: { readonly threadsPerChain?: number }) => told.push(perChain);
      const result = await sampleOnThreads(source(divided), { ...settings, chains, algorithm }, { threads, watch });
      expect(result.complete).toBe(true);
      return result.chains.map(({ positions }) => Array.from(positions));
    };
    const alone = await run(false, chains);
    expect(told.every((perChain) => perChain === undefined)).toBe(true);
    expect(await run(true, 2 * chains)).toEqual(alone);
    expect(told.at(-1)).toBe(2);
  });

  it("serve one run after another, also one that was canceled", async () => {
    const one = { ...settings, chains: 1 };
    const first = await sampleOnThreads(source(true), one, { pool });
    const controller = new AbortController();
    const canceled = await sampleOnThreads(
      source(true),
      { ...one, draws: 100_000 },
      {
        pool,
        signal: controller.signal,
        onProgress: ([{ draws }]) => draws > 5 && controller.abort(),
      },
    );
    expect(canceled.complete).toBe(false);
    const again = await sampleOnThreads(source(true), one, { pool });
    expect(Array.from(again.chains[0].positions)).toEqual(Array.from(first.chains[0].positions));
  });
});
