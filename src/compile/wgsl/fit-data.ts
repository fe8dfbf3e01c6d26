// What the kernel reads of each fit: its data, and what depends on them alone, computed on the host in float64.

import { printProgram } from "../compile.ts";
import type { CompileRequest } from "../program.ts";
import { toFloat32 } from "../float32/index.ts";
import { instantiate } from "../instantiate.ts";
import type { LaneData } from "../lanes.ts";
import type { Lowered } from "../lower.ts";
import type { KernelLayout } from "./layout.ts";

/** [fits x layout.fitSize] numbers. Throws a RangeError when data of a fit are missing or of a wrong length. */
export type FitDataOf = (fits: readonly LaneData[]) => Float32Array<ArrayBuffer>;

/** Compiles what depends on data alone, once for any number of calls. */
export function fitData(request: CompileRequest, lowered: Lowered, layout: KernelLayout): FitDataOf {
  const prepareOnly = { ...lowered, program: { ...lowered.program, run: [] } };
  const executable = instantiate(printProgram(request, prepareOnly, "wasm"));
  return (fits) => {
    const values = new Float32Array(layout.fitSize * fits.length);
    fits.forEach((data, fit) => {
      executable.setData(data);
      for (const { from, size, to } of layout.uploads) {
        const start = fit * layout.fitSize + to;
        for (let i = 0; i < size; i++) values[start + i] = toFloat32(executable.memory[from + i]!);
      }
    });
    return values;
  };
}
