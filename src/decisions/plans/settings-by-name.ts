// Settings of plans that a program gives, by the names of channels: each may be written by the column of its spend too.

import { channelTwice } from "../../problems/column-problems.ts";
import { CarryoverError, exitCodes, type Problem } from "../../problems/problem.ts";
import { amountOfSeveral } from "../../problems/plan-problems.ts";
import { entriesByLine, linesNamed, type Spread, spreads } from "./lines-by-name.ts";
import type { PlanLine } from "./plan-lines.ts";

/** Settings that are maps by channel, those that are lists of channels, and maps of such maps. */
const byChannel = [
  "current",
  "flighting",
  "bounds",
  "minimum",
  "pinned",
  "periodBounds",
  "ramps",
  "flights",
  "minimumOrder",
  "stepCost",
  "priceResponse",
] as const;
const lists = ["fixed"];
const nested = ["plans"];

/**
 * The same settings by the names of the lines: of channels, or of channels in geos. What is no map, and names of no channel, stay for the checks of settings.
 * @throws CarryoverError (wrong usage) where one line is named twice, or an amount is given for a channel in several geos
 */
export function settingsByName<T extends object>(lines: readonly PlanLine[], settings: T, what: string): T {
  if (settings === null || typeof settings !== "object" || Array.isArray(settings)) return settings;
  const problems: Problem[] = [];
  const named = (map: unknown, where: string, spread: Spread): unknown => {
    if (map === null || typeof map !== "object" || Array.isArray(map)) return map;
    const { found, unknown, twice, unspread } = entriesByLine(lines, map as Record<string, unknown>, spread);
    problems.push(...twice.map(({ name, keys }) => channelTwice(where, name, keys)));
    problems.push(...unspread.map((key) => amountOfSeveral(where, key, linesNamed(lines, key)[0].name)));
    const rest = unknown.map((key) => [key, (map as Record<string, unknown>)[key]] as const);
    return Object.fromEntries([...found, ...rest]);
  };
  const changed = Object.entries(settings).map(([key, value]): [string, unknown] => {
    const where = `${what}.${key}`;
    const own = byChannel.find((each) => each === key);
    if (own !== undefined) return [key, named(value, where, spreads[own])];
    if (lists.includes(key) && Array.isArray(value)) {
      return [
        key,
        value.flatMap((name: unknown) => {
          const found = typeof name === "string" ? linesNamed(lines, name).map((line) => line.name) : [];
          return found.length === 0 ? [name] : found;
        }),
      ];
    }
    if (nested.includes(key) && value !== null && typeof value === "object" && !Array.isArray(value)) {
      return [
        key,
        Object.fromEntries(
          Object.entries(value).map(([plan, map]) => [plan, named(map, `${where}.${plan}`, spreads.plans)]),
        ),
      ];
    }
    return [key, value];
  });
  if (problems.length > 0) throw new CarryoverError(problems, exitCodes.usage);
  return Object.fromEntries(changed) as T;
}
