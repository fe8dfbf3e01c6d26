// Keeps a list of problems short enough to read.

import type { Problem } from "./problem.ts";

/** Shown at once by default: about one screen. */
export const problemLimit = 20;

/** The first `limit` problems and, when there are more, one that says how many. */
export function limitProblems(problems: readonly Problem[], limit: number = problemLimit): readonly Problem[] {
  if (problems.length <= limit) return problems;
  const more = problems.length - limit;
  return [
    ...problems.slice(0, limit),
    {
      code: "more-problems",
      message: `And ${more} more ${more === 1 ? "problem" : "problems"}.`,
      hint: "Fix these first.",
    },
  ];
}
