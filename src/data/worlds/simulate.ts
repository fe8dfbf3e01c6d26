// Synthetic tables with known truth, by preset.

import { worldSettings } from "../../settings/index.ts";
import { documentText } from "../../documents/index.ts";
import { truthDocument } from "./truth-document.ts";
import { simulationProblems } from "../../problems/catalog.ts";
import { CarryoverError, exitCodes } from "../../problems/problem.ts";
import { generate, type Simulation } from "./generate.ts";
import { brand, ecommerce, hardWorlds, media } from "./presets/index.ts";
import type { Recipe, HardRecipe } from "./recipe.ts";
import type { ChannelReturns } from "./truth.ts";
import { writeCsv } from "../reading/index.ts";

/** The worlds that come with the package and that the model describes. */
export const presets: { readonly ecommerce: Recipe; readonly media: Recipe; readonly brand: Recipe } = {
  ecommerce,
  media,
  brand,
};

export type Preset = keyof typeof presets;

/** All worlds by name: the presets and those in which media mix models fail. */
export const worlds: Readonly<Record<string, HardRecipe>> & typeof presets = {
  ...presets,
  ...Object.fromEntries(hardWorlds.map((recipe) => [recipe.name, recipe])),
};

export interface SimulateOptions {
  /** Rows of the table, 20 to 5200; default 104, two years, or what the world is about. */
  readonly weeks?: number;
  /** Default 1. */
  readonly seed?: number;
}

/** What a checked table needs at least, and a century. */
const [fewestWeeks, mostWeeks] = [20, 5200];
/** Two years. */
const usualWeeks = worldSettings.weeks.default;

/**
 * Simulates a table of a world, with the truth that made it and a model file for it.
 *
 * @throws CarryoverError (exit code for wrong usage) for an unknown world, or weeks or a seed that cannot be used
 */
export function simulate(preset: Preset, options?: SimulateOptions): Simulation;
export function simulate(world: string, options?: SimulateOptions): Simulation<ChannelReturns>;
export function simulate(world: string, { weeks, seed = 1 }: SimulateOptions = {}): Simulation<ChannelReturns> {
  const problems = [];
  if (!Object.hasOwn(worlds, world)) problems.push(simulationProblems.unknownPreset(world, Object.keys(worlds)));
  const rows = weeks ?? worlds[world]?.weeks ?? usualWeeks;
  if (!Number.isInteger(rows) || rows < fewestWeeks || rows > mostWeeks) {
    problems.push(simulationProblems.badWeeks(rows, fewestWeeks, mostWeeks));
  }
  if (!Number.isSafeInteger(seed)) problems.push(simulationProblems.badSeed(seed));
  if (problems.length > 0) throw new CarryoverError(problems, exitCodes.usage);
  return generate(worlds[world], { weeks: rows, seed });
}

/** The three files of a simulation, by name. */
export function simulationFiles(
  simulation: Simulation<ChannelReturns>,
): Readonly<Record<"data.csv" | "truth.json" | "model.yaml", string>> {
  return {
    "data.csv": writeCsv(simulation.columns),
    "truth.json": rowsOnOneLine(documentText(truthDocument(simulation.truth))),
    "model.yaml": simulation.modelYaml,
  };
}

/** Indented JSON with each list of numbers on one line. */
function rowsOnOneLine(json: string): string {
  return json.replace(/\[[^\][{}"]*\]/g, (list) => list.replace(/\s+/g, " ").replace("[ ", "[").replace(" ]", "]"));
}
