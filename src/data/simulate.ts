// Synthetic tables with known truth, by preset.

import { simulationProblems } from "../problems/catalogue.ts";
import { CarryoverError, exitCodes } from "../problems/problem.ts";
import { generate, type Simulation } from "./simulation/generate.ts";
import { ecommerce } from "./simulation/presets/ecommerce.ts";
import { media } from "./simulation/presets/media.ts";
import type { Recipe } from "./simulation/recipe.ts";
import { writeCsv } from "./write-csv.ts";

/** The worlds that come with the package. */
export const presets: { readonly ecommerce: Recipe; readonly media: Recipe } = { ecommerce, media };

export type Preset = keyof typeof presets;

export interface SimulateOptions {
  /** Rows of the table, 20 to 5200; default 104, two years. */
  readonly weeks?: number;
  /** Default 1. */
  readonly seed?: number;
}

/** What a checked table needs at least, and a century. */
const [fewestWeeks, mostWeeks] = [20, 5200];

/**
 * Simulates a table of a preset, with the truth that made it and a model file for it.
 *
 * @throws CarryoverError (exit code for wrong usage) for an unknown preset, or weeks or a seed that cannot be used
 */
export function simulate(preset: Preset, { weeks = 104, seed = 1 }: SimulateOptions = {}): Simulation {
  const problems = [];
  if (!Object.hasOwn(presets, preset)) problems.push(simulationProblems.unknownPreset(preset, Object.keys(presets)));
  if (!Number.isInteger(weeks) || weeks < fewestWeeks || weeks > mostWeeks) {
    problems.push(simulationProblems.badWeeks(weeks, fewestWeeks, mostWeeks));
  }
  if (!Number.isSafeInteger(seed)) problems.push(simulationProblems.badSeed(seed));
  if (problems.length > 0) throw new CarryoverError(problems, exitCodes.usage);
  return generate(presets[preset], { weeks, seed });
}

/** The three files of a simulation, by name. */
export function simulationFiles(
  simulation: Simulation,
): Readonly<Record<"data.csv" | "truth.json" | "model.yaml", string>> {
  return {
    "data.csv": writeCsv(simulation.columns),
    "truth.json": `${rowsOnOneLine(JSON.stringify(simulation.truth, undefined, 2))}\n`,
    "model.yaml": simulation.modelYaml,
  };
}

/** Indented JSON with each list of numbers on one line. */
function rowsOnOneLine(json: string): string {
  return json.replace(/\[[^\][{}"]*\]/g, (list) => list.replace(/\s+/g, " ").replace("[ ", "[").replace(" ]", "]"));
}
