// The demonstration: a table with known truth, fitted and reported as any other, and held against the truth.

import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { simulate, type Simulation, simulationFiles } from "../../data/worlds/index.ts";
import { makeDesign, readInput } from "../../mmm/fit/index.ts";
import { CarryoverError, exitCodes } from "../../problems/problem.ts";
import { outIsForeign } from "../../problems/run-problems.ts";
import { checkOutFolder } from "../../store/run/index.ts";
import { truthOfSimulation } from "../../studies/recovery/index.ts";
import type { SamplingCall } from "../call/index.ts";
import { replaceTogether } from "../files/index.ts";
import { fit, type FitProgress, type FitResult } from "./fit.ts";
import { compareWithTruth } from "./truth-comparison.ts";

export interface DemonstrationRequest {
  /** Folder for the table, its model file, its truth and the run, in `run`; an earlier demonstration in it is replaced. */
  readonly out: string;
  /** What the run record says it was made by. */
  readonly command: string;
}

/** Before anything is fitted, the table is simulated and written. */
export interface Simulated {
  readonly stage: "simulated";
  readonly truth: Simulation["truth"];
}

export type DemonstrationProgress = FitProgress | Simulated;

export interface Demonstration {
  readonly fit: FitResult;
  /** Posterior and truth of every parameter and quantity. */
  readonly comparison: ReturnType<typeof compareWithTruth>;
}

/** The world that is simulated, with the seed that every world has by default. */
const world = "brand";

/**
 * Simulates two years of a brand with five channels, fits them with the defaults and holds the posterior against the truth.
 * @returns undefined when it was canceled before there was anything to keep
 * @throws CarryoverError when the folder holds anything else, or cannot be written
 */
export async function demonstrate(
  { out, command }: DemonstrationRequest,
  call: SamplingCall<DemonstrationProgress> = {},
): Promise<Demonstration | undefined> {
  const simulation = simulate(world);
  const files = Object.entries(simulationFiles(simulation));
  await checkOwn(out, files);
  await replaceTogether(
    out,
    files.map(([name, content]) => ({ path: join(out, name), content })),
  );
  const { truth } = simulation;
  call.onProgress?.({ stage: "simulated", truth });
  const path = join(out, "model.yaml");
  const made = await fit({ path, out: join(out, "run"), command }, call);
  if (made === undefined) return undefined;
  const { data, resolution } = await readInput(path);
  const { spec } = resolution;
  return {
    fit: made,
    comparison: compareWithTruth(made.summary, truthOfSimulation(truth, spec, makeDesign(data, spec))),
  };
}

/** A file that is there and is not what will be written is somebody's own. */
async function checkOwn(out: string, files: readonly (readonly [name: string, content: string])[]): Promise<void> {
  await checkOutFolder(out, [...files.map(([name]) => name), "run"]);
  const there = await readdir(out).catch((): string[] => []);
  const others: string[] = [];
  for (const [name, content] of files) {
    if (there.includes(name) && (await readFile(join(out, name), "utf8").catch(() => "")) !== content)
      others.push(name);
  }
  if (others.length > 0) throw new CarryoverError([outIsForeign(out, others)], exitCodes.usage);
}
