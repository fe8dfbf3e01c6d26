// The parts of the engine that a fit needs, and how many threads it gets.

export { type Engine, engine } from "./engine.ts";
export { defaultThreads } from "./threads.ts";
