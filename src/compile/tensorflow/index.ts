// Graphs and many chains on TensorFlow.js, on any of its backends, in float32.

export { type TensorFlowLaneOptions, tensorflowLaneEngine } from "./lane-engine.ts";
export type { TensorFlow } from "./library.ts";
export { type OpenTensorFlow, openTensorflow, type TensorFlowBackend } from "./open.ts";
export { type TensorFlowProgram, tensorflowProgram } from "./program.ts";
