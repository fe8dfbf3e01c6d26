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

/** An engine's lanes in numbers. */
type LaneCounts = Pick<LaneEngine, "dimension" | "fits" | "lanesPerFit">;

/** The metrics that an engine begins with: matrices of ones on the diagonal. */
export function identityMetrics({ dimension, fits }: Pick<LaneCounts, "dimension" | "fits">): Float64Array {
  const size = dimension ** 2;
  return Float64Array.from({ length: fits * size }, (_, i) => ((i % size) % (dimension + 1) === 0 ? 1 : 0));
}

/** Throws a RangeError unless there is a matrix for every fit. */
export function checkMetrics({ length }: Float64Array, { dimension, fits }: LaneCounts): void {
  const wanted = fits * dimension ** 2;
  if (length === wanted) return;
  throw new RangeError(`Inverse mass matrices of ${fits} fits take ${wanted} numbers, not ${length}.`);
}

/** Throws a RangeError unless there are numbers for every lane. */
export function checkTrajectories(trajectories: LaneTrajectories, { dimension, fits, lanesPerFit }: LaneCounts): void {
  const lanes = fits * lanesPerFit;
  for (const [name, values] of Object.entries(trajectories) as [keyof LaneTrajectories, ArrayLike<number>][]) {
    const vector = name === "position" || name === "momentum" || name === "gradient";
    const wanted = vector ? lanes * dimension : lanes;
    if (values.length === wanted) continue;
    throw new RangeError(`The ${name} of ${lanes} lanes takes ${wanted} numbers, not ${values.length}.`);
  }
}

/** What an engine says that is asked after it was disposed of. */
export function disposedError(): RangeError {
  return new RangeError("The engine was disposed of.");
}
