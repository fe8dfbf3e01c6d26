// Sampling in this thread, chain after chain; runs in a browser. See pool.ts for worker threads.

import { type ChainState, type ChainTask, createChain } from "./chain.ts";
import { checkDensity } from "./check-density.ts";
import type { LogDensity } from "./density.ts";
import { eventLoopTurn } from "../threads/index.ts";
import {
  chainError,
  collectResult,
  prepareTasks,
  type SampleOptions,
  sampleOptionNames,
  type SampleResult,
} from "./result.ts";
import { showing } from "./running.ts";
import { type SamplerCode, samplerCode } from "./sampler-code.ts";
import { checkOptionNames } from "../settings/index.ts";
import type { Settings } from "./settings.ts";

/** Time in milliseconds after which the event loop gets a turn. */
const slice = 50;

/**
 * Samples a log density. The event loop gets a turn every 50 ms, between two transitions, for `signal` and for whatever else runs there.
 * Throws a CarryoverError for invalid settings and when no starting point is found; an error thrown by the
 * density is passed on with the number of the chain.
 */
export async function sample(
  density: LogDensity,
  given: Partial<Settings> = {},
  options: SampleOptions = {},
): Promise<SampleResult> {
  checkDensity(density);
  checkOptionNames("sample", options, sampleOptionNames);
  const { settings, tasks } = prepareTasks(density.dimension, given, options, false);
  const code = await samplerCode(density, settings);
  const states: (ChainState | undefined)[] = tasks.map((task) => task.resume);
  const show = showing(density.dimension, tasks, { ...options, names: options.names ?? density.names });
  show();
  // Of all chains together: short ones would each end within a slice of their own, and no turn would ever come.
  let sliceEnd = performance.now() + slice;
  const stop = (): boolean => performance.now() > sliceEnd;
  const together = settings.algorithm === "chees" ? await allTogether(density, code, tasks) : undefined;
  for (const run of together ? [together] : tasks.map((task) => alone(density, code, task))) {
    if (options.signal?.aborted) break;
    const { advance, states: reached } = run();
    while (!advance(stop) && !options.signal?.aborted) {
      show();
      await eventLoopTurn();
      if (options.signal?.aborted) break;
      sliceEnd = performance.now() + slice;
    }
    for (const [chain, state] of reached()) states[chain] = state;
  }
  show();
  return collectResult(settings, density.dimension, tasks, states);
}

/** Chains under way, begun by a call. */
type Begin = () => {
  readonly advance: (stop: () => boolean) => boolean;
  /** By number of the chain. */
  readonly states: () => Iterable<readonly [number, ChainState | undefined]>;
};

function alone(density: LogDensity, code: SamplerCode, task: ChainTask): Begin {
  return () => {
    const chain = createChain(density, code, task);
    return {
      advance(stop) {
        try {
          return chain.advance(stop);
        } catch (error) {
          throw chainError(task.chain, error);
        }
      },
      states: () => [[task.chain, chain.state()]],
    };
  };
}

async function allTogether(density: LogDensity, code: SamplerCode, tasks: readonly ChainTask[]): Promise<Begin> {
  const { allocateExchange, chainsTogether } = await import("./chees/index.ts");
  const { chains, warmup } = tasks[0].settings;
  return () => {
    const run = chainsTogether(density, code, tasks, allocateExchange(density.dimension, chains, warmup, false), 1);
    return {
      advance: run.advance,
      states: () => run.states().map((state, place) => [tasks[place].chain, state] as const),
    };
  };
}
