// The demonstration: a table with known truth, fitted, diagnosed and compared.

import { mediaDataFromColumns } from "../../data/panel/index.ts";
import { columnsByName, simulate, type Simulation } from "../../data/worlds/index.ts";
import { type Diagnostics, makeDesign } from "../../mmm/fit/index.ts";
import { parseModelFile, resolve, writtenColumns } from "../../mmm/specification/index.ts";
import { truthOfSimulation } from "../../studies/recovery/index.ts";
import { withCompleteness } from "../../store/run/index.ts";
import { fitSettings } from "../../settings/index.ts";
import type { SamplingCall } from "../call/index.ts";
import { defaultThreads, engine as standardEngine } from "../engine/index.ts";
import { runFit, type SamplingProgress } from "./run-fit.ts";
import { compareWithTruth } from "./truth-comparison.ts";

/** Before anything is fitted, the table is simulated. */
export interface Simulated {
  readonly stage: "simulated";
  readonly truth: Simulation["truth"];
}

export type DemonstrationProgress = SamplingProgress | Simulated;

export interface Demonstration {
  readonly complete: boolean;
  readonly converged: boolean;
  readonly diagnostics: Diagnostics;
  /** Posterior and truth of every parameter and quantity. */
  readonly comparison: ReturnType<typeof compareWithTruth>;
}

/**
 * Simulates two years of a web shop, fits them and holds the posterior against the truth. Writes nothing.
 * @returns undefined when it was canceled before there was anything to keep
 */
export async function demonstrate(call: SamplingCall<DemonstrationProgress> = {}): Promise<Demonstration | undefined> {
  const { engine = standardEngine, onProgress } = call;
  const workers = call.workers ?? engine.startWorkers(defaultThreads(fitSettings.chains.default));
  const simulation = simulate("ecommerce");
  const { truth } = simulation;
  onProgress?.({ stage: "simulated", truth });
  const prepare = async () => {
    const document = await parseModelFile(simulation.modelYaml, "model.yaml");
    const columns = columnsByName(simulation.columns);
    const data = await mediaDataFromColumns(columns, { source: "data.csv", ...writtenColumns(document) });
    return { data, resolution: resolve(document, data) };
  };
  const fitted = await runFit(prepare, { workers, backend: "wasm" }, call);
  if (fitted === undefined) return undefined;
  const { task, fit } = fitted;
  const { spec } = task.resolution;
  const diagnostics = withCompleteness(fit);
  return {
    complete: fit.complete,
    converged: diagnostics.converged,
    diagnostics,
    comparison: compareWithTruth(fit.summary, truthOfSimulation(truth, spec, makeDesign(task.data, spec))),
  };
}
