// What a sampler needs to know of a posterior: its log density and gradient over an unconstrained vector.

import type { TeamPlace } from "../compile/index.ts";

export interface LogDensity {
  /** Length of the unconstrained vector. */
  readonly dimension: number;
  /** Names of its coordinates, for messages; default x[0], x[1], ... */
  readonly names?: readonly string[] | undefined;
  /** What its priors say of where to start, unless a center is given. Default: the cube around the origin. */
  readonly start?: StartingRange | undefined;
  /**
   * Writes the gradient at `position` into `gradient` (both of length `dimension`, owned by the caller) and returns
   * the log density, up to a constant. NaN, an infinite value or a non-finite gradient means "outside the support
   * or numerically broken" and is treated as a divergence, unless the gradient is NaN where the density is as good as that of a draw: that
   * stops the run with the names of the coordinates. A thrown error is a programmer's error and stops the run.
   */
  evaluate(position: Float64Array, gradient: Float64Array): number;
  /** Where the density solves equations: how many of their solutions were given up so far, and how many of these at the greatest number of steps. */
  readonly unsolved?: (() => UnsolvedEquations) | undefined;
  /** Where the density is WebAssembly: what a kernel needs to run beside it, without JavaScript in between. The draws are the same. */
  readonly machine?: DensityMachine | undefined;
  /** Where several threads can share an evaluation: what a helper needs. The numbers are the same. */
  readonly team?: TeamPlace | undefined;
}

/** Solutions of differential equations that were given up: the log density is not a number there. */
export interface UnsolvedEquations {
  readonly solutions: number;
  /** Those that took more than `maxSteps` steps; the others met what is not a number. */
  readonly atMostSteps: number;
}

/** Where chains start, coordinate by coordinate. */
export interface StartingRange {
  readonly center: Float64Array;
  /** Share of `initialRadius` within which chains start, at most 1. */
  readonly share: Float64Array;
}

/** The sampler's code in WebAssembly (`samplerModules`), which crosses to threads with the density. */
export interface SamplerModules {
  /** Transitions beside a density: `printNuts`, for a memory that is shared between threads or one that is not. */
  readonly nuts: WebAssembly.Module;
  /** The linear algebra of adaptation: `printMatrices`. */
  readonly matrices: WebAssembly.Module;
}

/** A density's memory and code in WebAssembly. One kernel at a time works beside it. */
export interface DensityMachine {
  readonly modules: SamplerModules;
  readonly memory: WebAssembly.Memory;
  /** Computes log density and gradient; a function of a WebAssembly instance. */
  readonly run: () => void;
  /** Bytes at which `run` reads the position, and at which it leaves the log density, right before the gradient. */
  readonly position: number;
  readonly logDensity: number;
  /**
   * The byte from which on at least this many bytes are free for a kernel; always the same. Views made before of the memory may be
   * detached by this. What an earlier kernel left there is kept until another one writes.
   */
  reserve(bytes: number): number;
  /** The kernel that wrote to the reserved bytes last; a kernel that finds another one here must not count on what it left. */
  user: unknown;
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
