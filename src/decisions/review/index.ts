// What other folders take from decisions/review.

export { isUnlike } from "./checks/index.ts";
export { farSpreads, type GeoChecks } from "./geos.ts";
export { peopleOfRows } from "./rows-of-geos.ts";
export type { ReviewCheck, ReviewStatus } from "./review-check.ts";
export { type CheckOptions, modelChecks, type ModelChecks, type Review } from "./review.ts";
export { assumptionsText } from "./assumptions.ts";
export { identifiedShares, type IdentifiedShare } from "./identified-share.ts";
