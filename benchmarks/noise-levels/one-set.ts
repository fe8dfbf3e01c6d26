// One table of a world that does not know of noise, released at a level of noise, fitted at the defaults with the noise known, and held
// against the truth of the world.

import { generate } from "../../src/data/worlds/generate.ts";
import { presets } from "../../src/data/worlds/simulate.ts";
import type { Recipe } from "../../src/data/worlds/recipe.ts";
import { mediaDataFromColumns } from "../../src/data/panel/from-columns.ts";
import { intervalOf } from "../../src/decisions/draws/interval.ts";
import { elementsOf } from "../../src/mmm/axes/index.ts";
import { makeDesign } from "../../src/mmm/fit/design.ts";
import { fitMediaMix } from "../../src/mmm/fit/fit.ts";
import type { MediaMixFit } from "../../src/mmm/fit/fit-types.ts";
import { parseModelFile } from "../../src/mmm/specification/document.ts";
import { resolve } from "../../src/mmm/specification/resolve.ts";
import { randomStream } from "../../src/numerics/random.ts";
import { mechanisms } from "../../src/privacy/mechanisms/index.ts";
import type { WorkerPool } from "../../src/sampling/pool.ts";
import { seededSource } from "../../test/privacy/support/fixed-randomness.ts";

export const weeks = 104;
/** Chains, warm-up and draws of every fit: half of the defaults. */
export const sampling = { chains: 4, warmup: 400, draws: 500 } as const;
/** Probability of the intervals. */
export const probability = 0.9;

/** What is released with noise. */
export type Noised = "revenue" | "spend";
/** Epsilon of a release; undefined for a table as it is. */
export type Epsilon = number | undefined;

export const levels: Readonly<Record<Noised, readonly Epsilon[]>> = {
  // Drowned from epsilon 0.05 on: the noise of a week is then as large as its revenue.
  revenue: [undefined, 1, 0.2, 0.05, 0.02, 0.01],
  // More noise than at 0.1 is refused as a rule: nothing of the spend of single weeks is left.
  spend: [undefined, 1, 0.5, 0.2, 0.1],
};

/** Most that one user adds to all cells of a column together, as a share of its mean in a week: some hundred users' worth. */
const total: Readonly<Record<Noised, number>> = { revenue: 0.05, spend: 0.05 };

export interface StudiedSet {
  readonly noised: Noised;
  /** Null for the table as it is. */
  readonly epsilon: number | null;
  readonly set: number;
  readonly truth: number;
  readonly mean: number;
  readonly median: number;
  readonly lower: number;
  readonly upper: number;
  /** Scale of the target over its true standard deviation, and the mean scale of spend over the one without noise. */
  readonly targetScale: number;
  readonly spendScale: number;
  readonly converged: boolean;
  readonly divergences: number;
  readonly seconds: number;
}

/** The preset media with returns and base drawn anew for each set: what media bring of revenue is seldom what a prior expects. */
function worldOf(set: number): Recipe {
  const random = randomStream([20261128, set]);
  const all = Math.exp(0.5 * random.normal());
  return {
    ...presets.media,
    base: presets.media.base * Math.exp(0.2 * random.normal()),
    channels: presets.media.channels.map((channel) => ({
      ...channel,
      coefficient: channel.coefficient * all * Math.exp(0.4 * random.normal()),
    })),
  };
}

export async function studySet(noised: Noised, epsilon: Epsilon, set: number, pool: WorkerPool): Promise<StudiedSet> {
  const started = performance.now();
  const { columns, truth } = generate(worldOf(set), { weeks, seed: 5000 + set });
  const own = columns.filter(({ name }) => (noised === "revenue" ? name === "revenue" : name.startsWith("spend_")));
  const released = new Map(
    own.map(({ name, values }, place) => [
      name,
      release(values, noised, epsilon, [set, Math.round(1000 * (epsilon ?? 0)), place]),
    ]),
  );
  const described = [...released].flatMap(([name, { scale }]) =>
    scale === undefined ? [] : [`  ${name}: { mechanism: laplace, scale: ${scale} }`],
  );
  const file = [
    "data: released.csv",
    ...(described.length === 0 ? [] : ["noise:", ...described]),
    // Named and forced, so that which model is fitted does not depend on the draw.
    ...(noised === "spend" && described.length > 0
      ? [`latent_spend: { force: true, channels: [${own.map(({ name }) => name).join(", ")}] }`]
      : []),
    `sampling: { chains: ${sampling.chains}, warmup: ${sampling.warmup}, draws: ${sampling.draws}, seed: ${set + 1} }`,
    "",
  ].join("\n");
  const table = Object.fromEntries(columns.map(({ name, values }) => [name, released.get(name)?.values ?? values]));
  const data = await mediaDataFromColumns(table, { noised: [...released.keys()] });
  const resolution = resolve(await parseModelFile(file, "model.yaml"), data);
  const fit = await fitMediaMix(data, resolution, { pool, pointwise: false });
  const plain = await mediaDataFromColumns(Object.fromEntries(columns.map(({ name, values }) => [name, values])));
  const [scales, wanted] = [makeDesign(data, fit.spec), makeDesign(plain, resolve(undefined, plain).spec)];
  const known = Object.values(truth.channels);
  const draws = roiOfAll(fit);
  return {
    noised,
    epsilon: epsilon ?? null,
    set,
    truth: sum(known.map((channel) => channel.total_contribution)) / sum(known.map((channel) => channel.total_spend)),
    mean: sum(draws) / draws.length,
    ...pick(intervalOf(draws, probability)),
    targetScale: scales.targetScale.scale / wanted.targetScale.scale,
    spendScale:
      sum(scales.mediaScales.map(({ scale }, c) => scale / wanted.mediaScales[c].scale)) / scales.mediaScales.length,
    converged: fit.diagnostics.converged,
    divergences: fit.diagnostics.divergences,
    seconds: (performance.now() - started) / 1000,
  };
}

function pick({ median, lower, upper }: ReturnType<typeof intervalOf>): Pick<StudiedSet, "median" | "lower" | "upper"> {
  return { median, lower, upper };
}

/** Noise of the product's own mechanism on whole units, from a seed. */
function release(
  values: Float64Array,
  noised: Noised,
  epsilon: Epsilon,
  key: readonly number[],
): { readonly values: Float64Array; readonly scale?: number } {
  if (epsilon === undefined) return { values };
  const l1 = BigInt(Math.round((total[noised] * sum(values)) / values.length));
  const laplace = mechanisms.find(({ name }) => name === "laplace")!;
  const { scale } = laplace.calibrate(
    { mechanism: "laplace", epsilon },
    { l1, l2: Number(l1), roundingL1: 0n, roundingL2: 0 },
  );
  const draw = laplace.draw(scale);
  const source = seededSource(key.reduce((seed, part) => 1000 * seed + part, 1));
  return { values: values.map((value) => Math.round(value) + Number(draw(source))), scale: Number(l1) / epsilon };
}

/** ROI of all media at every draw: contributions over what was spent, which is an unknown itself where it was noised. */
function roiOfAll({ quantities, data, spec }: MediaMixFit): Float64Array {
  const all = new Map(quantities.flatMap(elementsOf).map(({ name, draws }) => [name, draws.values]));
  const brought = spec.channels.map(({ name }) => all.get(`contribution[${name}]`)!);
  const spent = spec.channels.map(
    ({ name }, c) => all.get(`total_spend[${name}]`) ?? brought[c].map(() => sum(data.channels[c].spend)),
  );
  return brought[0].map((_, i) => sum(brought.map((values) => values[i])) / sum(spent.map((values) => values[i])));
}

function sum(values: ArrayLike<number>): number {
  let result = 0;
  for (let i = 0; i < values.length; i++) result += values[i];
  return result;
}
