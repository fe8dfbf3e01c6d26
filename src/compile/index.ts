// Compiler of graphs: to WebAssembly (the default) and to JavaScript (the readable reference).

export {
  type Backend,
  compile,
  type CompileRequest,
  type Executable,
  type NamedArray,
  type Program,
} from "./compile.ts";
export { instantiate } from "./instantiate.ts";
export type { LaneData, LaneEngine, LaneTrajectories } from "./lanes.ts";
