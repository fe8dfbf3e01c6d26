// Checks of the header row: every column named, no name twice.

import { columnProblems } from "../../problems/catalog.ts";
import type { Problem } from "../../problems/problem.ts";

const number = /^[+-]?[\d.,]+(e[+-]?\d+)?$/i;

/** What pandas calls a column without a name, which is often the index that it wrote. */
export const unnamed = (index: number): string => `Unnamed: ${index}`;

/** Problems of the column names of a table, in order of position. */
export function headerProblems(source: string, names: readonly string[]): Problem[] {
  if (names.length > 0 && names.every((name) => number.test(name))) return [columnProblems.noHeader(source)];
  const problems: Problem[] = [];
  const positions = new Map<string, number[]>();
  names.forEach((name, index) => {
    if (name === "") problems.push(columnProblems.unnamedColumn(source, index + 1));
    else positions.set(name, [...(positions.get(name) ?? []), index + 1]);
  });
  for (const [name, where] of positions) {
    if (where.length > 1) problems.push(columnProblems.duplicateColumn(source, name, where));
  }
  return problems;
}
