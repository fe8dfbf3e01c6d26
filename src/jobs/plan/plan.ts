// A look at all fits of a batch before any runs: what cannot be read, what is there already, and what is to be fitted, by program.

import type { ColumnsRead } from "../../data/panel/index.ts";
import { concurrently, type TaskThreads } from "../../threads/index.ts";
import { type FitJob, type FitRow, rowOfFailure, type FitShape, type LookedAt, sendLook } from "../tasks/index.ts";

export interface PlannedFit {
  readonly job: FitJob;
  readonly shape: FitShape;
}

export interface BatchPlan {
  /** To be fitted; those that share a program and settings follow each other, groups and fits in a group in the order of the jobs. */
  readonly fits: readonly PlannedFit[];
  /** What the columns of tables to be fitted were taken for, once for tables with the same columns in the same roles. */
  readonly layouts: readonly TableLayout[];
  /** Complete runs that are there already. */
  readonly kept: readonly FitRow[];
  /** Tables and models that cannot be fitted. */
  readonly failed: readonly FitRow[];
}

/** Tables with the same columns in the same roles: what was found in the first, with the first warning of each kind in any of them. */
export interface TableLayout extends ColumnsRead {
  readonly tables: number;
}

export interface BatchPlanOptions {
  /** Keep complete runs of the same table, specification and version instead of fitting again. Default false. */
  readonly resume?: boolean;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number) => void;
}

/** Reads every table and model on the threads. Aborting `signal` gives a plan of what was read until then. */
export async function planBatch(
  jobs: readonly FitJob[],
  threads: TaskThreads,
  { resume = false, signal, onProgress }: BatchPlanOptions = {},
): Promise<BatchPlan> {
  const outcomes = new Array<Outcome | undefined>(jobs.length);
  const look = async (index: number): Promise<void> => {
    try {
      outcomes[index] = await sendLook(threads, jobs[index], resume);
    } catch (error) {
      if (!signal?.aborted) outcomes[index] = { kind: "failed", row: rowOfFailure(jobs[index], error) };
    }
  };
  let done = 0;
  // A task waits at each thread while another runs there: reading a table takes no longer than sending one.
  for await (const _ of concurrently(jobs.keys(), 2 * threads.size, look, signal)) onProgress?.(++done);

  const groups = new Map<string, PlannedFit[]>();
  const layouts = new Map<string, TableLayout>();
  const kept: FitRow[] = [];
  const failed: FitRow[] = [];
  outcomes.forEach((outcome, index) => {
    if (outcome?.kind === "kept") kept.push(outcome.row);
    else if (outcome?.kind === "failed") failed.push(outcome.row);
    else if (outcome?.kind === "fit") {
      const { shape, read } = outcome;
      const layout = layoutOf(read);
      layouts.set(layout, oneMore(layouts.get(layout), read));
      const group = groups.get(shape.group) ?? [];
      group.push({ job: { ...jobs[index], group: shape.group }, shape });
      groups.set(shape.group, group);
    }
  });
  return { fits: [...groups.values()].flat(), layouts: [...layouts.values()], kept, failed };
}

function layoutOf({ kind, currency, cadence, columns }: ColumnsRead): string {
  return JSON.stringify([kind, currency, cadence, columns.map(({ column, role, channel }) => [column, role, channel])]);
}

function oneMore(before: TableLayout | undefined, read: ColumnsRead): TableLayout {
  if (before === undefined) return { ...read, tables: 1 };
  const told = new Set(before.notices.map(({ code }) => code));
  const more = read.notices.filter(({ level, code }) => level === "warning" && !told.has(code));
  return { ...before, tables: before.tables + 1, notices: [...before.notices, ...more] };
}

type Outcome = LookedAt | { readonly kind: "failed"; readonly row: FitRow };
