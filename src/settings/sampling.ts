// Settings of sampling. A row of `fitSettings` is an option of carryover fit (and of the commands it names), a key of `sampling` in a
// model file, a column of a manifest, a leaf of spec.json with its provenance, and a setting of the sampler: nothing else lists them.

import type { Problem } from "../problems/problem.ts";
import { algorithmWithoutSchedule, metricWithoutSchedule } from "../problems/setting-problems.ts";
import type { ValuesOf } from "./setting.ts";

/** What a chain is sampled by. */
const chainSettings = {
  chains: {
    kind: "integer",
    range: [1, 10_000],
    describe: "Number of chains",
    default: 4,
    reason: "enough to detect chains that disagree",
    commands: ["fit", "batch", "recover"],
  },
  warmup: {
    kind: "integer",
    range: [1, 1_000_000],
    describe: "Warm-up iterations of each chain, which are not kept",
    default: 500,
    reason: "enough for the nutpie schedule; 1000 with schedule: stan, 300 with algorithm: chees",
    fallback: "500, 1000 with schedule stan, 300 with algorithm chees",
    commands: ["fit", "batch", "recover"],
  },
  draws: {
    kind: "integer",
    range: [1, 10_000_000],
    describe: "Draws kept from each chain",
    default: 1000,
    reason: "4000 draws in total give tail quantiles to about two digits",
    commands: ["fit", "batch", "recover"],
  },
  seed: {
    kind: "integer",
    range: [0, 9_007_199_254_740_991],
    describe: "Random seed; the same seed gives the same draws with any number of threads",
    default: 1,
    reason: "fixed for reproducibility; another seed shows the Monte Carlo error",
    commands: ["fit", "prior"],
  },
  target_accept: {
    kind: "number",
    above: 0,
    below: 1,
    describe:
      "Target acceptance probability of step size adaptation; higher values give shorter steps and fewer divergences",
    default: 0.8,
    reason: "the usual compromise; a fit with divergences is sampled again with a higher one",
    hint: "The default is 0.8, of panels 0.9; higher values give shorter steps and fewer divergences.",
    commands: ["fit"],
  },
  max_depth: {
    kind: "integer",
    range: [1, 20],
    describe: "Maximum tree depth",
    default: 10,
    reason: "at most 1023 leapfrog steps a draw",
    commands: ["fit"],
  },
  algorithm: {
    kind: "choice",
    choices: ["nuts", "chees", "hmc"],
    describe:
      "No-U-turn sampler; ChEES-HMC (Hoffman, Radul and Sountsov 2021), whose chains adapt one step size, trajectory length and metric together; or trajectories of a fixed integration time, jittered",
    default: "nuts",
    reason: "chooses the length of each trajectory itself, so it also fits posteriors with uneven curvature",
    commands: ["fit", "batch", "recover"],
  },
  metric: {
    kind: "choice",
    choices: ["auto", "diagonal", "low-rank", "dense"],
    describe:
      "Form of the inverse mass matrix; low-rank adds correlated directions found in warm-up to a diagonal matrix",
    default: "auto",
    reason: "diagonal, with a low-rank correction when the posterior is correlated",
    commands: ["fit"],
  },
  schedule: {
    kind: "choice",
    choices: ["nutpie", "stan"],
    describe:
      "Warm-up schedule: nutpie adapts from gradients in growing windows, stan from draws in the windows of Stan",
    default: "nutpie",
    reason: "adapts in fewer iterations than the windows of Stan",
    commands: ["fit"],
  },
} as const;

const resampling = {
  resample: {
    kind: "integer",
    range: [0, 2],
    describe:
      "Times that a fit with divergences is sampled again with shorter steps (target acceptance 0.95, then 0.99); 0 keeps the first draws",
    default: 2,
    reason: "most divergences are steps that were too long; fits without divergences are not affected",
    hint: "The default is 2: a target acceptance of 0.95, then of 0.99. With 0, a fit with divergences stays as it is.",
    commands: ["fit", "batch"],
  },
} as const;

/** Target acceptance of the second and third time that a fit is sampled. */
export const higherAcceptances: readonly [number, number] = [0.95, 0.99];

/** What a fit says about sampling. */
export const fitSettings: typeof chainSettings & typeof resampling = { ...chainSettings, ...resampling };

/** Values of all settings of sampling of a fit. */
export type FitValues = ValuesOf<typeof fitSettings>;
export type Schedule = FitValues["schedule"];

/** What the sampler of the library takes besides. */
const libraryAlone = {
  fit: {
    kind: "integer",
    range: [0, 9_007_199_254_740_991],
    describe: "Index of this fit among fits that share a seed; selects its random streams",
    default: 0,
  },
  max_energy_error: {
    kind: "number",
    above: 0,
    describe: "Energy error above which a trajectory is called divergent, as in Stan",
    default: 1000,
  },
  initial_radius: {
    kind: "number",
    least: 0,
    below: 1_000_000,
    describe:
      "Chains start within this distance of the center in each unconstrained coordinate, each in a part of its own",
    default: 3,
  },
  integration_time: {
    kind: "number",
    above: 0,
    describe: "Mean trajectory length of hmc, in standard deviations of the adapted metric: a quarter period",
    default: 1.570_796_326_794_896_6,
  },
} as const;

/** Everything that `sample` takes. */
export const samplerSettings: typeof chainSettings & typeof libraryAlone = { ...chainSettings, ...libraryAlone };

/** Defaults that depend on other settings: Stan's windows are made for 1000 iterations, and chains that adapt together need fewer. */
export function dependentDefaults({
  schedule,
  algorithm,
}: {
  readonly schedule: Schedule | undefined;
  readonly algorithm: FitValues["algorithm"] | undefined;
}): { readonly warmup: number } {
  if (algorithm === "chees") return { warmup: 300 };
  return { warmup: schedule === "stan" ? 1000 : fitSettings.warmup.default };
}

/**
 * Defaults of the model of a panel that are not those of `fitSettings`: effects of geos have long tails, where steps that are right for the middle of
 * the posterior diverge. At 0.8 each of four simulated panels had 1 to 16 divergences; at 0.9 six of fifteen short fits had 1 to 6, with 26 to 31 leapfrogs
 * a draw instead of 15.
 */
export const panelDefaults: Readonly<Record<"target_accept", { readonly default: number; readonly reason: string }>> = {
  target_accept: { default: 0.9, reason: "effects of geos have long tails, where longer steps diverge" },
};

/** What settings, each of them right, cannot have together. */
export function samplingConflict(
  { metric, schedule, algorithm }: Pick<FitValues, "metric" | "schedule" | "algorithm">,
  where?: string,
): Problem | undefined {
  if (schedule !== "stan") return undefined;
  if (algorithm === "chees") return algorithmWithoutSchedule(where && `${where}.algorithm`);
  return metric === "low-rank" ? metricWithoutSchedule(where && `${where}.metric`) : undefined;
}

const lanesAlone = {
  chains: {
    kind: "integer",
    // A single chain has no other to adapt with.
    range: [2, 10_000],
    describe: "Chains of each fit; they adapt together, so that each needs few draws",
    default: 16,
  },
  superchains: {
    kind: "integer",
    range: [2, 10_000],
    describe:
      "Starting points of each fit, a divisor of chains; those that share one are a superchain (Margossian et al. 2024)",
    default: 4,
  },
  warmup: {
    kind: "integer",
    // Fewer transitions leave no window for a metric and a step size after it.
    range: [50, 1_000_000],
    describe: "Warm-up transitions, not kept",
    default: 200,
  },
  draws: { kind: "integer", range: [1, 10_000_000], describe: "Draws kept of each chain", default: 250 },
  max_leapfrogs: {
    kind: "integer",
    range: [1, 1_000_000],
    describe: "Most leapfrog steps of a trajectory; all lanes wait for the longest one",
    default: 64,
  },
  energies: {
    kind: "choice",
    choices: ["host", "auto"],
    describe:
      "Log densities that decide about trajectories: the CPU's in float64, or the device's where both agree after warm-up",
    default: "host",
  },
} as const;

/** What many chains at once in float32 take. */
export const laneSettings: typeof lanesAlone &
  Pick<typeof samplerSettings, "target_accept" | "max_energy_error"> & {
    readonly initial_radius: Omit<typeof samplerSettings.initial_radius, "default"> & { readonly default: 2 };
  } = {
  ...lanesAlone,
  target_accept: samplerSettings.target_accept,
  max_energy_error: samplerSettings.max_energy_error,
  // The chains of lanes have a short warm-up, and adapt together: from farther out they would still be on the way in at its end.
  initial_radius: { ...samplerSettings.initial_radius, default: 2 },
};
