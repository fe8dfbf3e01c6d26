// A batch end to end: fits as an executor makes them, a journal that is never behind, and the overview at the end.

import { join } from "node:path";
import { CarryoverError, exitCodes } from "../problems/problem.ts";
import { outNotWritable } from "../problems/run-problems.ts";
import type { Executor } from "./executors/index.ts";
import type { FitJob, FitRow } from "./tasks/index.ts";
import {
  journalName,
  openJournal,
  readJournals,
  type Overview,
  overviewOf,
  writeOverview,
  type Shard,
} from "./journal/index.ts";

export interface BatchOptions {
  /** Folder of the batch; it must be there. The journal and the overview go to it, runs to the folders of their jobs. */
  readonly out: string;
  /** Names of all fits, those of other shards too, in the order of the overview. */
  readonly names: readonly string[];
  /** Rows that are known before anything runs: complete runs that are kept, tables that cannot be read. */
  readonly known?: readonly FitRow[];
  readonly shard?: Shard | undefined;
  /** Why this executor was chosen; stands in the overview. */
  readonly reason?: string;
  /** Aborted to end: what is finished is kept. */
  readonly signal?: AbortSignal | undefined;
  readonly onStart?: (job: FitJob) => void;
  readonly onRow?: (row: FitRow) => void;
}

/**
 * Runs `jobs` on `executor`, which pulls them as capacity frees up. One fit that fails stops no other.
 * @returns the overview that was written: of all shards, as far as their journals are there
 * @throws CarryoverError when journal or overview cannot be written
 */
export async function runBatch(
  jobs: Iterable<FitJob> | AsyncIterable<FitJob>,
  executor: Executor,
  options: BatchOptions,
): Promise<Overview> {
  const { out, names, known = [], shard, reason = "asked for", signal, onStart, onRow } = options;
  try {
    const before = await readJournals(out);
    const journal = await openJournal(join(out, journalName(shard)));
    try {
      for (const row of known) {
        // Of a run that it speaks of the journal knows more than the folder, for instance what made it.
        if (!isSameFit(before.get(row.name), row)) await journal.add(row, undefined);
        onRow?.(row);
      }
      for await (const row of executor.run(jobs, { signal, onStart })) {
        await journal.add(row, executor.name);
        onRow?.(row);
      }
    } finally {
      await journal.close();
    }
    const overview = await overviewOf(out, names, { name: executor.name, reason });
    await writeOverview(out, overview);
    return overview;
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (error instanceof CarryoverError || code === undefined || syscall === undefined) throw error;
    throw new CarryoverError([outNotWritable(out, code)], exitCodes.notWritten);
  }
}

/** Whether a journal's last word is of the run that lies in the folder: a crash may have kept that one from the journal. */
function isSameFit(entry: FitRow | undefined, row: FitRow): boolean {
  const figures = ({ seed, max_rhat, channels }: FitRow): string => JSON.stringify([seed, max_rhat, channels]);
  return entry !== undefined && row.state !== "failed" && entry.state === row.state && figures(entry) === figures(row);
}
