// What other folders take from cli/progress.

export { batchDisplay, type BatchDisplay } from "./batch-display.ts";
export { createDisplay, type Display, type ProgressMode } from "./display.ts";
export { createReporter } from "./reporter.ts";
export { setsView } from "./sets.ts";
export { type Followed, followFit, warnings } from "./follow.ts";
export { followBatch } from "./follow-batch.ts";
export { followStudy } from "./follow-study.ts";
