// Settings of a run of many lanes, all defaults in one place.

import { CarryoverError, type Problem } from "../../problems/problem.ts";

export interface LaneSettings {
  /** Chains of each fit. They adapt together, so that each needs few draws. Default 16. */
  readonly chains: number;
  /**
   * Starting points of each fit; the chains that share one are a superchain (Margossian et al. 2024). Default 4: as many starting
   * points as the CPU's sampler has chains. Divides `chains`.
   */
  readonly superchains: number;
  /** Warm-up transitions, not kept. Default 200. */
  readonly warmup: number;
  /** Draws kept of each chain. Default 250. */
  readonly draws: number;
  /** Acceptance that the step size is adapted to, in (0, 1). Default 0.8; more means shorter steps and fewer divergences. */
  readonly targetAccept: number;
  /** Most leapfrog steps of a trajectory. All lanes wait for the longest trajectory. Default 64. */
  readonly maxLeapfrogs: number;
  /** Energy error above which a trajectory is called divergent. Default 1000, as in Stan. */
  readonly maxEnergyError: number;
  /**
   * Whose log densities trajectories are accepted by. "host" (default): float64, one evaluation of each trajectory on the CPU, exact.
   * "auto": after warm-up the engine's, for fits where they were found to differ by less than `mostEnergyNoise` at its end.
   */
  readonly energies: "host" | "auto";
  /** Starting points are uniform within this distance of the center, in each unconstrained coordinate. Default 1. */
  readonly initialRadius: number;
}

export const defaultLaneSettings: LaneSettings = {
  chains: 16,
  superchains: 4,
  warmup: 200,
  draws: 250,
  targetAccept: 0.8,
  maxLeapfrogs: 64,
  maxEnergyError: 1000,
  energies: "host",
  initialRadius: 1,
};

/** Completes settings with the defaults and checks them; throws a CarryoverError that lists all that is wrong. */
export function resolveLaneSettings(given: Partial<LaneSettings> = {}): LaneSettings {
  const settings: LaneSettings = {
    ...defaultLaneSettings,
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
  };
  const problems = problemsOf(settings);
  if (problems.length > 0) throw new CarryoverError(problems);
  return settings;
}

function problemsOf(settings: LaneSettings): Problem[] {
  const problems: Problem[] = [];
  const require = (name: keyof LaneSettings, holds: boolean, rule: string): void => {
    if (holds) return;
    problems.push({
      code: "invalid-sampling-setting",
      where: `lanes.${name}`,
      message: `${name} must be ${rule}.`,
      received: String(settings[name]),
      hint: `Leave it out for the default, ${defaultLaneSettings[name]}.`,
    });
  };
  const integerFrom = (name: keyof LaneSettings, least: number, most: number): void => {
    const value = settings[name];
    const holds = Number.isInteger(value) && Number(value) >= least && Number(value) <= most;
    require(name, holds, `an integer from ${least} to ${most}`);
  };
  // A single chain has no other to adapt with.
  integerFrom("chains", 2, 10_000);
  integerFrom("superchains", 2, 10_000);
  require("superchains", settings.chains % settings.superchains === 0, `a divisor of chains, ${settings.chains}`);
  // Fewer transitions leave no window for a metric and a step size after it.
  integerFrom("warmup", 50, 1_000_000);
  integerFrom("draws", 1, 10_000_000);
  require("targetAccept", settings.targetAccept > 0 && settings.targetAccept < 1, "a number between 0 and 1");
  integerFrom("maxLeapfrogs", 1, 1_000_000);
  require("maxEnergyError", settings.maxEnergyError > 0 &&
    settings.maxEnergyError < Number.POSITIVE_INFINITY, "a positive number");
  require("energies", ["host", "auto"].includes(settings.energies), "one of host, auto");
  require("initialRadius", settings.initialRadius >= 0 && settings.initialRadius < 1e6, "a number of at least 0");
  return problems;
}
