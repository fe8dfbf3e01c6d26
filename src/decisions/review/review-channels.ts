// Facts on each channel that its review is made from: variation of spend, strength of the signal, how far up its curve it has been.

import { dot, sum } from "../../numerics/index.ts";
import { thinned } from "../../mmm/response/index.ts";
import { spendScale } from "../../mmm/scaling/index.ts";
import { saturationOf } from "../../mmm/specification/index.ts";
import {
  type FittedModel,
  type Interval,
  intervalOf,
  meanResponse,
  periodOf,
  perSpend,
  shareOf,
  spendDraws,
  spendOf,
  responseOverDraws,
  drivingRow,
} from "../draws/index.ts";
import type { Predictions } from "../predictions/index.ts";
import { correlations } from "./collinearity.ts";

export interface ChannelFacts {
  readonly channel: string;
  /** Total spend over the table; its posterior mean where it is unknown. */
  readonly spend: number;
  /** Of the spend on all channels. */
  readonly shareOfSpend: number;
  /** Contribution per unit of spend, over the table. */
  readonly roi: Interval;
  /** Of what all channels bring. */
  readonly shareOfMedia: Interval;
  /** Standard deviation of spend (of its posterior means where it is unknown) over its mean. */
  readonly variation: number;
  /** Standard deviation over the weeks of the contribution, over that of the noise. */
  readonly signal: Interval;
  /** Largest share of the ceiling of its curve reached in any week; undefined where the curve has no ceiling. */
  readonly reach?: Interval;
  /** Rows with spend: at least a tenth of what a typical row with spend has. */
  readonly activeRows: number;
  /** Dates of those rows, where there are few (`fewActiveRows`): they can be looked at one by one. */
  readonly activeDates?: readonly string[];
  /**
   * How much the levels of adstock say of the shape of a curve: of a curve that is half saturated at typical adstock, the share of
   * its variation over the rows that a straight line misses. Next to 0 for a channel that is off, or on at one level.
   */
  readonly bend: number;
}

/** Draws that signal and reach are computed from, evenly taken: enough for medians to a tenth of their spread. */
const factDraws = 400;

/** @param meanAdstock [channel][week], averaged over the posterior (`meanResponse`) */
export function channelFacts(
  model: FittedModel,
  { count, contributions, sigma }: Predictions,
  meanAdstock: Float64Array = meanResponse(model).adstock,
): readonly ChannelFacts[] {
  const { spec } = model;
  const table = periodOf(model.data);
  const channels = spec.channels.length;
  const totalSpend = spec.channels.map((_, c) => spendOf(model, c, table));
  const allSpend = sum(totalSpend);
  const media = new Float64Array(count);
  for (let c = 0; c < channels; c++) for (let i = 0; i < count; i++) media[i] += contributions[c * count + i];
  const allMedia = intervalOf(media);
  const { signal, reach } = shapesOf(model, sigma);
  return spec.channels.map(({ name: channel, saturation }, c) => {
    const own = contributions.slice(c * count, (c + 1) * count);
    const spend = totalSpend[c];
    const row = drivingRow(model, c).map((value) => Math.max(value, 0));
    const least = leastActive * spendScale(row, "typical").scale;
    const activeDates = model.data.dates.filter((_, t) => row[t] >= least);
    return {
      channel,
      spend,
      shareOfSpend: spend / allSpend,
      roi: intervalOf(perSpend(own, spend, spendDraws(model, c, table))),
      shareOfMedia: shareOf(intervalOf(own), allMedia, intervalOf(own.map((value, i) => value / media[i]))),
      variation: variationOf(row),
      signal: intervalOf(signal[c]),
      ...(saturationOf(saturation).ceiling ? { reach: intervalOf(reach[c]) } : {}),
      activeRows: activeDates.length,
      ...(activeDates.length < fewActiveRows ? { activeDates } : {}),
      bend: bendOf(meanAdstock.subarray(c * model.design.weeks, (c + 1) * model.design.weeks)),
    };
  });
}

/** Rows with spend, below which they are named one by one. */
export const fewActiveRows = 8;

/** Share of the spend of a typical row with spend, below which a row counts as one without. */
const leastActive = 0.1;

/** See `ChannelFacts.bend`. */
function bendOf(adstock: Float64Array): number {
  const typical = dot(adstock, adstock) / sum(adstock);
  if (!(typical > 0)) return 0;
  const curve = adstock.map((value) => value / (value + typical));
  const [[, correlation]] = correlations([adstock, curve]);
  return Number.isNaN(correlation) ? 0 : 1 - correlation ** 2;
}

function variationOf(values: Float64Array): number {
  let mean = 0;
  for (let t = 0; t < values.length; t++) mean += values[t] / values.length;
  let squares = 0;
  for (let t = 0; t < values.length; t++) squares += (values[t] - mean) ** 2;
  return Math.sqrt(squares / (values.length - 1)) / mean;
}

/** Per channel and draw: spread of the contribution over the noise's, and the largest value of the curve. */
function shapesOf(
  model: FittedModel,
  sigma: Float64Array,
): {
  readonly signal: readonly Float64Array[];
  readonly reach: readonly Float64Array[];
} {
  const { spec, design, posterior } = model;
  const { weeks } = design;
  const runs = responseOverDraws(model, (graph) => ({
    saturation: graph.saturation.node,
    contribution: graph.contribution.node,
  }));
  const chosen = thinned(posterior.count, factDraws);
  const saturation = runs.output("saturation");
  const contribution = runs.output("contribution");
  const signal = spec.channels.map(() => new Float64Array(chosen.length));
  const reach = spec.channels.map(() => new Float64Array(chosen.length));
  for (const [k, i] of chosen.entries()) {
    runs.at(i);
    for (let c = 0; c < spec.channels.length; c++) {
      let mean = 0;
      let largest = 0;
      for (let t = c * weeks; t < (c + 1) * weeks; t++) {
        mean += contribution[t] / weeks;
        largest = Math.max(largest, saturation[t]);
      }
      let squares = 0;
      for (let t = c * weeks; t < (c + 1) * weeks; t++) squares += (contribution[t] - mean) ** 2;
      signal[c][k] = Math.sqrt(squares / (weeks - 1)) / sigma[i];
      reach[c][k] = largest;
    }
  }
  return { signal, reach };
}
