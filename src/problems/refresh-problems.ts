// Problems of newer tables that the model of a run is to be fitted to.

import type { Problem } from "./problem.ts";
import { didYouMean } from "./suggest.ts";
import { count, nameList, quote } from "../words/index.ts";

/** @param role what the column is to the model: "the target", "a control" */
export const refreshColumnMissing = (
  source: string,
  role: string,
  name: string,
  columns: readonly string[],
): Problem => ({
  code: "refresh-column-missing",
  message: `There is no column ${quote(name)}, which is ${role} of the run.`,
  where: source,
  received: `columns ${nameList(columns, 12)}`,
  hint:
    `${didYouMean(name, columns)}A refresh fits the same model. Name the column as the run's table does; ` +
    "a medium that is no longer bought stays, with spend of 0. For a model without it, use carryover fit.",
});

export const refreshGeosMissing = (source: string, geos: readonly string[]): Problem => ({
  code: "refresh-geos-missing",
  message: `The table has no rows of ${geos.length === 1 ? "a geo" : count(geos.length, "geo")} of the run.`,
  where: source,
  received: `without ${nameList(geos, 12)}`,
  hint: "A refresh fits the same model. Keep the past rows of these geos; the rows of one that has ended may end there. To leave them out, use carryover fit.",
});

export const refreshNoCommonRows = (
  source: string,
  own: readonly [first: string, last: string],
  run: readonly [first: string, last: string],
): Problem => ({
  code: "refresh-no-common-rows",
  message: "The table has no date of the table of the run, so that the two cannot be compared.",
  where: source,
  received: `${own[0]} to ${own[1]}; the run has ${run[0]} to ${run[1]}`,
  hint: "Give a table with the rows of the run and the newer ones after them, at the same steps in time.",
});

export const refreshShorter = (source: string, last: string, end: string): Problem => ({
  code: "refresh-shorter",
  message: `The table ends with ${last}, before the table of the run, which ends with ${end}.`,
  where: source,
  received: last,
  hint: "Give the newer table: it has the rows of the run, as they are known today, and those that came after.",
});

export const refreshOntoItself = (folder: string): Problem => ({
  code: "refresh-onto-itself",
  message: "The run that is refreshed would be replaced by its refresh.",
  where: folder,
  received: folder,
  hint: "Give another folder as --out; the run stays as it is, to be compared with.",
});
