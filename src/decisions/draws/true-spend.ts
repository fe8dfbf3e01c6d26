// What was spent, draw by draw: as the table has it, or, where it is not known, as the fit has found it to be.

import { modeledSpend } from "../../mmm/fit/index.ts";
import { driverOf } from "../../mmm/specification/index.ts";
import type { FittedModel } from "./fitted-model.ts";
import type { Period } from "./period.ts";

/** Whether the fit takes what was spent on this channel as unknown. */
export function isLatent({ spec, latentSpend }: FittedModel, channel: number): boolean {
  return latentSpend !== undefined && spec.latent_spend?.channels.includes(spec.channels[channel].column) === true;
}

/**
 * [geo][row] Spend of a channel, in the table's own unit: as the table has it (weak noise, which is not modeled, may have made
 * it negative), or the posterior mean of true spend where that is unknown.
 */
export function spendCells(model: FittedModel, channel: number): Float64Array {
  const { spec, data, posterior, latentSpend } = model;
  const { column } = spec.channels[channel];
  const found = data.channels.find((each) => each.column === column);
  if (found === undefined) throw new RangeError(`The table has no column "${column}".`);
  if (latentSpend === undefined || !isLatent(model, channel)) return found.spend;
  const cells = found.spend.length;
  const mean = new Float64Array(cells);
  for (let i = 0; i < posterior.count; i++) {
    const start = (i * spec.channels.length + channel) * cells;
    for (let k = 0; k < cells; k++) mean[k] += latentSpend[start + k];
  }
  for (let k = 0; k < cells; k++) mean[k] /= posterior.count;
  return mean;
}

/** [row] A series [geo][row] over all geos. */
function overGeos(cells: Float64Array, rows: number): Float64Array {
  if (cells.length === rows) return cells;
  const total = new Float64Array(rows);
  for (let k = 0; k < cells.length; k++) total[k % rows] += cells[k];
  return total;
}

/** The same row by row, over all geos. */
export function spendRow(model: FittedModel, channel: number): Float64Array {
  return overGeos(spendCells(model, channel), model.data.rows);
}

/** Spend of a channel over a period, in all geos; its posterior mean where it is unknown. */
export function spendOf(model: FittedModel, channel: number, period: Period): number {
  return over(spendRow(model, channel), period);
}

function over(row: Float64Array, { from, to }: Period): number {
  let total = 0;
  for (let t = from; t < to; t++) total += row[t];
  return total;
}

/**
 * [geo][row] What drives a channel, in the unit of its curves: spend; where another column drives it, that column at its average price over
 * the table; of media without spend the column itself.
 */
export function drivingCells(model: FittedModel, channel: number): Float64Array {
  const { spec, design } = model;
  if (driverOf(spec.channels[channel]) === undefined) return spendCells(model, channel);
  // As the model has it: the price is that of the whole panel for a geo by itself too.
  const cells = design.geos.length * design.weeks;
  const { media, mediaScales, panel, weeks } = design;
  return modeledSpend({
    media: media.subarray(channel * cells, (channel + 1) * cells),
    mediaScales: [mediaScales[channel]],
    weeks,
    ...(panel === undefined ? {} : { panel }),
  });
}

/** The same row by row, over all geos. */
export function drivingRow(model: FittedModel, channel: number): Float64Array {
  return overGeos(drivingCells(model, channel), model.data.rows);
}

/** The same over a period. */
export function drivingOf(model: FittedModel, channel: number, period: Period): number {
  return over(drivingRow(model, channel), period);
}

/** What a channel had in a period, in all geos: its spend, or, of media without spend, how much of what drives them. */
export function amountOf(model: FittedModel, channel: number, period: Period): number {
  const isOrganic = model.spec.channels[channel].organic === true;
  return isOrganic ? drivingOf(model, channel, period) : spendOf(model, channel, period);
}

/**
 * Spend of a channel over a period at each draw; undefined where it is known.
 * @param geo position of the only geo that counts; all by default
 */
export function spendDraws(
  model: FittedModel,
  channel: number,
  { from, to }: Period,
  geo?: number,
): Float64Array | undefined {
  const { spec, data, design, posterior, latentSpend } = model;
  if (latentSpend === undefined || !isLatent(model, channel)) return undefined;
  const geos = design.geos.length;
  const totals = new Float64Array(posterior.count);
  for (let i = 0; i < posterior.count; i++) {
    for (let k = geo ?? 0; k < (geo === undefined ? geos : geo + 1); k++) {
      const start = ((i * spec.channels.length + channel) * geos + k) * data.rows;
      for (let t = from; t < to; t++) totals[i] += latentSpend[start + t];
    }
  }
  return totals;
}

/** Draws of what is brought per unit of spend: over the spend of each draw where there is one, else over `spend`; NaN without spend. */
export function perSpend(brought: Float64Array, spend: number, draws: Float64Array | undefined): Float64Array {
  const paid = spend === 0 ? Number.NaN : spend;
  return draws === undefined ? brought.map((value) => value / paid) : brought.map((value, i) => value / draws[i]);
}

/**
 * Puts the true spend of a draw into `spend` [channel][geo][row], in the table's own unit, where it is unknown; rows beyond those that
 * were fitted, and channels whose spend is known, stay as they are. Undefined when all spend is known.
 */
export function spendWriter(model: FittedModel, spend: Float64Array): ((draw: number) => void) | undefined {
  const { spec, data, design, latentSpend } = model;
  if (latentSpend === undefined) return undefined;
  const channels = spec.channels.length;
  const geos = design.geos.length;
  const length = spend.length / (channels * geos);
  const members = spec.channels.flatMap((_, channel) => (isLatent(model, channel) ? [channel] : []));
  return (draw) => {
    for (const member of members) {
      for (let geo = 0; geo < geos; geo++) {
        const start = ((draw * channels + member) * geos + geo) * data.rows;
        const to = (member * geos + geo) * length;
        for (let t = 0; t < data.rows && t < length; t++) spend[to + t] = latentSpend[start + t];
      }
    }
  };
}
