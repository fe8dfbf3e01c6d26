// Questions about tables and runs.

export { type Questions, type Answered, startQuestions } from "./analysis.ts";
export type { Looked, QuestionName } from "./analysis-task.ts";
