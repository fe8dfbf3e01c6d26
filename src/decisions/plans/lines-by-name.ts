// Settings by line, as people write them: "TV in North", or "TV" for every geo of the channel.

import { entriesByChannel, findChannel } from "../../data/roles/index.ts";
import { boundsOf, changeOf } from "./plan-amounts.ts";
import type { PlanLine } from "./plan-lines.ts";

/**
 * What a value given for a channel means for each of its lines: itself (a pattern, a change in percent), the line's share of it (an amount), or
 * undefined where it says nothing of a single line.
 */
export type Spread = (value: unknown, share: number) => unknown;

const itself: Spread = (value) => value;

const shareOf: Spread = (value, share) => {
  if (typeof value === "number") return value * share;
  return Array.isArray(value) ? value.map((each: unknown) => shareOf(each, share)) : value;
};

/** Changes of current spend hold for every geo; amounts are of the whole channel. */
const changesAlone: Spread = (value) => {
  const bounds = typeof value === "string" || typeof value === "number" ? boundsOf(String(value)) : value;
  const ends = typeof bounds === "object" && bounds !== null ? Object.values(bounds as object) : [];
  const isAmount = (end: unknown): boolean =>
    typeof end === "object" && end !== null && "amount" in end && end.amount !== 0;
  return ends.some(isAmount) ? undefined : value;
};

const pinnedShare: Spread = (value, share) =>
  Array.isArray(value)
    ? value.map((each: unknown) =>
        typeof each === "object" && each !== null && "spend" in each && typeof each.spend === "number"
          ? { ...each, spend: each.spend * share }
          : each,
      )
    : value;

const rampShare: Spread = (value, share) =>
  typeof value === "object" && value !== null && "amount" in value && typeof value.amount === "number"
    ? { amount: value.amount * share }
    : value;

type SpreadKey =
  | "current"
  | "flighting"
  | "bounds"
  | "minimum"
  | "plans"
  | "pinned"
  | "periodBounds"
  | "ramps"
  | "flights"
  | "minimumOrder"
  | "stepCost"
  | "priceResponse";

/** By key of settings; orders, step costs and prices given for a channel are those in each of its geos. */
export const spreads: Readonly<Record<SpreadKey, Spread>> = {
  current: shareOf,
  flighting: itself,
  bounds: changesAlone,
  minimum: (value) => (value === 0 ? value : undefined),
  pinned: pinnedShare,
  periodBounds: changesAlone,
  ramps: rampShare,
  flights: itself,
  minimumOrder: itself,
  stepCost: itself,
  priceResponse: itself,
  plans: (value, share) => (typeof value === "string" && changeOf(value) !== undefined ? value : shareOf(value, share)),
};

export interface EntriesByLine<T> {
  readonly found: ReadonlyMap<string, T>;
  /** Keys of no line and no channel. */
  readonly unknown: readonly string[];
  /** Pairs of keys that mean one line. */
  readonly twice: readonly { readonly name: string; readonly keys: readonly [string, string] }[];
  /** Keys of channels with several lines whose value says nothing of a single one. */
  readonly unspread: readonly string[];
}

/** Entries by the names of the lines. What is given for a line goes before what is given for its channel. */
export function entriesByLine<T>(
  lines: readonly PlanLine[],
  map: Readonly<Record<string, T>>,
  spread: Spread,
): EntriesByLine<T> {
  const exact = entriesByChannel(lines, map);
  const found = new Map([...exact.found].map(([name, { value }]) => [name, value] as const));
  const [unknown, unspread]: [string[], string[]] = [[], []];
  for (const key of exact.unknown) {
    const own = linesOfChannel(lines, key);
    const values = own.map(({ name, ofChannel }) => [name, spread(map[key], ofChannel) as T | undefined] as const);
    if (own.length === 0) unknown.push(key);
    else if (values.some(([, value]) => value === undefined)) unspread.push(key);
    else for (const [name, value] of values) if (!found.has(name)) found.set(name, value as T);
  }
  return { found, unknown, twice: exact.twice, unspread };
}

/** The lines that a written name means: one, or all of a channel; none where there is no such. */
export function linesNamed(lines: readonly PlanLine[], written: string): readonly PlanLine[] {
  const exact = findChannel(lines, written);
  return exact === undefined ? linesOfChannel(lines, written) : [exact];
}

function linesOfChannel(lines: readonly PlanLine[], written: string): readonly PlanLine[] {
  const by = (is: (line: PlanLine) => boolean): readonly PlanLine[] => lines.filter(is);
  const named = by(({ channelName }) => channelName === written);
  return named.length > 0 ? named : by(({ channelColumn }) => channelColumn === written);
}

/** Names for messages: of the lines, after the channels where these have several. */
export function namesOf(lines: readonly PlanLine[]): readonly string[] {
  const channels = [...new Set(lines.filter(({ geo }) => geo !== undefined).map(({ channelName }) => channelName))];
  return [...channels, ...lines.map(({ name }) => name)];
}
