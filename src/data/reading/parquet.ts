// Parquet bytes to a table, read with hyparquet (uncompressed and snappy).

import type { FileMetaData, SchemaTree } from "hyparquet";
import { fileProblems } from "../../problems/catalog.ts";
import { CarryoverError } from "../../problems/problem.ts";
import { columnFromValues } from "./values.ts";
import { byName, headerProblems, nameOr } from "./header.ts";
import type { Table } from "./table.ts";

/**
 * Reads a Parquet file held in memory. Dates and times become ISO dates, null becomes an empty cell, booleans become 0 and 1,
 * nested values their JSON text.
 *
 * @throws CarryoverError when the file cannot be decoded, its header cannot be used, or it has no rows
 */
export async function parseParquet(bytes: Uint8Array, source: string, hash: string): Promise<Table> {
  const { parquetMetadata, parquetRead, parquetSchema } = await import("hyparquet");
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
  let names: string[];
  let rows: unknown[][] = [];
  try {
    const metadata = parquetMetadata(file);
    const schema = parquetSchema(metadata);
    names = schema.children.map(({ element }, index) => nameOr(element.name, index));
    checkPaths(schema, metadata);
    const onComplete = (all: unknown[][]): void => {
      rows = all;
    };
    // Without a callback every column is decoded and awaited, so that a damaged one is caught here. In the second call it
    // could reject unheard, and end the process, when its assembly fails as well.
    await parquetRead({ file, metadata });
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
    ...byName(
      names.map((name, index) =>
        columnFromValues(
          name,
          rows.map((row) => row[index]),
        ),
      ),
    ),
    rows: rows.length,
    lineUnit: "row",
    lines: Float64Array.from(rows, (_, index) => index + 1),
    notices: [],
  };
}

/**
 * Every column chunk must belong to a column of the schema. The reader finds out too, but only after it has begun to decode
 * the chunks before, whose failures then reject unheard and end the process.
 */
function checkPaths(schema: SchemaTree, metadata: FileMetaData): void {
  for (const chunk of metadata.row_groups.flatMap(({ columns }) => columns)) {
    let node: SchemaTree | undefined = schema;
    for (const name of chunk.meta_data?.path_in_schema ?? []) {
      node = node?.children.find(({ element }) => element.name === name);
    }
    if (node === undefined || node === schema || chunk.meta_data?.codec === undefined) {
      throw new Error("a column chunk belongs to no column");
    }
  }
}
