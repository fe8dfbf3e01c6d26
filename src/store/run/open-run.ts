// A run folder opened for decisions.

import { type FittedModel, fittedModel } from "../../decisions/draws/index.ts";
import { CarryoverError } from "../../problems/problem.ts";
import * as wording from "../../problems/run-problems.ts";
import { loadRun, specificationOf, type StoredRun } from "./load-run.ts";
import type { SealOptions } from "./sealed-folder.ts";

export interface OpenRun {
  readonly run: StoredRun;
  readonly model: FittedModel;
}

/**
 * Loads a run folder with its specification and table.
 * @throws CarryoverError as `loadRun`, and when the run was canceled before it had draws
 */
export async function openRun(folder: string, options: SealOptions = {}): Promise<OpenRun> {
  const run = await loadRun(folder, options);
  if (run.draws.draws === 0) throw new CarryoverError([wording.runWithoutDraws(folder)]);
  const { parameters, positions, coordinates } = run.draws;
  const spec = await specificationOf(run);
  const { data, diagnostics } = run;
  // Its modules are loaded only where they are needed.
  const latentSpend =
    spec.latent_spend === undefined
      ? undefined
      : (await import("../../mmm/fit/latent-spend-draws.ts")).latentSpend({ spec, data, positions, coordinates });
  return { run, model: fittedModel({ spec, data, parameters, diagnostics, latentSpend }) };
}
