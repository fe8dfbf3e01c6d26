// What other folders take from mmm/specification.

export { smallCounts } from "./small-counts.ts";
export { isNormalNoise, noiseVariance } from "./column-noise.ts";
export { countNoiseRule } from "./count-noise-rule.ts";
export { type ModelDocument, parseModelFile, readModelFile, tablePath, writtenColumns } from "./document.ts";
export { findNoise, type FoundNoise, noisedColumns, noiseFileName } from "./noise-source.ts";
export { adstockOf, saturationOf } from "./kinds.ts";
export {
  allParameters,
  axesOf,
  hasParameter,
  hasPriorsByName,
  isPooled,
  kindParameters,
  membersOf,
  type ParameterName,
  shownParameters,
  transformParameters,
} from "./parameters.ts";
export { levelOfTarget, type ShareDoubt, shareDoubts, shareLimits } from "./media-share/index.ts";
export { modelDocument, toJson, toModelFile, toYaml } from "./print.ts";
export { formatPrior, formatWritten, type Prior } from "./prior.ts";
export { explain, type ExplainRow, type Provenance } from "./provenance.ts";
export { type FitFlags, type Resolution, resolve, type SamplingFlags } from "./resolve.ts";
export { readingOf } from "./resolve-reading.ts";
export {
  type Adstock,
  type ColumnNoise,
  isPrior,
  priorOf,
  priorsByName,
  type ModelStructure,
  type NamedPriors,
  noiseOf,
  type ResolvedChannel,
  type ResolvedPriors,
  type ResolvedSpec,
  type SamplingSettings,
  specOfRows,
  specOfTable,
  type Saturation,
  type TransformOrder,
} from "./resolved-spec.ts";
export { type Scales, scalesOf } from "./scales.ts";
export type { ModelFile } from "./schema.ts";
export { asModeled, driverOf, isValued } from "./written-media.ts";
