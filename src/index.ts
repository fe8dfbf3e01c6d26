// Carryover: the public names. ARCHITECTURE.md says how the parts fit; each name's documentation says the rest.

// A media mix fit, from a table to a diagnosed posterior and its run folder.
export { readMediaData } from "./data/panel/check-table.ts";
export { mediaDataFromColumns } from "./data/panel/from-columns.ts";
export type { MediaData } from "./data/panel/media-data.ts";
export { presets, simulate, simulationFiles, worlds } from "./data/worlds/simulate.ts";
export type { Simulation } from "./data/worlds/generate.ts";
export { type Design, makeDesign } from "./mmm/fit/design.ts";
export { type FitOptions, fitMediaMix } from "./mmm/fit/fit.ts";
export { mediaMixModel, modelData } from "./mmm/fit/model.ts";
export { type ProgramCache, programCache } from "./mmm/fit/programs.ts";
export type { Diagnostics, MediaMixFit, NamedDraws, QuantityDraws, Summary, SummaryRow } from "./mmm/fit/fit-types.ts";
export { parseModelFile, readModelFile, tablePath, writtenColumns } from "./mmm/specification/document.ts";
export { explain } from "./mmm/specification/provenance.ts";
export { toJson, toYaml } from "./mmm/specification/print.ts";
export { findNoise, noisedColumns } from "./mmm/specification/noise-source.ts";
export { latentSpend } from "./mmm/fit/latent-spend-draws.ts";
export { type Resolution, resolve as resolveSpecification } from "./mmm/specification/resolve.ts";
export type { ResolvedSpec } from "./mmm/specification/resolved-spec.ts";
export { loadRun, saveRun, type StoredRun } from "./store/run/index.ts";
export { type OpenRun, openRun } from "./store/run/open-run.ts";
export { type Exported, type ExportFormat, exportFormats, exportRun } from "./store/export/index.ts";

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
export {
  type ChainProgress,
  type DensitySource,
  type LogDensity,
  type Random,
  randomStream,
  sample,
  sampleOnThreads,
  type SampleResult,
  type Settings,
  startWorkers,
} from "./sampling/index.ts";
export * as diagnostics from "./diagnostics/index.ts";

// Would the truth have come back? Studies of data sets whose truth is known.
export * as recovery from "./studies/index.ts";

// What goes wrong, as data.
export { CarryoverError, exitCodes, type Problem } from "./problems/problem.ts";
