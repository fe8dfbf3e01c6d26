// What other folders take from mmm/parameters.

export { autocorrelation, latentSpendParameters } from "./latent-spend.ts";
export { likelihoodParameters } from "./likelihood.ts";
export { coefficient } from "./media.ts";
export { type ModelParameter, positiveLine, realLine, type TableParameter } from "./parameter.ts";
