// Returns by one fit beside those by an earlier one of the same model, over the rows that the tables of both have.

import { type CommonRows, geosOf, type MediaData } from "../../data/panel/index.ts";
import { mean, standardDeviation } from "../../numerics/index.ts";
import { channelDraws, type FittedModel, type Interval, intervalOf, perSpend } from "../draws/index.ts";

/** A shift beyond as many standard deviations of the earlier fit is pointed out. */
const largeShift = 2;

/** A figure by both fits. */
export interface Shift {
  readonly old: Interval;
  readonly new: Interval;
  /** Change of the mean over the posterior standard deviation by the earlier fit; NaN where that is 0 or there was no spend. */
  readonly shift: number;
  /** Beyond two of them. */
  readonly large: boolean;
}

export interface ChannelShift extends Shift {
  readonly channel: string;
}

export interface ReturnShifts {
  readonly from: string;
  readonly to: string;
  /** Dates that both tables have. */
  readonly rows: number;
  /** What a unit of spend brought in these rows, in the target's unit; media without spend are left out. */
  readonly roi: readonly ChannelShift[];
  /** What all media brought in these rows, of the target that each table observed in them. */
  readonly mediaShare: Shift;
}

/** Returns of both fits; of panels over the geos that both have. */
export function returnShifts(old: FittedModel, next: FittedModel, common: CommonRows): ReturnShifts {
  const names = (model: FittedModel): readonly string[] => geosOf(model.data).map(({ name }) => name);
  const geos = names(old).filter((name) => names(next).includes(name));
  const before = figuresOf(old, common.old, common.rows, geos);
  const after = figuresOf(next, common.new, common.rows, geos);
  return {
    from: old.data.dates[common.old],
    to: old.data.dates[common.old + common.rows - 1],
    rows: common.rows,
    roi: before.channels.flatMap(({ name, roi }) => {
      const other = after.channels.find((each) => each.name === name);
      if (other === undefined || (Number.isNaN(roi[0]) && Number.isNaN(other.roi[0]))) return [];
      return [{ channel: name, ...shiftOf(roi, other.roi) }];
    }),
    mediaShare: shiftOf(before.share, after.share),
  };
}

function shiftOf(old: Float64Array, next: Float64Array): Shift {
  const spread = standardDeviation(old);
  const shift = spread > 0 ? (mean(next) - mean(old)) / spread : Number.NaN;
  return { old: intervalOf(old), new: intervalOf(next), shift, large: Math.abs(shift) > largeShift };
}

/** Draws of what channels brought per spend in some rows of some geos, and of what all brought of the target observed there. */
function figuresOf(
  model: FittedModel,
  from: number,
  rows: number,
  geos: readonly string[],
): {
  readonly channels: readonly { readonly name: string; readonly roi: Float64Array }[];
  readonly share: Float64Array;
} {
  const { data, posterior } = model;
  const media = new Float64Array(posterior.count);
  const channels: { readonly name: string; readonly roi: Float64Array }[] = [];
  const isPart = geos.length < geosOf(data).length;
  for (const draws of channelDraws(model, { period: { from, to: from + rows }, weekly: false, byGeo: isPart })) {
    const { name } = draws;
    const parts = isPart ? draws.geos.filter(({ geo }) => geos.includes(geo)) : [draws];
    const brought = new Float64Array(posterior.count);
    const paid = parts.some(({ spendDraws }) => spendDraws !== undefined)
      ? new Float64Array(posterior.count)
      : undefined;
    let spend = 0;
    for (const part of parts) {
      spend += part.spend;
      for (let i = 0; i < brought.length; i++) {
        brought[i] += part.contribution[i];
        if (paid !== undefined) paid[i] += part.spendDraws?.[i] ?? part.spend;
      }
    }
    for (let i = 0; i < media.length; i++) media[i] += brought[i];
    channels.push({ name, roi: perSpend(brought, spend, paid) });
  }
  const observed = observedIn(data, from, rows, geos);
  return { channels, share: media.map((value) => value / observed) };
}

function observedIn(
  { target, rows: calendar, ...data }: MediaData,
  from: number,
  rows: number,
  geos: readonly string[],
): number {
  let total = 0;
  geosOf({ ...data, rows: calendar }).forEach(({ name }, index) => {
    if (!geos.includes(name)) return;
    for (let t = from; t < from + rows; t++) total += target.values[index * calendar + t] || 0;
  });
  return total;
}
