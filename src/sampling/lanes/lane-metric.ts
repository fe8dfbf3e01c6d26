// The dense metric of one fit's lanes, in the precision in which a lane engine holds it.

import {
  lowerTransposedTimes,
  solveLower,
  solveLowerTransposed,
  cholesky,
} from "../../numerics/linear-algebra/index.ts";

/** M^-1 = L L', with entries that float32 represents: the engine's velocities and the host's energies are of one metric. */
export interface LaneMetric {
  /** Row-major, symmetric. */
  readonly inverseMass: Float64Array;
  /** L, lower triangular, row-major. */
  readonly factor: Float64Array;
}

/** From the lower triangle of M^-1. Undefined when the matrix, rounded to float32, is not positive definite. */
export function laneMetric(inverseMass: Float64Array, dimension: number): LaneMetric | undefined {
  const rounded = inverseMass.map(Math.fround);
  for (let i = 0; i < dimension; i++)
    for (let j = 0; j < i; j++) rounded[j * dimension + i] = rounded[i * dimension + j];
  const factor = new Float64Array(dimension * dimension);
  return cholesky(rounded, dimension, factor) ? { inverseMass: rounded, factor } : undefined;
}

/** M^-1 = diag(scale^2). */
export function diagonalLaneMetric(scale: Float64Array): LaneMetric | undefined {
  const dimension = scale.length;
  const inverseMass = new Float64Array(dimension * dimension);
  for (let i = 0; i < dimension; i++) inverseMass[i * dimension + i] = scale[i] ** 2;
  return laneMetric(inverseMass, dimension);
}

/** Writes the momentum p = L^-T w ~ N(0, M) of standard normals w; `momentum` may be `normals`. */
export function momentumOf({ factor }: LaneMetric, normals: Float64Array, momentum: Float64Array): void {
  solveLowerTransposed(factor, normals.length, normals, momentum);
}

/** p' M^-1 p / 2; `scratch` receives L'p. */
export function kineticEnergy({ factor }: LaneMetric, momentum: Float64Array, scratch: Float64Array): number {
  lowerTransposedTimes(factor, momentum.length, momentum, scratch);
  return 0.5 * squaredLength(scratch);
}

/** (x - center)' M (x - center): squared distance in units of the metric's standard deviations. `scratch` is overwritten. */
export function squaredDistance(
  { factor }: LaneMetric,
  position: Float64Array,
  center: Float64Array,
  scratch: Float64Array,
): number {
  for (let i = 0; i < position.length; i++) scratch[i] = position[i] - center[i];
  solveLower(factor, position.length, scratch, scratch);
  return squaredLength(scratch);
}

function squaredLength(vector: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < vector.length; i++) sum += vector[i] * vector[i];
  return sum;
}
