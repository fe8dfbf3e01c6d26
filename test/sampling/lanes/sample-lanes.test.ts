import { describe, expect, it } from "vitest";
import {
  type Draws,
  essMean,
  essSd,
  judgeLanes,
  mean,
  rhatSuperchains,
  standardDeviation,
} from "../../../src/diagnostics/index.ts";
import type { LaneEngine } from "../../../src/compile/lanes.ts";
import type { LogDensity } from "../../../src/sampling/density.ts";
import {
  type LaneFit,
  type LaneProgress,
  type LaneResult,
  type LaneSettings,
  sampleLanes,
} from "../../../src/sampling/index.ts";
import { cpuLaneEngine } from "../support/cpu-lane-engine.ts";
import { equicorrelatedNormal, funnel, independentNormal, studentT } from "../support/targets.ts";

/** Fits on one engine, with seeds 1, 2, ... unless others are given. */
function run(
  densities: readonly LogDensity[],
  settings: Partial<LaneSettings> = {},
  fits: readonly LaneFit[] = densities.map((density, i) => ({ density, seed: i + 1 })),
): Promise<LaneResult[]> {
  return sampleLanes(cpuLaneEngine(densities, settings.chains ?? 16), fits, settings);
}

function quantity({ sample }: LaneResult, of: (position: Float64Array) => number): Draws {
  const { chains, dimension } = sample!;
  const { draws } = chains[0];
  const values = chains.flatMap(({ positions }) =>
    Array.from({ length: draws }, (_, k) => of(positions.subarray(k * dimension, (k + 1) * dimension))),
  );
  return { chains: chains.length, draws, values: Float64Array.from(values) };
}

/** 5 standard errors: about one false alarm in two million comparisons, and the seeds are fixed. */
const standardErrors = 5;

function expectMeanAndDeviation(result: LaneResult, of: (position: Float64Array) => number, sigma: number): void {
  const draws = quantity(result, of);
  expect(rhatSuperchains(draws, result.sample!.superchains!)).toBeLessThan(1.01);
  expect(Math.abs(mean(draws.values))).toBeLessThan((standardErrors * sigma) / Math.sqrt(essMean(draws)));
  expect(Math.abs(standardDeviation(draws.values) - sigma)).toBeLessThan(
    (standardErrors * sigma) / Math.sqrt(2 * essSd(draws)),
  );
}

const positionsOf = ({ sample }: LaneResult): Float64Array[] => sample!.chains.map(({ positions }) => positions);

/** The engine, with its log densities off by a function of the position that has this standard deviation. */
function inexact(engine: LaneEngine, size: number): LaneEngine {
  return {
    ...engine,
    async integrate(trajectories) {
      await engine.integrate(trajectories);
      const { logDensity, position } = trajectories;
      // The sine of a large multiple of a position is as good as random, with variance 1/2.
      for (let lane = 0; lane < logDensity.length; lane++) {
        logDensity[lane] += size * Math.SQRT2 * Math.sin(1e4 * position[lane * engine.dimension]);
      }
    },
  };
}

describe("energies", () => {
  const density = equicorrelatedNormal(3, 0.5);
  const on = async (size: number, energies: LaneSettings["energies"]): Promise<LaneResult> =>
    (await sampleLanes(inexact(cpuLaneEngine([density], 16), size), [{ density, seed: 1 }], { energies }))[0];

  it("of the host do not depend on the engine's log densities", async () => {
    const [exact] = await run([density]);
    const off = await on(0.5, "host");
    expect(positionsOf(off)).toEqual(positionsOf(exact));
    expect(off.energies).toBe("host");
    // A difference of two such errors has sqrt(2) their size; 800 trajectories know it to 2% or so.
    expect(Math.abs(off.energyNoise / (0.5 * Math.SQRT2) - 1)).toBeLessThan(0.1);
  });

  it("are the engine's where warm-up finds them good enough, and the host's where it does not", async () => {
    const good = await on(0.001, "auto");
    expect(good.energies).toBe("engine");
    expect(good.energyNoise).toBeLessThan(0.002);
    for (let i = 0; i < 3; i++) expectMeanAndDeviation(good, (x) => x[i], 1);
    const poor = await on(0.1, "auto");
    expect(poor.energies).toBe("host");
    // After warm-up the one spares the host 16 x 250 evaluations.
    expect(poor.hostEvaluations - good.hostEvaluations).toBeGreaterThan(3900);
    const [exact] = await run([density]);
    expect(positionsOf(poor)).toEqual(positionsOf(exact));
  });
});

describe("sampling on lanes", () => {
  it("finds means and standard deviations of different normals at once", async () => {
    const deviations = [1, 0.01, 100, 1, 3];
    const results = await run([
      independentNormal(deviations),
      equicorrelatedNormal(5, 0.99),
      equicorrelatedNormal(5, 0),
    ]);
    deviations.forEach((deviation, i) => expectMeanAndDeviation(results[0], (x) => x[i], deviation));
    for (let i = 0; i < 5; i++) {
      expectMeanAndDeviation(results[1], (x) => x[i], 1);
      expectMeanAndDeviation(results[2], (x) => x[i], 1);
    }
    // The narrow direction of the correlated one: a difference has variance 2 (1 - 0.99).
    expectMeanAndDeviation(results[1], (x) => x[0] - x[1], Math.sqrt(0.02));
    for (const result of results) expect(judgeLanes(result).reasons).toEqual([]);
  });

  it("finds the spread of 40 normals of scales 0.01 to 100", async () => {
    const deviations = Array.from({ length: 40 }, (_, i) => 10 ** (-2 + (4 * i) / 39));
    const [result] = await run([independentNormal(deviations)]);
    const spread = quantity(result, (x) => x.reduce((sum, value, i) => sum + (value / deviations[i]) ** 2, 0) / 40);
    const error = Math.sqrt(2 / 40 / essMean(spread));
    expect(Math.abs(mean(spread.values) - 1)).toBeLessThan(standardErrors * error);
  });

  it("finds the share in the tails of Student t with 4 degrees of freedom", async () => {
    const [result] = await run([studentT(3, 4)], { draws: 500 });
    // P(|t| > 4.604094871415897) = 0.01 for 4 degrees of freedom.
    const beyond = quantity(result, (x) => (Math.abs(x[0]) > 4.604094871415897 ? 1 : 0));
    expect(Math.abs(mean(beyond.values) - 0.01)).toBeLessThan(
      standardErrors * Math.sqrt((0.01 * 0.99) / essMean(beyond)),
    );
  });

  it("gives the same draws whatever fits are beside a fit, and others for another seed or number", async () => {
    const densities = [equicorrelatedNormal(3, 0.5), studentT(3, 5), independentNormal([1, 2, 3])];
    const together = await run(densities, { draws: 20 });
    for (const [i, density] of densities.entries()) {
      const [alone] = await run([density], { draws: 20 }, [{ density, seed: i + 1 }]);
      expect(positionsOf(alone)).toEqual(positionsOf(together[i]));
    }
    const [density] = densities;
    const [other, numbered] = await run([density, density], { draws: 20 }, [
      { density, seed: 9 },
      { density, seed: 1, fit: 1 },
    ]);
    expect(positionsOf(other)).not.toEqual(positionsOf(together[0]));
    expect(positionsOf(numbered)).not.toEqual(positionsOf(together[0]));
  });

  it("leaves other fits alone when one cannot start, one finds no step size, and one is a funnel", async () => {
    const good = equicorrelatedNormal(3, 0.5);
    const nowhere: LogDensity = { dimension: 3, evaluate: () => Number.NaN };
    const flat: LogDensity = { dimension: 3, evaluate: (_, gradient) => gradient.fill(0)[0] };
    const densities = [nowhere, good, flat, funnel(3), good];
    const results = await run(densities, { draws: 100 });
    expect(results.map(({ problems }) => problems.map(({ code }) => code))).toEqual([
      ["no-starting-point"],
      [],
      ["improper-posterior"],
      [],
      [],
    ]);
    expect(results.map(({ sample }) => sample !== undefined)).toEqual([false, true, false, true, true]);
    expect(results.map((result) => judgeLanes(result).converged)).toEqual([false, true, false, false, true]);
    const [alone] = await run([good], { draws: 100 }, [{ density: good, seed: 5 }]);
    expect(positionsOf(alone)).toEqual(positionsOf(results[4]));
  });

  it("keeps the draws of all chains up to the transition at which it is canceled", async () => {
    const density = equicorrelatedNormal(3, 0.5);
    const controller = new AbortController();
    let evaluations = 0;
    const counting: LogDensity = {
      dimension: 3,
      evaluate(position, gradient) {
        if (++evaluations === 16 * 3000) controller.abort();
        return density.evaluate(position, gradient);
      },
    };
    const engine = cpuLaneEngine([counting], 16);
    const [cut] = await sampleLanes(engine, [{ density, seed: 1 }], { draws: 10_000 }, { signal: controller.signal });
    const { chains, complete } = cut.sample!;
    const { draws } = chains[0];
    expect(complete).toBe(false);
    expect(draws).toBeGreaterThan(0);
    for (const chain of chains) expect([chain.draws, chain.positions.length]).toEqual([draws, 3 * draws]);
    const [whole] = await run([density], { draws });
    expect(positionsOf(cut)).toEqual(positionsOf(whole));
  });

  it("gives an empty result when it is canceled before it starts", async () => {
    const density = independentNormal([1]);
    const engine = cpuLaneEngine([density], 16);
    const [{ sample, problems }] = await sampleLanes(
      engine,
      [{ density, seed: 1 }],
      {},
      { signal: AbortSignal.abort() },
    );
    expect([sample!.complete, sample!.chains[0].draws, problems.length]).toEqual([false, 0, 0]);
    expect(judgeLanes({ sample, problems }).reasons.map(({ code }) => code)).toEqual(["no-draws"]);
  });

  it("counts gradients, divergences and trajectories as they were", async () => {
    const [result] = await run([equicorrelatedNormal(4, 0.5)], { draws: 50 });
    for (const chain of result.sample!.chains) {
      expect(chain.leapfrogs.reduce((sum, n) => sum + n, 0)).toBe(chain.gradients - chain.warmupGradients);
      expect(chain.divergent.reduce((sum, flag) => sum + flag, 0)).toBe(chain.divergences);
      expect(chain.warmup.leapfrogs.length).toBe(200);
    }
    expect(Math.max(...result.sample!.chains[0].warmup.leapfrogs)).toBeLessThanOrEqual(64);
    // Two of every superchain's chains began at the same point and went different ways.
    expect(result.sample!.superchains).toEqual([0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3]);
  });

  it("reports progress up to the end", async () => {
    const seen: LaneProgress[] = [];
    const density = equicorrelatedNormal(2, 0.5);
    await sampleLanes(
      cpuLaneEngine([density], 16),
      [{ density, seed: 1 }],
      { draws: 40 },
      { onProgress: (at) => seen.push(at) },
    );
    expect(seen[0]).toEqual({ phase: "warm-up", iteration: 0, total: 240, fits: 0, divergences: 0, leapfrogs: 0 });
    expect(seen.at(-1)).toMatchObject({ phase: "done", iteration: 240, total: 240, fits: 1, divergences: 0 });
    expect(seen.at(-1)!.leapfrogs).toBeGreaterThan(240);
  });

  it("passes an error of the density on", async () => {
    const density: LogDensity = {
      dimension: 1,
      evaluate() {
        throw new Error("parameter beta has no value");
      },
    };
    await expect(run([density])).rejects.toThrow("Fit 1: parameter beta has no value");
  });

  it("says which settings are wrong, all at once", async () => {
    const wrong = { chains: 15, warmup: 3, draws: 0, targetAccept: 1, maxLeapfrogs: 0.5, energies: "engine" as "auto" };
    const codes = await sampleLanes(cpuLaneEngine([independentNormal([1])], 15), [], wrong).catch(
      ({ problems }: { problems: { where: string }[] }) => problems.map(({ where }) => where),
    );
    expect(codes).toEqual([
      "lanes.warmup",
      "lanes.draws",
      "lanes.maxLeapfrogs",
      "lanes.energies",
      "lanes.targetAccept",
      "lanes.superchains",
    ]);
  });
});
