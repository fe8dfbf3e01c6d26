// Settings as a program of the library gives them: completed with defaults, and refused with everything that is wrong.

import { CarryoverError, type Problem } from "../problems/problem.ts";
import { unknownSetting, wrongSetting } from "../problems/setting-problems.ts";
import { type CamelKeys, camelKeys } from "./names.ts";
import { accepts, fallbackOf, type Setting, type SettingTable, type ValuesOf, wanted } from "./setting.ts";

/** What to do about a value that a setting does not take. */
export function settingHint(setting: Setting): string {
  if (setting.hint !== undefined) return setting.hint;
  const fallback = fallbackOf(setting);
  return fallback === undefined ? "Give such a value, or leave it out." : `The default is ${fallback}.`;
}

/** The defaults of a table of which every setting has one. */
export function defaultsOf<T extends SettingTable>(table: T): ValuesOf<T> {
  return Object.fromEntries(
    Object.entries(table).map(([name, setting]) => [name, setting.default]),
  ) as unknown as ValuesOf<T>;
}

/**
 * Settings of the library completed with defaults. Those that are undefined count as left out.
 * @param where whose settings they are, for messages: "sampling"
 * @param defaults of the table, with those that depend on other settings
 * @param also problems between settings that are right one by one
 * @throws CarryoverError with every problem: names that do not exist, values out of range
 */
export function completeSettings<T extends SettingTable>(
  where: string,
  table: T,
  given: Readonly<Record<string, unknown>>,
  defaults: CamelKeys<ValuesOf<T>>,
  also: (settings: CamelKeys<ValuesOf<T>>) => readonly Problem[] = () => [],
): CamelKeys<ValuesOf<T>> {
  const values = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const settings = { ...defaults, ...values } as CamelKeys<ValuesOf<T>>;
  const problems = [...settingProblems(where, camelKeys(table), settings), ...also(settings)];
  if (problems.length > 0) throw new CarryoverError(problems);
  return settings;
}

/** What is wrong with values under the names of a table: names that do not exist, values out of range. Those left out are not. */
export function settingProblems(where: string, table: SettingTable, values: object): readonly Problem[] {
  const given = Object.entries(values).filter(([, value]) => value !== undefined);
  const unknown = given.filter(([name]) => !Object.hasOwn(table, name));
  const wrong = Object.keys(table).flatMap((name) =>
    given.filter(([own, value]) => own === name && !accepts(table[name], value)),
  );
  return [
    ...unknown.map(([name]) => unknownSetting(where, name, Object.keys(table))),
    ...wrong.map(([name, value]) =>
      wrongSetting(where, name, wanted(table[name]), String(value), settingHint(table[name])),
    ),
  ];
}
