import { describe, expect, it } from "vitest";
import {
  type Draws,
  drawsNeededForK,
  gpdFit,
  gpdQuantile,
  looProblem,
  paretoKThreshold,
  paretoSmooth,
  psisLoo,
} from "../../src/diagnostics/index.ts";
import { inverseNormalCdf } from "../../src/numerics/special/normal.ts";
import { autoregressive, independent, uniforms } from "./support/simulate.ts";

/** Six observations under a normal model whose draws are quantiles in a fixed scrambled order. */
function exampleLogLikelihood() {
  const S = 900;
  const y = [-1.2, 0.3, 0.8, 4.5, 2, -0.4];
  const scrambled = (step: number, s: number): number => inverseNormalCdf((((s * step) % S) + 0.5) / S);
  const values = Float64Array.from({ length: y.length * S }, (_, at) => {
    const s = Math.floor(at / y.length);
    const mu = 0.2 + 0.35 * scrambled(367, s);
    const sigma = Math.exp(0.1 * scrambled(613, s));
    const z = (y[at % y.length] - mu) / sigma;
    return -0.5 * z * z - Math.log(sigma) - 0.5 * Math.log(2 * Math.PI);
  });
  return { observations: y.length, chains: 4, draws: S / 4, values };
}

describe("psisLoo", () => {
  // R 4.2.2, loo 2.5.1 (its tail length and posterior's agree at these 900 draws: 90):
  //   S <- 900; s <- 0:(S-1)
  //   mu <- 0.2 + 0.35 * qnorm(((s*367) %% S + 0.5)/S); sigma <- exp(0.1 * qnorm(((s*613) %% S + 0.5)/S))
  //   ll <- sapply(c(-1.2, 0.3, 0.8, 4.5, 2, -0.4), function(v) dnorm(v, mu, sigma, log = TRUE))
  //   l <- loo::loo(ll, r_eff = rep(1, 6)); print(l$estimates, digits = 15); print(l$pointwise, digits = 15)
  const loo = psisLoo(exampleLogLikelihood(), { relativeEfficiency: [1, 1, 1, 1, 1, 1] });
  /** Both sides fit the same tails in doubles; the fit's cancellations cost a few digits. */
  const near = (received: number, expected: number): void =>
    expect(Math.abs(received - expected)).toBeLessThanOrEqual(1e-10 * Math.max(1, Math.abs(expected)));

  it("gives the sums and standard errors of the R package loo", () => {
    near(loo.elpd, -24.6521379528633);
    near(loo.pLoo, 8.61470922235891);
    near(loo.looic, 49.3042759057266);
    near(loo.se.elpd, 14.5146464154066);
    near(loo.se.pLoo, 7.42384671723542);
    near(loo.se.looic, 29.0292928308133);
  });

  it.each([
    [0, -2.138540354715878, 0.2802617866009429, 0.241360647910493],
    [1, -0.996322813941548, 0.0174489369347537, 0.311894525406778],
    [2, -1.203056261147506, 0.063491060986582, 0.40387546878433],
    [3, -16.103241226456621, 7.606822260821545, 1.740058220508526],
    [4, -3.015584838789371, 0.588915443296977, 0.693953130884473],
    [5, -1.1953924578124, 0.0577697337181116, 0.178877552539308],
  ])("gives observation %d what loo gives", (i, elpd, pLoo, k) => {
    near(loo.pointwise[i].elpd, elpd);
    near(loo.pointwise[i].pLoo, pLoo);
    near(loo.pointwise[i].paretoK, k);
  });

  it("reports the observations whose Pareto k is above the threshold, worst first", () => {
    expect(looProblem(loo)).toMatchObject({ count: 2, observations: [3, 4], drawsNeeded: Number.POSITIVE_INFINITY });
    expect(looProblem(loo).threshold).toBe(1 - 1 / Math.log10(900));
    expect(looProblem(loo).largestK).toBeCloseTo(1.74005822, 8);
  });

  it("agrees with exact leave-one-out for a conjugate normal mean, within its Monte Carlo error", () => {
    const y = [-0.8, 0.1, 0.4, 1.1, 0.9, -0.3, 0.2, 1.4];
    const n = y.length;
    const mean = y.reduce((a, b) => a + b, 0) / n;
    const mu = independent(4, 1000, 5).values.map((z) => mean + z / Math.sqrt(n));
    const logNormal = (x: number, m: number, v: number): number =>
      -0.5 * Math.log(2 * Math.PI * v) - (x - m) ** 2 / (2 * v);
    const values = Float64Array.from(Array.from(mu).flatMap((m) => y.map((v) => logNormal(v, m, 1))));
    const estimate = psisLoo({ observations: n, chains: 4, draws: 1000, values });
    // Flat prior, known sd 1: the others leave mu ~ N(mean of the others, 1 / (n - 1)).
    y.forEach((v, i) => {
      const exact = logNormal(v, (n * mean - v) / (n - 1), 1 + 1 / (n - 1));
      // sd of a log weight is |y - mu| / sqrt(n) < 0.5: relative error of 4000 weights < 0.01, four of them 0.04.
      expect(Math.abs(estimate.pointwise[i].elpd - exact)).toBeLessThan(0.04);
    });
    expect(looProblem(estimate).count).toBe(0);
  });

  it("refuses sizes that do not fit and log likelihoods that are not finite, naming the observation", () => {
    const example = exampleLogLikelihood();
    expect(() => psisLoo({ ...example, observations: 5 })).toThrow(
      "5 observations x 900 draws, but 5400 log likelihoods.",
    );
    const values = example.values.slice();
    values[7 * 6 + 2] = Number.NEGATIVE_INFINITY;
    expect(() => psisLoo({ ...example, values })).toThrow("observation 2");
  });

  it("gives a constant likelihood its own value and no Pareto k", () => {
    const values = new Float64Array(400).fill(-1.5);
    const { pointwise } = psisLoo({ observations: 1, chains: 4, draws: 100, values });
    expect(pointwise[0].elpd).toBeCloseTo(-1.5, 13);
    expect(pointwise[0].paretoK).toBeNaN();
    expect(looProblem(psisLoo({ observations: 1, chains: 4, draws: 100, values })).count).toBe(0);
  });

  it.each([
    ["vary by so many nats that one draw has all the weight", (z: number) => 2000 * z, 250],
    ["are too few to have a tail", (z: number) => 0.1 * z, 5],
  ])("calls observations unreliable whose log likelihoods %s", (_, logLikelihood, draws) => {
    const values = independent(4, draws, 3).values.map(logLikelihood);
    const loo = psisLoo({ observations: 1, chains: 4, draws, values });
    expect(loo.pointwise[0].paretoK).toBe(Number.POSITIVE_INFINITY);
    expect(looProblem(loo)).toMatchObject({ count: 1, observations: [0], largestK: Number.POSITIVE_INFINITY });
  });

  it.each(["chains", "draws", "observations"] as const)("refuses a log likelihood that does not say its %s", (name) => {
    expect(() => psisLoo({ ...exampleLogLikelihood(), [name]: undefined as unknown as number })).toThrow(
      `says its observations, chains and draws; ${name} is undefined`,
    );
  });
});

describe("gpdFit", () => {
  it.each([-0.2, 0.2, 0.7])("recovers the shape %d of simulated exceedances", (k) => {
    const uniform = uniforms(11);
    const n = 10_000;
    const x = Float64Array.from({ length: n }, () => gpdQuantile(uniform(), { k, sigma: 2 })).sort();
    const fit = gpdFit(x);
    // Asymptotic standard error of the shape, (1 + k) / sqrt(n) (Smith 1987), four of them; the prior's pull is below 10 / n.
    expect(Math.abs(fit.k - k)).toBeLessThan((4 * (1 + k)) / Math.sqrt(n) + 10 / n);
  });

  it("says NaN when the lower quartile equals the minimum", () => {
    expect(gpdFit(Float64Array.of(1, 1, 1, 1, 1, 2, 3, 4))).toEqual({ k: Number.NaN, sigma: Number.NaN });
  });
});

describe("paretoSmooth", () => {
  it("keeps the order of the draws, leaves the center alone and never exceeds the raw extremes", () => {
    const draws = autoregressive(4, 500, 0.3, 12);
    const { values } = paretoSmooth(draws);
    const order = (x: Float64Array): number[] => [...x.keys()].sort((i, j) => draws.values[i] - draws.values[j]);
    const ranked = order(draws.values).map((i) => values[i]);
    for (let i = 1; i < ranked.length; i++) expect(ranked[i]).toBeGreaterThanOrEqual(ranked[i - 1]);
    expect(Math.max(...values)).toBeLessThanOrEqual(Math.max(...draws.values));
    expect(Math.min(...values)).toBeGreaterThanOrEqual(Math.min(...draws.values));
    const changed = [...values.keys()].filter((i) => values[i] !== draws.values[i]);
    expect(changed.length).toBeGreaterThan(100);
    expect(changed.length).toBeLessThan(600);
  });

  it("tells a heavy tail by its k", () => {
    const uniform = uniforms(13);
    const values = Float64Array.from({ length: 4000 }, () => gpdQuantile(uniform(), { k: 1.2, sigma: 1 }));
    const heavy: Draws = { chains: 4, draws: 1000, values };
    expect(paretoSmooth(heavy, { tail: "right", relativeEfficiency: 1 }).k).toBeGreaterThan(0.7);
    expect(paretoSmooth(independent(4, 1000, 3), { relativeEfficiency: 1 }).k).toBeLessThan(0.5);
  });
});

describe("thresholds of k", () => {
  it("grow with the draws up to 0.7", () => {
    expect(paretoKThreshold(100)).toBe(0.5);
    expect(paretoKThreshold(1e6)).toBe(0.7);
    expect(drawsNeededForK(0.5)).toBeCloseTo(100, 9);
    expect(drawsNeededForK(-1)).toBe(10);
    expect(drawsNeededForK(1)).toBe(Number.POSITIVE_INFINITY);
    expect(drawsNeededForK(Number.NaN)).toBeNaN();
  });
});
