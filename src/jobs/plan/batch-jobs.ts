// From the entries of a batch to its jobs: settings put together, seeds given.

import { join } from "node:path";
import type { ReadingValues } from "../../settings/index.ts";
import type { SamplingFlags } from "../../mmm/specification/index.ts";
import type { FitEntry } from "./fit-entry.ts";
import { type FitJob, seedOf } from "../tasks/index.ts";

export interface JobSettings {
  /** Folder of the batch; run folders lie in it under the names of the fits. */
  readonly out: string;
  /** Seed of the batch, from which every fit that has no seed of its own gets one. */
  readonly seed: number;
  /** Model file for tables that have none of their own. */
  readonly model?: string | undefined;
  /** How all tables are read; what an entry says itself wins. */
  readonly reading?: ReadingValues;
  /** Settings of all fits; what an entry says itself wins. */
  readonly sampling: SamplingFlags;
  readonly report: boolean;
  readonly command: string;
}

export function jobsOf(entries: readonly FitEntry[], settings: JobSettings): readonly FitJob[] {
  const { out, seed, report, command } = settings;
  return entries.map(({ name, table, model = settings.model, reading, sampling }) => ({
    name,
    ...(table === undefined ? {} : { table }),
    ...(model === undefined ? {} : { model }),
    reading: { ...settings.reading, ...reading },
    sampling: { ...settings.sampling, ...sampling, seed: sampling.seed ?? seedOf(seed, name) },
    folder: join(out, name),
    report,
    command,
  }));
}
