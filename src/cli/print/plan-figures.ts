// Figures of plans as text: money without cents, changes with their sign, numbers with their interval.

import type { Interval } from "../../decisions/draws/index.ts";
import { decimalsFor, formatNumber } from "./numbers.ts";

/** Below this, money is shown with cents. */
const small = 100;

export function money(value: number): string {
  return formatNumber(value, value !== 0 && Math.abs(value) < small ? 2 : 0);
}

/** With its sign. */
export function signedMoney(value: number): string {
  const text = money(value);
  return value > 0 && /[1-9]/.test(text) ? `+${text}` : text;
}

/** "+12.3 %"; "-" where there is no share. */
export function signedPercent(share: number | null): string {
  if (share === null) return "-";
  const text = formatNumber(100 * share, 1);
  return `${share > 0 && /[1-9]/.test(text) ? "+" : ""}${text} %`;
}

/** "12,345 (11,000 to 13,900)" */
export function moneyInterval({ mean, lower, upper }: Interval): string {
  return `${money(mean)} (${money(lower)} to ${money(upper)})`;
}

/** "2.31 (1.90 to 2.80)"; "-" where there is none. */
export function ratioInterval(interval: Interval | null): string {
  if (interval === null) return "-";
  const { mean, lower, upper } = interval;
  return `${formatNumber(mean, 2)} (${formatNumber(lower, 2)} to ${formatNumber(upper, 2)})`;
}

/** "87 %"; never "100 %" for what is not certain on these draws, nor "0 %". */
export function probability(value: number, draws: number): string {
  const decimals = Math.max(1, decimalsFor(100 / draws, 1));
  if (value >= 1) return `above ${formatNumber(100 * (1 - 1 / draws), decimals)} %`;
  if (value <= 0) return `below ${formatNumber(100 / draws, decimals)} %`;
  return `${formatNumber(100 * value, value > 0.99 || value < 0.01 ? 1 : 0)} %`;
}
