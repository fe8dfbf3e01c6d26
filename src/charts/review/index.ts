// What other folders take from charts/review.

export { calibratedCurves, type CalibratedCurvesData, widthLeft } from "./calibrated-curves.ts";
export { reviewChecks } from "./checks.ts";
export { reviewCollinearity } from "./collinearity.ts";
export { type LiftTestsData, reviewLiftTests } from "./lift-tests.ts";
export { reviewParetoK } from "./pareto-k.ts";
export { reviewPit } from "./pit.ts";
export { reviewPredictive } from "./predictive.ts";
export { reviewResiduals } from "./residuals.ts";
