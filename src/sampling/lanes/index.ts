// What other folders take from sampling/lanes.

export type { LaneResult } from "./lane-result.ts";
export type { LaneFit } from "./lane-run.ts";
export { type LaneOptions, type LaneProgress, sampleLanes } from "./sample-lanes.ts";
export { defaultLaneSettings, type LaneSettings, resolveLaneSettings } from "./settings.ts";
