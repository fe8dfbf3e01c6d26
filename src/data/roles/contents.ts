// What a column holds: numbers or text, gaps, two values, steps of one size.

import { formatProblem, type Problem } from "../../problems/problem.ts";
import { count, nameList } from "../../words/index.ts";
import { columnOf, looksLikeDates, mostlyNumbers, numbersOf, parseNumber, type Table } from "../reading/index.ts";

export type Contents =
  | { readonly kind: "dates" }
  /** `examples` are its values besides marks of missing ones. */
  | { readonly kind: "text"; readonly examples: readonly string[]; readonly rows: number }
  /** Numbers with cells that are none; `gaps` where these are empty or say that their value is missing. */
  | { readonly kind: "unreadable"; readonly first: string; readonly gaps: boolean }
  | { readonly kind: "numbers"; readonly values: Float64Array; readonly shape: ColumnShape };

export interface ColumnShape {
  readonly constant: boolean;
  /** Two values. */
  readonly binary: boolean;
  readonly negative: boolean;
  readonly zero: boolean;
  readonly whole: boolean;
  /** Every row is the one before plus the same number: an index. */
  readonly progression: boolean;
}

/** Looks into a column. */
export function contentsOf(table: Table, name: string): Contents {
  const column = columnOf(table, name)!;
  if (column.kind === "text") {
    if (looksLikeDates(column.values)) return { kind: "dates" };
    const read = column.values.map((cell) => parseNumber(cell, column.decimal));
    const isNumber = read.some((value) => typeof value === "number" || value === "ambiguous");
    if (!isNumber || !mostlyNumbers(column)) {
      const filled = column.values.filter((_, row) => read[row] === "text");
      return { kind: "text", examples: [...new Set(filled)], rows: filled.length };
    }
  }
  const problems: Problem[] = [];
  const values = numbersOf(table, name, "control", problems);
  if (values === undefined) {
    const gaps = problems.every(({ code }) => code === "empty-cell" || code === "missing-value");
    return { kind: "unreadable", first: formatProblem({ ...problems[0], hint: "" }).trim(), gaps };
  }
  return { kind: "numbers", values, shape: shapeOf(values) };
}

/** What a column of text is told to be: `text such as "event1" and "event2" in 3 rows`. */
export function textReason({
  examples,
  rows,
}: {
  readonly examples: readonly string[];
  readonly rows: number;
}): string {
  if (examples.length === 0) return "it is empty";
  return `it holds text such as ${nameList(examples.slice(0, 3))} (${count(rows, "row")})`;
}

export function shapeOf(values: Float64Array): ColumnShape {
  const [first] = values;
  const second = values.find((value) => value !== first);
  const step = values.length > 1 ? values[1] - first : 0;
  return {
    constant: second === undefined,
    binary: second !== undefined && values.every((value) => value === first || value === second),
    negative: values.some((value) => value < 0),
    zero: values.every((value) => value === 0),
    whole: values.every(Number.isInteger),
    progression:
      step !== 0 &&
      values.length > 2 &&
      values.every((value, i) => i === 0 || Math.abs(value - values[i - 1] - step) <= 1e-9 * Math.abs(step)),
  };
}
