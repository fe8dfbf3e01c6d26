// What the backends of TensorFlow.js compute well themselves, as measured against src/special; the rest is put together in forms.ts.

import type * as TensorFlowModule from "@tensorflow/tfjs";
import type { UnaryFunction } from "../../graph/index.ts";

/** The module `@tensorflow/tfjs` (or `@tensorflow/tfjs-node`, which has the same names). Nothing here loads it. */
export type TensorFlow = typeof TensorFlowModule;
export type Tensor = TensorFlowModule.Tensor;

export interface Library {
  /** Functions whose kernel is right to a few units in the last place over the whole range. */
  readonly native: ReadonlySet<UnaryFunction>;
  /** log(x) keeps its relative accuracy near 1, where log1p needs it. GPUs promise an absolute error there. */
  readonly exactLogNearOne: boolean;
  /**
   * Rows are moved and added by SparseSegmentSum, which runs at the speed of memory on a CPU (Slice and Sum of the wasm backend took ten
   * times as long). The C library has no such kernel, and on a GPU it adds with atomics: there GatherV2 and products with ones do it.
   */
  readonly segments: boolean;
}

const everywhere: readonly UnaryFunction[] = ["negate", "absolute", "sqrt", "exp", "log", "logistic"];

const libraries: Readonly<Record<string, Library>> = {
  cpu: { native: new Set([...everywhere, "log1p", "expm1", "tanh"]), exactLogNearOne: true, segments: true },
  // Its log1p is log(1 + x).
  wasm: { native: new Set([...everywhere, "expm1", "tanh", "erf"]), exactLogNearOne: true, segments: true },
  // The library of TensorFlow in C, which tfjs-node loads.
  tensorflow: {
    native: new Set([...everywhere, "log1p", "expm1", "tanh", "erf"]),
    exactLogNearOne: true,
    segments: false,
  },
};

/** Of a backend without an entry nothing but the basic functions is relied upon: webgpu, webgl. */
const unknown: Library = { native: new Set(everywhere), exactLogNearOne: false, segments: false };

/** What the backend of this name, as TensorFlow.js registers it, does well. */
export function libraryOf(backend: string): Library {
  return libraries[backend] ?? unknown;
}
