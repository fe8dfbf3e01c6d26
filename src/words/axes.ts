// Numbers on the axes of charts: all ticks of one axis look alike.

import { english, type Locale } from "./locale.ts";
import { fixed, type Print } from "./numbers.ts";
import { powerOf } from "./short.ts";

/** Decimals needed to tell multiples of `step` apart. */
const decimalsOf = (step: number): number => Math.max(0, Math.min(8, Math.ceil(-Math.log10(step) - 1e-9)));

function stepOf(values: readonly number[]): number {
  let step = Infinity;
  for (let index = 1; index < values.length; index++) {
    const gap = Math.abs(values[index] - values[index - 1]);
    if (gap > 0) step = Math.min(step, gap);
  }
  return Number.isFinite(step) ? step : Math.abs(values[0] ?? 1) || 1;
}

/** Decimals that print the step itself exactly (0.25 needs two), up to two more than its size asks for. */
function decimalsOfStep(step: number): number {
  let decimals = decimalsOf(step);
  for (let more = 0; more < 2 && Math.abs(step * 10 ** decimals - Math.round(step * 10 ** decimals)) > 1e-6; more++)
    decimals++;
  return decimals;
}

/** A format in which the ticks of one axis look alike: 0, 0.5M, 1.0M. */
export function ticks(values: readonly number[], locale: Locale = english): Print {
  const largest = values.reduce((size, value) => Math.max(size, Math.abs(value)), 0);
  const step = stepOf(values);
  // 2k and 4k, but 1,500 and 2,000: below ten thousand only whole thousands are short.
  const power = largest < 10_000 && (largest < 1000 || step % 1000 !== 0) ? 0 : powerOf(largest);
  const unit = 1000 ** power;
  const decimals = decimalsOfStep(step / unit);
  const sign = power === 0 ? "" : locale.powers[power - 1];
  return (value) => (value === 0 ? "0" : fixed(value / unit, decimals, locale) + sign);
}

/** The same for shares: 0%, 25%, 50%. */
export function percentTicks(values: readonly number[], locale: Locale = english): Print {
  const decimals = decimalsOfStep(stepOf(values) * 100);
  return (value) => `${fixed(value * 100, decimals, locale)}%`;
}
