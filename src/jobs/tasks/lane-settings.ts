// How a fit that is specified for NUTS is sampled on lanes: as many draws in all, of more and shorter chains.

import type { SamplingSettings } from "../../mmm/specification/index.ts";
import { defaultLaneSettings, type LaneSettings } from "../../sampling/lanes/index.ts";

/**
 * At least 16 chains, in groups of the same size that share a starting point, with the draws that the specification asks for in all.
 * Warm-up is that of lanes (200): chains that adapt together learn from each other. Acceptance is adapted to what the specification says.
 */
export function laneSettingsFor({
  chains,
  draws,
  target_accept,
}: Pick<SamplingSettings, "chains" | "draws" | "target_accept">): LaneSettings {
  const { superchains } = defaultLaneSettings;
  const lanes = Math.max(defaultLaneSettings.chains, Math.ceil(chains / superchains) * superchains);
  return {
    ...defaultLaneSettings,
    chains: lanes,
    draws: Math.ceil((chains * draws) / lanes),
    targetAccept: target_accept,
  };
}
