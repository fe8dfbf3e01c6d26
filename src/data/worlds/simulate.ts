// Synthetic tables with known truth, by preset.

import { worldSettings } from "../../settings/index.ts";
import { documentText } from "../../documents/index.ts";
import { truthDocument } from "./truth-document.ts";
import { simulationProblems } from "../../problems/catalog.ts";
import { CarryoverError, exitCodes } from "../../problems/problem.ts";
import { generate, type Simulation } from "./generate.ts";
import { generatePanel, panelRecipes, type PanelSimulation, panelTruthDocument } from "./panels/index.ts";
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
  const rows = weeks ?? worlds[world]?.weeks ?? usualWeeks;
  check(world, Object.keys(worlds), rows, seed);
  return generate(worlds[world], { weeks: rows, seed });
}

/**
 * Simulates a table with one row for each geo and week, with the truth that made it, by geo, and a model file for it. Errors as of
 * `simulate`.
 */
export function simulatePanel(panel: string, { weeks = usualWeeks, seed = 1 }: SimulateOptions = {}): PanelSimulation {
  const names = panelRecipes.map(({ name }) => name);
  check(panel, names, weeks, seed);
  return generatePanel(panelRecipes[names.indexOf(panel)], { weeks, seed });
}

/** Simulates a table of any world, national or a panel. Errors as of `simulate`. */
export function simulateWorld(world: string, options?: SimulateOptions): Simulation<ChannelReturns> | PanelSimulation {
  return panelRecipes.some(({ name }) => name === world) ? simulatePanel(world, options) : simulate(world, options);
}

function check(name: string, known: readonly string[], weeks: number, seed: number): void {
  const problems = [];
  if (!known.includes(name)) problems.push(simulationProblems.unknownPreset(name, known));
  if (!Number.isInteger(weeks) || weeks < fewestWeeks || weeks > mostWeeks) {
    problems.push(simulationProblems.badWeeks(weeks, fewestWeeks, mostWeeks));
  }
  if (!Number.isSafeInteger(seed)) problems.push(simulationProblems.badSeed(seed));
  if (problems.length > 0) throw new CarryoverError(problems, exitCodes.usage);
}

/** The three files of a simulation, by name. */
export function simulationFiles(
  simulation: Simulation<ChannelReturns> | PanelSimulation,
): Readonly<Record<"data.csv" | "truth.json" | "model.yaml", string>> {
  const { truth } = simulation;
  const document = "geos" in truth ? panelTruthDocument(truth) : truthDocument(truth);
  return {
    "data.csv": writeCsv(simulation.columns),
    "truth.json": rowsOnOneLine(documentText(document)),
    "model.yaml": simulation.modelYaml,
  };
}

/** Indented JSON with each list of numbers on one line. */
function rowsOnOneLine(json: string): string {
  return json.replace(/\[[^\][{}"]*\]/g, (list) => list.replace(/\s+/g, " ").replace("[ ", "[").replace(" ]", "]"));
}
