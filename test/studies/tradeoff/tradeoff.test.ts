// The trade-off study: its worlds, its noise, its figures.

import { describe, expect, it } from "vitest";
import { simulate } from "../../../src/data/worlds/simulate.ts";
import { predictionsOf } from "../../../src/decisions/predictions/predictive.ts";
import { type TradeoffFit, type TradeoffStudy } from "../../../src/studies/tradeoff/tradeoff.ts";
import { publishedTable, releaseNoise, totalEpsilon, unitNoise } from "../../../src/studies/tradeoff/tradeoff-noise.ts";
import { summarizeTradeoff } from "../../../src/studies/tradeoff/tradeoff-summary.ts";
import type { Utility } from "../../../src/studies/tradeoff/tradeoff-utility.ts";
import { type PublicShape, worldsOfPreset, worldsOfShape } from "../../../src/studies/tradeoff/tradeoff-world.ts";
import { gaussianSigma } from "../../../src/privacy/mechanisms/gaussian-calibration.ts";
import { CarryoverError } from "../../../src/problems/problem.ts";
import { randomStream } from "../../../src/numerics/random.ts";

const release = { columns: ["revenue"], cap: 200, total: 1000, granularity: 0.01, mechanism: "laplace" } as const;

const weeks = 60;
const invoiced = simulate("ecommerce", { weeks, seed: 5 }).columns.find(({ name }) => name === "spend_TikTok")!.values;
const shape: PublicShape = {
  source: "weekly.csv",
  date: { column: "week", labels: Array.from({ length: weeks }, (_, t) => String(t + 1)), period: "week" },
  target: { column: "revenue", kind: "revenue" },
  channels: [
    { column: "spend_TikTok", spend: invoiced, typical: 11_000 },
    { column: "spend_TV", spend: undefined, typical: 4000 },
  ],
  controls: [{ column: "promotions", values: Float64Array.from({ length: weeks }, (_, t) => (t % 9 === 0 ? 1 : 0)) }],
  typicalTarget: 50_000,
  variation: 0.2,
  granularity: 0.01,
};

function moments(values: ArrayLike<number>): readonly [number, number] {
  const all = Array.from(values);
  const mean = all.reduce((sum, value) => sum + value, 0) / all.length;
  return [mean, Math.sqrt(all.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (all.length - 1))];
}

describe("noise of a release that is studied", () => {
  it("has the Laplace scale total / epsilon", () => {
    const { scaleKind, scale, deviation, delta } = releaseNoise(release, 0.5, 104);
    expect(scaleKind).toBe("b");
    expect(scale).toBeCloseTo(2000, 9);
    expect(deviation).toBeCloseTo(2000 * Math.SQRT2, 9);
    expect(delta).toBe(0);
  });

  it("counts no more cells than there are, over all columns together", () => {
    const wide = { ...release, total: 1e6 };
    expect(releaseNoise(wide, 1, 30).scale).toBeCloseTo(30 * 200, 9);
    expect(releaseNoise({ ...wide, columns: ["revenue", "spend_TV"] }, 1, 30).scale).toBeCloseTo(60 * 200, 9);
  });

  it("has the analytic Gaussian's sigma on a lattice of cents", () => {
    const { scaleKind, scale } = releaseNoise({ ...release, mechanism: "gaussian", delta: 1e-6 }, 1, 104);
    expect(scaleKind).toBe("sigma");
    // Five caps make the total; the lattice adds a variance of 4 steps.
    const sigma = gaussianSigma(1, 1e-6, 200 * Math.sqrt(5));
    expect(scale).toBeCloseTo(Math.hypot(sigma, 2 * 0.01), 9);
  });

  it("refuses a delta for Laplace noise and its absence for Gaussian noise", () => {
    expect(() => releaseNoise({ ...release, delta: 1e-6 }, 1, 104)).toThrow(CarryoverError);
    expect(() => releaseNoise({ ...release, mechanism: "gaussian" }, 1, 104)).toThrow(CarryoverError);
  });

  it("is drawn with the variance that its scale says", () => {
    const count = 20_000;
    for (const [mechanism, variance, fourth] of [
      ["laplace", 2, 24],
      ["gaussian", 1, 3],
    ] as const) {
      const [noise] = unitNoise({ ...release, mechanism }, count, randomStream([7]));
      const squares = Array.from(noise, (value) => value ** 2);
      // Five standard errors of a mean of squares.
      expect(Math.abs(moments(squares)[0] - variance)).toBeLessThan(5 * Math.sqrt((fourth - variance ** 2) / count));
      expect(Math.abs(moments(noise)[0])).toBeLessThan(5 * Math.sqrt(variance / count));
    }
  });

  it("differs between epsilons by its scale alone, and goes to the columns of the release only", async () => {
    const { data } = await worldsOfShape(shape, 1).world(0);
    const unit = unitNoise(release, weeks, randomStream([1]));
    const [strong, weak] = [0.1, 10].map((epsilon) =>
      publishedTable(data, release, releaseNoise(release, epsilon, weeks), unit),
    );
    for (let t = 0; t < weeks; t++) {
      const added = (table: typeof strong): number => table.target.values[t] - data.target.values[t];
      // Both are rounded to cents.
      expect(Math.abs(added(strong) - 100 * added(weak))).toBeLessThan(0.51);
    }
    expect(strong.channels.map(({ spend }) => spend)).toEqual(data.channels.map(({ spend }) => spend));
  });

  it("costs in a sweep the sum of its epsilons, without binary dust", () => {
    expect(totalEpsilon([0.1, 0.2, 0.3])).toBe(0.6);
  });
});

describe("worlds in the shape of a table", () => {
  it("have its weeks, its invoiced spend, and the mean and the variation that were said", async () => {
    const { data } = await worldsOfShape(shape, 1).world(0);
    expect(data.rows).toBe(weeks);
    expect(data.channels[0].spend).toEqual(invoiced);
    const [mean, deviation] = moments(data.target.values);
    // Rounding to cents moves a mean by half a cent at most.
    expect(Math.abs(mean - 50_000)).toBeLessThan(0.006);
    expect(Math.abs(deviation - 10_000)).toBeLessThan(0.01);
  });

  it("make up spend that is to be noised, around what was said and anew in every world", async () => {
    const worlds = worldsOfShape(shape, 1);
    const [one, other] = [await worlds.world(0), await worlds.world(1)];
    const spend = one.data.channels[1].spend;
    expect(spend).not.toEqual(other.data.channels[1].spend);
    expect((await worlds.world(0)).data.channels[1].spend).toEqual(spend);
    const logs = moments(spend.map((value) => Math.log(value / 4000)));
    // Log-normal with standard deviation 0.5 and mean 1; with correlation 0.5 from week to week the mean has a standard error of 0.5 sqrt(3 / 60).
    expect(Math.abs(logs[0] + 0.125)).toBeLessThan(5 * 0.5 * Math.sqrt(3 / weeks));
  });

  it("are what their true parameters say, in the table's own units", async () => {
    for (const source of [worldsOfShape(shape, 3), worldsOfPreset("ecommerce", weeks, 3)]) {
      const { truth, contributions, data, spend } = await source.world(1);
      const { contributions: predicted } = predictionsOf(truth);
      contributions.forEach((value, c) => expect(predicted[c] / value).toBeCloseTo(1, 9));
      spend.forEach((value, c) =>
        expect(data.channels[c].spend.reduce((sum, one) => sum + one, 0) / value).toBeCloseTo(1, 9),
      );
    }
  });

  it("leave residuals of the size of the true sigma", async () => {
    const { truth, data } = await worldsOfShape(shape, 4).world(2);
    const { expected } = predictionsOf(truth);
    const block = truth.posterior.blocks.find(({ name }) => name === "sigma")!;
    const sigma = truth.posterior.values[block.start] * truth.design.targetScale.scale;
    const squares = data.target.values.reduce((sum, value, t) => sum + (value - expected[t]) ** 2, 0);
    // Squares of a normal: five standard errors.
    expect(Math.abs(squares / weeks / sigma ** 2 - 1)).toBeLessThan(5 * Math.sqrt(2 / weeks));
  });
});

const utility: Utility = {
  converged: true,
  contributionError: 0.2,
  roiWidth: 1,
  contributionCoverage: 1,
  roiCoverage: 1,
  regret: 0.01,
  r2: 0.9,
  mape: 0.05,
};

/** A study in which ROI intervals at epsilons 1, 2, 3 are so many times as wide as without privacy. */
function studyOf(ratios: readonly (number | undefined)[]): TradeoffStudy {
  const epsilons = [1, 2, 3];
  const fits = [0, 1].flatMap((dataset): TradeoffFit[] => [
    { model: "without-privacy", epsilon: undefined, dataset, utility: { ...utility, roiWidth: 1 + dataset } },
    ...epsilons.map((epsilon, k): TradeoffFit => {
      const ratio = ratios[k];
      return {
        model: "noise-aware",
        epsilon,
        dataset,
        utility: ratio === undefined ? undefined : { ...utility, roiWidth: ratio * (1 + dataset) },
      };
    }),
  ]);
  return { noises: epsilons.map((epsilon) => releaseNoise(release, epsilon, weeks)), fits, complete: true };
}

describe("summary of a trade-off study", () => {
  const worlds = worldsOfPreset("ecommerce", weeks, 1);
  const summary = (ratios: readonly (number | undefined)[]) => summarizeTradeoff(worlds, release, studyOf(ratios));

  it("compares widths within a data set", () => {
    const { points } = summary([3, 2, 1]);
    expect(points.map(({ relativeRoiWidth }) => relativeRoiWidth.median)).toEqual([1, 3, 2, 1]);
    expect(points[1].roiWidth.median).toBe(4.5);
  });

  it("names the smallest epsilon from which on intervals are at most a quarter wider", () => {
    expect(summary([3, 1.2, 1.1]).enough).toBe(2);
    expect(summary([1.2, 1.3, 1.1]).enough).toBe(3);
    expect(summary([1.1, 1.1, 1.1]).enough).toBe(1);
  });

  it("says so where no epsilon that was tried is enough", () => {
    const { enough, guidance } = summary([3, 2, 1.5]);
    expect(enough).toBeUndefined();
    expect(guidance.join(" ")).toContain("With every epsilon tried");
  });

  it("counts refused fits, and takes no epsilon at which there are any for enough", () => {
    const { points, enough, guidance } = summary([undefined, 1, 1]);
    expect(points[1].refused).toBe(2);
    expect(points[1].roiWidth.median).toBeNaN();
    expect(enough).toBe(2);
    expect(guidance.join(" ")).toContain("2 of 2 tables at epsilon 1");
  });

  it("relates the noise to a typical week and to the sum of all weeks", () => {
    const { noise } = summary([1, 1, 1]);
    expect(noise[0].ofWeek).toBeCloseTo((1000 * Math.SQRT2) / worlds.typicalTarget, 12);
    expect(noise[0].ofTotal * Math.sqrt(weeks)).toBeCloseTo(noise[0].ofWeek, 12);
  });
});
