// The study of worlds in which media mix models fail: threads and files.

import { availableParallelism } from "node:os";
import { documentText } from "../../documents/index.ts";
import { CarryoverError, exitCodes } from "../../problems/problem.ts";
import { unknownPreset } from "../../problems/simulation-problems.ts";
import { worldSettings } from "../../settings/index.ts";
import {
  failingWorldsDocument,
  runScenarios,
  scenarioSampling,
  type ScenarioStudy,
  type ScenarioWorld,
  scenarioWorlds,
} from "../../studies/failing-worlds/index.ts";
import { startTaskThreads } from "../../threads/index.ts";
import type { ServiceCall } from "../call/index.ts";
import { holdingOut, replaceOut } from "../files/index.ts";
import type { StudyProgress } from "./progress.ts";
import { closed } from "./recover.ts";
import { scenariosCsv } from "./study-tables.ts";

export { failingWorldsDocument } from "../../studies/failing-worlds/index.ts";

/** What is left out takes the study's own default. */
export interface FailingWorldsRequest {
  /** Tables of each world; default 20, a few minutes on two cores. */
  readonly datasets?: number | undefined;
  readonly seed?: number | undefined;
  /** Names of worlds; default all. */
  readonly worlds?: readonly string[] | undefined;
  readonly chains?: number | undefined;
  readonly warmup?: number | undefined;
  readonly draws?: number | undefined;
  /** Worker threads; they do not change the figures. Default one per core. */
  readonly threads?: number | undefined;
  /** Folder for scenarios.json, scenarios.csv and scenarios.html. */
  readonly out?: string | undefined;
}

export interface FailingWorldsResult {
  readonly study: ScenarioStudy;
  readonly files: readonly string[];
}

/** Tables of each world: a few minutes on two cores. */
const usualDatasets = 20;

const fileNames = ["scenarios.json", "scenarios.csv", "scenarios.html"] as const;

/**
 * How often the answer is wrong in each world, and what warned. The document is `study`.
 * @returns undefined when it was canceled; nothing is kept then
 * @throws CarryoverError (wrong usage) for a name that no world has and a folder that holds other things
 */
export async function failingWorlds(
  request: FailingWorldsRequest,
  call: ServiceCall<StudyProgress> = {},
): Promise<FailingWorldsResult | undefined> {
  return holdingOut(request.out, fileNames, () => study(request, call));
}

async function study(
  request: FailingWorldsRequest,
  { signal = new AbortController().signal, onProgress }: ServiceCall<StudyProgress>,
): Promise<FailingWorldsResult | undefined> {
  const { datasets = usualDatasets, seed = worldSettings.seed.default, out } = request;
  const sampling = {
    chains: request.chains ?? scenarioSampling.chains,
    warmup: request.warmup ?? scenarioSampling.warmup,
    draws: request.draws ?? scenarioSampling.draws,
  };
  const worlds = worldsNamed(request.worlds);
  const threads = startTaskThreads(request.threads ?? availableParallelism(), signal);
  const started = performance.now();
  let without = 0;
  try {
    const made = await runScenarios({
      threads,
      datasets,
      seed,
      worlds,
      sampling,
      signal,
      onFit: (done, total, converged) => {
        if (!converged) without++;
        onProgress?.({ seconds: (performance.now() - started) / 1000, done, total, kept: 0, without });
      },
    });
    if (made === undefined) return undefined;
    return { study: made, files: out === undefined ? [] : await replaceOut(out, await filesOf(made)) };
  } finally {
    await closed(threads, signal.aborted);
  }
}

function worldsNamed(asked: readonly string[] | undefined): readonly ScenarioWorld[] {
  if (asked === undefined) return scenarioWorlds;
  const known = scenarioWorlds.map(({ world }) => world);
  const problems = asked.filter((name) => !known.includes(name)).map((name) => unknownPreset(name, known));
  if (problems.length > 0) throw new CarryoverError(problems, exitCodes.usage);
  return scenarioWorlds.filter(({ world }) => asked.includes(world));
}

async function filesOf(study: ScenarioStudy): Promise<readonly { readonly name: string; readonly content: string }[]> {
  const { scenariosPage } = await import("../../studies/failing-worlds/scenarios-page.ts");
  const { carryoverVersion } = await import("../../store/version.ts");
  const page = await scenariosPage(study, carryoverVersion());
  const contents = [documentText(failingWorldsDocument(study), 1), scenariosCsv(study), page];
  return fileNames.map((name, i) => ({ name, content: contents[i] }));
}
