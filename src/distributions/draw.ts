// Draws of whole arrays: parameters broadcast over the elements, or over the vectors along the last axis.

import { broadcastsTo, formatShape, padRank, type Shape, sizeOf, stridesOf } from "../graph/index.ts";
import type { Random } from "../numerics/index.ts";
import type { ScalarDistribution, VectorDistribution } from "./distribution.ts";

/** Fills `out` (row-major) with draws, given the values of the distribution's parameters in their own shapes. */
export type ArraySampler = (random: Random, parameters: readonly ArrayLike<number>[], out: Float64Array) => void;

/** The sampler of arrays of this shape. */
export function arraySampler(distribution: ScalarDistribution | VectorDistribution, shape: Shape): ArraySampler {
  const positions = distribution.parameters.map(({ name, node }) => {
    if (!broadcastsTo(node.shape, shape)) {
      throw new RangeError(
        `The ${name} of ${distribution.name}, of shape ${formatShape(node.shape)}, does not broadcast to ${formatShape(shape)}.`,
      );
    }
    return broadcastPositions(node.shape, shape);
  });
  const size = sizeOf(shape);
  if (distribution.event === "scalar") {
    const numbers = new Float64Array(positions.length);
    return (random, parameters, out) => {
      for (let i = 0; i < size; i++) {
        for (let p = 0; p < positions.length; p++) numbers[p] = parameters[p][positions[p][i]];
        out[i] = distribution.draw(random, numbers);
      }
    };
  }
  const { length } = distribution;
  const vectors = positions.map(() => new Float64Array(length));
  return (random, parameters, out) => {
    for (let start = 0; start < size; start += length) {
      vectors.forEach((vector, p) => {
        for (let j = 0; j < length; j++) vector[j] = parameters[p][positions[p][start + j]];
      });
      distribution.drawVector(random, vectors, out.subarray(start, start + length));
    }
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
