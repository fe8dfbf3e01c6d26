// Carryover: the public names. ARCHITECTURE.md says how the parts fit; each name's documentation says the rest.

// A media mix fit, from a table to a diagnosed posterior and its run folder.
export { readMediaData } from "./data/check-table.ts";
export { mediaDataFromColumns } from "./data/from-columns.ts";
export type { MediaData } from "./data/media-data.ts";
export { presets, simulate, simulationFiles, worlds } from "./data/simulate.ts";
export type { Simulation } from "./data/simulation/generate.ts";
export { type Design, makeDesign } from "./mmm/design.ts";
export { type FitOptions, fitMediaMix } from "./mmm/fit.ts";
export { mediaMixModel, modelData } from "./mmm/model.ts";
export { type ProgramCache, programCache } from "./mmm/programs.ts";
export type { Diagnostics, MediaMixFit, NamedDraws, QuantityDraws, Summary, SummaryRow } from "./mmm/fit-types.ts";
export { parseModelFile, readModelFile, tablePath, writtenColumns } from "./mmm/spec/document.ts";
export { explain } from "./mmm/spec/provenance.ts";
export { toJson, toYaml } from "./mmm/spec/print.ts";
export { findNoise, noisedColumns } from "./mmm/spec/noise-source.ts";
export { latentSpend } from "./mmm/latent-spend-draws.ts";
export { type Resolution, resolve as resolveSpecification } from "./mmm/spec/resolve.ts";
export type { ResolvedSpec } from "./mmm/spec/resolved-spec.ts";
export { loadRun, saveRun, type StoredRun } from "./store/index.ts";
export { type OpenRun, openRun } from "./store/open-run.ts";
export { type Exported, type ExportFormat, exportFormats, exportRun } from "./store/export/index.ts";

// What follows from a fit: contributions, returns, curves, checks, the best budget. Charts are in "carryover/charts", reports in
// "carryover/report": they load libraries for drawing.
export * as decisions from "./decisions/index.ts";

// Many fits at once, on threads or on the lanes of a GPU.
export * as batch from "./batch/index.ts";

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
export * as recovery from "./recovery/index.ts";

// What goes wrong, as data.
export { CarryoverError, exitCodes, type Problem } from "./problems/problem.ts";
