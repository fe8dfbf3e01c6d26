// A fit of a model of one's own on disk: the public names.

export type { KeptFit, LabeledArray, LabeledValues } from "./kept-fit.ts";
export { type LoadedFit, loadKeptFit, saveFit } from "./save-fit.ts";
