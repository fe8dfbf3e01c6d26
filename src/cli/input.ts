// A table or a model file to data and a resolved specification.

import { relative } from "node:path";
import type { MediaData } from "../data/media-data.ts";
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
    const data = await (await tables).readMediaData(path);
    return { data, resolution: (await resolving).resolve(undefined, data, flags), dataPath: path };
  }
  const { readModelFile, tablePath, writtenColumns } = await import("../mmm/spec/document.ts");
  const document = await readModelFile(path);
  const dataPath = fromHere(tablePath(document));
  const data = await (await tables).readMediaData(dataPath, writtenColumns(document));
  return { data, resolution: (await resolving).resolve(document, data, flags), dataPath };
}

/** An absolute path as it is shortest from the folder the command runs in. */
function fromHere(path: string): string {
  const near = relative(process.cwd(), path);
  return near !== "" && near.length < path.length ? near : path;
}
