// What other folders take from numerics/linear-algebra.

export { cholesky, lowerTimes, lowerTransposedTimes, solveLower, solveLowerTransposed } from "./cholesky.ts";
export {
  checkFinite,
  eigenPatience,
  eigenSweeps,
  noConvergence,
  quarticRoots,
  sortAscending,
  type SymmetricEigen,
} from "./eigen-common.ts";
export { spdMean } from "./spd-mean.ts";
export { symmetricEigen } from "./symmetric-eigen.ts";
