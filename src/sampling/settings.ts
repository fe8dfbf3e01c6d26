// Settings of a sampling run; ranges, defaults and wording stand in the table of settings.

import type { Problem } from "../problems/problem.ts";
import {
  type CamelKeys,
  camelKeys,
  completeSettings,
  defaultsOf,
  dependentDefaults,
  samplerSettings,
  samplingConflict,
  type ValuesOf,
} from "../settings/index.ts";

/**
 * - `chains`: independent chains. Default 4: enough for R-hat to notice chains that disagree.
 * - `warmup`: warm-up iterations of a chain, not kept. Default 500 for schedule "nutpie", 1000 for "stan", 300 for algorithm "chees".
 * - `draws`: draws kept of each chain. Default 1000.
 * - `seed`: the same seed gives the same draws whatever the number of threads. Default 1.
 * - `fit`: number of this fit among fits that share a seed; gives it its own random streams. Default 0.
 * - `algorithm`: "nuts" (default); "chees" (Hoffman, Radul and Sountsov 2021): jittered HMC whose chains adapt one step size, one length of trajectories
 *   and one metric together, after a way in by NUTS; or "hmc" (fixed integration time, jittered).
 * - `metric`: inverse mass matrix. "diagonal"; "low-rank": a diagonal corrected along the directions warm-up finds correlated; "dense";
 *   "auto" (default): with schedule "nutpie" the low-rank estimate in its cheapest form (diagonal where it finds nothing to correct, a
 *   dense factor where it corrects most directions), with schedule "stan" diagonal as Stan does.
 * - `schedule`: "nutpie" (default): growing, overlapping windows and metrics from gradients; "stan": Stan's windows and variances.
 * - `targetAccept`: acceptance statistic the step size is adapted to. Default 0.8; more means shorter steps and fewer divergences.
 * - `maxDepth`: most doublings of a NUTS trajectory, at most 2^maxDepth - 1 gradients a draw; HMC stops at 2^maxDepth. Default 10.
 * - `maxEnergyError`: energy error above which a trajectory is called divergent. Default 1000, as in Stan.
 * - `initialRadius`: chains start within this distance of the center, in each unconstrained coordinate, and in different parts of it: four chains
 *   in its four quarters. Default 3: a mode that is not seen from the start of any chain is missed without a sign.
 * - `integrationTime`: mean trajectory length of "hmc", in units of the adapted metric's standard deviations. Default pi / 2: a quarter period.
 */
export type Settings = CamelKeys<ValuesOf<typeof samplerSettings>>;

export const defaultSettings: Settings = camelKeys(defaultsOf(samplerSettings));

/** Completes settings with the defaults and checks them; throws a CarryoverError that lists all that is wrong. */
export function resolveSettings(given: Partial<Settings> = {}): Settings {
  const { algorithm, schedule } = given;
  const dependent = dependentDefaults({ algorithm, schedule });
  return completeSettings("sampling", samplerSettings, given, { ...defaultSettings, ...dependent }, together);
}

function together(settings: Settings): readonly Problem[] {
  const conflict = samplingConflict(settings, "sampling");
  return conflict ? [conflict] : [];
}
