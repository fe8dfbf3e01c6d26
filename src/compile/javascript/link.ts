// Printed JavaScript brought to life over a memory.

import { solveOde } from "../../numerics/ode/index.ts";
import * as math from "../../numerics/special/index.ts";
import type { PlacedTable } from "../program.ts";
import type { EntryPoints } from "../program.ts";

/** Makes the entry points of printed source. */
export function linkJavaScript(source: string, memory: Float64Array, tables: readonly PlacedTable[]): EntryPoints {
  const make = new Function("memory", "tables", "math", "solveOde", source) as (...parts: unknown[]) => EntryPoints;
  return make(
    memory,
    tables.map((table) => table.values),
    math,
    solveOde,
  );
}
