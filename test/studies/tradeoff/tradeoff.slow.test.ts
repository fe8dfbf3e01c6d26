// A small trade-off study from end to end.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { studyTradeoff } from "../../../src/studies/tradeoff/tradeoff.ts";
import { worldsOfPreset } from "../../../src/studies/tradeoff/tradeoff-world.ts";
import { startWorkers, type WorkerPool } from "../../../src/sampling/pool.ts";

const release = { columns: ["revenue"], cap: 200, total: 1000, granularity: 0.01, mechanism: "laplace" } as const;

const weeks = 60;

describe("a small study", () => {
  let pool: WorkerPool;
  beforeAll(() => {
    pool = startWorkers(2);
  });
  afterAll(() => pool.close());

  it("finds wider intervals, larger errors of what is predicted and less lost without privacy than with a lot of it", async () => {
    const progress: number[] = [];
    const study = await studyTradeoff(worldsOfPreset("media", weeks, 1), {
      release,
      epsilons: [0.005, 20],
      datasets: 2,
      naive: false,
      seed: 1,
      pool,
      onProgress: ({ done }) => progress.push(done),
    });
    expect(study.complete).toBe(true);
    expect(study.fits.map(({ model, dataset }) => [model, dataset])).toEqual(
      [0, 1].flatMap((dataset) => [
        ["without-privacy", dataset],
        ["noise-aware", dataset],
        ["noise-aware", dataset],
      ]),
    );
    expect(progress).toEqual([0, 1, 2, 3, 4, 5, 6]);
    for (const dataset of [0, 1]) {
      const [without, strong, weak] = study.fits.filter((fit) => fit.dataset === dataset).map((fit) => fit.utility!);
      // At epsilon 0.005 the noise is as large as revenue itself, at 20 it is a four thousandth of that.
      expect(strong.roiWidth).toBeGreaterThan(1.3 * without.roiWidth);
      expect(strong.r2).toBeLessThan(without.r2);
      expect(weak.roiWidth / without.roiWidth).toBeGreaterThan(0.8);
      expect(weak.roiWidth / without.roiWidth).toBeLessThan(1.2);
      for (const { regret, contributionError, mape } of [without, strong, weak]) {
        expect(regret).toBeGreaterThanOrEqual(0);
        expect(regret).toBeLessThan(1);
        expect(contributionError).toBeGreaterThan(0);
        expect(mape).toBeGreaterThan(0);
      }
    }
  }, 60_000);

  it("stops when it is canceled, and says that it is not complete", async () => {
    const cancel = new AbortController();
    const study = await studyTradeoff(worldsOfPreset("ecommerce", weeks, 1), {
      release,
      epsilons: [1],
      datasets: 4,
      naive: false,
      seed: 1,
      pool,
      signal: cancel.signal,
      onProgress: ({ done }) => {
        if (done === 1) cancel.abort();
      },
    });
    expect(study.complete).toBe(false);
    expect(study.fits.length).toBeLessThan(4);
  }, 60_000);
});
