// What is known of how the data of a fit were protected: the description in use, in sentences and in one line.

import type { NoiseDescription } from "./noise-description.ts";
import { isNoised, mechanismNames, privacyStatement } from "./privacy-statement.ts";
import { given } from "../../words/index.ts";

/** Goes with a fit into its run folder, its report and every file that is made of it. Plain data. */
export interface PrivacyRecord {
  /** Where the description stands: a path, as it was given. */
  readonly source: string;
  /** One line for the end of whatever is printed, without its full stop: "user-level epsilon 1, ...". */
  readonly line: string;
  /** Unit, epsilon, delta, mechanism, composition, what was not protected: see `privacyStatement`. */
  readonly statement: readonly string[];
  readonly description: NoiseDescription;
}

/** The record of a description; undefined when no column has noise. */
export function privacyRecord(description: NoiseDescription, source: string): PrivacyRecord | undefined {
  if (!description.columns.some(isNoised)) return undefined;
  return { source, line: lineOf(description), statement: privacyStatement(description), description };
}

function lineOf({ statement, columns }: NoiseDescription): string {
  const noised = columns.filter(isNoised);
  const kinds = [...new Set(noised.map(({ mechanism }) => mechanismNames[mechanism]))].join(" and ");
  const noise = `${kinds} in ${noised.map(({ column }) => column).join(", ")}`;
  if (statement === undefined) {
    const told = noised.every(({ epsilon }) => epsilon !== undefined);
    return `${noise}, as described by hand; ${told ? "epsilon is said column by column and not checked" : "no epsilon is stated"}`;
  }
  const { unit, epsilon, delta, wholeUserEpsilon, notProtected } = statement;
  const user = wholeUserEpsilon === undefined ? "" : `, a user in every week ${given(wholeUserEpsilon)}`;
  const open = [
    ...columns.filter((column) => !isNoised(column)).map(({ column }) => column),
    ...notProtected.map(({ column }) => column),
  ];
  return (
    `${unit}-level epsilon ${given(epsilon)}, delta ${delta}${user} (${noise})` +
    (open.length === 0 ? "" : `; not protected: ${open.join(", ")}`)
  );
}
