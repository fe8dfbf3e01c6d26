// A study whose answer is known: the mean of normal data with a normal prior, exact posteriors, and samplers that are wrong in known ways.

import { defaultsOf, fitSettings } from "../../../src/settings/index.ts";
import { rankAmongThinned, rankedDraws } from "../../../src/studies/recovery/rank.ts";
import { type FittedSet, levels, type SetRow } from "../../../src/studies/recovery/recovery-set.ts";
import type { StudySettings } from "../../../src/studies/recovery/study-figures.ts";
import { randomStream } from "../../../src/numerics/random.ts";
import { inverseNormalCdf } from "../../../src/numerics/special/normal.ts";

/** Standard deviation of the prior, of one observation, and how many observations there are. */
export const toy = { prior: 2, noise: 3, observations: 4 } as const;

/** Variance of the posterior: conjugate. */
export const varianceAt = (noise: number): number => 1 / (1 / toy.prior ** 2 + toy.observations / noise ** 2);
export const posteriorVariance: number = varianceAt(toy.noise);

export interface Wrong {
  /** Factor on the posterior's standard deviation, and shift in true standard deviations. */
  readonly width?: number;
  readonly shift?: number;
  /** Truths are this instead of draws of the prior. */
  readonly truth?: number;
  /** Standard deviation of one observation. */
  readonly noise?: number;
}

/** Sets with two numbers, `mean[a]` and `mean[b]`, each drawn and fitted by itself. */
export function toySets(
  count: number,
  { width = 1, shift = 0, truth, noise = toy.noise }: Wrong = {},
  seed = 1,
): FittedSet[] {
  const sd = Math.sqrt(varianceAt(noise));
  const weight = (sd ** 2 * toy.observations) / noise ** 2;
  return Array.from({ length: count }, (_, index): FittedSet => {
    const random = randomStream([seed, index]);
    const rows = ["mean[a]", "mean[b]"].map((name): SetRow => {
      const own = truth ?? toy.prior * random.normal();
      const average = own + (noise / Math.sqrt(toy.observations)) * random.normal();
      const center = weight * average + shift * sd;
      // As many as the truth is ranked among; the interval ends are exact.
      const values = Float64Array.from({ length: rankedDraws }, () => center + width * sd * random.normal());
      const half = levels.map((level) => width * sd * inverseNormalCdf((1 + level) / 2));
      return {
        group: "parameter",
        name,
        unit: "",
        truth: own,
        mean: center,
        sd: width * sd,
        lower: half.map((each) => center - each),
        upper: half.map((each) => center + each),
        spread: width * sd,
        prior: { sd: toy.prior, spread: toy.prior },
        rank: rankAmongThinned(own, values, rankedDraws, random),
      };
    });
    return {
      index,
      seed: seed + index,
      outcome: "converged",
      reason: "",
      failing: [],
      seconds: 0.5,
      maxRhat: 1,
      minEssBulk: 1000,
      minEssTail: 1000,
      divergences: 0,
      leapfrogsPerDraw: 7,
      rows,
      withoutTruth: [],
    };
  });
}

export const settings: StudySettings = {
  source: {
    kind: "prior",
    title: "a toy",
    statement: ["It is a toy."],
    target: "revenue",
    weeks: 4,
    period: "week",
    channels: ["a", "b"],
    exact: true,
  },
  datasets: 200,
  seed: 1,
  sampling: { ...defaultsOf(fitSettings), draws: 250 },
  selection: "converged",
  calibrate: true,
};
