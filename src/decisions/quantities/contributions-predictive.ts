// Targets drawn from the model around their expectation, for intervals that a new observation falls into.

import { randomPurposes, randomStream } from "../../numerics/index.ts";
import type { FittedModel } from "../draws/index.ts";
import { predictiveNoise } from "../predictions/index.ts";

/**
 * Draws a target for every week and draw: the same numbers as the posterior predictions that the model is checked with.
 * @param expected [week][draw] in the target's own units
 * @param out as long as `expected`
 */
export function fillPredictive(model: FittedModel, expected: Float64Array, out: Float64Array): void {
  const { count, width, values } = model.posterior;
  const noise = predictiveNoise(model, randomStream([model.spec.sampling.seed, randomPurposes.posteriorPredictive]));
  for (let i = 0; i < count; i++) {
    noise.at(i, values.subarray(i * width, (i + 1) * width));
    for (let place = i; place < expected.length; place += count) out[place] = noise.around(expected[place]);
  }
}
