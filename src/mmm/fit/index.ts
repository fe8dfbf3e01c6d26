// What other folders take from mmm/fit.

export { keptAttempts, type KeptAttempts, resumableOf } from "./attempts.ts";
export type { PanelDesign } from "./cells-of-panel.ts";
export { type Design, makeDesign, modeledSpend } from "./design.ts";
export { assembleFit, reportedDraws } from "./fit-results.ts";
export type { MediaMixFit } from "./fit-types.ts";
export type {
  Diagnostics,
  FitSummary,
  FitTimes,
  QuantityColumn,
  SamplerDraws,
  SummaryRow,
} from "../../diagnostics/fit/index.ts";
export { experimentData } from "./experiment-data.ts";
export { experimentEffects } from "./experiment-effects.ts";
export { testsBySource } from "./experiment-likelihood.ts";
export { explicitDesign, explicitForm } from "./explicit-form.ts";
export {
  analysisBytes,
  arrayBytes,
  modelSize,
  type ModelSize,
  mostNumbers,
  sampleShape,
  type SampleShape,
  samplingBytes,
  storedBytes,
} from "./fit-size.ts";
export { fitMediaMix, type FitOptions } from "./fit.ts";
export { fromHere, type Input, readInput, readTableWithModel } from "./input.ts";
export { latentSpend, latentSpendOf } from "./latent-spend-draws.ts";
export { mediaMixModel, modelData } from "./model.ts";
export { programCache, type ProgramCache, programKey } from "./programs.ts";
