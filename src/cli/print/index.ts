// What other folders take from cli/print.

export { planLines } from "./batch.ts";
export { layoutLines } from "./columns.ts";
export { warnUnlessConverged } from "./convergence.ts";
export { timeLines } from "./fit-report.ts";
export { truthLines } from "./truth-table.ts";
export { verdictLines } from "./verdict.ts";
