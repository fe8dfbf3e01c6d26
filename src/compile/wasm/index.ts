// What other folders take from compile/wasm.

export { printWebAssembly } from "./print.ts";
