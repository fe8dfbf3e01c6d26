// What other folders take from mmm/specification/media-share.

export {
  coefficientPriors,
  interceptPrior,
  levelOfTarget,
  type ModelOfTarget,
  type ReasonedPrior,
  type TableValues,
  valuesOf,
} from "./table-priors.ts";
