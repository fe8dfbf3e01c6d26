// Facts on each channel that its review is made from: variation of spend, strength of the signal, how far up its curve it has been.

import { dot, sum } from "../../numerics/index.ts";
import { listed } from "../../words/index.ts";
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
} from "../draws/index.ts";
import { atCells, cellNames, type CellSeries, type Predictions, takenOf, withinGeos } from "../predictions/index.ts";
import { drivingPerHead } from "./rows-of-geos.ts";
import { correlations } from "./collinearity.ts";

export interface ChannelFacts {
  readonly channel: string;
  /** True for media without spend, whose variation, activity and reach are of what drives them; absent otherwise. */
  readonly organic?: true;
  /** Total spend over the table; its posterior mean where it is unknown. */
  readonly spend: number;
  /** Of the spend on all channels. */
  readonly shareOfSpend: number;
  /** Contribution per unit of spend, over the table. */
  readonly roi: Interval;
  /** Of what all channels bring. */
  readonly shareOfMedia: Interval;
  /** Standard deviation of spend (of its posterior means where it is unknown) over its mean; in panels of spend per head, within geos. */
  readonly variation: number;
  /** Standard deviation over the weeks of the contribution, over that of the noise. */
  readonly signal: Interval;
  /** Largest share of the ceiling of its curve reached in any week; undefined where the curve has no ceiling. */
  readonly reach?: Interval;
  /** Rows (in panels of all geos) with spend: at least a tenth of what a typical row with spend has. */
  readonly activeRows: number;
  /** Dates of those rows, in panels with their geo, where there are few (`fewActiveRows`): they can be looked at one by one. */
  readonly activeDates?: readonly string[];
  /**
   * How much the levels of adstock say of the shape of a curve: of a curve that is half saturated at typical adstock, the share of
   * its variation over the rows that a straight line misses. Next to 0 for a channel that is off, or on at one level.
   */
  readonly bend: number;
}

/** `spend on TV and Search`; where media without spend are among them `activity of TV and Email`. */
export function activityText(channels: readonly Pick<ChannelFacts, "channel" | "organic">[]): string {
  const names = listed(channels.map(({ channel }) => channel));
  return channels.some(({ organic }) => organic) ? `activity of ${names}` : `spend on ${names}`;
}

/** The same at the head of a sentence. */
export function activityHead(channels: readonly Pick<ChannelFacts, "channel" | "organic">[]): string {
  const text = activityText(channels);
  return `${text[0].toUpperCase()}${text.slice(1)}`;
}

/** Draws that signal and reach are computed from, evenly taken: enough for medians to a tenth of their spread. */
const factDraws = 400;

/** @param meanAdstock [channel][week], averaged over the posterior (`meanResponse`) */
export function channelFacts(
  model: FittedModel,
  predictions: Predictions,
  meanAdstock: Float64Array = meanResponse(model).adstock,
): readonly ChannelFacts[] {
  const { spec, data, design } = model;
  const { count, contributions, values, series, taken } = predictions;
  const nameOf = cellNames(data, series);
  const table = periodOf(data);
  const channels = spec.channels.length;
  const totalSpend = spec.channels.map((_, c) => spendOf(model, c, table));
  const allSpend = sum(totalSpend);
  const media = new Float64Array(count);
  for (let c = 0; c < channels; c++) for (let i = 0; i < count; i++) media[i] += contributions[c * count + i];
  const allMedia = intervalOf(media);
  const { signal, reach } = shapesOf(model, predictions);
  return spec.channels.map(({ name: channel, saturation, organic }, c) => {
    const own = contributions.slice(c * count, (c + 1) * count);
    const spend = totalSpend[c];
    const row = atCells(drivingPerHead(model, c), series, data.rows);
    const least = leastActive * spendScale(row, "typical").scale;
    const active = Array.from(row.keys()).filter((k) => row[k] >= least);
    const all = spendDraws(model, c, table);
    const spendOfDraws = takenOf(all, taken);
    const cells = design.weeks * design.geos.length;
    return {
      channel,
      ...(organic === undefined ? {} : { organic }),
      spend,
      shareOfSpend: spend / allSpend,
      roi: intervalOf(perSpend(values.subarray(c * count, (c + 1) * count), spend, spendOfDraws)),
      shareOfMedia: shareOf(intervalOf(own), allMedia, intervalOf(own.map((value, i) => value / media[i]))),
      variation: variationOf(row, series),
      signal: intervalOf(signal[c]),
      ...(saturationOf(saturation).ceiling ? { reach: intervalOf(reach[c]) } : {}),
      activeRows: active.length,
      ...(active.length < fewActiveRows ? { activeDates: active.map(nameOf) } : {}),
      bend: bendOf(atCells(meanAdstock.subarray(c * cells, (c + 1) * cells), series, data.rows)),
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

/** Standard deviation within geos over the mean. */
function variationOf(values: Float64Array, series: readonly CellSeries[]): number {
  const within = withinGeos(values, series);
  return Math.sqrt(dot(within, within) / (values.length - series.length)) / (sum(values) / values.length);
}

/** Per channel and draw: spread of the contribution over the weeks (of its geo) over the noise's, and the largest value of the curve. */
function shapesOf(
  model: FittedModel,
  { count, sigma, series, taken }: Predictions,
): {
  readonly signal: readonly Float64Array[];
  readonly reach: readonly Float64Array[];
} {
  const { spec, design, data } = model;
  const runs = responseOverDraws(model, (graph) => ({
    saturation: graph.saturation.node,
    contribution: graph.contribution.node,
  }));
  const chosen = thinned(count, factDraws);
  const saturation = runs.output("saturation");
  const contribution = runs.output("contribution");
  const cells = design.weeks * design.geos.length;
  const signal = spec.channels.map(() => new Float64Array(chosen.length));
  const reach = spec.channels.map(() => new Float64Array(chosen.length));
  for (const [k, i] of chosen.entries()) {
    runs.at(taken?.[i] ?? i);
    for (let c = 0; c < spec.channels.length; c++) {
      const [brought, reached] = [contribution, saturation].map((values) =>
        atCells(values.subarray(c * cells, (c + 1) * cells), series, data.rows),
      );
      const within = withinGeos(brought, series);
      signal[c][k] = Math.sqrt(dot(within, within) / (brought.length - series.length)) / sigma[i];
      reach[c][k] = reached.reduce((largest, value) => Math.max(largest, value), 0);
    }
  }
  return { signal, reach };
}
