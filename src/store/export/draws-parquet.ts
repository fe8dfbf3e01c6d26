// The table of draws as a Parquet file, written by hyparquet-writer.

import type { BasicType, ColumnSource } from "hyparquet-writer";
import { packageMissing } from "../../problems/export-problems.ts";
import { CarryoverError, exitCodes } from "../../problems/problem.ts";
import { type ExportedColumn, drawsTable } from "./draws-table.ts";
import type { ExportSource } from "./source.ts";

/**
 * The bytes of the file: the columns of `drawsTable`, facts about the run and the units of its columns (`units`, JSON) as
 * key-value metadata.
 * @throws CarryoverError when the package hyparquet-writer is not installed
 */
export async function drawsParquet(of: ExportSource): Promise<Uint8Array> {
  const { parquetWriteBuffer } = await import("hyparquet-writer").catch(() => {
    throw new CarryoverError([packageMissing("hyparquet-writer", "Parquet files")], exitCodes.usage);
  });
  const columns = drawsTable(of);
  const units = Object.fromEntries(columns.flatMap(({ name, unit }) => (unit === undefined ? [] : [[name, unit]])));
  const metadata = { ...of.metadata, units: JSON.stringify(units) };
  const buffer = parquetWriteBuffer({
    columnData: columns.map(source),
    kvMetadata: Object.entries(metadata).map(([key, value]) => ({ key, value: String(value) })),
    createdBy: "carryover",
  });
  return new Uint8Array(buffer);
}

function source({ name, type, values }: ExportedColumn): ColumnSource {
  const types: Readonly<Record<ExportedColumn["type"], BasicType>> = {
    whole: "INT32",
    boolean: "BOOLEAN",
    number: "DOUBLE",
  };
  const data = {
    whole: () => Int32Array.from(values),
    boolean: () => Array.from(values, (value) => value !== 0),
    number: () => values,
  }[type]();
  return { name, data, type: types[type], nullable: false };
}
