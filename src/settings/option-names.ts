// Names of options that a program gives to a function: one that the function does not know is a mistake, not something to leave out silently.

import { CarryoverError, exitCodes } from "../problems/problem.ts";
import { notOptions, unknownSetting } from "../problems/setting-problems.ts";

/** Every name of a type of options: a name that is missing or too many does not compile. */
export type OptionNames<T> = Readonly<Record<keyof T, true>>;

/**
 * Those that are undefined count as left out.
 * @param of the function, for messages
 * @throws CarryoverError (wrong usage) when options are not an object, or have a name that is not known; "did you mean" says which is near
 */
export function checkOptionNames<T>(of: string, options: T, known: OptionNames<T>): void {
  if (options === null || typeof options !== "object" || Array.isArray(options)) {
    throw new CarryoverError([notOptions(of, Array.isArray(options) ? "a list" : String(options))], exitCodes.usage);
  }
  const unknown = Object.entries(options).filter(([name, value]) => value !== undefined && !Object.hasOwn(known, name));
  if (unknown.length === 0) return;
  const names = Object.keys(known);
  throw new CarryoverError(
    unknown.map(([name]) => unknownSetting(of, name, names)),
    exitCodes.usage,
  );
}
