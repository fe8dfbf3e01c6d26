// What other folders take from charts/convergence.

export { convergenceEnergy } from "./energy.ts";
export { convergenceMcse } from "./mcse.ts";
export { convergencePairs } from "./pairs.ts";
export { convergenceRanks } from "./ranks.ts";
export { convergenceRhatEss } from "./rhat-ess.ts";
export { convergenceTrace } from "./trace.ts";
