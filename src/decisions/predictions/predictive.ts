// Expected and predicted target of every posterior draw: what checks of the model against data are made from.

import type { MediaData } from "../../data/panel/index.ts";
import { sumOver } from "../../mmm/axes/index.ts";
import { makeDesign } from "../../mmm/fit/index.ts";
import { baselineAdder } from "../../mmm/response/index.ts";
import { randomPurposes, randomStream } from "../../numerics/index.ts";
import { type FittedModel, refusePanel, responseOverDraws } from "../draws/index.ts";
import { predictiveNoise } from "./predictive-noise.ts";

/** Values are in the table's own units, [week][draw]: all draws of a week lie together. */
export interface Predictions {
  readonly weeks: number;
  /** Draws of all chains, in the order of the posterior. */
  readonly count: number;
  /** Expected target: everything the model explains. */
  readonly expected: Float64Array;
  /** What media bring of it; the rest of `expected` is the baseline. */
  readonly media: Float64Array;
  /** A new observation around each: with the noise of the likelihood, and that of publication where the target has one. */
  readonly predicted: Float64Array;
  /** [channel][draw] Contribution of each channel, summed over the weeks. */
  readonly contributions: Float64Array;
  /** [draw] Standard deviation (student_t: scale) of the noise. */
  readonly sigma: Float64Array;
}

/** Another table than the fitted one, whose first rows were fitted, and the first of its rows that is wanted. */
export interface PredictionSpan {
  readonly data: MediaData;
  readonly from: number;
}

/**
 * Expected target, media and predictions of every draw. By default for the table that was fitted; with `span` for rows of a
 * longer table that begins with the fitted one: scales and trend stay those of the fit, and advertising is carried over from
 * the rows before. Spend that the fit takes as unknown is that of each draw in the rows that were fitted, and in rows after them
 * what was published (none where noise has made it negative). Row t of draw i takes its noise from the sub-stream i of `[seed, 1]`.
 */
export function predictionsOf(model: FittedModel, span?: PredictionSpan): Predictions {
  const { spec, posterior } = model;
  refusePanel(model.data, "Predictions");
  const all = span === undefined ? model.design : makeDesign(span.data, spec, model.design);
  const from = span?.from ?? 0;
  const weeks = all.weeks - from;
  const { count } = posterior;
  const channels = spec.channels.length;
  if (!(weeks > 0)) throw new RangeError(`The table has ${all.weeks} rows: none from row ${from} on.`);
  // From the first row of the table on, so that every stock is carried along.
  const runs = responseOverDraws(
    model,
    (graph) => ({ media: sumOver(graph.contribution, "channel").node, contribution: graph.contribution.node }),
    all,
  );
  // What goes on at random after the fitted rows does so by draw; a single point goes on as it does on average.
  const later = randomStream([spec.sampling.seed, randomPurposes.laterRows]);
  const rest = baselineAdder(spec, all, posterior, count > 1 ? () => later.normal() : undefined);
  const { location, scale } = all.targetScale;
  const result = {
    weeks,
    count,
    expected: new Float64Array(weeks * count),
    media: new Float64Array(weeks * count),
    predicted: new Float64Array(weeks * count),
    contributions: new Float64Array(channels * count),
    sigma: new Float64Array(count),
  };
  const media = runs.output("media");
  const contribution = runs.output("contribution");
  const random = randomStream([spec.sampling.seed, randomPurposes.posteriorPredictive]);
  const noise = predictiveNoise(model, random);
  const row = new Float64Array(posterior.width);
  const base = new Float64Array(all.weeks);
  for (let i = 0; i < count; i++) {
    row.set(posterior.values.subarray(i * posterior.width, (i + 1) * posterior.width));
    runs.at(i);
    later.seek(i);
    rest(row, base);
    noise.at(i, row);
    for (let t = 0; t < weeks; t++) {
      const here = media[from + t];
      const expected = location + scale * base[from + t] + here;
      result.media[t * count + i] = here;
      result.expected[t * count + i] = expected;
      result.predicted[t * count + i] = noise.around(expected);
    }
    for (let c = 0; c < channels; c++) {
      let total = 0;
      for (let t = from; t < all.weeks; t++) total += contribution[c * all.weeks + t];
      result.contributions[c * count + i] = total;
    }
    result.sigma[i] = noise.scale();
  }
  return result;
}
