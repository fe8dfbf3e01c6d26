// What other folders take from numerics/linear-algebra.

export { cholesky, lowerTimes, lowerTransposedTimes, solveLower, solveLowerTransposed } from "./cholesky.ts";
export { quarticRoots, spdMean } from "./spd-mean.ts";
export {
  checkFinite,
  eigenPatience,
  eigenSweeps,
  noConvergence,
  sortAscending,
  type SymmetricEigen,
  symmetricEigen,
} from "./symmetric-eigen.ts";
