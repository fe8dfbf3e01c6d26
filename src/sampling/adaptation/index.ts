// What other folders take from sampling/adaptation.

export type { Adaptation, AdaptationState } from "./adaptation.ts";
export { scaleFromGradient } from "./fisher-diagonal.ts";
export { type DrawsAndGradients, lowRankFromDraws } from "./fisher-low-rank.ts";
export { growingAdaptation } from "./growing-windows.ts";
export { stanAdaptation } from "./stan-windows.ts";
