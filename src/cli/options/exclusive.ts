// Options of which one may be given, and how an option is written.

import { CarryoverError, exitCodes } from "../../problems/problem.ts";
import { exclusiveOptions } from "../../problems/usage-problems.ts";

/** @throws CarryoverError (wrong usage) when more than one of them was given */
export function exclusive(options: Readonly<Record<string, unknown>>): void {
  const given = Object.keys(options).filter((name) => options[name] !== undefined && options[name] !== false);
  if (given.length > 1) throw new CarryoverError([exclusiveOptions(given.map(optionName))], exitCodes.usage);
}

/** `breakEven` or `break_even` as an option: `--break-even`. */
export function optionName(key: string): string {
  return `--${key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`).replaceAll("_", "-")}`;
}
