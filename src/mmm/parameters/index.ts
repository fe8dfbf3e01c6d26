// What other folders take from mmm/parameters.

export { autocorrelation, latentSpendParameters } from "./latent-spend.ts";
export { likelihoodParameters } from "./likelihood.ts";
export { coefficient } from "./media.ts";
export {
  type EffectParameter,
  type ModelParameter,
  type OverGeos,
  type PanelPrior,
  positiveLine,
  realLine,
  type TableParameter,
} from "./parameter.ts";
export { type ReturnKind, returnKinds, returnParameters } from "./returns.ts";
