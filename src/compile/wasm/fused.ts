// Fused multiply-adds: whether this machine compiles them, and which products become part of one.

import { accumulationOf, type Nest, operandsOf, type Statement } from "../loops.ts";
import { f64x2, ModuleBuilder } from "./encoder.ts";

/** The smallest module that needs relaxed SIMD, for `WebAssembly.validate`: where it validates, fused multiply-adds can be compiled. */
export function fusedProbe(): Uint8Array<ArrayBuffer> {
  const module = new ModuleBuilder({ fused: true });
  const sum = module.function("sum", ["v128", "v128", "v128"], ["v128"]);
  const [a, b, c] = sum.parameters;
  sum.return(f64x2.add(c, f64x2.mul(a, b)));
  return module.encode();
}

/** Products whose one use is a sum, a difference or a running sum, in the same loop. */
export function fusableProducts(nest: Nest): ReadonlySet<number> {
  const uses = new Map<number, Statement[]>();
  for (const statement of nest.statements) {
    for (const register of operandsOf(statement)) {
      uses.set(register, [...(uses.get(register) ?? []), statement]);
    }
  }
  const found = new Set<number>();
  for (const statement of nest.statements) {
    if (statement.kind !== "binary" || statement.function !== "multiply") continue;
    const [use, ...others] = uses.get(statement.target) ?? [];
    if (use === undefined || others.length > 0) continue;
    const sums = use.kind === "binary" && (use.function === "add" || use.function === "subtract");
    const loops = nest.extents.length;
    const running = use.kind === "accumulate" && accumulationOf(use, loops, nest.around.length).level < loops - 1;
    const level = sums ? nest.levels[use.target] : loops - 1;
    if ((sums || running) && level === nest.levels[statement.target]) found.add(statement.target);
  }
  return found;
}
