// Sampling in this thread, chain after chain; runs in a browser. See pool.ts for worker threads.

import { type ChainState, createChain } from "./chain.ts";
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
import { samplerCode } from "./sampler-code.ts";
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
  const code = await samplerCode(density);
  checkOptionNames("sample", options, sampleOptionNames);
  const { settings, tasks } = prepareTasks(density.dimension, given, options, false);
  const states: (ChainState | undefined)[] = tasks.map((task) => task.resume);
  const show = showing(density.dimension, tasks, { ...options, names: options.names ?? density.names });
  show();
  // Of all chains together: short ones would each end within a slice of their own, and no turn would ever come.
  let sliceEnd = performance.now() + slice;
  for (const task of tasks) {
    if (options.signal?.aborted) break;
    const chain = createChain(density, code, task);
    const advance = (): boolean => {
      try {
        return chain.advance(() => performance.now() > sliceEnd);
      } catch (error) {
        throw chainError(task.chain, error);
      }
    };
    while (!advance() && !options.signal?.aborted) {
      show();
      await eventLoopTurn();
      if (options.signal?.aborted) break;
      sliceEnd = performance.now() + slice;
    }
    states[task.chain] = chain.state();
  }
  show();
  return collectResult(settings, density.dimension, tasks, states);
}
