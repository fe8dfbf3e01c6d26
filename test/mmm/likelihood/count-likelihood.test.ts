// Targets that are counts: the density of the model, what its draws predict, and worlds that are recovered.

import { drawsOf, elementsOf } from "../../../src/mmm/axes/index.ts";
import { describe, expect, it } from "vitest";
import { type Summary, summarize } from "../../../src/diagnostics/index.ts";
import { channelFacts } from "../../../src/decisions/review/review-channels.ts";
import { fittedModel } from "../../../src/decisions/draws/fitted-model.ts";
import { mapPoint } from "../../../src/decisions/comparison/baselines-map.ts";
import { priorSample } from "../../../src/decisions/predictions/predictive-prior.ts";
import { predictionsOf } from "../../../src/decisions/predictions/predictive.ts";
import { looScore } from "../../../src/decisions/predictions/scores-loo.ts";
import { countMean } from "../../../src/mmm/likelihood/count-design.ts";
import { widestSum } from "../../../src/mmm/specification/count-noise-rule.ts";
import { makeDesign } from "../../../src/mmm/fit/design.ts";
import { fitMediaMix } from "../../../src/mmm/fit/fit.ts";
import { mediaMixModel, modelData } from "../../../src/mmm/fit/model.ts";
import { compileModel, type Posterior } from "../../../src/model/index.ts";
import { randomStream } from "../../../src/sampling/index.ts";
import { lgamma } from "../../../src/numerics/special/index.ts";
import { derivative } from "../../distributions/support/differences.ts";
import { integrate } from "../../distributions/support/quadrature.ts";
import { type CountWorld, prepareCounts, type PreparedCounts } from "../support/count-cases.ts";

const linear = "adstock: none\nsaturation: none\ntrend: none";
const noise = (entry: string): string => `${linear}\nnoise: { conversions: { ${entry} } }`;
const few: CountWorld = { base: 3, perSpend: [0.4, 0.2], overdispersion: 0.3 };
const many: CountWorld = { base: 60, perSpend: [3, 2], overdispersion: 0.15 };

function compiled({ table, resolution: { spec } }: PreparedCounts, backend: "wasm" | "javascript" = "wasm"): Posterior {
  const design = makeDesign(table, spec);
  return compileModel(mediaMixModel(spec, design.weeks), modelData(design), { backend });
}

/** Positions near which chains are. */
function positions({ dimension }: Posterior, count: number): Float64Array[] {
  const random = randomStream([3]);
  return Array.from({ length: count }, () => Float64Array.from({ length: dimension }, () => 0.4 * random.normal()));
}

const logCount = (n: number, m: number, r: number): number =>
  lgamma(n + r) - lgamma(r) - lgamma(n + 1) + n * Math.log(m / (m + r)) - r * Math.log1p(m / r);

/** Log density of every published value, by hand, from reported parameters. */
function byHand({ table, resolution: { spec } }: PreparedCounts, posterior: Posterior, at: Float64Array): number[] {
  const { columns } = posterior.constrainDraws(at, 1);
  const of = (name: string): number => columns.get(name)?.[0] ?? Number.NaN;
  const { targetScale, mediaScales } = makeDesign(table, spec);
  const published = table.target.values;
  const bend =
    0.02 *
    Math.max(
      1,
      published.reduce((sum, value) => sum + value / published.length, 0),
    );
  const own = spec.noise === "none" ? undefined : spec.noise?.["conversions"];
  return Array.from(published, (value, t) => {
    let scaled = of("intercept");
    table.channels.forEach(({ name, spend }, c) => {
      scaled += (of(`coefficient[${name}]`) * spend[t]) / mediaScales[c].scale;
    });
    const expected = targetScale.location + targetScale.scale * scaled;
    const m = bend * Math.log1p(Math.exp(expected / bend));
    const mean = Number.isFinite(m) ? m : expected;
    const a = of("overdispersion");
    if (own === undefined) return logCount(value, mean, 1 / a ** 2);
    if (own.cells_summed > 1 || own.scale > widestSum[own.mechanism]) {
      const sd = Math.sqrt(mean + (a * mean) ** 2);
      return Math.log(
        integrated(
          (d) =>
            Math.exp(-0.5 * ((value - mean - d) / sd) ** 2 - Math.abs(d) / own.scale) /
            (sd * Math.sqrt(2 * Math.PI) * 2 * own.scale),
          value - mean,
        ),
      );
    }
    const weight = (d: number): number => {
      if (own.mechanism === "laplace") return Math.tanh(0.5 / own.scale) * Math.exp(-Math.abs(d) / own.scale);
      let total = 0;
      for (let k = -200; k <= 200; k++) total += Math.exp((-k * k) / (2 * own.scale ** 2));
      return Math.exp((-d * d) / (2 * own.scale ** 2)) / total;
    };
    const isBound = own.clip !== "none" && value === own.clip.lower;
    let total = 0;
    for (let n = 0; n <= 2000; n++) {
      let seen = weight(value - n);
      if (isBound) for (let below = value - 1; below > value - 200; below--) seen += weight(below - n);
      total += Math.exp(logCount(n, mean, 1 / a ** 2)) * seen;
    }
    return Math.log(total);
  });
}

const integrated = (f: (d: number) => number, kink: number): number => {
  const [low, high] = [Math.min(0, kink), Math.max(0, kink)];
  return (
    integrate(f, Number.NEGATIVE_INFINITY, low, 1e-12) +
    (low < high ? integrate(f, low, high, 1e-12) : 0) +
    integrate(f, high, Number.POSITIVE_INFINITY, 1e-12)
  );
};

const cases = [
  ["counts as they are", linear, few],
  ["many counts", linear, many],
  ["discrete Laplace noise", noise("mechanism: discrete_laplace, scale: 1.5"), few],
  ["discrete normal noise", noise("mechanism: discrete_gaussian, scale: 3"), few],
  ["noise clipped at zero", noise("mechanism: discrete_laplace, scale: 1.5, clip: { lower: 0 }"), few],
  ["wide noise, which is added to a normal", noise("mechanism: discrete_laplace, scale: 15"), many],
] as const;

describe.each(cases)("the model of %s", async (_name, file, world) => {
  const prepared = await prepareCounts(file, world, 30, 7);
  const posterior = compiled(prepared);

  it("has the log likelihood of each row that a sum over counts gives", () => {
    for (const at of positions(posterior, 3)) {
      const values = posterior.pointwiseLogLikelihood(at, { chains: 1, draws: 1 }).values;
      byHand(prepared, posterior, at).forEach((wanted, t) => {
        expect(Math.abs(values[t] - wanted)).toBeLessThan(1e-8 * Math.max(1, Math.abs(wanted)));
      });
    }
  });

  it("has a gradient that is the derivative of its density, the same on both backends", () => {
    const [wasm, script] = [posterior.density(), compiled(prepared, "javascript").density()];
    const gradient = new Float64Array(posterior.dimension);
    const other = new Float64Array(posterior.dimension);
    for (const at of positions(posterior, 2)) {
      const value = wasm.evaluate(at, gradient);
      expect(Math.abs(script.evaluate(at, other) - value)).toBeLessThan(1e-9 * Math.abs(value));
      const scale = Math.max(1, ...gradient.map(Math.abs));
      const ignored = new Float64Array(posterior.dimension);
      gradient.forEach((slope, i) => {
        expect(Math.abs(other[i] - slope)).toBeLessThan(1e-9 * scale);
        const along = derivative((x) => wasm.evaluate(at.with(i, x), ignored), at[i], 0.05);
        expect(Math.abs(slope - along.value)).toBeLessThan(1e-6 * scale);
      });
    }
  });
});

describe("the mean of the counts", () => {
  it("is the expected target where that is well above zero, and positive everywhere", () => {
    for (const share of [0.4, 1, 30]) expect(Math.abs(countMean(50 * share, 1) / (50 * share) - 1)).toBeLessThan(1e-9);
    for (const expected of [0, -1, -50, -1e6]) expect(countMean(expected, 1)).toBeGreaterThan(0);
    expect(countMean(0, 1)).toBeCloseTo(Math.LN2, 14);
  });

  it("keeps the log density finite where sums of effects are far below zero", async () => {
    const posterior = compiled(await prepareCounts(noise("mechanism: discrete_laplace, scale: 1"), few, 30, 7));
    const gradient = new Float64Array(posterior.dimension);
    for (const level of [-5, -50, -5000]) {
      const at = new Float64Array(posterior.dimension);
      at[posterior.coordinateNames.indexOf("level")] = level;
      expect(posterior.density().evaluate(at, gradient)).toBeLessThan(-100);
      expect(gradient.every(Number.isFinite)).toBe(true);
    }
  });
});

describe.each(["half_normal(0.5)", "half_cauchy(0.3)", "lognormal(-2, 1)", "gamma(2, 10)", "uniform(0, 2)"])(
  "overdispersion with the prior %s",
  async (prior) => {
    const prepared = await prepareCounts(`${linear}\npriors: { overdispersion: ${prior} }`, few, 30, 7);
    const posterior = compiled(prepared);
    const coordinate = posterior.coordinateNames.findIndex((name) => /overdispersion|rate of the target/.test(name));

    it("is what priors speak of, whatever is sampled: the Jacobian is the slope of the one by the other", () => {
      for (const at of positions(posterior, 3)) {
        const jacobian = (u: number): number => posterior.constrainDraws(at.with(coordinate, u), 1).logJacobian[0];
        const value = (u: number): number =>
          posterior.constrainDraws(at.with(coordinate, u), 1).columns.get("overdispersion")![0];
        const slope = (u: number): number => Math.log(Math.abs(derivative(value, u, 0.02).value));
        const [a, b] = [at[coordinate], at[coordinate] + 0.3];
        expect(Math.abs(jacobian(b) - jacobian(a) - slope(b) + slope(a))).toBeLessThan(1e-7);
      }
    });

    it("finds the coordinate of a value that is given", () => {
      const [at] = positions(posterior, 1);
      const { columns } = posterior.constrainDraws(at, 1);
      const given = Object.fromEntries(
        compiledParameters(prepared).map(({ name, elementNames }) => [
          name,
          elementNames.map((element) => columns.get(element)![0]),
        ]),
      );
      const back = posterior.constrainDraws(posterior.unconstrain(given), 1).columns;
      for (const [name, [value]] of back) expect(Math.abs(value / columns.get(name)![0] - 1)).toBeLessThan(1e-9);
    });
  },
);

const compiledParameters = ({ table, resolution: { spec } }: PreparedCounts) =>
  mediaMixModel(spec, table.rows).parameters;

it("a fixed overdispersion is not sampled", async () => {
  const prepared = await prepareCounts(`${linear}\npriors: { overdispersion: fixed(0.2) }`, few, 30, 7);
  const names = compiled(prepared).reported.map(({ name }) => name);
  expect(names).not.toContain("overdispersion");
});

describe("a fit of counts", async () => {
  const sampling = "\nsampling: { chains: 2, warmup: 250, draws: 200 }";
  const prepared = await prepareCounts(linear + sampling, { ...many, perSpend: [3, 0] }, 80, 12);
  const fit = await fitMediaMix(prepared.table, prepared.resolution, { threads: 1 });
  const model = fittedModel(fit);
  const predictions = predictionsOf(model);
  const { count, weeks } = predictions;
  const row = (t: number, i: number): number => t * count + i;

  it("recovers the world, and has converged", () => {
    expect(fit.diagnostics.divergences).toBe(0);
    expect(fit.diagnostics.max_rhat).toBeLessThan(1.03);
    const z = (name: string, truth: number): number => {
      const found = summarize(
        [...fit.parameters, ...fit.quantities].flatMap(elementsOf).find((each) => each.name === name)!.draws,
      );
      return Math.abs(found.mean - truth) / found.sd;
    };
    expect(z("contribution[A]", prepared.brought[0])).toBeLessThan(4);
    expect(z("overdispersion", many.overdispersion)).toBeLessThan(4);
  });

  it("predicts whole numbers with the variance of the draw's own counts", () => {
    expect(predictions.predicted.every((value) => Number.isInteger(value) && value >= 0)).toBe(true);
    const a = fit.parameters.find(({ name }) => name === "overdispersion")!.values;
    const squares: number[] = [];
    for (let i = 0; i < count; i++) {
      let variances = 0;
      for (let t = 0; t < weeks; t++) {
        const mean = predictions.expected[row(t, i)];
        const variance = mean + (a[i] * mean) ** 2;
        variances += variance / weeks;
        squares.push((predictions.predicted[row(t, i)] - mean) ** 2 / variance);
      }
      expect(Math.abs(predictions.sigma[i] / Math.sqrt(variances) - 1)).toBeLessThan(1e-9);
    }
    // Excess kurtosis of counts this large is small: a square has a variance of about 2.
    const average = squares.reduce((total, value) => total + value, 0) / squares.length;
    expect(Math.abs(average - 1)).toBeLessThan(4 * Math.sqrt(2.5 / squares.length));
  });

  it("has log likelihoods of single rows that are probabilities of counts, which know no scale", () => {
    const a = fit.parameters.find(({ name }) => name === "overdispersion")!.values;
    for (const i of [0, 100, 399]) {
      for (let t = 0; t < weeks; t++) {
        const wanted = logCount(prepared.table.target.values[t], predictions.expected[row(t, i)], 1 / a[i] ** 2);
        expect(Math.abs(fit.pointwise!.values[i * weeks + t] - wanted)).toBeLessThan(1e-6 * Math.abs(wanted));
      }
    }
    const loo = looScore(model, fit.pointwise)!;
    expect(loo.elpdInUnits).toBe(loo.elpd);
    expect(loo.above07).toBe(0);
  });

  it("has contributions in conversions, a signal beside the noise of the counts, and a mode", () => {
    const facts = channelFacts(model, predictions);
    expect(facts[0].signal.median).toBeGreaterThan(2 * facts[1].signal.median);
    const [contribution] = predictions.contributions;
    expect(
      Math.abs(contribution / drawsOf(fit.quantities, "contribution", { channel: "A" }).values[0] - 1),
    ).toBeLessThan(1e-9);
    const mode = mapPoint(model, 2)!;
    expect(mode.settled).toBe(true);
    expect(mode.agreeing).toBe(2);
  });

  it("draws whole numbers from its prior", () => {
    const { predicted } = priorSample(model, 50);
    expect(predicted.length).toBe(50 * weeks);
    expect(predicted.every((value) => Number.isInteger(value) && value >= 0)).toBe(true);
  });
});

describe("fits of eight worlds of few conversions with noise", async () => {
  const file = `${noise("mechanism: discrete_laplace, scale: 1")}\nsampling: { chains: 2, warmup: 200, draws: 150 }`;
  const world: CountWorld = { base: 2, perSpend: [0.4], overdispersion: 0.2 };
  const summaries: (Summary & { readonly truth: number })[] = [];
  for (const seed of [1, 2, 3, 4, 5, 6, 7, 8]) {
    const prepared = await prepareCounts(file, world, 52, seed);
    const fit = await fitMediaMix(prepared.table, prepared.resolution, { threads: 1, pointwise: false });
    const { draws } = { draws: drawsOf(fit.quantities, "contribution", { channel: "A" }) };
    summaries.push({ ...summarize(draws), truth: prepared.brought[0] });
  }

  it("hold the true contribution in their 90% intervals, and are right on average", () => {
    // Five or more of eight, but for a chance of 5 in 1000.
    expect(summaries.filter(({ q5, q95, truth }) => q5 <= truth && truth <= q95).length).toBeGreaterThanOrEqual(5);
    const average = summaries.reduce((sum, { mean, truth, sd }) => sum + (mean - truth) / sd, 0) / summaries.length;
    expect(Math.abs(average)).toBeLessThan(4 / Math.sqrt(summaries.length));
  });
});
