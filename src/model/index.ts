// The model builder and compiled posteriors: the public names.

export { type ArrayOptions, type DerivedOptions, ModelBuilder, type ParameterOptions } from "./builder.ts";
export {
  type ArrayLabels,
  type DrawsBlock,
  elementOfBlock,
  namesOfArray,
  type ReportedArray,
  sizeOfArray,
} from "./draws.ts";
export { withModel } from "./chosen.ts";
export { dependsOnParameters } from "./dependence.ts";
export { type DensityPayload, makeDensity } from "./density.ts";
export type {
  Coordinate,
  DataEntry,
  DataValues,
  FitModel,
  Model,
  Observation,
  PointwiseTerm,
  PriorTerm,
  Quantity,
} from "./model.ts";
export { elementName } from "./naming/index.ts";
export { elementNames, type Labels } from "./names.ts";
export {
  bindModel,
  compileModel,
  type ConstrainedDraws,
  type Posterior,
  type ReportedElement,
} from "./posterior.ts";
export type { ObservedDraws } from "./predictive.ts";
export { type DrawsShape, type PointwiseLogLikelihood, pointwiseEvery, pointwiseRoom } from "./pointwise.ts";
export type { PriorDraws } from "./prior-draws.ts";
export { type CompileOptions, compileProgram, densityRequest, type ModelProgram } from "./program.ts";
export type { ParameterValues } from "./unconstrain.ts";
export { withGiven } from "./given.ts";
