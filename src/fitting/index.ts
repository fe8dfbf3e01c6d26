// One call from a model of one's own to a checked fit: the public names.

export { fitModel } from "./fit-model.ts";
export { loadFit } from "./load-fit.ts";
export { drawPrior, ModelPrior, type PriorOptions } from "./model-prior.ts";
export { ModelFit, type RunningFit } from "./model-fit.ts";
export type { ContinueOptions, ModelFitSettings, RunOptions } from "./settings.ts";
