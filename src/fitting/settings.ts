// What `model.fit` takes besides data: settings of the sampler, and how it runs.

import type { Backend } from "../compile/index.ts";
import { defaultSettings, type Settings, type ThreadOptions } from "../sampling/index.ts";
import { checkOptionNames, type OptionNames } from "../settings/index.ts";

/** How a fit runs; none of it but `backend` and `initialCenter` changes the draws. */
export interface RunOptions
  extends Pick<ThreadOptions, "threads" | "pool" | "signal" | "onProgress" | "watch" | "initialCenter"> {
  /** "wasm" (default) or "javascript". */
  readonly backend?: Backend | undefined;
  /** Sample in this thread, chain after chain. The draws are the same. Default false: chains run on worker threads. */
  readonly inThisThread?: boolean | undefined;
  /** Keep the log likelihood of every observation at every draw, for leave-one-out. Default true. */
  readonly pointwise?: boolean | undefined;
}

/** Settings of the sampler (`seed`, `chains`, `warmup`, `draws`, `targetAccept`, ...: `Settings`) and how it runs. */
export interface ModelFitSettings extends Partial<Settings>, RunOptions {}

/** How sampling goes on; what decides about the draws stays as it is. */
export type ContinueOptions = Omit<RunOptions, "backend" | "initialCenter">;

export const runOptionNames: OptionNames<RunOptions> = {
  backend: true,
  threads: true,
  pool: true,
  inThisThread: true,
  signal: true,
  onProgress: true,
  watch: true,
  initialCenter: true,
  pointwise: true,
};

const { backend: _, initialCenter: __, ...others } = runOptionNames;
export const continueOptionNames: OptionNames<ContinueOptions> = others;

const settingNames = Object.fromEntries(
  Object.keys(defaultSettings).map((name) => [name, true]),
) as OptionNames<Settings>;

/**
 * The two kinds of settings apart. Those that are undefined count as left out.
 * @param where of the call, for messages
 * @throws CarryoverError for names that neither has, with "did you mean"
 */
export function splitSettings(
  where: string,
  given: ModelFitSettings,
): { readonly sampling: Partial<Settings>; readonly running: RunOptions } {
  checkOptionNames<ModelFitSettings>(where, given, { ...settingNames, ...runOptionNames });
  const among = (names: object): object =>
    Object.fromEntries(
      Object.entries(given).filter(([name, value]) => value !== undefined && Object.hasOwn(names, name)),
    );
  return { sampling: among(settingNames), running: among(runOptionNames) };
}
