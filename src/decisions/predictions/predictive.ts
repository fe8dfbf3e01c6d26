// Expected and predicted target of every posterior draw: what checks of the model against data are made from.

import type { MediaData } from "../../data/panel/index.ts";
import { sumOver } from "../../mmm/axes/index.ts";
import { makeDesign } from "../../mmm/fit/index.ts";
import { baselineAdder, thinned } from "../../mmm/response/index.ts";
import { randomPurposes, randomStream } from "../../numerics/index.ts";
import { type FittedModel, modelGeos, responseOverDraws, worthOfCells } from "../draws/index.ts";
import { type CellSeries, knownSeries, unknownSeries } from "./cells.ts";
import { predictiveNoise } from "./predictive-noise.ts";

/** What is predicted of some rows, in the table's own units, [row][draw]: all draws of a row lie together. */
export interface PredictedRows {
  /** Rows of the table: the weeks of a national one, of a panel those of every geo. */
  readonly weeks: number;
  /** Which rows these are, geo by geo. */
  readonly series: readonly CellSeries[];
  /** Expected target: everything the model explains. */
  readonly expected: Float64Array;
  /** What media bring of it; the rest of `expected` is the baseline. */
  readonly media: Float64Array;
  /** A new observation around each: with the noise of the likelihood, and that of publication where the target has one. */
  readonly predicted: Float64Array;
}

/** Of the rows whose target is known. */
export interface Predictions extends PredictedRows {
  /** Draws of all chains, in the order of the posterior. */
  readonly count: number;
  /** Of a panel of very many rows, whose predictions are of fewer draws: their positions in the posterior, evenly taken. */
  readonly taken?: readonly number[];
  /** [channel][draw] Contribution of each channel, summed over the weeks, in panels those without a target too. */
  readonly contributions: Float64Array;
  /** [channel][draw] What that is worth: in revenue where the table says what each conversion is worth, otherwise `contributions`. */
  readonly values: Float64Array;
  /** [draw] Standard deviation (student_t: scale) of the noise; of a panel the root mean square over the rows. */
  readonly sigma: Float64Array;
  /** Rows of a panel whose target is not known; absent where there are none. */
  readonly withoutTarget?: PredictedRows;
}

/** Another table than the fitted one, whose first rows were fitted, and the first of its rows that is wanted. */
export interface PredictionSpan {
  readonly data: MediaData;
  readonly from: number;
}

/** Numbers that an array [row][draw] of a panel may have: 64 MB. Panels of more rows are predicted at fewer draws. */
const mostNumbers = 8_000_000;

/**
 * Expected target, media and predictions of every draw. By default for the table that was fitted; with `span` for rows of a
 * longer table that begins with the fitted one: scales and trend stay those of the fit, and advertising is carried over from
 * the rows before. Spend that the fit takes as unknown is that of each draw in the rows that were fitted, and in rows after them
 * what was published (none where noise has made it negative). The effects of weeks that were fitted are those of each draw, and those of weeks
 * after them are drawn anew. Row t of draw i takes its noise from the sub-stream i of `[seed, 1]`, of a panel's geos after the first from that of
 * `[seed, 1, geo]`.
 */
export function predictionsOf(model: FittedModel, span?: PredictionSpan): Predictions {
  const { spec, posterior } = model;
  const data = span?.data ?? model.data;
  const all = span === undefined ? model.design : makeDesign(data, spec, model.design);
  const from = span?.from ?? 0;
  if (!(all.weeks > from)) throw new RangeError(`The table has ${all.weeks} rows: none from row ${from} on.`);
  const isPanel = data.geos !== undefined;
  const known = knownSeries(data, from);
  const unknown = unknownSeries(data, from);
  const [rows, others] = [known, unknown].map((series) => series.at(-1)?.to ?? 0);
  const most = Math.max(1, Math.floor(mostNumbers / (rows + others)));
  const taken = isPanel && most < posterior.count ? thinned(posterior.count, most) : undefined;
  const count = taken?.length ?? posterior.count;
  const channels = spec.channels.length;
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
  const emptyRows = (series: readonly CellSeries[], weeks: number): PredictedRows => ({
    weeks,
    series,
    expected: new Float64Array(weeks * count),
    media: new Float64Array(weeks * count),
    predicted: new Float64Array(weeks * count),
  });
  const ofKnown = emptyRows(known, rows);
  const ofUnknown = emptyRows(unknown, others);
  const contributions = new Float64Array(channels * count);
  const worth = worthOfCells({ spec, data });
  const values = worth === undefined ? contributions : new Float64Array(channels * count);
  const sigma = new Float64Array(count);
  const media = runs.output("media");
  const contribution = runs.output("contribution");
  const key = [spec.sampling.seed, randomPurposes.posteriorPredictive];
  const geos = modelGeos({ data }).map(({ people, index }) => ({
    people: isPanel ? people : 1,
    noise: predictiveNoise(model, randomStream(index === 0 ? key : [...key, index]), index),
    steps: stepsOf(index, [
      [known, ofKnown],
      [unknown, ofUnknown],
    ]),
  }));
  const row = new Float64Array(posterior.width);
  const base = new Float64Array(all.geos.length * all.weeks);
  for (let i = 0; i < count; i++) {
    const draw = taken?.[i] ?? i;
    row.set(posterior.values.subarray(draw * posterior.width, (draw + 1) * posterior.width));
    runs.at(draw);
    later.seek(draw);
    rest(row, base);
    let variances = 0;
    geos.forEach(({ people, noise, steps }, geo) => {
      noise.at(draw, row);
      for (const { t, place, into } of steps) {
        const cell = geo * all.weeks + t;
        const here = media[cell];
        const expected = people * (location + scale * base[cell]) + here;
        into.media[place * count + i] = here;
        into.expected[place * count + i] = expected;
        into.predicted[place * count + i] = noise.around(expected);
      }
      variances += steps.length * noise.scale() ** 2;
    });
    for (let c = 0; c < channels; c++) {
      let [total, value] = [0, 0];
      for (let geo = 0; geo < geos.length; geo++) {
        const start = (c * geos.length + geo) * all.weeks;
        for (let t = from; t < all.weeks; t++) {
          total += contribution[start + t];
          if (worth !== undefined) value += worth[geo * all.weeks + t] * contribution[start + t];
        }
      }
      if (worth !== undefined) values[c * count + i] = value;
      contributions[c * count + i] = total;
    }
    sigma[i] = geos.length === 1 ? geos[0].noise.scale() : Math.sqrt(variances / (rows + others));
  }
  return {
    ...ofKnown,
    count,
    ...(taken === undefined ? {} : { taken }),
    contributions,
    values,
    sigma,
    ...(others === 0 ? {} : { withoutTarget: ofUnknown }),
  };
}

/** A row of one geo, and where its predictions go. */
interface Step {
  readonly t: number;
  readonly place: number;
  readonly into: PredictedRows;
}

/** The rows of a geo in the order of time, in which they take their noise. */
function stepsOf(
  geo: number,
  parts: readonly (readonly [series: readonly CellSeries[], into: PredictedRows])[],
): readonly Step[] {
  return parts
    .flatMap(([series, into]) =>
      series
        .filter((own) => own.index === geo)
        .flatMap((own) => Array.from(own.rows, (t, k): Step => ({ t, place: own.from + k, into }))),
    )
    .sort((a, b) => a.t - b.t);
}

/** Of draws of the posterior those that predictions are of. */
export function takenOf<D extends Float64Array | undefined>(draws: D, taken: readonly number[] | undefined): D {
  return draws === undefined || taken === undefined ? draws : (Float64Array.from(taken, (draw) => draws[draw]) as D);
}
