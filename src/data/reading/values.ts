// Values from memory or Parquet to a column: numbers stay numbers, everything else is read like the text a CSV file would hold.

import { type Marks, readColumns } from "./read-column.ts";
import type { Column } from "./table.ts";

/** A column of numbers when every value is a number, bigint or boolean; else of text (null and undefined are empty cells). */
export function columnFromValues(name: string, values: ArrayLike<unknown>, marks: Marks = {}): Column {
  if (values instanceof Float64Array) return { kind: "number", name, values: Float64Array.from(values) };
  const numbers = new Float64Array(values.length);
  for (let row = 0; row < values.length; row++) {
    const value = values[row];
    if (typeof value !== "number" && typeof value !== "bigint" && typeof value !== "boolean") {
      return readColumns([{ name, cells: Array.from(values, cellText) }], marks)[0];
    }
    numbers[row] = Number(value);
  }
  return { kind: "number", name, values: numbers };
}

function cellText(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (value instanceof Date) return dateText(value);
  if (typeof value === "boolean") return value ? "1" : "0";
  if (typeof value === "object")
    return JSON.stringify(value, (_, inner) => (typeof inner === "bigint" ? String(inner) : inner));
  return String(value).trim();
}

/** The day in UTC; times of day are kept, so that they can be refused where they matter. */
function dateText(date: Date): string {
  if (Number.isNaN(date.getTime())) return "invalid date";
  return date.toISOString().replace(/T00:00:00\.000Z$/, "");
}
