// A log density and its gradient as WGSL functions for other kernels than the engine's, and what those kernels must lay out for them.

import type { CompileRequest } from "../program.ts";
import { lower } from "../lower.ts";
import { fitData, type FitDataOf } from "./fit-data.ts";
import { layOut } from "./layout.ts";
import type { MathName } from "./math/index.ts";
import { printWgsl } from "./print.ts";

/** Plain data, which crosses to other threads. */
export interface PrintedDensity {
  /**
   * `evaluate(own, fit)` and what it calls, over the arrays `memory`, `fit_data`, `constants` and `tables`; `own` is the first element of a
   * lane's memory, whose elements lie `pitch` apart, and `fit` that of its fit's data.
   */
  readonly source: string;
  readonly pitch: number;
  readonly dimension: number;
  /** Elements of a lane's memory; of them, where the position begins, and the log density with the gradient behind it. */
  readonly laneSize: number;
  readonly position: number;
  readonly logDensity: number;
  readonly fitSize: number;
  readonly constants: Float32Array<ArrayBuffer>;
  readonly tables: Uint32Array<ArrayBuffer>;
}

/**
 * @param also functions of one argument that the kernel calls, as `float_exp`
 * @throws RangeError when the outputs are not a log density and its gradient
 */
export function printDensity(
  request: CompileRequest,
  pitch: number,
  also: readonly MathName[],
): { readonly printed: PrintedDensity; readonly dataOf: FitDataOf } {
  const lowered = lower(request);
  const layout = layOut(lowered, pitch);
  const { dimension, fitSize, constants, tables } = layout;
  return {
    printed: {
      source: printWgsl(lowered.program, layout, also),
      pitch,
      dimension,
      // Behind it lies the momentum of the engine's kernel.
      laneSize: layout.momentum,
      position: layout.parameters,
      logDensity: layout.outputs,
      fitSize,
      constants,
      tables,
    },
    dataOf: fitData(request, lowered, layout),
  };
}
