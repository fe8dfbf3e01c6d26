// Problems of settings that a program gives to the library.

import type { Problem } from "./problem.ts";
import { didYouMean } from "./suggest.ts";

/** What a setting must be completes "... must be"; the hint is `settingHint`. */
export const wrongSetting = (where: string, name: string, wanted: string, received: string, hint: string): Problem => ({
  code: "wrong-setting",
  message: `${name} must be ${wanted}.`,
  where: `${where}.${name}`,
  received,
  hint,
});

export const noFusedMultiplyAdd = (): Problem => ({
  code: "backend-unsupported",
  message: "The backend wasm-fma requires relaxed SIMD of WebAssembly, which this version of Node does not have.",
  received: "wasm-fma",
  hint: "Use Node 22 or newer, or the backend wasm.",
});

/** What other samplers call settings of ours. */
const elsewhere: Readonly<Record<string, string>> = {
  adapt_delta: "targetAccept",
  cores: "threads",
  init: "initialCenter",
  inits: "initialCenter",
  iter_sampling: "draws",
  iter_warmup: "warmup",
  max_tree_depth: "maxDepth",
  max_treedepth: "maxDepth",
  num_samples: "draws",
  random_seed: "seed",
  samples: "draws",
  target_accept_prob: "targetAccept",
  tune: "warmup",
};

/** The setting that is meant, or near: by its name in other samplers, as a word of the name given (`num_draws`), or by its letters. */
function meant(name: string, known: readonly string[]): string {
  const words = name.toLowerCase().split(/[_\W]+/);
  const word = known.find((candidate) => words.includes(candidate.toLowerCase()));
  const other = Object.hasOwn(elsewhere, name) && known.includes(elsewhere[name]) ? elsewhere[name] : undefined;
  return didYouMean(other ?? word ?? name, known);
}

export const unknownSetting = (where: string, name: string, known: readonly string[]): Problem => ({
  code: "unknown-setting",
  message: `There is no setting ${name}.`,
  where,
  hint: `${meant(name, known)}The settings are ${known.join(", ")}.`,
});

export const notOptions = (of: string, received: string): Problem => ({
  code: "not-options",
  message: "Options must be an object.",
  where: of,
  received,
  hint: "Leave them out for the defaults.",
});

export const marginAboveOne = (where: string, received: number): Problem => ({
  code: "margin-above-one",
  message: "A margin is a share of revenue, from above 0 to 1.",
  where,
  received: String(received),
  hint: `${received > 1 && received <= 100 ? `For ${received}% write ${Number((received / 100).toPrecision(6))}. ` : ""}It is the profit before media from one unit of revenue.`,
});

export const marginAndBreakEven = (where: string): Problem => ({
  code: "margin-and-break-even",
  message: "A margin and a break-even cannot both be given: the break-even is one over the margin.",
  where,
  received: "both",
  hint: "Leave one of them out.",
});

export const metricWithoutSchedule = (where?: string): Problem => ({
  code: "metric-without-schedule",
  message: "Stan's schedule has no low-rank metric.",
  ...(where === undefined ? {} : { where }),
  received: "metric low-rank with schedule stan",
  hint: "Choose the metric diagonal or dense, or the schedule nutpie.",
});

export const algorithmWithoutSchedule = (where?: string): Problem => ({
  code: "algorithm-without-schedule",
  message: "Stan's schedule adapts each chain by itself; with chees all chains adapt together.",
  ...(where === undefined ? {} : { where }),
  received: "algorithm chees with schedule stan",
  hint: "Choose the algorithm nuts, or leave out the schedule.",
});
