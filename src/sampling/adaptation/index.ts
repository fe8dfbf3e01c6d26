// What other folders take from sampling/adaptation.

export type { Adaptation, AdaptationState, PooledMemory } from "./adaptation.ts";
export { scaleFromGradient } from "./fisher-diagonal.ts";
export { type DrawsAndGradients, eigenvalueCutoff, lowRankFromDraws } from "./fisher-low-rank.ts";
export { growingAdaptation } from "./growing-windows.ts";
export { inRequestedForm } from "./metric-form.ts";
