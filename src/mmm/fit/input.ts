// A table or a model file to data and a resolved specification.

import { relative } from "node:path";
import type { MediaData } from "../../data/panel/index.ts";
import { panelsNotFitted } from "../../problems/panel-problems.ts";
import { CarryoverError } from "../../problems/problem.ts";
import type { ModelDocument, Resolution, FitFlags } from "../specification/index.ts";

export interface Input {
  readonly data: MediaData;
  readonly resolution: Resolution;
  /** Path of the table, as it can be opened from the folder the command runs in. */
  readonly dataPath: string;
}

/** What is done with an input. */
export interface Takes {
  /** Panels of geos; they are refused by default. */
  readonly panels?: boolean;
}

/** Model files are told from tables by how their name ends. */
export function isModelFile(path: string): boolean {
  return /\.(ya?ml|json)$/i.test(path);
}

/**
 * Reads what `carryover fit` is given, a table or a model file.
 * @throws CarryoverError with all problems of the model file, or of the table, or of the two together
 */
export async function readInput(path: string, flags: FitFlags = {}, takes: Takes = {}): Promise<Input> {
  // Loaded while files are read.
  import("./input-parts.ts").catch(() => undefined);
  if (!isModelFile(path)) return readTableWithModel(path, undefined, flags, takes);
  const { readModelFile, tablePath } = await import("../specification/document.ts");
  const document = await readModelFile(path);
  return readTableWithModel(fromHere(tablePath(document)), document, flags, takes);
}

/**
 * Reads a table under a model file, which may have been written for another table of the same columns, or under defaults alone, with the
 * noise that the table was released with where that is described. Errors as `readInput`.
 */
export async function readTableWithModel(
  dataPath: string,
  document: ModelDocument | undefined,
  flags: FitFlags = {},
  { panels = false }: Takes = {},
): Promise<Input> {
  const { findNoise, noisedColumns, readingOf, readMediaData, resolve } = await import("./input-parts.ts");
  const written = document === undefined ? {} : (await import("../specification/document.ts")).writtenColumns(document);
  const columns = flags.columns === undefined ? written : { ...written, typed: flags.columns };
  const found = await findNoise(document, dataPath);
  const noised = noisedColumns(document, found);
  const reading = readingOf(flags.reading ?? {}, document);
  const table = await readMediaData(dataPath, noised.length === 0 ? columns : { ...columns, noised }, reading);
  if (!panels && table.geos !== undefined && table.geoColumn !== undefined) {
    throw new CarryoverError([panelsNotFitted(table.source, table.geoColumn, table.geos.length)]);
  }
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
