// What other folders take from sampling/lanes.

export { firstStepSize, laneWindowEnds, mostDraws, stepsOnTheWayIn } from "./adaptation.ts";
export { addDifference, type EnergyNoise, isQuiet, mostEnergyNoise, rootMeanSquare } from "./energy-noise.ts";
export { diagonalLaneMetric, laneMetric, type LaneMetric } from "./lane-metric.ts";
export { type LaneResult, settingsOfResult } from "./lane-result.ts";
export {
  type LaneFit,
  longestStep,
  searchAcceptance,
  shortestStep,
  startingPoints,
  stepProblem,
  superchainsOf,
} from "./lane-run.ts";
export { type LaneOptions, type LaneProgress, sampleLanes } from "./sample-lanes.ts";
export { defaultLaneSettings, type LaneSettings, resolveLaneSettings } from "./settings.ts";
export * as lengthRule from "../trajectory-length.ts";
