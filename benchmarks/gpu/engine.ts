// Everything that the GPU check takes from the sources below the public entry points, in one place.

export { deviceExecutor, openLaneDevice, planBatch, startTaskThreads } from "../../src/jobs/index.ts";
export type { GroupTimes } from "../../src/jobs/executors/device-executor.ts";
export { laneSettingsFor } from "../../src/jobs/tasks/lane-settings.ts";
export { lower } from "../../src/compile/lower.ts";
export type { LaneData, LaneEngine, LaneTrajectories } from "../../src/compile/lanes.ts";
export {
  type Gpu,
  kernelCost,
  type KernelCost,
  openGpu,
  printDensity,
  wgslLaneEngine,
} from "../../src/compile/wgsl/index.ts";
export { kernelSource } from "../../src/compile/wgsl/kernel.ts";
export { layOut, workgroupSize } from "../../src/compile/wgsl/layout.ts";
export { mathCall, type MathName, mathNames, mathSource } from "../../src/compile/wgsl/math/index.ts";
export { mediaDataFromColumns } from "../../src/data/panel/from-columns.ts";
export type { MediaData } from "../../src/data/panel/media-data.ts";
export { columnsByName, generate } from "../../src/data/worlds/generate.ts";
export { summarize } from "../../src/diagnostics/index.ts";
export { makeDesign } from "../../src/mmm/fit/design.ts";
export { assembleFit } from "../../src/mmm/fit/fit-results.ts";
export { mediaMixModel, modelData } from "../../src/mmm/fit/model.ts";
export { parseModelFile } from "../../src/mmm/specification/document.ts";
export { resolve, type Resolution } from "../../src/mmm/specification/resolve.ts";
export { bindModel, compileProgram, densityRequest, type Posterior } from "../../src/model/index.ts";
export type { LogDensity } from "../../src/sampling/density.ts";
export { scaleFromGradient } from "../../src/sampling/adaptation/index.ts";
export {
  compileTransitions,
  type DeviceDraws,
  type DeviceFit,
  deviceResult,
  kernelFunctions,
  kernelShape,
  metricsOf,
  sampleOnDevice,
} from "../../src/sampling/device/index.ts";
export { type LaneFit, startingPoints } from "../../src/sampling/lanes/index.ts";
export { randomStream } from "../../src/numerics/random.ts";
export * as special from "../../src/numerics/special/index.ts";
export { saveRun } from "../../src/store/run/save-run.ts";
export { bounds, epsilon, scaleOf } from "../../test/compile/support/float32-bounds.ts";
export { makeTwin } from "../../test/compile/support/float32-twin.ts";
export { fiveChannels, modelA, tableName, weeks, writeWorldTables } from "../batch/tables.ts";
export { readModelData, writeJson } from "../model-a/data.ts";
