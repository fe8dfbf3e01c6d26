// What other folders take from mmm/specification/media-share.

export { type ShareDoubt, shareDoubts, shareLimits } from "./share-doubts.ts";
export {
  coefficientPriors,
  interceptPrior,
  levelOfTarget,
  type ModelOfTarget,
  type PriorOfChannel,
  type ReasonedPrior,
  shareUnder,
  type TableValues,
  valuesOf,
} from "./table-priors.ts";
