// What other folders take from decisions/review.

export type { ReviewCheck, ReviewStatus } from "./review-check.ts";
export { limits } from "./review-thresholds.ts";
export { type CheckOptions, modelChecks, type ModelChecks, type Review } from "./review.ts";
