// Settings of a sampling run, all defaults in one place.

import { CarryoverError, type Problem } from "../problems/problem.ts";

export interface Settings {
  /** Independent chains. Default 4: enough for R-hat to notice chains that disagree. */
  readonly chains: number;
  /** Warm-up iterations of a chain, not kept. Default 400 for schedule "nutpie", 1000 for "stan". */
  readonly warmup: number;
  /** Draws kept of each chain. Default 1000. */
  readonly draws: number;
  /** Any safe integer; the same seed gives the same draws whatever the number of threads. Default 1. */
  readonly seed: number;
  /** Number of this fit among fits that share a seed; gives it its own random streams. Default 0. */
  readonly fit: number;
  /** "nuts" (default) or "hmc" (fixed integration time, jittered). */
  readonly algorithm: "nuts" | "hmc";
  /**
   * Inverse mass matrix. "diagonal"; "low-rank": a diagonal corrected along the directions warm-up finds correlated; "dense"; "auto"
   * (default): with schedule "nutpie" the low-rank estimate in its cheapest form (diagonal where it finds nothing to
   * correct, a dense factor where it corrects most directions), with schedule "stan" diagonal as Stan does.
   */
  readonly metric: "auto" | "diagonal" | "low-rank" | "dense";
  /** "nutpie" (default): growing, overlapping windows and metrics from gradients; "stan": Stan's windows and variances. */
  readonly schedule: "nutpie" | "stan";
  /** Acceptance statistic the step size is adapted to, in (0, 1). Default 0.8; more means shorter steps and fewer divergences. */
  readonly targetAccept: number;
  /** Most doublings of a NUTS trajectory, at most 2^maxDepth - 1 gradients a draw; HMC stops at 2^maxDepth. Default 10. */
  readonly maxDepth: number;
  /** Energy error above which a trajectory is called divergent. Default 1000, as in Stan. */
  readonly maxEnergyError: number;
  /**
   * Chains start uniformly within this distance of the center, in each unconstrained coordinate. Default 1 for schedule "nutpie":
   * chains that start far out can spend its short warm-up on the way in. 2 for "stan", as in Stan.
   */
  readonly initialRadius: number;
  /** Mean trajectory length of "hmc", in units of the adapted metric's standard deviations. Default pi / 2: a quarter period. */
  readonly integrationTime: number;
}

export const defaultSettings: Settings = {
  chains: 4,
  warmup: 400,
  draws: 1000,
  seed: 1,
  fit: 0,
  algorithm: "nuts",
  metric: "auto",
  schedule: "nutpie",
  targetAccept: 0.8,
  maxDepth: 10,
  maxEnergyError: 1000,
  initialRadius: 1,
  integrationTime: Math.PI / 2,
};

/** Defaults that go with a schedule. */
const scheduleDefaults: Readonly<Record<Settings["schedule"], Partial<Settings>>> = {
  nutpie: {},
  stan: { warmup: 1000, initialRadius: 2 },
};

/** Completes settings with the defaults and checks them; throws a CarryoverError that lists all that is wrong. */
export function resolveSettings(given: Partial<Settings> = {}): Settings {
  const settings: Settings = {
    ...defaultSettings,
    ...scheduleDefaults[given.schedule ?? defaultSettings.schedule],
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
  };
  const problems = problemsOf(settings);
  if (problems.length > 0) throw new CarryoverError(problems);
  return settings;
}

function problemsOf(settings: Settings): Problem[] {
  const problems: Problem[] = [];
  const require = (name: keyof Settings, holds: boolean, rule: string): void => {
    if (holds) return;
    problems.push({
      code: "invalid-sampling-setting",
      where: `sampling.${name}`,
      message: `${name} must be ${rule}.`,
      received: String(settings[name]),
      hint: `Leave it out for the default, ${defaultSettings[name]}.`,
    });
  };
  const integerFrom = (name: keyof Settings, least: number, most: number): void => {
    const value = settings[name];
    require(name, Number.isInteger(value) &&
      Number(value) >= least &&
      Number(value) <= most, `an integer from ${least} to ${most}`);
  };
  const oneOf = (name: keyof Settings, values: readonly string[]): void =>
    require(name, values.includes(String(settings[name])), `one of ${values.join(", ")}`);
  const positive = (name: keyof Settings): void => {
    const value = Number(settings[name]);
    require(name, value > 0 && value < Number.POSITIVE_INFINITY, "a positive number");
  };
  integerFrom("chains", 1, 10_000);
  integerFrom("warmup", 0, 1_000_000);
  integerFrom("draws", 1, 10_000_000);
  require("seed", Number.isSafeInteger(settings.seed), "a safe integer");
  require("fit", Number.isSafeInteger(settings.fit), "a safe integer");
  oneOf("algorithm", ["nuts", "hmc"]);
  oneOf("metric", ["auto", "diagonal", "low-rank", "dense"]);
  oneOf("schedule", ["nutpie", "stan"]);
  require("targetAccept", settings.targetAccept > 0 && settings.targetAccept < 1, "a number between 0 and 1");
  integerFrom("maxDepth", 1, 20);
  positive("maxEnergyError");
  require("initialRadius", settings.initialRadius >= 0 && settings.initialRadius < 1e6, "a number of at least 0");
  positive("integrationTime");
  if (settings.schedule === "stan" && settings.metric === "low-rank") {
    problems.push({
      code: "invalid-sampling-setting",
      where: "sampling.metric",
      message: "Stan's schedule has no low-rank metric.",
      received: "low-rank",
      hint: 'Choose "diagonal" or "dense", or the schedule "nutpie".',
    });
  }
  return problems;
}
