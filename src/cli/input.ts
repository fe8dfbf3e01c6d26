// A table or a model file to data and a resolved specification.

import { relative } from "node:path";
import type { MediaData } from "../data/media-data.ts";
import type { ColumnOverrides } from "../data/columns.ts";
import type { ModelDocument } from "../mmm/spec/document.ts";
import type { Resolution, SamplingFlags } from "../mmm/spec/resolve.ts";

export interface Input {
  readonly data: MediaData;
  readonly resolution: Resolution;
  /** Path of the table, as it can be opened from the folder the command runs in. */
  readonly dataPath: string;
}

/** Model files are told from tables by how their name ends. */
function isModelFile(path: string): boolean {
  return /\.(ya?ml|json)$/i.test(path);
}

/**
 * Reads what `carryover fit` is given.
 * @throws CarryoverError with all problems of the model file, or of the table, or of the two together
 */
export async function readInput(path: string, flags: SamplingFlags = {}): Promise<Input> {
  const tables = import("../data/check-table.ts");
  const resolving = import("../mmm/spec/resolve.ts");
  if (!isModelFile(path)) {
    return read(undefined, path, flags, tables, resolving);
  }
  const { readModelFile, tablePath, writtenColumns } = await import("../mmm/spec/document.ts");
  const document = await readModelFile(path);
  const dataPath = fromHere(tablePath(document));
  return read(document, dataPath, flags, tables, resolving, writtenColumns(document));
}

/** Table and specification, with the noise that the table was released with where that is described. */
async function read(
  document: ModelDocument | undefined,
  dataPath: string,
  flags: SamplingFlags,
  tables: Promise<typeof import("../data/check-table.ts")>,
  resolving: Promise<typeof import("../mmm/spec/resolve.ts")>,
  columns: ColumnOverrides = {},
): Promise<Input> {
  const { findNoise, noisedColumns } = await import("../mmm/spec/noise-source.ts");
  const found = await findNoise(document, dataPath);
  const noised = noisedColumns(document, found);
  const table = await (await tables).readMediaData(dataPath, noised.length === 0 ? columns : { ...columns, noised });
  const resolution = (await resolving).resolve(document, table, flags, found);
  const { notices = [] } = resolution;
  return {
    data: notices.length === 0 ? table : { ...table, notices: [...table.notices, ...notices] },
    resolution,
    dataPath,
  };
}

/** An absolute path as it is shortest from the folder the command runs in. */
function fromHere(path: string): string {
  const near = relative(process.cwd(), path);
  return near !== "" && near.length < path.length ? near : path;
}
