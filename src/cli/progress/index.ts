// What other folders take from cli/progress.

export { batchDisplay, type BatchDisplay } from "./batch-display.ts";
export { createDisplay, type Display, type ProgressMode } from "./display.ts";
export { createReporter } from "./reporter.ts";
export { type SetsProgress, setsView } from "./sets.ts";
export { type Followed, followFit, warnings } from "./follow.ts";
