// The parts of the engine that a fit needs, and how many threads it gets.

export { type Engine, type EngineFitOptions, engine } from "./engine.ts";
export { defaultThreads, type FitThreads, fitThreads } from "./threads.ts";
