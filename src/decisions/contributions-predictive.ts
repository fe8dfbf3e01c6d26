// Targets drawn from the model around their expectation, for intervals that a new observation falls into.

import { randomStream } from "../sampling/random.ts";
import type { FittedModel } from "./fitted-model.ts";

/** Sets this use of the fit's seed apart from its others. */
const purpose = 7001;

/**
 * Draws a target for every week and draw; the same fit gives the same numbers.
 * @param expected [week][draw] in the target's own units
 * @param out as long as `expected`
 */
export function fillPredictive(
  { spec, design, posterior }: FittedModel,
  expected: Float64Array,
  out: Float64Array,
): void {
  const { count, width, values, blocks } = posterior;
  const positionOf = (name: string): number | undefined => blocks.find((block) => block.name === name)?.start;
  const sigma = positionOf("sigma")!;
  const freedom = positionOf("degrees_of_freedom");
  const random = randomStream([spec.sampling.seed, purpose]);
  const noise = new Float64Array(count);
  for (let start = 0; start < expected.length; start += count) {
    random.fillNormal(noise);
    for (let i = 0; i < count; i++) {
      const row = i * width;
      let deviation = noise[i];
      if (freedom !== undefined) {
        const degrees = values[row + freedom];
        deviation *= Math.sqrt(degrees / (2 * random.gamma(degrees / 2)));
      }
      out[start + i] = expected[start + i] + deviation * values[row + sigma] * design.targetScale.scale;
    }
  }
}
