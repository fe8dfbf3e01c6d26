// What charts of geos share: how many one picture shows, and the line that says what it leaves out.

import { count } from "../../words/index.ts";

/** Rows of geos that one picture shows, and panels of weeks: more would be too small or too long to read. */
export const mostGeos = { rows: 50, panels: 12 } as const;

/** The first of some things, so that callers give the most important first, and what is said where they are not all. */
export function shownOf<Thing>(
  things: readonly Thing[],
  most: number,
  noun: string,
): { readonly shown: readonly Thing[]; readonly note: string } {
  const shown = things.slice(0, most);
  const note =
    shown.length < things.length
      ? `The first ${shown.length} of ${count(things.length, noun)} are shown; the table has all.`
      : "";
  return { shown, note };
}
