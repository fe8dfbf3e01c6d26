// What other folders take from mmm/fit.

export { type Design, makeDesign, modeledSpend } from "./design.ts";
export { assembleFit, type FitTimes, reportedDraws } from "./fit-results.ts";
export type {
  Diagnostics,
  MediaMixFit,
  QuantityColumn,
  SamplerDraws,
  FitSummary,
  SummaryRow,
} from "./fit-types.ts";
export { arrayBytes, modelSize, type ModelSize, mostNumbers, type SampleShape, storedBytes } from "./fit-size.ts";
export { fitMediaMix, type FitOptions } from "./fit.ts";
export { fromHere, type Input, readInput, readTableWithModel } from "./input.ts";
export { latentSpend } from "./latent-spend-draws.ts";
export { mediaMixModel, modelData } from "./model.ts";
export { programCache, type ProgramCache, programKey } from "./programs.ts";
