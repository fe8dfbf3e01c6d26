// Metrics of fits from the windows that the device recorded, in float64 on the host, as the kernel takes them.

import { plainMatrices } from "../plain-matrices.ts";
import { solveLower } from "../../numerics/linear-algebra/index.ts";
import { lowRankFromDraws } from "../adaptation/index.ts";
import { inverseMassOf } from "../hamiltonian/index.ts";
import { diagonalLaneMetric, laneMetric, type LaneMetric } from "../lanes/index.ts";
import { endElements, metricElements, outcomes } from "./kernel.ts";

/** Ends of trajectories of some fits, as plain data. */
export interface Windows {
  readonly dimension: number;
  readonly fits: number;
  /** Trajectories of each fit. */
  readonly count: number;
  /** [fit][trajectory][endElements]. */
  readonly ends: Float32Array<ArrayBuffer>;
}

export interface Metrics {
  /** [fit][metricElements]. */
  readonly values: Float32Array<ArrayBuffer>;
  /** 0 for fits of whose window no metric can be made; their values are zeros. */
  readonly made: Uint8Array<ArrayBuffer>;
}

/** Each from the trajectories that were accepted. */
export function metricsOf({ dimension, fits, count, ends }: Windows): Metrics {
  const size = metricElements(dimension);
  const width = endElements(dimension);
  const values = new Float32Array(fits * size);
  const made = new Uint8Array(fits);
  const positions = new Float64Array(count * dimension);
  const gradients = new Float64Array(count * dimension);
  const center = new Float64Array(dimension);
  for (let fit = 0; fit < fits; fit++) {
    let held = 0;
    for (let k = 0; k < count; k++) {
      const place = (fit * count + k) * width;
      if (ends[place + 2 * dimension] !== outcomes.accepted) continue;
      for (let i = 0; i < dimension; i++) {
        positions[held * dimension + i] = ends[place + i];
        gradients[held * dimension + i] = ends[place + dimension + i];
      }
      held++;
    }
    if (held < 2) continue;
    const found = lowRankFromDraws({ positions, gradients, from: 0, to: held }, dimension, plainMatrices, 1);
    const metric = found && laneMetric(inverseMassOf(found), dimension);
    if (metric === undefined) continue;
    center.fill(0);
    for (let k = 0; k < held; k++) for (let i = 0; i < dimension; i++) center[i] += positions[k * dimension + i] / held;
    writeMetric(metric, center, values.subarray(fit * size, (fit + 1) * size));
    made[fit] = 1;
  }
  return { values, made };
}

/** The metric that a fit begins with, from scales of its coordinates. */
export function firstMetric(scale: Float64Array): Float32Array<ArrayBuffer> {
  const dimension = scale.length;
  const values = new Float32Array(metricElements(dimension));
  const metric = diagonalLaneMetric(scale) ?? diagonalLaneMetric(new Float64Array(dimension).fill(1))!;
  writeMetric(metric, new Float64Array(dimension), values);
  return values;
}

/** L, its inverse and the center. */
function writeMetric({ factor }: LaneMetric, center: Float64Array, into: Float32Array): void {
  const dimension = center.length;
  const square = dimension * dimension;
  into.set(factor);
  const column = new Float64Array(dimension);
  for (let j = 0; j < dimension; j++) {
    column.fill(0);
    column[j] = 1;
    solveLower(factor, dimension, column, column);
    for (let i = j; i < dimension; i++) into[square + i * dimension + j] = column[i];
  }
  into.set(center, 2 * square);
}
