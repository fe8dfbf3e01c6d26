// Residuals that are made up: noise, with something added to it, and models whose target holds something that they lack.

import { oneSeries } from "../../../src/decisions/predictions/cells.ts";
import { removeBasis, squaresOf, type Unexplained } from "../../../src/decisions/review/misfit-residuals.ts";
import { type Misfit, misfit } from "../../../src/decisions/review/misfit.ts";
import { meanResponse } from "../../../src/decisions/draws/mean-response.ts";
import { type Predictions, predictionsOf } from "../../../src/decisions/predictions/predictive.ts";
import { type PredictiveScores, predictiveScores } from "../../../src/decisions/predictions/scores-predictive.ts";
import { type Random, randomStream } from "../../../src/numerics/random.ts";
import type { FittedModel } from "../../../src/decisions/draws/index.ts";
import { type MadeUp, madeUpModel, plainContribution } from "./made-up-model.ts";

export const weeks = 80;

/** Orthonormal: a constant, a line, and a few random directions. */
export function basisOf(random: Random, directions: number): Float64Array[] {
  const basis: Float64Array[] = [];
  for (let k = 0; k < directions; k++) {
    const next = Float64Array.from({ length: weeks }, (_, t) => (k === 0 ? 1 : k === 1 ? t : random.normal()));
    removeBasis(next, basis);
    removeBasis(next, basis);
    const length = Math.sqrt(squaresOf(next));
    basis.push(next.map((value) => value / length));
  }
  return basis;
}

export function residualsOf(values: Float64Array, basis: readonly Float64Array[]): Unexplained {
  const residuals = values.slice();
  removeBasis(residuals, basis);
  const length = Math.sqrt(squaresOf(residuals));
  return {
    weeks,
    series: [oneSeries(weeks)],
    residuals: residuals.map((value) => value / length),
    length,
    basis,
    degrees: weeks - basis.length,
    normal: true,
  };
}

/** Noise with `add` on top. */
export function table(seed: number, add: (t: number) => number = () => 0): Unexplained {
  const random = randomStream([seed, 77]);
  const basis = basisOf(random, 8);
  return residualsOf(
    Float64Array.from({ length: weeks }, (_, t) => random.normal() + add(t)),
    basis,
  );
}

export interface Missing {
  readonly made?: MadeUp;
  /** Added to what a draw of the model expects in each week. */
  readonly add?: (week: number, spend: readonly Float64Array[], contributions: readonly number[][]) => number;
  readonly noise?: (random: Random) => number;
}

/** A posterior tight around known parameters, for a target that they explain but for what is added. */
export async function misfitOf(
  { made = {}, add = () => 0, noise = (random) => random.normal() }: Missing,
  seed = 1,
): Promise<{
  readonly model: FittedModel;
  readonly predictions: Predictions;
  readonly pit: PredictiveScores["pit"];
  readonly found: Misfit;
}> {
  const rows = 104;
  const model = await madeUpModel({ weeks: rows, seed, draws: 60, ...made });
  const { width, values, count } = model.posterior;
  const center = values.slice(0, width);
  const random = randomStream([seed, 9]);
  for (let i = 0; i < count; i++) {
    for (let k = 0; k < width; k++) values[i * width + k] = center[k] * (1 + 0.02 * random.normal());
  }
  const predictions = predictionsOf(model);
  const spend = model.data.channels.map((channel) => channel.spend);
  const contributions = spend.map((own, c) => plainContribution(model, 0, c, Array.from(own)));
  const sigma = predictions.sigma[0];
  const target = model.data.target.values;
  for (let t = 0; t < rows; t++) {
    let expected = 0;
    for (let i = 0; i < count; i++) expected += predictions.expected[t * count + i] / count;
    target[t] = expected + sigma * (noise(random) + add(t, spend, contributions));
  }
  const { pit } = predictiveScores(predictions, target);
  return { model, predictions, pit, found: misfit(model, predictions, pit.values, meanResponse(model)) };
}
