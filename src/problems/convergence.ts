// The words for a fit whose draws are not to be relied on, wherever that is said.

/** Stands first, so that it cannot be overlooked. */
export const notConverged = "NOT CONVERGED";

/** As a headline over results. */
export const notConvergedHeadline: string = `${notConverged}: do not rely on these results`;

/** What to do about a stored run. */
export function diagnoseIt(run: string): string {
  return `see carryover diagnose ${run}`;
}
