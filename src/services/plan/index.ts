// Budgets to come.

export {
  optimize,
  type OptimizeAnswer,
  optimizeDocument,
  type OptimizeRequest,
  scenarios,
  type ScenariosAnswer,
  scenariosDocument,
  type ScenariosRequest,
} from "./plan.ts";
