// Targets drawn from the model around their expectation, for intervals that a new observation falls into.

import { randomPurposes, randomStream } from "../../numerics/index.ts";
import { type FittedModel, modelGeos, modelOfGeo, type Period, rowsOf } from "../draws/index.ts";
import { predictiveNoise } from "../predictions/index.ts";

/**
 * Draws a target for every week and draw, of all geos together: of a national table the same numbers as the posterior predictions that the model is
 * checked with.
 * @param expected [week of the period][draw] in the target's own units
 * @param out as long as `expected`
 */
export function fillPredictive(model: FittedModel, period: Period, expected: Float64Array, out: Float64Array): void {
  const geos = model.data.geos ?? [];
  if (geos.length > 1) {
    out.set(expected);
    for (const { name, index } of modelGeos(model)) addNoise(modelOfGeo(model, name), index, period, out);
    return;
  }
  const { count } = model.posterior;
  atEveryDraw(model, 0, (i, around) => {
    for (let place = i; place < expected.length; place += count) out[place] = around(expected[place]);
  });
}

/** Adds the noise of one geo, which stands around any expectation, in the rows that it has. */
function addNoise(model: FittedModel, index: number, period: Period, out: Float64Array): void {
  const { count } = model.posterior;
  const { from, to } = rowsOf(modelGeos(model)[0], period);
  atEveryDraw(model, index, (i, around) => {
    for (let t = from; t < to; t++) out[(t - period.from) * count + i] += around(0);
  });
}

function atEveryDraw(
  model: FittedModel,
  index: number,
  visit: (i: number, around: (expected: number) => number) => void,
): void {
  const { count, width, values } = model.posterior;
  const key = [model.spec.sampling.seed, randomPurposes.posteriorPredictive];
  const noise = predictiveNoise(model, randomStream(index === 0 ? key : [...key, index]));
  for (let i = 0; i < count; i++) {
    noise.at(i, values.subarray(i * width, (i + 1) * width));
    visit(i, noise.around);
  }
}
