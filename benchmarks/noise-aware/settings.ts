// What is released with noise, how much of it, and the model files that go with it.

import { createHash } from "node:crypto";
import { presets } from "../../src/data/worlds/simulate.ts";
import { generate } from "../../src/data/worlds/generate.ts";

export interface Setting {
  readonly name: "revenue" | "clipped" | "spend" | "both" | "preset";
  readonly title: string;
  readonly revenue?: "laplace" | "gaussian";
  readonly spend?: "laplace" | "gaussian";
  /** Whether published revenue below zero is set to zero. */
  readonly clipped?: boolean;
  /** Standard deviations of the noise of revenue at the three levels. */
  readonly revenueNoise: readonly [number, number, number];
}

export const settings: readonly Setting[] = [
  { name: "revenue", title: "revenue, Laplace", revenue: "laplace", revenueNoise: [0.35, 0.7, 1.4] },
  {
    name: "clipped",
    title: "revenue, Laplace, clipped at zero",
    revenue: "laplace",
    clipped: true,
    revenueNoise: [0.35, 0.7, 1.4],
  },
  { name: "spend", title: "spend, normal", spend: "gaussian", revenueNoise: [0, 0, 0] },
  {
    name: "both",
    title: "revenue and spend, Laplace",
    revenue: "laplace",
    spend: "laplace",
    revenueNoise: [0.1, 0.2, 0.4],
  },
];

/** Standard deviations of the noise of spend: some 6, 20 and 50% of the published variance. Spend is about 1 a week and varies by 0.76. */
export const levels = [
  { name: "weak", spend: 0.2 },
  { name: "middle", spend: 0.4 },
  { name: "strong", spend: 0.8 },
] as const;

export type Level = (typeof levels)[number];

export interface Case {
  readonly setting: Setting;
  readonly level: Level;
}

/**
 * The preset ecommerce under the default priors, everything noised: three channels, spend uniform from 2,000 to 20,000 (which is not the prior
 * that the model has of it), and the same parameters in every data set, so that no exact rate is to be expected.
 */
export const presetSetting: Setting = {
  name: "preset",
  title: "preset ecommerce: revenue (Laplace) and spend (normal)",
  revenue: "laplace",
  spend: "gaussian",
  revenueNoise: [500, 1000, 2000],
};
/** Standard deviations of the noise of the preset's spend: 6, 22 and 50% of the published variance. */
const presetSpendNoise = [1300, 2750, 5200] as const;

/** The cases of the settings with these names. */
export function casesOf(names: readonly string[]): readonly Case[] {
  const all = [...settings, presetSetting];
  const unknown = names.filter((name) => !all.some((setting) => setting.name === name));
  if (unknown.length > 0) throw new Error(`There is no setting ${unknown.join(", ")}.`);
  return all
    .filter(({ name }) => names.includes(name))
    .flatMap((setting) => levels.map((level) => ({ setting, level })));
}

/** A number of its own for each case, whichever are studied: part of the key of its random numbers. */
export function placeOf({ setting, level }: Case): number {
  return [...settings, presetSetting].indexOf(setting) * levels.length + levels.indexOf(level);
}

/** Names of the channels of a case. */
export function channelsOf({ setting }: Case): readonly string[] {
  return setting.name === "preset" ? presets.ecommerce.channels.map(({ name }) => name) : ["Search", "TV"];
}

export const weeks = 78;

/** Chains, warm-up and draws of every fit. */
export const sampling = { chains: 2, warmup: 400, draws: 1000 } as const;

/**
 * The model that draws the truth and that is fitted. Nothing is scaled, so that it is the same model whatever the data: with it, intervals
 * of the model that knows the noise must hold the truth at exactly their rate.
 */
export function modelFile(of: Case, knowsNoise: boolean, seed: number): string {
  const { setting, level } = of;
  const { revenue, spend, clipped, revenueNoise } = setting;
  const channels = channelsOf(of);
  const at = levels.indexOf(level);
  const spendNoise = setting.name === "preset" ? presetSpendNoise[at] : level.spend;
  const noise = [
    ...(revenue === undefined ? [] : [`  revenue: ${entry(revenue, revenueNoise[at], clipped)}`]),
    ...(spend === undefined ? [] : channels.map((name) => `  spend_${name}: ${entry(spend, spendNoise)}`)),
  ];
  const latent = knowsNoise && spend !== undefined;
  const noiseLines = knowsNoise ? ["noise:", ...noise] : ["noise: none"];
  // Named and forced, so that which model is fitted does not depend on the draw.
  const latentLine = `latent_spend: { force: true, channels: [${channels.map((name) => `spend_${name}`).join(", ")}] }`;
  const samplingLine = `sampling: { chains: ${sampling.chains}, warmup: ${sampling.warmup}, draws: ${sampling.draws}, seed: ${seed} }`;
  if (setting.name === "preset") {
    const { modelYaml } = generate(presets.ecommerce, { weeks, seed: 1 });
    return [modelYaml.trimEnd(), ...noiseLines, ...(latent ? [latentLine] : []), samplingLine, ""].join("\n");
  }
  return [
    "data: released.csv",
    "date: week",
    "target: revenue",
    "scaling: { media: none, target: none }",
    `channels: [${channels.map((name) => `spend_${name}`).join(", ")}]`,
    "controls: none",
    "seasonality: { period: 52, harmonics: 1 }",
    ...noiseLines,
    ...(latent ? [latentLine] : []),
    "priors:",
    "  coefficient: half_normal(2)",
    "  slope: gamma(4, 2)",
    "  half_saturation: lognormal(0, 0.5)",
    "  intercept: normal(0, 0.5)",
    "  season: normal(0, 0.5)",
    "  sigma: lognormal(-1.4, 0.4)",
    ...(latent ? ["  spend_location: normal(-0.3, 0.2)", "  spend_scale: lognormal(-0.35, 0.2)"] : []),
    samplingLine,
    "",
  ].join("\n");
}

/** Standard deviations of the noise of a case of the preset, in the preset's currency. */
export function presetDeviations({ level }: Case): { readonly revenue: number; readonly spend: number } {
  const at = levels.indexOf(level);
  return { revenue: presetSetting.revenueNoise[at], spend: presetSpendNoise[at] };
}

function entry(mechanism: "laplace" | "gaussian", deviation: number, clipped: boolean = false): string {
  const scale = mechanism === "laplace" ? deviation / Math.SQRT2 : deviation;
  return `{ mechanism: ${mechanism}, scale: ${scale}${clipped ? ", clip: { lower: 0 }" : ""} }`;
}

/** Tells what was studied, so that partial results of other settings are not taken up. */
export function fingerprint(of: Case): string {
  const all = JSON.stringify([weeks, modelFile(of, true, 0), modelFile(of, false, 0)]);
  return createHash("sha256").update(all).digest("hex").slice(0, 12);
}
