// What other folders take from charts/studies.

export { calibrationCoverage } from "./calibration-coverage.ts";
export { calibrationRanks } from "./calibration-ranks.ts";
export type { PrivacyTradeoffData } from "./privacy-tradeoff.ts";
export { recoveryEstimates } from "./recovery-estimates.ts";
export { recoveryLearned } from "./recovery-learned.ts";
export { recoveryScores } from "./recovery-scores.ts";
