// Draws of whole arrays: parameters broadcast over the elements, or over the vectors along the last axis.

import { broadcastsTo, padRank, type Shape, sizeOf, stridesOf } from "../graph/index.ts";
import type { Random } from "../numerics/index.ts";
import { distributionError, parameterDoesNotFit } from "../problems/distribution-problems.ts";
import { batchShape, type DistributionParameter, eventShapeOf, type ProperDistribution } from "./distribution.ts";

/** Fills `out` (row-major) with draws, given the values of the distribution's parameters in their own shapes. */
export type ArraySampler = (random: Random, parameters: readonly ArrayLike<number>[], out: Float64Array) => void;

/** The sampler of arrays of this shape. */
export function arraySampler(distribution: ProperDistribution, shape: Shape): ArraySampler {
  const event = eventShapeOf(distribution);
  const outer = shape.slice(0, shape.length - event.length);
  const sources = distribution.parameters.map((parameter) => source(distribution.name, parameter, shape, outer));
  const size = sizeOf(shape);
  if (distribution.event === "scalar") {
    const numbers = new Float64Array(sources.reduce((total, { own }) => total + own, 0));
    return (random, parameters, out) => {
      for (let i = 0; i < size; i++) {
        let at = 0;
        for (let p = 0; p < sources.length; p++) {
          const { own, positions } = sources[p];
          for (let k = 0; k < own; k++) numbers[at++] = parameters[p][positions[i] * own + k];
        }
        out[i] = distribution.draw(random, numbers);
      }
    };
  }
  const length = sizeOf(event);
  const values = sources.map(({ own, stretched }) => new Float64Array(stretched ? length : own));
  return (random, parameters, out) => {
    for (let i = 0; i * length < size; i++) {
      sources.forEach(({ own, positions, stretched }, p) => {
        for (let k = 0; k < values[p].length; k++) {
          values[p][k] = parameters[p][stretched ? positions[i * length + k] : positions[i] * own + k];
        }
      });
      distribution.drawArray(random, values, out.subarray(i * length, (i + 1) * length));
    }
  };
}

/** Where the numbers of a parameter are, for each value that is drawn. */
interface Source {
  /** How many belong together. */
  readonly own: number;
  /** True for a parameter without axes of its own beside an array: `positions` has one for each element of the array. */
  readonly stretched: boolean;
  readonly positions: Int32Array;
}

function source(distribution: string, parameter: DistributionParameter, shape: Shape, outer: Shape): Source {
  const { name, node, axes } = parameter;
  const to = axes === undefined ? shape : outer;
  const from = batchShape(parameter);
  if (!broadcastsTo(from, to)) throw distributionError(parameterDoesNotFit(distribution, name, from, to));
  return {
    own: sizeOf(node.shape.slice(from.length)),
    stretched: axes === undefined && outer.length < shape.length,
    positions: broadcastPositions(from, to),
  };
}

/** For each element of `to` the position in an array of shape `from` that broadcasts to it. */
function broadcastPositions(from: Shape, to: Shape): Int32Array {
  const padded = padRank(from, to.length);
  const [strides, itsStrides] = [stridesOf(to), stridesOf(padded)];
  return Int32Array.from({ length: sizeOf(to) }, (_, i) =>
    to.reduce((position, extent, axis) => {
      const coordinate = Math.floor(i / strides[axis]) % extent;
      return position + (padded[axis] === 1 ? 0 : coordinate * itsStrides[axis]);
    }, 0),
  );
}
