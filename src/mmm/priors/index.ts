// What other folders take from mmm/priors.

export { distributionOf } from "./families/index.ts";
export { givenArguments, priorData, priorStructure } from "./given-priors.ts";
export { type MakePart, vectorParameter } from "./prior-distribution.ts";
