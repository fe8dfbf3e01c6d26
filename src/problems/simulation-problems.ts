// Problems of what a simulation is asked for.

import type { Problem } from "./problem.ts";
import { didYouMean } from "./suggest.ts";
import { nameList, quote } from "../words/index.ts";

export const unknownPreset = (name: string, known: readonly string[]): Problem => ({
  code: "unknown-preset",
  message: "There is no such preset.",
  received: quote(name),
  hint: `${didYouMean(name, known)}The presets are ${nameList(known)}.`,
});

export const badWeeks = (weeks: number, fewest: number, most: number): Problem => ({
  code: "bad-weeks",
  message: "The number of weeks cannot be used.",
  received: String(weeks),
  hint: `Use a whole number from ${fewest} to ${most}.`,
});

export const badSeed = (seed: number): Problem => ({
  code: "bad-seed",
  message: "The seed cannot be used.",
  received: String(seed),
  hint: "Use a whole number of at most 15 digits.",
});
