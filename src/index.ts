// Carryover: the public names. ARCHITECTURE.md says how the parts fit; each name's documentation says the rest.

// A media mix fit, from a table to a diagnosed posterior and its run folder.
export { readMediaData, mediaDataFromColumns, type MediaData } from "./data/panel/index.ts";
export type { ColumnRole, Confidence, Role } from "./data/roles/index.ts";
export {
  type PanelSimulation,
  presets,
  type Simulation,
  simulate,
  simulatePanel,
  simulationFiles,
  worlds,
} from "./data/worlds/index.ts";
export {
  type Design,
  makeDesign,
  type FitOptions,
  fitMediaMix,
  mediaMixModel,
  modelData,
  type ProgramCache,
  programCache,
  type Diagnostics,
  type MediaMixFit,
  type QuantityColumn,
  type FitSummary,
  type SummaryRow,
  latentSpend,
} from "./mmm/fit/index.ts";
export {
  parseModelFile,
  readModelFile,
  tablePath,
  writtenColumns,
  explain,
  toJson,
  toYaml,
  findNoise,
  noisedColumns,
  type Resolution,
  resolve as resolveSpecification,
  type ResolvedSpec,
} from "./mmm/specification/index.ts";

// Records of one's own: adstocks, saturations, terms of the baseline and families of priors, and what they are written with.
export {
  type AdstockKind,
  adstocks,
  type Carried,
  type WindowedAdstock,
  windowedAdstock,
} from "./mmm/adstock/index.ts";
export { halfSaturation, type SaturationKind, saturations } from "./mmm/saturation/index.ts";
export * as coordinates from "./mmm/coordinates/maps/index.ts";
export {
  alongTime,
  type SamplingPoint,
  type TransformParameter,
  type TransformSetting,
  type TransformSettings,
  type Values,
} from "./mmm/transforms/index.ts";
export { type Term, terms } from "./mmm/terms/baseline/index.ts";
export { type PriorFamily, priorFamilies } from "./mmm/priors/families/index.ts";
export * as axes from "./mmm/axes/index.ts";
export { loadRun, saveRun, type StoredRun, type OpenRun, openRun } from "./store/run/index.ts";
export { type Exported, type ExportFormat, exportFormats, exportRun } from "./store/export/index.ts";

// What the command line does, without a terminal: fit, analyze, refit, plan, release, study; a request in, a result out.
export * as services from "./services/index.ts";

// What follows from a fit: contributions, returns, curves, checks, the best budget. Charts are in "carryover/charts", reports in
// "carryover/report": they load libraries for drawing.
export * as decisions from "./decisions/index.ts";

// Many fits at once, on threads or on the lanes of a GPU.
export * as batch from "./jobs/index.ts";

// Releases that protect users, and the noise that a model has to know about.
export * as privacy from "./privacy/index.ts";

// Any model: the language, distributions, builder, compiler and sampler below the media mix model.
export * as graph from "./graph/index.ts";
export * as distributions from "./distributions/index.ts";
export { compile, type CompileRequest, type Executable, instantiate, type Program } from "./compile/index.ts";
export { bindModel, compileModel, compileProgram, type Model, ModelBuilder, type Posterior } from "./model/index.ts";
export { loadFit } from "./fitting/index.ts";
export type {
  ContinueOptions,
  ModelFit,
  ModelFitSettings,
  ModelPrior,
  PriorOptions,
  RunningFit,
} from "./fitting/index.ts";
export {
  type ChainProgress,
  type DensitySource,
  type LogDensity,
  moreDraws,
  type Random,
  randomStream,
  type RunningDraws,
  sample,
  sampleOnThreads,
  type SampleResult,
  type Settings,
  startWorkers,
  type Watch,
} from "./sampling/index.ts";
export * as diagnostics from "./diagnostics/index.ts";

// Would the truth have come back? Studies of data sets whose truth is known.
export * as recovery from "./studies/index.ts";

// What goes wrong, as data.
export { CarryoverError, exitCodes, type Problem } from "./problems/problem.ts";
