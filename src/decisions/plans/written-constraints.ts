// Constraints on cells as plan files write them, made those of settings: amounts and periods parsed, channels spread over their lines.

import { channelTwice } from "../../problems/column-problems.ts";
import * as wording from "../../problems/plan-problems.ts";
import type { Problem } from "../../problems/problem.ts";
import { entriesByLine, linesNamed, namesOf, type Spread, spreads } from "./lines-by-name.ts";
import type { Amount, Bounds } from "./optimize-limits.ts";
import { amountOf, boundsOf, periodsOf } from "./plan-amounts.ts";
import {
  type CellConstraints,
  constraintProblems,
  type LineFlights,
  type Periods,
  type Pinned,
  priceProblems,
  type PriceResponse,
} from "./plan-constraints.ts";
import type { PlanDocument } from "./plan-file.ts";
import type { PlanLine } from "./plan-lines.ts";
import type { OptimizeFile } from "./plan-schema.ts";

const bounds = (written: string | number): Bounds => boundsOf(String(written)) as Bounds;
const periods = (written: string | number): Periods => periodsOf(written) as Periods;

type ByLine = Exclude<keyof CellConstraints, "groups" | "returns">;

/** Keys of plan files by those of settings, and what a value of one channel means. */
const written: { readonly [K in ByLine]: readonly [keyof OptimizeFile, (value: never) => unknown] } = {
  pinned: [
    "pinned",
    (value: Record<string, number>): readonly Pinned[] =>
      // A range that is none is one period too many, which the check of all constraints names.
      Object.entries(value).map(([own, spend]) => ({ periods: periodsOf(own) ?? [0, 0], spend })),
  ],
  periodBounds: ["period_bounds", bounds],
  ramps: ["ramps", (value: string | number): Amount => amountOf(String(value)) as Amount],
  flights: [
    "flights",
    ({ off, ...rest }: { off?: string | number | (string | number)[] }): LineFlights => ({
      ...rest,
      ...(off === undefined ? {} : { off: (Array.isArray(off) ? off : [off]).map(periods) }),
    }),
  ],
  minimumOrder: ["minimum_order", (value: number) => value],
  stepCost: ["step_cost", (value: number) => value],
};

/** Constraints of layers of files, the last of which wins for each key as a whole; what is wrong is added to `problems`. */
export function writtenConstraints(
  lines: readonly PlanLine[],
  layers: readonly PlanDocument<OptimizeFile>[],
  horizon: number,
  byWeek: boolean,
  problems: Problem[],
): CellConstraints {
  const from = (key: keyof OptimizeFile): PlanDocument<OptimizeFile> | undefined =>
    layers.findLast(({ content }) => content[key] !== undefined);
  const found: Record<string, unknown> = {};
  const places = new Map<string, PlanDocument<OptimizeFile>>();
  for (const [name, [key, parse]] of Object.entries(written)) {
    const document = from(key);
    if (document === undefined) continue;
    const values = Object.fromEntries(
      Object.entries(document.content[key] as Record<string, never>).map(([line, value]) => [line, parse(value)]),
    );
    places.set(name, document);
    found[name] = byLine(lines, values, spreads[name as ByLine], (line) => document.where([key, line]), problems);
  }
  const [ofGroups, ofReturns] = [from("groups"), from("returns")];
  if (ofGroups !== undefined) {
    places.set("groups", ofGroups);
    found["groups"] = Object.fromEntries(
      Object.entries(ofGroups.content.groups ?? {}).map(([name, { periods: own, bounds: text, ...rest }]) => [
        name,
        { ...rest, bounds: bounds(text), ...(own === undefined ? {} : { periods: periods(own) }) },
      ]),
    );
  }
  if (ofReturns !== undefined) {
    places.set("returns", ofReturns);
    found["returns"] = ofReturns.content.returns;
  }
  const constraints = found as CellConstraints;
  problems.push(
    ...constraintProblems(constraints, {
      lines,
      horizon,
      byWeek,
      where: ([key, ...rest]) => {
        const name = key in written ? written[key as ByLine][0] : key;
        return places.get(key)?.where([name, ...rest.map((part) => (key === "returns" ? Number(part) : part))]) ?? name;
      },
    }),
  );
  return constraints;
}

/** Entries by the names of the lines, with what a value of a channel means for each of its geos. */
export function byLine(
  lines: readonly PlanLine[],
  entries: Readonly<Record<string, unknown>>,
  spread: Spread,
  where: (name: string) => string,
  problems: Problem[],
): Record<string, unknown> {
  const { found, unknown, twice, unspread } = entriesByLine(lines, entries, spread);
  for (const name of unknown) problems.push(wording.unknownChannel(where(name), name, namesOf(lines)));
  for (const { name, keys } of twice) problems.push(channelTwice(where(keys[1]), name, keys));
  for (const name of unspread)
    problems.push(wording.amountOfSeveral(where(name), name, linesNamed(lines, name)[0].name));
  return Object.fromEntries(found);
}

/** How prices rise with spend, of the last layer that says so. */
export function writtenPrices(
  lines: readonly PlanLine[],
  layers: readonly PlanDocument<OptimizeFile>[],
  horizon: number,
  problems: Problem[],
): { readonly priceResponse?: Readonly<Record<string, PriceResponse>> } {
  const document = layers.findLast(({ content }) => content.price_response !== undefined);
  if (document === undefined) return {};
  const where = (line: string): string => document.where(["price_response", line]);
  const values = Object.fromEntries(
    Object.entries(document.content.price_response ?? {}).map(([line, value]) => [
      line,
      typeof value === "number" ? { elasticity: value } : value,
    ]),
  );
  for (const [line, value] of Object.entries(values)) problems.push(...priceProblems(value, where(line), horizon));
  const found = byLine(lines, values, spreads.priceResponse, where, problems);
  return { priceResponse: found as Readonly<Record<string, PriceResponse>> };
}
