// What other folders take from numerics/linear-algebra.

export { cholesky, lowerTimes, lowerTransposedTimes, solveLower, solveLowerTransposed } from "./cholesky.ts";
export { spdMean } from "./spd-mean.ts";
export { symmetricEigen } from "./symmetric-eigen.ts";
