// Parquet bytes to a table, read with hyparquet (uncompressed and snappy).

import { fileProblems } from "../problems/catalogue.ts";
import { CarryoverError } from "../problems/problem.ts";
import { columnFromValues } from "./values.ts";
import { headerProblems } from "./header.ts";
import type { Table } from "./table.ts";

/**
 * Reads a Parquet file held in memory. Dates and times become ISO dates, null becomes an empty cell, booleans become 0 and 1.
 *
 * @throws CarryoverError when the file cannot be decoded, its header cannot be used, or it has no rows
 */
export async function parseParquet(bytes: Uint8Array, source: string, hash: string): Promise<Table> {
  const { parquetMetadata, parquetRead } = await import("hyparquet");
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
  let names: string[];
  let rows: unknown[][] = [];
  try {
    const metadata = parquetMetadata(file);
    names = metadata.schema.slice(1).map((element) => element.name);
    const onComplete = (all: unknown[][]): void => {
      rows = all;
    };
    await parquetRead({ file, metadata, onComplete });
  } catch (error) {
    throw new CarryoverError([fileProblems.parquetUnreadable(source, (error as Error).message)]);
  }
  const problems = headerProblems(source, names);
  if (rows.length === 0) problems.push(fileProblems.headerOnly(source));
  if (problems.length > 0) throw new CarryoverError(problems);
  return {
    source,
    hash,
    columns: names.map((name, index) =>
      columnFromValues(
        name,
        rows.map((row) => row[index]),
      ),
    ),
    rows: rows.length,
    lineUnit: "row",
    lines: Float64Array.from(rows, (_, index) => index + 1),
    decimal: ".",
    notices: [],
  };
}
