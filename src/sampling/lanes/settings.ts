// Settings of a run of many lanes; ranges, defaults and wording stand in the table of settings.

import type { Problem } from "../../problems/problem.ts";
import { wrongSetting } from "../../problems/setting-problems.ts";
import {
  type CamelKeys,
  camelKeys,
  completeSettings,
  defaultsOf,
  laneSettings,
  settingHint,
  type ValuesOf,
} from "../../settings/index.ts";

/**
 * - `chains`: chains of each fit. They adapt together, so that each needs few draws. Default 16.
 * - `superchains`: starting points of each fit; the chains that share one are a superchain (Margossian et al. 2024). Default 4: as many
 *   starting points as the CPU's sampler has chains. Divides `chains`.
 * - `warmup`: warm-up transitions, not kept. Default 200.
 * - `draws`: draws kept of each chain. Default 250.
 * - `targetAccept`: acceptance that the step size is adapted to. Default 0.8; more means shorter steps and fewer divergences.
 * - `maxLeapfrogs`: most leapfrog steps of a trajectory. All lanes wait for the longest trajectory. Default 64.
 * - `maxEnergyError`: energy error above which a trajectory is called divergent. Default 1000, as in Stan.
 * - `energies`: whose log densities trajectories are accepted by. "host" (default): float64, one evaluation of each trajectory on the CPU,
 *   exact. "auto": after warm-up the engine's, for fits where they were found to differ by less than `mostEnergyNoise` at its end.
 * - `initialRadius`: starting points lie within this distance of the center, in each unconstrained coordinate, and in different parts of it. Default 2.
 */
export type LaneSettings = CamelKeys<ValuesOf<typeof laneSettings>>;

export const defaultLaneSettings: LaneSettings = camelKeys(defaultsOf(laneSettings));

/** Completes settings with the defaults and checks them; throws a CarryoverError that lists all that is wrong. */
export function resolveLaneSettings(given: Partial<LaneSettings> = {}): LaneSettings {
  return completeSettings("lanes", laneSettings, given, defaultLaneSettings, together);
}

function together({ chains, superchains }: LaneSettings): readonly Problem[] {
  if (chains % superchains === 0) return [];
  const hint = settingHint(laneSettings.superchains);
  return [wrongSetting("lanes", "superchains", `a divisor of chains, ${chains}`, String(superchains), hint)];
}
