// What other folders take from charts/budget.

export { budgetChange, type BudgetChangeData } from "./budget-change.ts";
export { scenarioComparison, type ScenarioComparisonData } from "./scenario-comparison.ts";
export { testDesigns, type TestDesignsData } from "./test-designs.ts";
