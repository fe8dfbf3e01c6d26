// Low-rank corrected metrics from draws and gradients (nuts-rs: transform/adapt/low_rank.rs; Seyboldt, Carlson & Carpenter 2026).

import { dot } from "../../numerics/index.ts";
import type { LowRankMetricState } from "../hamiltonian/index.ts";
import type { Matrices } from "../matrices.ts";

/** Eigenvalues between 1 / cutoff and cutoff are taken to be 1. */
export const eigenvalueCutoff = 2;

/**
 * Up to this dimension the estimate is of all directions at once; warm-up windows soon hold more draws than that. Above it,
 * only of the leading principal components of the draws and of the gradients, a quarter of the number of draws from each, so that
 * there are twice as many draws as directions. (On a normal of dimension 300 whose precision has ten large eigenvalues: 16 to 21
 * gradients a draw, against 31 to 190 on larger shares or on the whole span, which is what nuts-rs takes.)
 */
const mostDirections = 100;

/**
 * Ridge added to the sums of products of standardized draws and gradients. With draws enough it only guards against rounding
 * (nuts-rs's value). With fewer draws than directions, some directions are seen by the draws and not by the gradients; a small
 * ridge would call them flat and give them a huge eigenvalue, on which warm-up can stall. Values from 0.03 to 1 worked alike
 * on normal, logistic and hierarchical targets of dimension 20 to 100.
 */
function ridgeFor(count: number, directions: number): number {
  return count > 1.2 * directions + 4 ? 1e-5 : 0.1;
}

/** Draws and their gradients, draw after draw, with a range of them to use. */
export interface DrawsAndGradients {
  readonly positions: Float64Array;
  readonly gradients: Float64Array;
  readonly from: number;
  /** One past the last draw. */
  readonly to: number;
}

/**
 * diag(s) (I + U (Lambda - I) U') diag(s) from the window's draws: s from their marginal variances, the rest from the geometric
 * mean of the covariance of the standardized draws and the inverse covariance of their gradients. Exact for a normal density once there are more draws than dimensions. Undefined when a marginal variance is 0 or not
 * finite, or the products are not positive definite.
 */
export function lowRankFromDraws(
  draws: DrawsAndGradients,
  dimension: number,
  matrices: Matrices,
  cutoff: number = eigenvalueCutoff,
): LowRankMetricState | undefined {
  const count = draws.to - draws.from;
  const scale = new Float64Array(dimension);
  const x = matrices.standardized(draws.positions, draws.from, count, dimension);
  const g = matrices.standardized(draws.gradients, draws.from, count, dimension);
  for (let i = 0; i < dimension; i++) {
    scale[i] = Math.sqrt(x.deviation[i] / g.deviation[i]);
    if (!(scale[i] > 0 && scale[i] < Number.POSITIVE_INFINITY)) return undefined;
  }
  matrices.rescale(x.values, g.values, count, scale);

  const basis =
    dimension <= mostDirections
      ? undefined
      : orthonormalBasis(
          [x, g].map(({ values }) => principalDirections(values, count, dimension, matrices)),
          dimension,
        );
  const rank = basis ? basis.length : dimension;
  const ridge = ridgeFor(count, rank);
  const mean = matrices.spdMean(
    matrices.products(coordinates(x.values, basis, count, dimension), count, rank, ridge),
    matrices.products(coordinates(g.values, basis, count, dimension), count, rank, ridge),
    rank,
  );
  if (mean === undefined) return undefined;
  const eigen = matrices.symmetricEigen(mean, rank);
  const kept = Array.from(eigen.values.keys()).filter((k) => eigen.values[k] > cutoff || eigen.values[k] < 1 / cutoff);
  const vectors = new Float64Array(kept.length * dimension);
  kept.forEach((k, row) => {
    const weights = eigen.vectors.subarray(k * rank, (k + 1) * rank);
    if (basis === undefined) {
      vectors.set(weights, row * dimension);
      return;
    }
    for (let j = 0; j < rank; j++) {
      for (let i = 0; i < dimension; i++) vectors[row * dimension + i] += weights[j] * basis[j][i];
    }
  });
  return { kind: "low-rank", scale, vectors, values: Float64Array.from(kept, (k) => eigen.values[k]) };
}

/** Leading principal components of centered draws (not normalized), from the eigenvectors of their count x count Gram matrix. */
function principalDirections(values: Float64Array, count: number, dimension: number, matrices: Matrices): Float64Array {
  const gram = new Float64Array(count * count);
  for (let k = 0; k < count; k++) {
    const draw = values.subarray(k * dimension, (k + 1) * dimension);
    for (let l = 0; l <= k; l++) {
      gram[k * count + l] = dot(draw, values.subarray(l * dimension, (l + 1) * dimension));
      gram[l * count + k] = gram[k * count + l];
    }
  }
  const { vectors } = matrices.symmetricEigen(gram, count);
  const taken = Math.max(1, Math.floor(count / 4));
  const directions = new Float64Array(taken * dimension);
  for (let j = 0; j < taken; j++) {
    const weights = (count - 1 - j) * count;
    for (let k = 0; k < count; k++) {
      for (let i = 0; i < dimension; i++) {
        directions[j * dimension + i] += vectors[weights + k] * values[k * dimension + i];
      }
    }
  }
  return directions;
}

/** Gram-Schmidt, done twice for each vector; a vector that adds less than 1e-8 of its length adds nothing. */
function orthonormalBasis(blocks: readonly Float64Array[], dimension: number): Float64Array[] {
  const basis: Float64Array[] = [];
  const norm = (v: Float64Array): number => Math.sqrt(dot(v, v));
  for (const block of blocks) {
    for (let start = 0; start < block.length; start += dimension) {
      const vector = block.slice(start, start + dimension);
      const before = norm(vector);
      for (let pass = 0; pass < 2; pass++) {
        for (const unit of basis) {
          const projection = dot(unit, vector);
          for (let i = 0; i < dimension; i++) vector[i] -= projection * unit[i];
        }
      }
      const after = norm(vector);
      if (after > 1e-8 * before) basis.push(vector.map((value) => value / after));
    }
  }
  return basis;
}

/** Q' x of each draw (count x rank). */
function coordinates(
  values: Float64Array,
  basis: readonly Float64Array[] | undefined,
  count: number,
  dimension: number,
): Float64Array {
  if (basis === undefined) return values;
  const out = new Float64Array(count * basis.length);
  for (let k = 0; k < count; k++) {
    const draw = values.subarray(k * dimension, (k + 1) * dimension);
    for (let j = 0; j < basis.length; j++) out[k * basis.length + j] = dot(basis[j], draw);
  }
  return out;
}
