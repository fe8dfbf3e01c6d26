// The parts of the engine that a fit needs, and how many threads it gets.

export type { FitAnalysis } from "./analyze-fit.ts";
export { type Engine, engine, type EngineFitOptions } from "./engine.ts";
export { defaultThreads } from "./threads.ts";
