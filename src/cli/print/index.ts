// What other folders take from cli/print.

export { planLines } from "./batch.ts";
export { layoutLines } from "./columns.ts";
export { warnUnlessConverged } from "./convergence.ts";
export { timeLines, verdictLines } from "../../diagnostics/fit/index.ts";
export { truthLines } from "./truth-table.ts";
