// What was spent, draw by draw: as the table has it, or, where it was published with noise, as the fit has found it to be.

import type { FittedModel } from "./fitted-model.ts";
import type { Period } from "./period.ts";

/** Whether the fit takes what was spent on this channel as unknown. */
export function isLatent({ spec, latentSpend }: FittedModel, channel: number): boolean {
  return latentSpend !== undefined && spec.latent_spend?.channels.includes(spec.channels[channel].column) === true;
}

/**
 * Spend of a channel row by row, in the table's own unit: as the table has it (weak noise, which is not modeled, may have made
 * it negative), or the posterior mean of true spend where that is unknown.
 */
export function spendRow(model: FittedModel, channel: number): Float64Array {
  const { spec, data, posterior, latentSpend } = model;
  const { column } = spec.channels[channel];
  const found = data.channels.find((each) => each.column === column);
  if (found === undefined) throw new RangeError(`The table has no column "${column}".`);
  if (latentSpend === undefined || !isLatent(model, channel)) return found.spend;
  const { rows } = data;
  const mean = new Float64Array(rows);
  for (let i = 0; i < posterior.count; i++) {
    const start = (i * spec.channels.length + channel) * rows;
    for (let t = 0; t < rows; t++) mean[t] += latentSpend[start + t];
  }
  for (let t = 0; t < rows; t++) mean[t] /= posterior.count;
  return mean;
}

/** Spend of a channel over a period; its posterior mean where it is unknown. */
export function spendOf(model: FittedModel, channel: number, { from, to }: Period): number {
  const spend = spendRow(model, channel);
  let total = 0;
  for (let t = from; t < to; t++) total += spend[t];
  return total;
}

/** Spend of a channel over a period at each draw; undefined where it is known. */
export function spendDraws(model: FittedModel, channel: number, { from, to }: Period): Float64Array | undefined {
  const { spec, data, posterior, latentSpend } = model;
  if (latentSpend === undefined || !isLatent(model, channel)) return undefined;
  const totals = new Float64Array(posterior.count);
  for (let i = 0; i < posterior.count; i++) {
    const start = (i * spec.channels.length + channel) * data.rows;
    for (let t = from; t < to; t++) totals[i] += latentSpend[start + t];
  }
  return totals;
}

/** Draws of what is brought per unit of spend: over the spend of each draw where there is one, else over `spend`. */
export function perSpend(brought: Float64Array, spend: number, draws: Float64Array | undefined): Float64Array {
  return draws === undefined ? brought.map((value) => value / spend) : brought.map((value, i) => value / draws[i]);
}

/**
 * Puts the true spend of a draw into `spend` [channel][row], in the table's own unit, where it is unknown; rows beyond those that
 * were fitted, and channels whose spend is known, stay as they are. Undefined when all spend is known.
 */
export function spendWriter(model: FittedModel, spend: Float64Array): ((draw: number) => void) | undefined {
  const { spec, data, latentSpend } = model;
  if (latentSpend === undefined) return undefined;
  const channels = spec.channels.length;
  const length = spend.length / channels;
  const members = spec.channels.flatMap((_, channel) => (isLatent(model, channel) ? [channel] : []));
  return (draw) => {
    for (let m = 0; m < members.length; m++) {
      const start = (draw * channels + members[m]) * data.rows;
      const to = members[m] * length;
      for (let t = 0; t < data.rows && t < length; t++) spend[to + t] = latentSpend[start + t];
    }
  };
}
