// Questions about tables and runs.

export { type Analysis, type Answer, startAnalysis } from "./analysis.ts";
export type { Looked, QuestionName } from "./analysis-task.ts";
