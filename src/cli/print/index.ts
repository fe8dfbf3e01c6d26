// What other folders take from cli/print.

export { warnUnlessConverged } from "./convergence.ts";
export { timeLines } from "./fit-report.ts";
export { scenariosCsv, scenarioStudyLines } from "./recovery-scenarios.ts";
export { recoveryCsv, setsCsv } from "./recovery.ts";
export { tradeoffCsv } from "./tradeoff.ts";
export { truthLines } from "./truth-table.ts";
export { verdictLines } from "./verdict.ts";
