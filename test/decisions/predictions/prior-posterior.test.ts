import { elementsOf } from "../../../src/mmm/axes/index.ts";
import { describe, expect, it } from "vitest";
import { mediaDataFromColumns } from "../../../src/data/panel/from-columns.ts";
import { simulate } from "../../../src/data/worlds/simulate.ts";
import { columnsByName } from "../../../src/data/worlds/generate.ts";
import { fittedModel } from "../../../src/decisions/draws/fitted-model.ts";
import { priorSample } from "../../../src/decisions/predictions/predictive-prior.ts";
import { predictionsOf } from "../../../src/decisions/predictions/predictive.ts";
import { compareDraws, priorPosteriors, saysNothing } from "../../../src/decisions/predictions/prior-posterior.ts";
import { fitMediaMix } from "../../../src/mmm/fit/fit.ts";
import { parseModelFile } from "../../../src/mmm/specification/document.ts";
import { resolve } from "../../../src/mmm/specification/resolve.ts";
import { erfc } from "../../../src/numerics/special/index.ts";
import { randomStream } from "../../../src/numerics/random.ts";

const random = randomStream([9, 9]);
const normals = (count: number, mean = 0, sd = 1): Float64Array =>
  Float64Array.from({ length: count }, () => mean + sd * random.normal());

describe("prior beside posterior", () => {
  it("has the spreads, the contraction, the shift and the overlap of normals", () => {
    const n = 20_000;
    const found = compareDraws(normals(n), normals(n, 1, 0.5));
    // A quantile at 1 sd has a standard error of sqrt(p (1 - p) / n) / density = 1.51 sd / sqrt(n).
    const error = 4 * (1.51 / Math.sqrt(n));
    expect(Math.abs(found.priorSpread - 1)).toBeLessThan(error);
    expect(Math.abs(found.contraction - 0.5)).toBeLessThan(2 * error);
    expect(Math.abs(found.shift - 1)).toBeLessThan(2 * error);
    // The densities cross at the roots of 3 x^2 - 8 x + 4 - 2 log 2 = 0, where the narrower one takes over.
    const root = Math.sqrt(64 - 12 * (4 + 2 * Math.log(2) * -1));
    const [a, b] = [(8 - root) / 6, (8 + root) / 6];
    const cdf = (x: number, mean: number, sd: number): number => erfc((mean - x) / (sd * Math.SQRT2)) / 2;
    const exact = 1 - (cdf(b, 1, 0.5) - cdf(a, 1, 0.5)) + (cdf(b, 0, 1) - cdf(a, 0, 1));
    // Bins of a thirtieth of the range blur where the densities cross: the slopes there times the width of a bin.
    expect(Math.abs(found.overlap - exact)).toBeLessThan(0.02);
    const width = found.grid.edges[1] - found.grid.edges[0];
    const inside = found.grid.prior.reduce((sum, density) => sum + density * width, 0);
    expect(inside).toBeGreaterThan(0.97);
    expect(inside).toBeLessThanOrEqual(1 + 1e-12);
  });

  it("says that data tell nothing where nothing narrowed nor moved, and only there", () => {
    expect(saysNothing(compareDraws(normals(4000), normals(4000)))).toBe(true);
    expect(saysNothing(compareDraws(normals(4000), normals(4000, 0, 0.5)))).toBe(false);
    // As wide as before, but elsewhere.
    expect(saysNothing(compareDraws(normals(4000), normals(4000, 3)))).toBe(false);
  });

  it("has a finite spread for a Cauchy prior", () => {
    const cauchy = normals(4000).map((value) => value / random.normal());
    const { priorSpread, contraction } = compareDraws(cauchy, normals(4000, 0, 0.1));
    expect(priorSpread).toBeLessThan(3);
    expect(contraction).toBeGreaterThan(0.9);
  });
});

describe("prior beside posterior of a fit", async () => {
  const { columns } = simulate("ecommerce", { weeks: 80, seed: 2 });
  const data = await mediaDataFromColumns(columnsByName(columns));
  const [first, second] = data.channels;
  const text = `
data: table.csv
priors:
  decay: { ${second.name}: fixed(0.3) }
  coefficient: { ${first.name}: half_normal(0.01), default: half_normal(2) }
sampling: { chains: 2, warmup: 250, draws: 250 }
`;
  const fit = await fitMediaMix(data, resolve(await parseModelFile(text, "model.yaml"), data), { threads: 1 });
  const model = fittedModel(fit);
  const found = priorPosteriors(model, predictionsOf(model), priorSample(model, 1000));
  const of = (name: string) => found.find((each) => each.name === name);

  it("names every free parameter once and the quantities of every channel, and leaves fixed ones out", () => {
    const names = found.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toEqual([
      ...fit.parameters.flatMap(elementsOf).map(({ name }) => name),
      ...data.channels.flatMap(({ name }) => [`contribution[${name}]`, `roi[${name}]`]),
    ]);
    expect(of(`decay[${first.name}]`)?.channel).toBe(first.name);
    expect(of("control[promotions]")?.channel).toBeUndefined();
  });

  it("flags a channel whose prior leaves the data nothing to say, and not what the data have pinned down", () => {
    expect(saysNothing(of(`coefficient[${first.name}]`)!)).toBe(true);
    expect(saysNothing(of(`roi[${first.name}]`)!)).toBe(true);
    expect(of("sigma")!.contraction).toBeGreaterThan(0.8);
    expect(saysNothing(of("sigma")!)).toBe(false);
  });
});
