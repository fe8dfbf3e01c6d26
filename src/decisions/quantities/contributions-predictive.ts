// Targets drawn from the model around their expectation, for intervals that a new observation falls into.

import { sumOver } from "../../mmm/axes/index.ts";
import { baselineAdder } from "../../mmm/response/index.ts";
import { randomPurposes, randomStream } from "../../numerics/index.ts";
import { type FittedModel, modelGeos, type Period, responseOverDraws, rowsOf } from "../draws/index.ts";
import { type PredictiveNoise, predictiveNoise } from "../predictions/index.ts";

/**
 * Draws a target for every week and draw, of all geos together: of a national table the same numbers as the posterior predictions that the model is
 * checked with.
 * @param expected [week of the period][draw] in the target's own units
 * @param out as long as `expected`
 */
export function fillPredictive(model: FittedModel, period: Period, expected: Float64Array, out: Float64Array): void {
  if (model.data.geos !== undefined) {
    fillPanel(model, period, out);
    return;
  }
  const { count, width, values } = model.posterior;
  const noise = noiseOf(model, 0);
  for (let i = 0; i < count; i++) {
    noise.at(i, values.subarray(i * width, (i + 1) * width));
    for (let place = i; place < expected.length; place += count) out[place] = noise.around(expected[place]);
  }
}

/** Draws the target of every geo around its own expectation, and adds them up; the expectations of a draw are computed as they are needed. */
function fillPanel(model: FittedModel, period: Period, out: Float64Array): void {
  const { spec, design, posterior } = model;
  const { count, width, values } = posterior;
  const { location, scale } = design.targetScale;
  const runs = responseOverDraws(model, ({ contribution }) => ({ media: sumOver(contribution, "channel").node }));
  const media = runs.output("media");
  const addBaseline = baselineAdder(spec, design, posterior);
  const base = new Float64Array(media.length);
  const geos = modelGeos(model).map((geo) => ({ ...geo, noise: noiseOf(model, geo.index), own: rowsOf(geo, period) }));
  out.fill(0);
  for (let i = 0; i < count; i++) {
    const row = values.subarray(i * width, (i + 1) * width);
    runs.at(i);
    addBaseline(row, base);
    for (const { index, people, noise, own } of geos) {
      noise.at(i, row);
      for (let t = own.from; t < own.to; t++) {
        const cell = index * design.weeks + t;
        out[(t - period.from) * count + i] += noise.around(people * (location + scale * base[cell]) + media[cell]);
      }
    }
  }
}

function noiseOf(model: FittedModel, geo: number): PredictiveNoise {
  const key = [model.spec.sampling.seed, randomPurposes.posteriorPredictive];
  return predictiveNoise(model, randomStream(geo === 0 ? key : [...key, geo]), geo);
}
