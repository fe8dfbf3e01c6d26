// What other folders take from numerics/optimize.

export { type LbfgsResult, minimize, type Objective } from "./lbfgs.ts";
export { rootBetween } from "./root.ts";
export { type Ascent, type ConvexSet, type Differentiable, projectedGradient } from "./projected-gradient.ts";
export { type RowConflict, conflictOf, type Polytope, polytope, type Row } from "./polytope.ts";
