// What accounting for noise is for: fits of noised tables end to end, and what becomes of those that ignore the noise.

import { drawsOf, elementsOf } from "../../../src/mmm/axes/index.ts";
import { describe, expect, it } from "vitest";
import { mediaDataFromColumns } from "../../../src/data/panel/from-columns.ts";
import { type Summary, summarize } from "../../../src/diagnostics/index.ts";
import { halfNormal, laplace as laplaceDistribution, normal, normalLaplace } from "../../../src/distributions/index.ts";
import * as g from "../../../src/graph/index.ts";
import { fitMediaMix } from "../../../src/mmm/fit/fit.ts";
import type { MediaMixFit } from "../../../src/mmm/fit/fit-types.ts";
import { latentSpend } from "../../../src/mmm/fit/latent-spend-draws.ts";
import { parseModelFile } from "../../../src/mmm/specification/document.ts";
import { noisedColumns } from "../../../src/mmm/specification/noise-source.ts";
import { resolve } from "../../../src/mmm/specification/resolve.ts";
import { compileModel, ModelBuilder } from "../../../src/model/index.ts";
import { randomStream, sample } from "../../../src/sampling/index.ts";
import { laplace, noisyCases, prepareNoisy } from "../support/noisy-cases.ts";

describe("a fit of a noised table", async () => {
  const { table, spec } = await prepareNoisy(noisyCases[2], 40);
  const settings = { ...spec, sampling: { ...spec.sampling, chains: 2, warmup: 200, draws: 60 } };
  const fit = await fitMediaMix(table, { spec: settings, provenance: [] }, { threads: 1 });
  const count = 120;
  const quantity = (name: string): Float64Array =>
    fit.quantities.flatMap(elementsOf).find((each) => each.name === name)!.draws.values;

  it("has the true spend of every week and channel, which is the table's where there is no noise", () => {
    const spend = fit.latentSpend!;
    expect(spend.length).toBe(count * 3 * 40);
    const known = table.channels[0].spend;
    for (let i = 0; i < count; i++) {
      expect(spend.subarray(i * 120, i * 120 + 40)).toEqual(known);
      const radio = spend.subarray(i * 120 + 40, i * 120 + 80);
      expect(radio.every((value) => value > 0)).toBe(true);
      const total = radio.reduce((sum, value) => sum + value, 0);
      expect(Math.abs(total / quantity("total_spend[Radio]")[i] - 1)).toBeLessThan(1e-12);
    }
  });

  it("gives the same spend from its positions alone, as they are in a stored run", () => {
    const { latentSpend: _, ...stored } = fit;
    expect(latentSpend(stored)).toEqual(fit.latentSpend);
    expect(() => latentSpend({ ...stored, coordinates: stored.coordinates.toReversed() })).toThrow(
      "not those of a fit",
    );
  });

  it("divides what a channel brought by what was truly spent", () => {
    for (const [name, spent] of [
      ["Radio", (i: number) => quantity("total_spend[Radio]")[i]],
      ["TV", () => table.channels[0].spend.reduce((sum, value) => sum + value, 0)],
    ] as const) {
      const [roi, contribution] = [quantity(`roi[${name}]`), quantity(`contribution[${name}]`)];
      for (let i = 0; i < count; i++) expect(Math.abs((roi[i] * spent(i)) / contribution[i] - 1)).toBeLessThan(1e-12);
    }
  });

  it("keeps single weeks out of its summary, and published spend out of the likelihood of its rows", () => {
    const names = [...fit.summary.parameters, ...fit.summary.quantities].map(({ name }) => name);
    expect(names.filter((name) => name.includes("weekly") || name.includes("true spend"))).toEqual([]);
    expect(names).toEqual(expect.arrayContaining(["total_spend[Radio]", "total_spend[Social]", "spend_scale[Radio]"]));
    expect(fit.pointwise?.observations).toBe(40);
    expect(fit.pointwise?.values.length).toBe(count * 40);
  });
});

it("negative spend is accepted of columns that are known to have noise, and of no others", async () => {
  const columns = {
    week: Array.from({ length: 30 }, (_, t) => t + 1),
    spend_TV: Array.from({ length: 30 }, (_, t) => (t === 7 ? -12 : 100 + t)),
    revenue: Array.from({ length: 30 }, (_, t) => 1000 + 3 * t),
  };
  const { channels } = await mediaDataFromColumns(columns, { noised: ["spend_TV"] });
  expect(channels[0].spend[7]).toBe(-12);
  await expect(mediaDataFromColumns(columns, { noised: ["revenue"] })).rejects.toThrow("Spend cannot be negative");
});

/** What a unit of spend brings in these worlds. */
const truth = 5;
const weeks = 104;
const model = `data: t.csv
controls: none
seasonality: none
trend: none
adstock: none
saturation: none
sampling: { chains: 2, warmup: 200, draws: 200 }
`;
const aware = `${model}noise: { revenue: { mechanism: laplace, scale: 500 }, spend_TV: { mechanism: laplace, scale: 300 } }\n`;

/** ROI of a channel whose spend and revenue were published with Laplace noise, from a model file. */
async function roiOf(file: string, seed: number): Promise<{ readonly roi: Summary; readonly fit: MediaMixFit }> {
  const random = randomStream([seed]);
  const spend = Array.from({ length: weeks }, () => 1000 * Math.exp(0.55 * random.normal()));
  const published = spend.map((value) => value + laplace(random, 300));
  const revenue = spend.map((value) => 20000 + truth * value + 500 * random.normal() + laplace(random, 500));
  const document = await parseModelFile(file, "m.yaml");
  const noised = noisedColumns(document, undefined);
  const table = await mediaDataFromColumns(
    {
      week: spend.map((_, t) => t + 1),
      // Who does not know of the noise mends what cannot be.
      spend_TV: noised.length === 0 ? published.map((value) => Math.max(0, value)) : published,
      revenue,
    },
    { noised },
  );
  const fit = await fitMediaMix(table, resolve(document, table), { threads: 1 });
  return { roi: summarize(drawsOf(fit.quantities, "roi", { channel: "TV" })), fit };
}

describe("over eight worlds whose spend has noise of a third of its variance", async () => {
  const seeds = [1, 2, 3, 4, 5, 6, 7, 8];
  const results = { aware: [] as Summary[], naive: [] as Summary[] };
  for (const seed of seeds) {
    results.aware.push((await roiOf(aware, seed)).roi);
    results.naive.push((await roiOf(`${model}noise: none\n`, seed)).roi);
  }
  const covered = (each: readonly Summary[]): number =>
    each.filter(({ q5, q95 }) => q5 <= truth && truth <= q95).length;
  const average = (each: readonly Summary[]): number =>
    each.reduce((sum, { mean }) => sum + mean / truth, 0) / each.length;

  it("90% intervals of the model that knows the noise hold the truth", () => {
    // Five or more of eight, but for a chance of 5 in 1000.
    expect(covered(results.aware)).toBeGreaterThanOrEqual(5);
    const error = Math.sqrt(results.aware.reduce((sum, { sd }) => sum + (sd / truth) ** 2, 0)) / seeds.length;
    expect(Math.abs(average(results.aware) - 1)).toBeLessThan(4 * error);
  });

  it("those of the model that ignores it do not: its estimates fall short by about the share of noise", () => {
    expect(covered(results.naive)).toBeLessThanOrEqual(1);
    expect(average(results.naive)).toBeLessThan(0.85);
  });
});

describe("the Normal-Laplace likelihood", () => {
  it("has the posterior of the model in which every true value is a parameter", async () => {
    const random = randomStream([77]);
    const count = 40;
    const x = Float64Array.from({ length: count }, () => random.normal());
    const y = x.map((value) => 1 + 2 * value + 0.5 * random.normal() + laplace(random, 0.6));
    const build = (latent: boolean): ModelBuilder => {
      const m = new ModelBuilder();
      const [intercept, slope] = [m.parameter("intercept", normal(0, 5)), m.parameter("slope", normal(0, 5))];
      const sigma = m.parameter("sigma", halfNormal(1));
      const mean = g.add(intercept, g.multiply(slope, m.data("x", [count])));
      const observed = m.data("y", [count]);
      if (latent) {
        const true_ = m.parameter("truth", normal(mean, sigma), { shape: [count], centered: false });
        m.observe("y", laplaceDistribution(true_, 0.6), observed);
      } else m.observe("y", normalLaplace(mean, sigma, 0.6), observed);
      return m;
    };
    const summaries = await Promise.all(
      [false, true].map(async (latent) => {
        const posterior = compileModel(build(latent).build(), { x, y });
        const draws = 1500;
        const { chains } = await sample(posterior.density(), { chains: 2, draws, seed: 9, targetAccept: 0.9 });
        const positions = Float64Array.from(chains.flatMap((chain) => [...chain.positions]));
        const { columns } = posterior.constrainDraws(positions, 2 * draws);
        return ["intercept", "slope", "sigma"].map((name) =>
          summarize({ chains: 2, draws, values: columns.get(name)! }),
        );
      }),
    );
    summaries[0].forEach((marginal, i) => {
      const latent = summaries[1][i];
      expect(Math.abs(marginal.mean - latent.mean)).toBeLessThan(4 * Math.hypot(marginal.mcse_mean, latent.mcse_mean));
      const ofSd = 4 * Math.hypot(marginal.mcse_sd / marginal.sd, latent.mcse_sd / latent.sd);
      expect(Math.abs(Math.log(marginal.sd / latent.sd))).toBeLessThan(ofSd);
    });
  });
});
