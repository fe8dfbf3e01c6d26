// Options that a program gives to the functions of this room: each is checked by the setting it is, so that a library call is refused for what
// the command line would be refused for.

import { CarryoverError, exitCodes, type Problem } from "../../problems/problem.ts";
import { notOptions, unknownSetting, wrongSetting } from "../../problems/setting-problems.ts";
import { accepts, quantitySettings, type Setting, settingHint, wanted } from "../../settings/index.ts";
import type { FittedModel } from "./fitted-model.ts";
import type { Period } from "./period.ts";

/** A setting, or what is wrong with a value at a place. */
export type OptionRule = Setting | ((value: unknown, where: string) => readonly Problem[]);

/** Rules of the options of one function by their names. */
export type OptionRules = Readonly<Record<string, OptionRule>>;

/**
 * Everything that is wrong with options: names that the function does not know, and values that it cannot take. Those left out are not.
 * @param of the function, for messages
 */
export function optionProblems(of: string, options: unknown, rules: OptionRules): readonly Problem[] {
  if (options === null || typeof options !== "object" || Array.isArray(options))
    return [notOptions(of, shown(options))];
  return Object.entries(options)
    .filter(([, value]) => value !== undefined)
    .flatMap(([name, value]): readonly Problem[] => {
      if (!Object.hasOwn(rules, name)) return [unknownSetting(of, name, Object.keys(rules))];
      const rule = rules[name];
      if (typeof rule === "function") return rule(value, `${of}.${name}`);
      return accepts(rule, value) ? [] : [wrongSetting(of, name, wanted(rule), shown(value), settingHint(rule))];
    });
}

/** @throws CarryoverError (wrong usage) with all of `optionProblems` */
export function checkOptions(of: string, options: unknown, rules: OptionRules): void {
  const problems = optionProblems(of, options, rules);
  if (problems.length > 0) throw new CarryoverError(problems, exitCodes.usage);
}

/** Any value: what is given is checked elsewhere. */
export const anything = (): readonly Problem[] => [];

/** Rules of the options that quantities have in common. */
export function quantityRules({ data }: Pick<FittedModel, "data">): {
  readonly period: OptionRule;
  readonly level: Setting;
  readonly breakEven: Setting;
} {
  return {
    period: (value, where) =>
      isPeriod(value, data.rows)
        ? []
        : [
            wrongSetting(
              where.replace(/\.period$/, ""),
              "period",
              `rows { from, to } of the table, 0 <= from < to <= ${data.rows}`,
              shown(value),
              "periodOf(data, ...) makes one from dates.",
            ),
          ],
    level: quantitySettings.level,
    breakEven: quantitySettings.break_even,
  };
}

function isPeriod(value: unknown, rows: number): value is Period {
  if (value === null || typeof value !== "object") return false;
  const { from, to } = value as Partial<Period>;
  return Number.isInteger(from) && Number.isInteger(to) && from! >= 0 && from! < to! && to! <= rows;
}

/** A value as a program wrote it. */
export function shown(value: unknown): string {
  return typeof value === "object" && value !== null ? (JSON.stringify(value) ?? "an object") : String(value);
}
