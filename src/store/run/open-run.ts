// A run folder opened for decisions.

import { type FittedModel, fittedModel } from "../../decisions/draws/index.ts";
import { MissingParameterError } from "../../mmm/response/index.ts";
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
 * @throws CarryoverError as `loadRun`, when the run was canceled before it had draws, and when its draws are of another model than this version's
 */
export async function openRun(folder: string, options: SealOptions = {}): Promise<OpenRun> {
  const run = await loadRun(folder, options);
  return { run, model: await modelOfRun(run) };
}

/**
 * The model of a run that is loaded.
 * @throws CarryoverError when it has no draws, and when these are of another model than this version's
 */
export async function modelOfRun(run: StoredRun): Promise<FittedModel> {
  const { folder } = run;
  if (run.draws.draws === 0) throw new CarryoverError([wording.runWithoutDraws(folder)]);
  const { parameters, positions, coordinates } = run.draws;
  const spec = await specificationOf(run);
  const { data, diagnostics } = run;
  // Its modules are loaded only where they are needed.
  const latentSpend =
    spec.latent_spend === undefined
      ? undefined
      : (await import("../../mmm/fit/latent-spend-draws.ts")).latentSpend({ spec, data, positions, coordinates });
  try {
    return fittedModel({ spec, data, parameters, diagnostics, latentSpend });
  } catch (error) {
    if (!(error instanceof MissingParameterError)) throw error;
    throw new CarryoverError([wording.runOfOtherModel(folder, error.parameter)]);
  }
}
