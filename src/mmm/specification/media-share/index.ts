// What other folders take from mmm/specification/media-share.

export { coefficientPriors, interceptPrior, type ReasonedPrior, type TableValues, valuesOf } from "./table-priors.ts";
