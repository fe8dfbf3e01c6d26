// Ordinary differential equations.

export * from "./dormand-prince.ts";
export { type OdeProblem, type OdeWorkspace, solveOde, workspaceOf } from "./solve.ts";
