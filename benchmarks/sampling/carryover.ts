// Carryover on model A: in this process, where an earlier fit has warmed it up, and as the command in a fresh process.

import { elementsOf } from "../../src/mmm/axes/index.ts";
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { fitProcess } from "../harness/fit-process.ts";
import { places } from "../harness/places.ts";
import { library } from "../harness/shipped.ts";
import { readInput } from "../model-a/input.ts";
import type { Draws } from "../../src/diagnostics/draws.ts";
import type { WorkerPool } from "../../src/sampling/pool.ts";
import { type ModelADraws, qualityOf, type Run } from "./quality.ts";

/** Threads that stay between fits; threads of every fit's own; a fresh process. */
export const kinds = ["carryover", "carryover, new threads", "carryover fit"] as const;
export type Kind = (typeof kinds)[number];

const channels = ["Shopify", "TikTok", "Meta"];

/** The names of Carryover's parameters in the order of a.stan. */
const names: readonly string[] = [
  ...["decay", "slope", "half_saturation", "coefficient"].flatMap((name) => channels.map((of) => `${name}[${of}]`)),
  "control[promotions]",
  "season[1]",
  "season[2]",
  "intercept",
  "sigma",
];

function inStansOrder(parameters: readonly { readonly name: string; readonly draws: Draws }[]): ModelADraws {
  return names.map((name) => {
    const found = parameters.find((parameter) => parameter.name === name);
    if (found === undefined) throw new Error(`The fit has no parameter ${name}.`);
    return found.draws;
  });
}

const { version: own } = JSON.parse(readFileSync(`${places.repository}package.json`, "utf8")) as { version: string };
const version = `Carryover ${own}`;

let pool: WorkerPool | undefined;

/** A fit of the model file by the library: reading it, compiling, sampling, summary, pointwise log likelihood. */
export async function fitHere(kind: "carryover" | "carryover, new threads", round: number, seed: number): Promise<Run> {
  if (kind === "carryover") pool ??= library.startWorkers(Math.min(4, availableParallelism()));
  const start = performance.now();
  const { data, resolution } = await readInput(places.modelA, seed);
  const fit = await library.fitMediaMix(data, resolution, kind === "carryover" && pool !== undefined ? { pool } : {});
  const warmSeconds = (performance.now() - start) / 1000;
  const { sampler, diagnostics, spec } = fit;
  return {
    system: kind,
    version,
    round,
    seed,
    warmup: spec.sampling.warmup,
    draws: diagnostics.draws_per_chain,
    warmSeconds,
    coldSeconds: undefined,
    divergences: diagnostics.divergences,
    leapfrogsPerDraw: mean(sampler.leapfrogs.values),
    ...qualityOf(inStansOrder(fit.parameters.flatMap(elementsOf))),
  };
}

/** `carryover fit a.yaml --report none` from process start to exit: no peer writes a report. */
export async function fitInProcess(round: number, seed: number): Promise<Run> {
  const { seconds, read } = await fitProcess(
    { values: [places.modelA, "--report", "none", "--seed", String(seed)] },
    library.loadRun,
  );
  const { diagnostics, draws } = read;
  return {
    system: "carryover fit",
    version,
    round,
    seed,
    warmup: read.record.specification.sampling?.warmup ?? Number.NaN,
    draws: diagnostics.draws_per_chain,
    warmSeconds: undefined,
    coldSeconds: seconds,
    divergences: diagnostics.divergences,
    leapfrogsPerDraw: mean(draws.sampler.leapfrogs.values),
    ...qualityOf(inStansOrder(draws.parameters.flatMap(elementsOf))),
  };
}

export async function stopThreads(): Promise<void> {
  await pool?.close();
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
