// A table or a model file to data and a resolved specification.

import { relative } from "node:path";
import type { MediaData } from "../../data/panel/index.ts";
import type { ModelDocument, Resolution, FitFlags } from "../specification/index.ts";

export interface Input {
  readonly data: MediaData;
  readonly resolution: Resolution;
  /** Path of the table, as it can be opened from the folder the command runs in. */
  readonly dataPath: string;
}

/** Model files are told from tables by how their name ends. */
export function isModelFile(path: string): boolean {
  return /\.(ya?ml|json)$/i.test(path);
}

/**
 * Reads what `carryover fit` is given, a table or a model file.
 * @param model text of a model file for the table at `path`, without its `data`
 * @throws CarryoverError with all problems of the model file, or of the table, or of the two together
 */
export async function readInput(path: string, flags: FitFlags = {}, model?: string): Promise<Input> {
  // Loaded while files are read.
  import("./input-parts.ts").catch(() => undefined);
  if (model !== undefined) {
    const { parseModelFile } = await import("../specification/document.ts");
    return readTableWithModel(path, await parseModelFile(model, "model", path), flags);
  }
  if (!isModelFile(path)) return readTableWithModel(path, undefined, flags);
  const { readModelFile, tablePath } = await import("../specification/document.ts");
  const document = await readModelFile(path);
  return readTableWithModel(fromHere(tablePath(document)), document, flags);
}

/**
 * Reads a table under a model file, which may have been written for another table of the same columns, or under defaults alone, with the
 * noise that the table was released with where that is described. Errors as `readInput`.
 */
export async function readTableWithModel(
  dataPath: string,
  document: ModelDocument | undefined,
  flags: FitFlags = {},
): Promise<Input> {
  const { findNoise, noisedColumns, readingOf, readMediaData, resolve } = await import("./input-parts.ts");
  const written = document === undefined ? {} : (await import("../specification/document.ts")).writtenColumns(document);
  const columns = flags.columns === undefined ? written : { ...written, typed: flags.columns };
  const found = await findNoise(document, dataPath);
  const noised = noisedColumns(document, found);
  const reading = readingOf(flags.reading ?? {}, document);
  const table = await readMediaData(dataPath, noised.length === 0 ? columns : { ...columns, noised }, reading);
  const resolution = resolve(document, table, flags, found);
  const { notices = [] } = resolution;
  return {
    data: notices.length === 0 ? table : { ...table, notices: [...table.notices, ...notices] },
    resolution,
    dataPath,
  };
}

/** An absolute path as it is shortest from the folder the command runs in. */
export function fromHere(path: string): string {
  const near = relative(process.cwd(), path);
  return near !== "" && near.length < path.length ? near : path;
}
