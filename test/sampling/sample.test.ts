import { describe, expect, it } from "vitest";
import {
  type Draws,
  ebfmi,
  essBulk,
  essMean,
  essSd,
  mean,
  rhat,
  standardDeviation,
} from "../../src/diagnostics/index.ts";
import type { LogDensity } from "../../src/sampling/density.ts";
import { moreDraws, type SampleResult, type Settings, sample } from "../../src/sampling/index.ts";
import { equicorrelatedNormal, funnel, gammaPoisson, independentNormal, studentT } from "./support/targets.ts";

/** Draws of a function of the position. */
function quantity(result: SampleResult, of: (position: Float64Array) => number): Draws {
  const { dimension } = result;
  const draws = result.settings.draws;
  const values = new Float64Array(result.chains.length * draws);
  result.chains.forEach((chain, c) => {
    for (let k = 0; k < draws; k++)
      values[c * draws + k] = of(chain.positions.subarray(k * dimension, (k + 1) * dimension));
  });
  return { chains: result.chains.length, draws, values };
}

/** 5 standard errors: about one false alarm in two million comparisons, and the seeds are fixed. */
const standardErrors = 5;

function expectMeanAndDeviation(draws: Draws, mu: number, sigma: number): void {
  expect(rhat(draws)).toBeLessThan(1.02);
  expect(Math.abs(mean(draws.values) - mu)).toBeLessThan((standardErrors * sigma) / Math.sqrt(essMean(draws)));
  // Standard error of a standard deviation, for a normal.
  expect(Math.abs(standardDeviation(draws.values) - sigma)).toBeLessThan(
    (standardErrors * sigma) / Math.sqrt(2 * essSd(draws)),
  );
}

describe.each<[string, Partial<Settings>]>([
  ["the defaults", {}],
  ["a diagonal metric", { metric: "diagonal" }],
  ["a low-rank metric", { metric: "low-rank" }],
  ["a dense metric", { metric: "dense" }],
  ["Stan's schedule", { schedule: "stan" }],
  ["Stan's schedule with a dense metric", { schedule: "stan", metric: "dense" }],
  ["HMC", { algorithm: "hmc" }],
  ["chains that adapt together", { algorithm: "chees" }],
  ["chains that adapt a diagonal metric together", { algorithm: "chees", metric: "diagonal" }],
])("sampling with %s", (_, settings) => {
  const normals: [string, LogDensity, readonly number[]][] = [
    ["independent normals", independentNormal([1, 1, 1]), [1, 1, 1]],
    ["normals of scales 1 to 10000", independentNormal([0.01, 1, 100]), [0.01, 1, 100]],
    ["a normal with correlation 0.99", equicorrelatedNormal(2, 0.99), [1, 1]],
  ];
  it.each(normals)("finds means and standard deviations of %s", async (_, density, deviations) => {
    const result = await sample(density, { seed: 5, ...settings });
    expect(result.complete).toBe(true);
    deviations.forEach((deviation, i) => {
      expectMeanAndDeviation(
        quantity(result, (x) => x[i]),
        0,
        deviation,
      );
    });
  });
});

describe("sampling", () => {
  it("finds the posterior of a Poisson rate under a gamma prior", async () => {
    const counts = [3, 7, 4, 6, 2];
    const result = await sample(gammaPoisson(2, 0.5, counts), { seed: 2, draws: 2000 });
    const lambda = quantity(result, (x) => Math.exp(x[0]));
    const [shape, rate] = [2 + 22, 0.5 + 5];
    expect(rhat(lambda)).toBeLessThan(1.02);
    const tolerance = (standardErrors * Math.sqrt(shape)) / rate / Math.sqrt(essMean(lambda));
    expect(Math.abs(mean(lambda.values) - shape / rate)).toBeLessThan(tolerance);
  });

  it("finds the share in the tails of Student t with 4 degrees of freedom", async () => {
    const result = await sample(studentT(3, 4), { seed: 3, draws: 3000 });
    // P(|t| > 4.604094871415897) = 0.01 for 4 degrees of freedom.
    const beyond = quantity(result, (x) => (Math.abs(x[0]) > 4.604094871415897 ? 1 : 0));
    const error = Math.sqrt((0.01 * 0.99) / essMean(beyond));
    expect(Math.abs(mean(beyond.values) - 0.01)).toBeLessThan(standardErrors * error);
  });

  it("finds the spread of 100 normals of scales 0.01 to 100", async () => {
    const deviations = Array.from({ length: 100 }, (_, i) => 10 ** (-2 + (4 * i) / 99));
    const result = await sample(independentNormal(deviations), { seed: 4, chains: 2 });
    // Mean over coordinates of squared standardized values is 1 with variance 2 / 100 per effective draw.
    const spread = quantity(result, (x) => x.reduce((sum, value, i) => sum + (value / deviations[i]) ** 2, 0) / 100);
    const error = Math.sqrt(2 / 100 / essMean(spread));
    expect(Math.abs(mean(spread.values) - 1)).toBeLessThan(standardErrors * error);
  });

  it("warns of a funnel by divergences, with their places in its neck", async () => {
    // One set of four chains in ten has none; its effective draws and its E-BFMI warn all the more.
    const result = await sample(funnel(10), { seed: 1, metric: "diagonal", chains: 16 });
    const places = result.chains.flatMap((chain) => chain.divergencePositions);
    const divergences = result.chains.reduce((sum, chain) => sum + chain.divergences, 0);
    expect(divergences).toBeGreaterThan(0);
    for (const chain of result.chains) {
      // The places of at most 100 are kept.
      expect(chain.divergencePositions.length).toBe(Math.min(100, chain.divergences));
      expect(chain.divergent.reduce((sum, flag) => sum + flag, 0)).toBe(chain.divergences);
    }
    // Draws have a median of 0 in v; divergences begin further down.
    const lower = places.filter((place) => place[0] < 0).length;
    expect(lower / places.length).toBeGreaterThan(0.5);
  });

  it("needs far fewer gradients for a correlated normal with the default metric than with a diagonal one", async () => {
    const perDraw = async (metric: Settings["metric"]): Promise<number> => {
      const result = await sample(equicorrelatedNormal(20, 0.95), { seed: 6, metric });
      const spent = result.chains.reduce((sum, chain) => sum + chain.gradients, 0);
      return spent / essBulk(quantity(result, (x) => x.reduce((sum, value) => sum + value, 0)));
    };
    expect(await perDraw("auto")).toBeLessThan(0.2 * (await perDraw("diagonal")));
  });

  it("reaches the acceptance it aims at, and energies that E-BFMI finds no fault with", async () => {
    const result = await sample(equicorrelatedNormal(10, 0.7), { seed: 7, targetAccept: 0.9 });
    for (const chain of result.chains) {
      // The spread over seeds of the mean acceptance after 400 warm-up iterations is about 0.02.
      expect(Math.abs(mean(chain.acceptance) - 0.9)).toBeLessThan(0.1);
      expect(ebfmi({ chains: 1, draws: chain.draws, values: chain.energy })[0]).toBeGreaterThan(0.3);
      expect(chain.leapfrogs.reduce((sum, n) => sum + n, 0)).toBe(chain.gradients - chain.warmupGradients);
      // At least the direction (1, ..., 1), whose variance is far from the rest.
      expect(chain.metricDescription).toMatch(/^(diagonal \+ rank [12]|dense)$/);
    }
  });

  it("passes an error of the density on, with the chain's number", async () => {
    const density = {
      dimension: 1,
      evaluate: (): number => {
        throw new Error("parameter beta has no value");
      },
    };
    await expect(sample(density)).rejects.toThrow("Chain 1: parameter beta has no value");
  });
});

/** The same run, stopped after so many evaluations of its density and resumed from the state it left. */
async function interrupted(settings: Partial<Settings>, evaluations: number): Promise<[SampleResult, SampleResult]> {
  const controller = new AbortController();
  const density = equicorrelatedNormal(4, 0.8);
  let count = 0;
  const stopping: LogDensity = {
    dimension: 4,
    evaluate(position, gradient) {
      if (++count === evaluations) {
        controller.abort();
        // The chain looks at the signal every 50 ms.
        const since = performance.now();
        while (performance.now() - since < 60);
      }
      return density.evaluate(position, gradient);
    },
  };
  const first = await sample(stopping, settings, { signal: controller.signal });
  const resumed = await sample(density, settings, { resume: structuredClone(first) });
  return [first, resumed];
}

it("gives the event loop its turns when every chain is short", async () => {
  const controller = new AbortController();
  setTimeout(() => controller.abort());
  const result = await sample(
    independentNormal([1, 1]),
    { seed: 1, chains: 1000, warmup: 60, draws: 60 },
    { signal: controller.signal },
  );
  expect(result.complete).toBe(false);
});

describe.each<Partial<Settings>>([
  { metric: "auto" },
  { metric: "diagonal" },
  { schedule: "stan", metric: "dense", warmup: 300 },
  { algorithm: "hmc" },
])("a run that was canceled with %o", (settings) => {
  const all = { seed: 9, chains: 2, draws: 200, ...settings };
  const uninterrupted = sample(equicorrelatedNormal(4, 0.8), all);

  it.each([
    ["in warm-up", 600],
    ["among its draws", 4200],
  ])("%s keeps what it has and is resumed with the draws of the uninterrupted run", async (place, evaluations) => {
    const whole = await uninterrupted;
    const total = whole.chains[0].gradients;
    const stopAt =
      place === "in warm-up"
        ? evaluations
        : whole.chains[0].warmupGradients + Math.floor((total - whole.chains[0].warmupGradients) / 2);
    const [first, resumed] = await interrupted(all, stopAt);
    expect(first.complete).toBe(false);
    const done = first.chains[0].draws;
    if (place === "in warm-up") expect(done).toBe(0);
    else expect(done).toBeGreaterThan(0);
    expect(done).toBeLessThan(200);
    expect(first.chains[1].draws).toBe(0);
    expect(first.chains[0].positions).toEqual(whole.chains[0].positions.subarray(0, 4 * done));
    whole.chains.forEach((chain, c) => {
      expect(resumed.chains[c].positions).toEqual(chain.positions);
      expect(resumed.chains[c].energy).toEqual(chain.energy);
      expect(resumed.chains[c].warmup).toEqual(chain.warmup);
      expect(resumed.chains[c].gradients).toBe(chain.gradients);
    });
  });
});

describe("a finished run", () => {
  const density = equicorrelatedNormal(3, 0.5);

  it.each<[string, Partial<Settings>]>([
    ["NUTS in JavaScript", {}],
    ["HMC", { algorithm: "hmc" }],
    ["Stan's schedule", { schedule: "stan", warmup: 300 }],
  ])("goes on to more draws, which are those of one long run: %s", async (_, settings) => {
    const all = { seed: 4, chains: 2, draws: 500, ...settings };
    const short = await sample(density, all);
    const extended = await sample(density, moreDraws(short, 500), { resume: structuredClone(short) });
    const long = await sample(density, { ...all, draws: 1000 });
    expect(extended.settings.draws).toBe(1000);
    extended.chains.forEach(({ warmupSeconds: _w, samplingSeconds: _s, state: _t, ...chain }, c) => {
      expect(chain).toEqual(expect.objectContaining({ draws: 1000 }));
      expect(long.chains[c]).toMatchObject(chain);
    });
  });

  it("keeps all figures when it is canceled before it goes on", async () => {
    const short = await sample(density, { seed: 4, chains: 2, draws: 100 });
    const canceled = await sample(density, moreDraws(short, 100), { resume: short, signal: AbortSignal.abort() });
    expect(canceled.complete).toBe(false);
    expect(canceled.chains).toEqual(short.chains);
  });

  it("is asked for a whole number of draws more", async () => {
    const short = await sample(density, { seed: 4, chains: 1, draws: 10 });
    expect(() => moreDraws(short, 0.5)).toThrow("more must be a whole number of at least 1. Received 0.5");
  });

  it("is not continued without the state of its chains", async () => {
    const short = await sample(density, { seed: 4, chains: 1, draws: 10 });
    const without = { ...short, chains: short.chains.map((chain) => ({ ...chain, state: undefined })) };
    await expect(sample(density, moreDraws(short, 10), { resume: without })).rejects.toThrow(
      "Chain 1 of the run to be resumed has draws, but not the state to go on from.",
    );
  });

  it("is not resumed with other settings", async () => {
    const short = await sample(density, { seed: 4, chains: 1, draws: 10 });
    await expect(sample(density, { seed: 5, chains: 1, draws: 10 }, { resume: short })).rejects.toThrow(
      "different settings: seed. Received seed 5 instead of 4.",
    );
  });

  it("gives other draws for another seed, another fit and another chain", async () => {
    const first = async (settings: Partial<Settings>): Promise<number[]> => {
      const result = await sample(density, { chains: 2, draws: 1, warmup: 50, ...settings });
      return result.chains.map((chain) => chain.positions[0]);
    };
    const values = [
      ...(await first({ seed: 1 })),
      ...(await first({ seed: 2 })),
      ...(await first({ seed: 1, fit: 1 })),
    ];
    expect(new Set(values).size).toBe(6);
  });
});
