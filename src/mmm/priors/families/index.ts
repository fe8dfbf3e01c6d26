// What other folders take from mmm/priors/families.

export { distributionOf, familyOf, fixed, priorFamilies } from "./families.ts";
export type { Elicitation, Impossible, QuantilePoint, Solved } from "./elicitation.ts";
export { drawsOfPriors } from "./prior-values.ts";
export type { ArgumentRule, Domain, PriorArgument, PriorFamily } from "./family.ts";
