// The study of failing worlds with everything around it: threads, progress, Ctrl-C, files.

import { availableParallelism } from "node:os";
import { resolve, sep } from "node:path";
import { startTaskThreads } from "../threads/index.ts";
import { CarryoverError, exitCodes } from "../problems/problem.ts";
import { unknownPreset } from "../problems/simulation-problems.ts";
import {
  type ScenarioWorld,
  scenarioWorlds,
  runScenarios,
  type ScenarioStudy,
  scenarioSampling,
} from "../studies/failing-worlds/index.ts";
import { checkOutFolder, replaceFolder } from "../store/run/index.ts";
import { listenForInterrupts } from "./terminal/index.ts";
import { scenariosCsv, scenarioStudyLines } from "./print/index.ts";
import { createDisplay, type ProgressMode, setsView } from "./progress/index.ts";
import type { Terminal } from "./terminal/index.ts";

/** Options of the command; what is left out takes the study's own default. */
export interface ScenarioRequest {
  readonly datasets?: number | undefined;
  readonly seed?: number | undefined;
  /** Names with commas between; default all. */
  readonly worlds?: string | undefined;
  readonly chains?: number | undefined;
  readonly warmup?: number | undefined;
  readonly draws?: number | undefined;
  readonly threads?: number | undefined;
  readonly out?: string | undefined;
  readonly progress?: ProgressMode | undefined;
  readonly json: boolean;
}

/** Tables of each world: a few minutes on two cores. */
const usualDatasets = 20;

const fileNames = ["scenarios.json", "scenarios.csv", "scenarios.html"] as const;

/** Runs the study and prints it; resolves with the exit code. */
export async function scenarioStudy(terminal: Terminal, request: ScenarioRequest): Promise<number> {
  const { out, err } = terminal;
  const done = await scenariosRun(terminal, request);
  if (done === undefined) return exitCodes.canceled;
  const { scenarios, files } = done;
  if (request.json) out.write(`${JSON.stringify(scenarios, undefined, 2)}\n`);
  else out.write(`${scenarioStudyLines(scenarios, out.columns(), out.style).join("\n")}\n`);
  for (const file of files) err.write(`wrote ${file}\n`);
  return exitCodes.success;
}

/** @returns undefined after Ctrl-C; nothing is kept then */
async function scenariosRun(
  terminal: Terminal,
  request: ScenarioRequest,
): Promise<{ readonly scenarios: ScenarioStudy; readonly files: readonly string[] } | undefined> {
  const { datasets = usualDatasets, seed = 1, out, progress = "auto" } = request;
  const sampling = {
    chains: request.chains ?? scenarioSampling.chains,
    warmup: request.warmup ?? scenarioSampling.warmup,
    draws: request.draws ?? scenarioSampling.draws,
  };
  const worlds = worldsNamed(request.worlds);
  if (out !== undefined) await checkOutFolder(out, fileNames);
  const display = createDisplay(progress, terminal.err, setsView);
  const interrupts = listenForInterrupts(() => display.message("Canceling; Ctrl-C again ends at once."));
  const threads = startTaskThreads(request.threads ?? availableParallelism(), interrupts.signal);
  const started = performance.now();
  let without = 0;
  try {
    const scenarios = await runScenarios({
      threads,
      datasets,
      seed,
      worlds,
      sampling,
      signal: interrupts.signal,
      onFit: (done, total, converged) => {
        if (!converged) without++;
        const counted = without;
        display.update(() => ({
          seconds: (performance.now() - started) / 1000,
          done,
          total,
          kept: 0,
          without: counted,
        }));
      },
    });
    if (scenarios === undefined) {
      display.message("Canceled; nothing is kept of a study of worlds.");
      return undefined;
    }
    return { scenarios, files: out === undefined ? [] : await write(out, scenarios) };
  } finally {
    display.stop();
    interrupts.release();
    const closing = threads.close();
    // Threads of a canceled study are in the middle of fits that nobody waits for.
    if (interrupts.signal.aborted) closing.catch(() => undefined);
    else await closing;
  }
}

/** @throws CarryoverError (wrong usage) for a name that no world has */
function worldsNamed(names: string | undefined): readonly ScenarioWorld[] {
  if (names === undefined) return scenarioWorlds;
  const known = scenarioWorlds.map(({ world }) => world);
  const asked = names.split(",").map((name) => name.trim());
  const problems = asked.filter((name) => !known.includes(name)).map((name) => unknownPreset(name, known));
  if (problems.length > 0) throw new CarryoverError(problems, exitCodes.usage);
  return scenarioWorlds.filter(({ world }) => asked.includes(world));
}

async function write(out: string, scenarios: ScenarioStudy): Promise<readonly string[]> {
  const { scenariosPage } = await import("../studies/failing-worlds/scenarios-page.ts");
  const { closeSvgDocument } = await import("../charts/server/document.ts");
  const { carryoverVersion } = await import("../store/version.ts");
  try {
    const contents = [
      `${JSON.stringify(scenarios, undefined, 1)}\n`,
      scenariosCsv(scenarios),
      await scenariosPage(scenarios, carryoverVersion()),
    ];
    await replaceFolder(
      resolve(out),
      fileNames.map((name, i) => ({ name, content: contents[i] })),
    );
  } finally {
    await closeSvgDocument();
  }
  return fileNames.map((name) => `${out}${out.endsWith(sep) ? "" : sep}${name}`);
}
