// Amounts as people write them in plan files and options: "+20%", "-20%..+30%", "1000..5000", "1000..".

import type { Amount, Bounds } from "./optimize-limits.ts";
import type { Periods } from "./plan-constraints.ts";

const number = String.raw`(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?`;
const percentPattern = new RegExp(`^([-+]?${number})\\s*%$`, "i");
const amountPattern = new RegExp(`^${number}$`, "i");

/** The change that a percentage names: "+20%" is 0.2; undefined when the text is none, or below -100%. */
export function changeOf(text: string): number | undefined {
  const [, digits] = percentPattern.exec(text.trim()) ?? [];
  const change = digits === undefined ? Number.NaN : Number(digits) / 100;
  return change >= -1 ? change : undefined;
}

/** An amount of at least 0, or a change in percent. */
export function amountOf(text: string): Amount | undefined {
  const change = changeOf(text);
  if (change !== undefined) return { change };
  const written = text.trim();
  return amountPattern.test(written) ? { amount: Number(written) } : undefined;
}

/** Two ends with ".." between, either of which may be left out, or one value for both; undefined when the text is not that. */
export function boundsOf(text: string): Bounds | undefined {
  const position = text.indexOf("..");
  if (position < 0) {
    const both = amountOf(text);
    return both === undefined ? undefined : { lower: both, upper: both };
  }
  const [low, high] = [text.slice(0, position).trim(), text.slice(position + 2).trim()];
  if (low === "" && high === "") return undefined;
  const lower = low === "" ? undefined : amountOf(low);
  const upper = high === "" ? undefined : amountOf(high);
  if ((low !== "" && lower === undefined) || (high !== "" && upper === undefined)) return undefined;
  if (lower !== undefined && upper !== undefined && crossed(lower, upper)) return undefined;
  return { ...(lower === undefined ? {} : { lower }), ...(upper === undefined ? {} : { upper }) };
}

/** Whether ends of the same kind are the wrong way round; of different kinds that depends on current spend. */
function crossed(lower: Amount, upper: Amount): boolean {
  if ("amount" in lower && "amount" in upper) return lower.amount > upper.amount;
  return "change" in lower && "change" in upper && lower.change > upper.change;
}

/** A period, or the first and last of a range: 3 and "3" are [3, 3], "1..4" is [1, 4]; undefined when it is neither. */
export function periodsOf(written: unknown): Periods | undefined {
  if (typeof written === "number") return Number.isInteger(written) && written >= 1 ? [written, written] : undefined;
  const found = typeof written === "string" ? /^\s*(\d+)\s*(?:\.\.\s*(\d+)\s*)?$/.exec(written) : null;
  if (found === null) return undefined;
  const [first, last] = [Number(found[1]), Number(found[2] ?? found[1])];
  return first >= 1 && first <= last ? [first, last] : undefined;
}
