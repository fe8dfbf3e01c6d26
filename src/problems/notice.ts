// Something the user should know although work goes on: a problem record with a level.

import type { Problem } from "./problem.ts";

export interface Notice extends Problem {
  /** "note": what was decided for the user; "warning": what may make results wrong. */
  readonly level: "note" | "warning";
}
