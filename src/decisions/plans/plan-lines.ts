// The lines of a plan: what has a budget of its own. Of a national table each channel is one; of a panel a channel in all geos together, or in each.

import { sum } from "../../numerics/index.ts";
import { geoEnded } from "../../problems/plan-problems.ts";
import { CarryoverError, exitCodes } from "../../problems/problem.ts";
import { cadences } from "../../data/panel/index.ts";
import { type FittedModel, geosAsked, modelGeos, spendCells } from "../draws/index.ts";

/** A part of the budget. Spend of a line goes to its geos in fixed shares, as it has gone until now. */
export interface PlanLine {
  /** That of the channel, or "TV in North". */
  readonly name: string;
  /** The column of the channel's spend, or "spend_TV in North". */
  readonly column: string;
  /** Position of the channel. */
  readonly channel: number;
  readonly channelName: string;
  readonly channelColumn: string;
  /** Name of the only geo, where it is one of several lines of the channel. */
  readonly geo?: string;
  /** Part of the channel's spend until now: 1 for its only line. */
  readonly ofChannel: number;
  /** Geos that the spend goes to, with the share of each; the shares add up to 1. */
  readonly geos: readonly { readonly index: number; readonly share: number }[];
}

/** 52 weeks or 364 days, so that every weekday counts alike. */
export function periodsOfYear({ data }: Pick<FittedModel, "data">): number {
  return cadences[data.cadence].year;
}

/**
 * The lines of plans for the periods after the table. Geos that end before the table does are in none. A channel whose spend is that of all geos
 * together is one line, whatever is asked, because its budget cannot go to one geo.
 * @throws CarryoverError (wrong usage) where lines by geo are asked of a national table, and for a geo by itself that ends before the table
 * @param byGeo a line for each channel and geo of a panel; default one for each channel
 */
export function planLines(model: FittedModel, byGeo: boolean = false): readonly PlanLine[] {
  const { spec, data } = model;
  if (byGeo) geosAsked(model);
  const geos = modelGeos(model).filter(({ end }) => end === data.rows);
  if (geos.length === 0) throw new CarryoverError([geoEnded(endedGeos(model)[0])], exitCodes.usage);
  return spec.channels.flatMap(({ name, column, organic }, channel): PlanLine[] => {
    // Media without spend take no budget; plans leave them as they are.
    if (organic === true) return [];
    const own = { channel, channelName: name, channelColumn: column };
    const rates = geos.map(({ index }) => runRateOf(model, channel, index));
    const total = sum(rates);
    const people = sum(geos.map((geo) => geo.people));
    const shares = geos.map(({ index, people: here }, k) => ({
      index,
      share: geos.length === 1 ? 1 : total > 0 ? rates[k] / total : here / people,
    }));
    if (!byGeo || geos.length === 1 || spec.national?.includes(name) === true)
      return [{ ...own, name, column, ofChannel: 1, geos: shares }];
    return geos.map(({ name: geo, index }, k) => ({
      ...own,
      name: `${name} in ${geo}`,
      column: `${column} in ${geo}`,
      geo,
      ofChannel: shares[k].share,
      geos: [{ index, share: 1 }],
    }));
  });
}

/** Geos that plans leave out because they end before the table does. */
export function endedGeos(model: FittedModel): readonly string[] {
  return modelGeos(model).flatMap(({ name, end }) => (end === model.data.rows ? [] : [name]));
}

/** Mean spend of a period in one geo, over the last 52 weeks (364 days) or over the rows that it has, where those are fewer. */
export function runRateOf(model: FittedModel, channel: number, geo: number): number {
  const { first, end } = modelGeos(model)[geo];
  const last = Math.min(end - first, periodsOfYear(model));
  const start = geo * model.data.rows;
  return sum(spendCells(model, channel).subarray(start + end - last, start + end)) / last;
}

/** Spend below this part of its mean is next to none; a line that is off in this part of its recent periods runs in flights. */
const nextToNone = 0.1;
const offInFlights = 1 / 3;

/** Whether a line was off in a third or more of its recent periods, each geo counted by its share: even spend is then another plan than what has been. */
export function runsInFlights(model: FittedModel, { channel, geos }: PlanLine): boolean {
  const cells = spendCells(model, channel);
  const all = modelGeos(model);
  const off = geos.map(({ index, share }) => {
    const { first, end } = all[index];
    const last = Math.min(end - first, periodsOfYear(model));
    const limit = nextToNone * runRateOf(model, channel, index);
    const start = index * model.data.rows;
    return (share * cells.subarray(start + end - last, start + end).filter((spend) => spend <= limit).length) / last;
  });
  return sum(off) >= offInFlights && geos.some(({ index }) => runRateOf(model, channel, index) > 0);
}

/** [row] Spend of a line in the rows of the table: its posterior mean where it is unknown. */
export function lineSpend(model: FittedModel, { channel, geos }: PlanLine): Float64Array {
  const { rows } = model.data;
  const cells = spendCells(model, channel);
  const total = new Float64Array(rows);
  for (const { index } of geos) {
    for (let t = 0; t < rows; t++) total[t] += cells[index * rows + t];
  }
  return total;
}

/** First row in which all geos of a line are there. */
export function firstOf(model: FittedModel, { geos }: PlanLine): number {
  const all = modelGeos(model);
  return Math.max(...geos.map(({ index }) => all[index].first));
}
