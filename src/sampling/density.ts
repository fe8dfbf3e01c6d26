// What a sampler needs to know of a posterior: its log density and gradient over an unconstrained vector.

export interface LogDensity {
  /** Length of the unconstrained vector. */
  readonly dimension: number;
  /**
   * Writes the gradient at `position` into `gradient` (both of length `dimension`, owned by the caller) and returns
   * the log density, up to a constant. NaN, an infinite value or a non-finite gradient means "outside the support
   * or numerically broken" and is treated as a divergence; a thrown error is a programmer's error and stops the run.
   */
  evaluate(position: Float64Array, gradient: Float64Array): number;
}

/**
 * A log density that a worker thread can make for itself: `import(module)[factory](payload)` must return a
 * LogDensity (or a promise of one). The payload crosses by structured clone (compiled WebAssembly modules and
 * SharedArrayBuffers are shared, not copied).
 */
export interface DensitySource {
  /** URL of an ES module. */
  readonly module: string;
  /** Name of the exported factory. */
  readonly factory: string;
  readonly payload: unknown;
}
