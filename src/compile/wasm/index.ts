// What other folders take from compile/wasm.

export {
  call,
  type Expression,
  f64,
  type F64,
  type FunctionBuilder,
  type FunctionReference,
  i32,
  type I32,
  type I32Operand,
  i64,
  type Local,
  ModuleBuilder,
  v128,
  f64x2,
} from "./encoder.ts";
export { memoryLimits } from "./memory-limits.ts";
export { fusedProbe } from "./fused.ts";
export { printWebAssembly, type Team } from "./print.ts";
