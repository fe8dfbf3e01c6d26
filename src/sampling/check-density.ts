// What a sampler was given in place of a density: a posterior has both kinds, and they are easily mixed up.

import { CarryoverError } from "../problems/problem.ts";
import { notADensity, notADensitySource } from "../problems/density-problems.ts";
import type { DensitySource, LogDensity } from "./density.ts";

export function checkDensity(density: LogDensity): void {
  const given = propertiesOf(density);
  if (typeof given?.evaluate === "function" && Number.isInteger(given.dimension)) return;
  throw new CarryoverError([notADensity(whatIs(density))]);
}

export function checkDensitySource(source: DensitySource): void {
  const given = propertiesOf(source);
  if (typeof given?.module === "string" && typeof given.factory === "string") return;
  throw new CarryoverError([notADensitySource(whatIs(source))]);
}

function propertiesOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : undefined;
}

/** The kinds of things that are mixed up, by what only they have. */
const marks = {
  "a posterior": ["densitySource", "constrainDraws"],
  "a model": ["coordinates", "logPrior"],
  "a model builder": ["build", "observe"],
  "a density": ["evaluate", "dimension"],
  "the source of a density": ["module", "factory"],
} as const;

function whatIs(value: unknown): string {
  const given = propertiesOf(value);
  if (given === undefined) return typeof value === "function" ? `the function ${value.name}` : String(value);
  const found = Object.entries(marks).find(([, names]) => names.every((name) => name in given));
  return found?.[0] ?? "an object of another kind";
}
