// The log likelihood of every observation at every draw: one type and one layout wherever it is computed, kept, exported or judged.

/** Draws of some chains: how many chains, and how many draws each of them has. */
export interface DrawsShape {
  readonly chains: number;
  /** Draws per chain. */
  readonly draws: number;
}

/** What leave-one-out takes (`diagnostics.psisLoo`) and `Posterior.pointwiseLogLikelihood` gives. */
export interface PointwiseLogLikelihood extends DrawsShape {
  readonly observations: number;
  /** [chain][draw][observation], natural logarithms. */
  readonly values: Float64Array;
}
