// The model of a run fitted to a newer table: what changed in the past, whether the new rows are as expected, and which returns moved.

import { realpath } from "node:fs/promises";
import { resolve } from "node:path";
import {
  commonRows,
  type CommonRows,
  type MediaData,
  type TableChanges,
  tableChanges,
} from "../../data/panel/index.ts";
import type { NewWeeks, ReturnShifts } from "../../decisions/comparison/index.ts";
import type { FittedModel } from "../../decisions/draws/index.ts";
import { type Document, documentOf } from "../../documents/index.ts";
import * as wording from "../../problems/refresh-problems.ts";
import { CarryoverError, exitCodes, type Problem } from "../../problems/problem.ts";
import type { ReadingValues } from "../../settings/index.ts";
import { diagnosticsDocument } from "../../store/run/index.ts";
import {
  checkRequest,
  headOf,
  openForAnswer,
  ownRules,
  type RunFacts,
  type RunHead,
  type RunOpened,
  type SamplingCall,
} from "../call/index.ts";
import type { FitProgress, FitResult } from "../fit/index.ts";

export interface RefreshRequest {
  /** The run folder whose model is fitted again; it is never changed. */
  readonly run: string;
  /** A table with the columns of the run's: its rows as they are known today, and those that came after. */
  readonly table: string;
  /** Run folder to write; another run in it is replaced once the new one is complete. */
  readonly out: string;
  /** How the table is read, where its cells do not tell; default as the run's was. */
  readonly reading?: ReadingValues | undefined;
  /** Worker threads, which do not change the draws. Default one per core. */
  readonly threads?: number | undefined;
  /** Most memory to take, in MiB. Default what is free. */
  readonly memory?: number | undefined;
  /** Write report.html into the run folder. Default true. */
  readonly report?: boolean | undefined;
  /** What the run record says it was made by. */
  readonly command: string;
}

export type RefreshProgress = RunOpened | FitProgress;

export interface RefreshAnswer {
  /** The run that was refreshed, with its seal. */
  readonly old: RunFacts & { readonly seal: string };
  /** The new fit, as any other is made. */
  readonly fit: FitResult;
  readonly changes: TableChanges;
  /** Absent where the table has no newer rows with a known target. */
  readonly newWeeks?: NewWeeks | undefined;
  /** Absent when the fit was canceled. */
  readonly returns?: ReturnShifts | undefined;
}

/**
 * Fits the model of a run, with its columns, priors and settings, to a newer table and tells what changed. A fit that has not converged is stored
 * like any other.
 * @returns undefined when it was canceled before sampling began: nothing is written then
 * @throws CarryoverError for a run or a table that cannot be read, a table without columns, geos or rows of the run's, and errors as of `fit`
 */
export async function refresh(
  request: RefreshRequest,
  call: SamplingCall<RefreshProgress> = {},
): Promise<RefreshAnswer | undefined> {
  const { anything, memory: memoryRule } = ownRules;
  await checkRequest(
    "refresh",
    request,
    ["run", "table", "out", "threads", "report", "command"],
    { reading: anything, memory: memoryRule },
    ["run", "table", "out", "command"],
  );
  const { run: folder, table: path, out, reading = {}, ...running } = request;
  if (await isSameFolder(folder, out)) throw new CarryoverError([wording.refreshOntoItself(out)], exitCodes.usage);
  const { run, model, facts } = await openForAnswer({ run: folder }, call.onProgress, call.written);
  const { data: _, ...specification } = run.record.specification;
  const text = JSON.stringify(specification);
  const next = await readNewer(model, path, text, reading);
  const common = commonOf(model.data, next);
  const changes = tableChanges(model.data, next, common);
  const { newWeeks, returnShifts } = await import("../../decisions/comparison/index.ts");
  // Before anything is sampled: what does not fit the run is found here.
  const weeks = newWeeks(model, next, common);
  const { fit } = await import("../fit/fit.ts");
  const refreshes = { run: resolve(folder), seal: run.seal };
  const { backend } = run.record;
  const made = await fit({ path, model: text, out, reading, ...running, backend, refreshes }, call);
  if (made === undefined) return undefined;
  const answer = { old: { ...facts, seal: run.seal }, fit: made, changes, newWeeks: weeks };
  if (!made.complete) return answer;
  const { openRun } = await import("../../store/run/open-run.ts");
  const { model: refreshed } = await openRun(made.run);
  return { ...answer, returns: returnShifts(model, refreshed, common) };
}

async function isSameFolder(a: string, b: string): Promise<boolean> {
  const [first, second] = await Promise.all([a, b].map((path) => realpath(path).catch(() => resolve(path))));
  return first === second;
}

/** The newer table, read as the model of the run says. */
async function readNewer(
  { spec, data }: FittedModel,
  path: string,
  model: string,
  reading: ReadingValues,
): Promise<MediaData> {
  const [{ readTable }, { readInput }] = await Promise.all([
    import("../../data/reading/index.ts"),
    import("../../mmm/fit/index.ts"),
  ]);
  const { decimal, date_format, sheet } = { ...spec, ...reading };
  const table = await readTable(path, {
    ...(decimal === undefined ? {} : { decimal }),
    ...(date_format === undefined ? {} : { date_format }),
    ...(sheet === undefined ? {} : { sheet }),
  });
  const names = table.columns.map(({ name }) => name);
  const problems: Problem[] = [];
  const need = (role: string, name: string | undefined): void => {
    if (name !== undefined && !names.includes(name))
      problems.push(wording.refreshColumnMissing(path, role, name, names));
  };
  need("the date", data.dateColumn);
  need("the geo", data.geos === undefined ? undefined : data.geoColumn);
  // Tables with one row for each value name their media in a column of their own; what lacks then is found as they are read.
  if (problems.length === 0 && names.includes(data.target.name)) {
    for (const { name, column, driver, organic } of data.channels) {
      if (!spec.channels.some((channel) => channel.column === column)) continue;
      if (organic === undefined) need(`the spend of ${name}`, column);
      need(`what drives ${name}`, driver?.column);
    }
    const controls = new Set([...spec.controls, ...Object.keys(spec.treatments ?? {})]);
    for (const control of controls) need("a control", control);
    need("the revenue per conversion", data.target.worth?.column);
  }
  if (problems.length > 0) throw new CarryoverError(problems);
  return (await readInput(path, { reading }, model)).data;
}

/** @throws CarryoverError for a table that does not go on where the run's ends, or lacks geos of it */
function commonOf(old: MediaData, next: MediaData): CommonRows {
  const common = next.cadence === old.cadence ? commonRows(old, next) : undefined;
  const ends = ({ dates }: MediaData): [string, string] => [dates[0], dates[dates.length - 1]];
  if (common === undefined) throw new CarryoverError([wording.refreshNoCommonRows(next.source, ends(next), ends(old))]);
  if (common.old + common.rows < old.rows)
    throw new CarryoverError([wording.refreshShorter(next.source, ends(next)[1], ends(old)[1])]);
  const there = next.geos?.map(({ name }) => name) ?? [];
  const missing = (old.geos ?? []).map(({ name }) => name).filter((name) => !there.includes(name));
  if (missing.length > 0) throw new CarryoverError([wording.refreshGeosMissing(next.source, missing)]);
  return common;
}

/** What a refresh prints with --json. */
export interface Refreshed extends RunHead {
  /** False when it was canceled. */
  readonly complete: boolean;
  /** The run that was refreshed. */
  readonly refreshes: { readonly run: string; readonly seal: string; readonly converged: boolean };
  readonly diagnostics: ReturnType<typeof diagnosticsDocument>;
  readonly report?: string | undefined;
  readonly changes: TableChanges;
  /** Null where the table has no newer rows with a known target. */
  readonly newWeeks: NewWeeks | null;
  /** Null when the fit was canceled. */
  readonly returns: ReturnShifts | null;
}

/** The answer as a document. */
export function refreshDocument(answer: RefreshAnswer): Document<"carryover/refresh/1", Refreshed> {
  const { old, fit, changes, newWeeks = null, returns = null } = answer;
  const { complete, diagnostics, report } = fit;
  return documentOf("carryover/refresh/1", {
    ...headOf(fit),
    complete,
    refreshes: { run: old.run, seal: old.seal, converged: old.converged },
    diagnostics: diagnosticsDocument(diagnostics),
    ...(report === undefined ? {} : { report }),
    changes,
    newWeeks,
    returns,
  });
}
