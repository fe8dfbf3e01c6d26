// One table of one world under one set of default priors: fitted, held against its truth, reviewed, and its plan scored.

import { mediaDataFromColumns } from "../../src/data/panel/from-columns.ts";
import { columnsByName, generate } from "../../src/data/worlds/generate.ts";
import type { HardRecipe } from "../../src/data/worlds/recipe.ts";
import { generatePanel } from "../../src/data/worlds/panels/index.ts";
import type { PanelRecipe } from "../../src/data/worlds/panels/recipe.ts";
import type { Truth } from "../../src/data/worlds/truth.ts";
import { fittedModel } from "../../src/decisions/draws/fitted-model.ts";
import { modelChecks } from "../../src/decisions/review/review.ts";
import { programCache } from "../../src/mmm/fit/programs.ts";
import { fitMediaMix } from "../../src/mmm/fit/fit.ts";
import { parseModelFile, writtenColumns } from "../../src/mmm/specification/document.ts";
import type { ResolvedSpec } from "../../src/mmm/specification/resolved-spec.ts";
import { resolve } from "../../src/mmm/specification/resolve.ts";
import { type JudgedFigure, judgeOfWorld } from "../../src/studies/failing-worlds/scenario-judgment.ts";
import { score, settingsFor } from "../decisions/one-set.ts";
import { truthModel } from "../decisions/truth-model.ts";

export interface TableResult {
  readonly world: string;
  readonly seed: number;
  readonly variant: string;
  readonly converged: boolean;
  readonly divergences: number;
  readonly leapfrogs: number;
  readonly seconds: number;
  /** Contribution of each channel, then of media. */
  readonly contributions: readonly JudgedFigure[];
  readonly marginalReturns: readonly JudgedFigure[];
  /** Of a panel: contribution of each channel in each geo. */
  readonly geos: readonly JudgedFigure[];
  /** By the limits of the study of failing worlds. */
  readonly wrong: boolean;
  /** Checks of the review that did not pass, where it was made. */
  readonly warnings: readonly string[];
  /** Plans from even spend within 0 to 300%: what the recommended one gains and what was possible, in true revenue. Absent where the truth is no Hill curve. */
  readonly plan?: { readonly gain: number; readonly possible: number; readonly revenue: number };
}

const programs = programCache("wasm", 32);

/** What a variant adds to the model file of a world, by what that resolves to without it. */
export type VariantLines = (spec: ResolvedSpec) => string;

export async function studyTable(
  world: string,
  recipe: HardRecipe | PanelRecipe,
  seed: number,
  {
    variant,
    lines,
    draws,
    reviewed,
  }: { readonly variant: string; readonly lines: VariantLines; readonly draws: number; readonly reviewed: boolean },
): Promise<TableResult> {
  const started = performance.now();
  const simulation =
    "geos" in recipe
      ? generatePanel(recipe, { weeks: 104, seed })
      : generate(recipe, { weeks: recipe.weeks ?? 104, seed });
  const plain = await parseModelFile(simulation.modelYaml, "model.yaml");
  const data = await mediaDataFromColumns(columnsByName(simulation.columns), {
    source: "data.csv",
    ...writtenColumns(plain),
  });
  const added = lines(resolve(plain, data).spec);
  const document = await parseModelFile(`${simulation.modelYaml}${added}\n`, "model.yaml");
  const chains = 2;
  const resolution = resolve(document, data, { chains, warmup: draws, draws, seed });
  const fit = await fitMediaMix(data, resolution, { inThisThread: true, programs, pointwise: reviewed });
  const model = fittedModel(fit);
  const checks = reviewed
    ? modelChecks(model, { diagnostics: fit.diagnostics, pointwise: fit.pointwise }).review.checks
    : [];
  const { contributions, marginalReturns, geos = [], wrong } = judgeOfWorld(model, simulation.truth);
  const scored = isPlain(recipe)
    ? score("even", model, truthModel(model, simulation.truth as Truth), settingsFor(model, true, true))
    : undefined;
  return {
    world,
    seed,
    variant,
    converged: fit.diagnostics.converged,
    divergences: fit.diagnostics.divergences,
    leapfrogs: fit.diagnostics.gradient_evaluations / (2 * chains * draws),
    seconds: (performance.now() - started) / 1000,
    contributions,
    marginalReturns,
    geos,
    wrong,
    warnings: checks.filter(({ status }) => status !== "PASS").map(({ check }) => check),
    ...(scored === undefined
      ? {}
      : { plan: { gain: scored.gain, possible: scored.possible, revenue: scored.revenue } }),
  };
}

/** National, with nothing but Hill curves: a planner who knows the truth is known of those. */
function isPlain(recipe: HardRecipe | PanelRecipe): boolean {
  if ("geos" in recipe) return false;
  return recipe.channels.every(({ carryOver, curve, effectChange }) => !carryOver && !curve && !effectChange);
}
