// What a backend that runs many chains at once offers: a lane is one chain of one fit, and all lanes run one program.

/** Data of the program's inputs by name, for one fit. */
export type LaneData = Readonly<Record<string, ArrayLike<number>>>;

/** Where lanes begin, how they move, and, when they have moved, where they are. Lane after lane, in float32. */
export interface LaneTrajectories {
  /** [lanes x dimension]; replaced by the positions at the end. */
  readonly position: Float32Array;
  /** [lanes x dimension]; replaced by the momenta at the end. */
  readonly momentum: Float32Array;
  /** [lanes x dimension]; gradient of the log density at the start, replaced by the one at the end. */
  readonly gradient: Float32Array;
  /**
   * [lanes]; replaced by the log density at the end, in float32 with its constant. What is broken (overflow, outside the support) is
   * not finite or below -1e30: backends may not be able to represent NaN or infinity, and never rely on them.
   */
  readonly logDensity: Float32Array;
  /** [lanes]; of each leapfrog step. */
  readonly stepSize: Float32Array;
  /** [lanes]; number of leapfrog steps. 0 evaluates log density and gradient where the lane is and moves nothing. */
  readonly steps: Uint32Array;
}

/** Lanes with memory of their own; lane `fit * lanesPerFit + chain` has the data and the metric of `fit`. */
export interface LaneEngine {
  /** What it runs on, for people: `webgpu (SwiftShader)`, `tensorflow wasm`. */
  readonly name: string;
  readonly dimension: number;
  readonly fits: number;
  readonly lanesPerFit: number;
  /** Inverse mass matrices, [fits x dimension x dimension], symmetric: velocity = inverse mass * momentum. At first the identity. */
  setMetric(inverseMass: Float64Array): void;
  /** Leapfrog steps of every lane: half a step of momentum along the gradient, a step of position, half a step of momentum. */
  integrate(trajectories: LaneTrajectories): Promise<void>;
  /** Frees memory on the device. */
  dispose(): void;
}
