// What other folders take from jobs/tasks.

export type { BoundFit, BoundFits, DrawnFit } from "./device-task.ts";
export { type FitJob, seedOf } from "./fit-job.ts";
export {
  type ChannelFigures,
  figureLevel,
  type FitFigure,
  type FitRow,
  type FitState,
  restoredRow,
  rowOfFailure,
} from "./fit-row.ts";
export type { FitShape } from "./fit-shape.ts";
export { type LookedAt, reasonsOf } from "./fit-task.ts";
export { type LaneDevice, type LaneDeviceKind, openLaneDevice } from "./lane-device.ts";
export { laneSettingsFor } from "./lane-settings.ts";
export type { DeviceDescription } from "./lane-task.ts";
export {
  sendBinding,
  sendDeviceQuestion,
  sendDrawn,
  sendFit,
  sendGradientMeasurement,
  sendInstead,
  sendLaneMeasurement,
  sendLanes,
  sendLook,
  sendMetrics,
} from "./tasks.ts";
