// Carryover on PyMC-Marketing's example model: in this process, and as the command in a fresh one.

import { elementsOf } from "../../src/mmm/axes/index.ts";
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import type { Draws } from "../../src/diagnostics/draws.ts";
import type { WorkerPool } from "../../src/sampling/pool.ts";
import { fitProcess } from "../harness/fit-process.ts";
import { places } from "../harness/places.ts";
import { library } from "../harness/shipped.ts";
import { readInput } from "../model-a/input.ts";
import { sharedParameters } from "./data.ts";
import { type MarketingRun, worthOf } from "./run.ts";

export const ownSystem = "carryover";

const { version: own } = JSON.parse(readFileSync(`${places.repository}package.json`, "utf8")) as { version: string };

let pool: WorkerPool | undefined;

function shared(parameters: readonly { readonly name: string; readonly draws: Draws }[]): ReadonlyMap<string, Draws> {
  return new Map(
    sharedParameters.map((name) => {
      const found = parameters.find((parameter) => parameter.name === name);
      if (found === undefined) throw new Error(`The fit has no parameter ${name}.`);
      return [name, found.draws];
    }),
  );
}

const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/**
 * Three fits with one seed, which give the same draws: by the library with threads that stay between fits (warm), with threads of its own
 * (again), and by `carryover fit` in a fresh process (cold), each from reading the table to the summary.
 */
export async function runCarryover(model: string, round: number, seed: number): Promise<MarketingRun> {
  pool ??= library.startWorkers(Math.min(4, availableParallelism()));
  const timed = async (options: { pool?: WorkerPool }): Promise<{ seconds: number; fit: Fit }> => {
    const start = performance.now();
    const { data, resolution } = await readInput(model, seed);
    const fit = await library.fitMediaMix(data, resolution, options);
    return { seconds: (performance.now() - start) / 1000, fit };
  };
  const warm = await timed({ pool });
  const again = await timed({});
  const values = [model, "--report", "none", "--seed", String(seed)];
  const cold = await fitProcess({ values }, () => Promise.resolve());
  const { fit } = warm;
  const leapfrogsPerDraw = mean(fit.sampler.leapfrogs.values);
  return {
    system: ownSystem,
    version: `Carryover ${own}`,
    round,
    seed,
    warmup: fit.spec.sampling.warmup,
    warmSeconds: warm.seconds,
    againSeconds: again.seconds,
    coldSeconds: cold.seconds,
    divergences: fit.diagnostics.divergences,
    leapfrogsPerDraw,
    ...worthOf(shared(fit.parameters.flatMap(elementsOf)), leapfrogsPerDraw),
  };
}

type Fit = Awaited<ReturnType<typeof library.fitMediaMix>>;

export async function stopThreads(): Promise<void> {
  await pool?.close();
}
