// What an export says of the run it was made from, the same in every format that has room for it.

import type { StoredDraws } from "../run/index.ts";
import { carryoverVersion } from "../version.ts";

/** Stands in every export that has room for it, so that carryover knows its own files again. */
export const exportMark = "carryover-export";

/** Whether a file was written by an export. */
export const isMarked = (bytes: Buffer): boolean => bytes.includes(exportMark);

/** Facts that every export says of its fit. */
export function factsOf({
  version,
  created,
  complete,
  converged,
  draws,
  seed,
}: {
  readonly version: string;
  readonly created: string;
  readonly complete: boolean;
  readonly converged: boolean;
  readonly draws: Pick<StoredDraws, "chains" | "draws">;
  readonly seed: number;
}): Readonly<Record<string, string | bigint>> {
  return {
    written_by: `${exportMark} ${carryoverVersion()}`,
    carryover_version: version,
    created_at: created,
    complete: String(complete),
    converged: String(converged),
    chains: BigInt(draws.chains),
    draws: BigInt(draws.draws),
    seed: BigInt(seed),
  };
}

/** Columns to one array in which the element is the fastest axis. */
export function interleaved(columns: readonly Float64Array[]): Float64Array {
  const width = columns.length;
  if (width === 1) return columns[0];
  const values = new Float64Array(width * columns[0].length);
  columns.forEach((column, element) => {
    for (let row = 0; row < column.length; row++) values[row * width + element] = column[row];
  });
  return values;
}

/** A name that HDF5 can hold: a slash would be a path. */
export function netcdfName(name: string): string {
  return name.replaceAll("/", "_per_");
}
