// Fits: from what is to be fitted to a stored run and what follows from it.

export {
  type Demonstration,
  type DemonstrationProgress,
  type DemonstrationRequest,
  demonstrate,
  type Simulated,
} from "./demonstrate.ts";
export {
  fit,
  fitDocument,
  type FitProgress,
  type FitRequest,
  type FitResult,
  type Kept,
  type TableRead,
} from "./fit.ts";
export { type FitRoom, roomOf, threadsWithRoom } from "./fit-room.ts";
export { runFit, type SamplingNow, type SamplingProgress } from "./run-fit.ts";
export { specification, type SpecificationAnswer, type SpecificationRequest } from "./specification.ts";
export { compareWithTruth, type TruthRow } from "./truth-comparison.ts";
