// Settings of plans that a program gives, by the names of channels: each may be written by the column of its spend too.

import { entriesByChannel, findChannel } from "../../data/roles/index.ts";
import { channelTwice } from "../../problems/column-problems.ts";
import { CarryoverError, exitCodes, type Problem } from "../../problems/problem.ts";
import type { FittedModel } from "../draws/index.ts";

/** Settings that are maps by channel, those that are lists of channels, and maps of such maps. */
const byChannel = ["current", "flighting", "bounds", "minimum"];
const lists = ["fixed"];
const nested = ["plans"];

/**
 * The same settings by the names of channels. What is no map, and names of no channel, stay for the checks of settings.
 * @throws CarryoverError (wrong usage) where one channel is named twice
 */
export function settingsByName<T extends object>(model: FittedModel, settings: T, what: string): T {
  if (settings === null || typeof settings !== "object" || Array.isArray(settings)) return settings;
  const { channels } = model.spec;
  const problems: Problem[] = [];
  const named = (map: unknown, where: string): unknown => {
    if (map === null || typeof map !== "object" || Array.isArray(map)) return map;
    const { found, unknown, twice } = entriesByChannel(channels, map as Record<string, unknown>);
    problems.push(...twice.map(({ name, keys }) => channelTwice(where, name, keys)));
    const rest = unknown.map((key) => [key, (map as Record<string, unknown>)[key]] as const);
    return Object.fromEntries([...[...found].map(([name, { value }]) => [name, value] as const), ...rest]);
  };
  const changed = Object.entries(settings).map(([key, value]): [string, unknown] => {
    const where = `${what}.${key}`;
    if (byChannel.includes(key)) return [key, named(value, where)];
    if (lists.includes(key) && Array.isArray(value)) {
      return [
        key,
        value.map((name) => (typeof name === "string" ? (findChannel(channels, name)?.name ?? name) : name)),
      ];
    }
    if (nested.includes(key) && value !== null && typeof value === "object" && !Array.isArray(value)) {
      return [
        key,
        Object.fromEntries(Object.entries(value).map(([plan, map]) => [plan, named(map, `${where}.${plan}`)])),
      ];
    }
    return [key, value];
  });
  if (problems.length > 0) throw new CarryoverError(problems, exitCodes.usage);
  return Object.fromEntries(changed) as T;
}
