// Compiler of graphs: to WebAssembly (the default; with fused multiply-adds by another name) and to JavaScript (the readable reference).

export { compile } from "./compile.ts";
export type { Backend, CompileRequest, Executable, NamedArray, Program, TeamPlace } from "./program.ts";
export { instantiate } from "./instantiate.ts";
export { teamSlots } from "./team.ts";
export type { LaneData, LaneEngine, LaneTrajectories } from "./lanes.ts";
export { identityMetrics } from "./lanes.ts";
