// What other folders take from mmm/priors.

export { distributionOf, type MakePart, vectorParameter } from "./prior-distribution.ts";
