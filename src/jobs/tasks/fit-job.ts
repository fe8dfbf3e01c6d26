// One fit of a batch as plain data, which crosses to worker threads: which table, under which model, with which seed, and where it goes.

import { sha256 } from "../../files/index.ts";
import type { ReadingValues } from "../../settings/index.ts";
import type { SamplingFlags } from "../../mmm/specification/index.ts";

export interface FitJob {
  /** Unlike that of any other fit of the batch; also the name of its run folder. */
  readonly name: string;
  /** Path of the table; the one that `model` names when left out. */
  readonly table?: string;
  /** Path of a model file; defaults alone when left out. */
  readonly model?: string;
  /** How the table is read, where its cells do not tell. */
  readonly reading?: ReadingValues;
  /** Settings that win over the model file. */
  readonly sampling: SamplingFlags & { readonly seed: number };
  /** Path of the run folder to write. */
  readonly folder: string;
  /** Write report.html into it. */
  readonly report: boolean;
  /** Equal for fits that lanes can sample together: `planBatch` finds it out. */
  readonly group?: string;
  /** Stands in the run's record as the command that made it. */
  readonly command: string;
}

/**
 * The seed of a fit: the first 52 bits of the SHA-256 of `<seed of the batch>/<name of the fit>`, as a whole number. So fits have streams
 * of their own, whatever else is in the batch and in whatever order it runs.
 */
export function seedOf(batchSeed: number, name: string): number {
  return Number.parseInt(sha256(`${batchSeed}/${name}`).slice(0, 13), 16);
}
