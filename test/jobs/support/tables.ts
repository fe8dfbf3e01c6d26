// Small tables for batches, and the jobs to fit them.

import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type FitJob, seedOf } from "../../../src/jobs/tasks/fit-job.ts";
import { simulate } from "../../../src/data/worlds/simulate.ts";
import { writeCsv } from "../../../src/data/reading/write-csv.ts";

/** Too few draws to rely on, and so to converge by the thresholds of the verdict; enough to be a fit. */
export const short = { chains: 2, warmup: 150, draws: 40 } as const;

export const tableText = (seed: number, weeks: number = 40): string =>
  writeCsv(simulate("ecommerce", { weeks, seed }).columns);

/** Writes tables by name, `undefined` for one that cannot be fitted. */
export async function writeTables(folder: string, tables: Readonly<Record<string, string | undefined>>): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [name, text] of Object.entries(tables)) {
    await writeFile(join(folder, `${name}.csv`), text ?? "week,revenue\n1,2\n");
  }
}

export function jobFor(name: string, tables: string, out: string, sampling: Partial<FitJob["sampling"]> = {}): FitJob {
  return {
    name,
    table: join(tables, `${name}.csv`),
    sampling: { ...short, seed: seedOf(1, name), ...sampling },
    folder: join(out, name),
    report: false,
    command: "a test",
  };
}
