// Fits an hour that pass R-hat < 1.01 and bulk ESS >= 400: `carryover batch` on all threads of the CPU and on the GPU, from the start of
// the process to its end; then the executor of the GPU with other numbers of threads and fits at once.

import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import {
  type GroupTimes,
  deviceExecutor,
  modelA,
  planBatch,
  startTaskThreads,
  tableName,
  writeWorldTables,
} from "../engine.ts";
import { commandLine } from "../paths.ts";
import type { SectionContext } from "../record.ts";

const passes = (rhat: number | null, ess: number | null): boolean => (rhat ?? 9) < 1.01 && (ess ?? 0) >= 400;

interface Figures {
  readonly max_rhat: number | null;
  readonly min_ess_bulk: number | null;
  readonly state?: string;
  readonly sampler?: string;
  readonly fallback?: readonly string[];
  readonly problems?: readonly unknown[];
}

export interface BatchRow {
  readonly executor: string;
  readonly fits: number;
  readonly made: number;
  readonly passed: number;
  /** Fits that lanes were not good enough for and NUTS sampled again, and why the first of them. */
  readonly sampledAgain: number;
  readonly firstReason: unknown;
  readonly failed: number;
  readonly firstFailure: unknown;
  readonly seconds: number;
  readonly fitsPerHour: number;
  /** Ended by the clock: fits made until then, over the time until then. */
  readonly cut: boolean;
  readonly ended: string;
  readonly said: unknown;
  readonly errors: string;
}

function rowOf(
  executor: string,
  fits: number,
  rows: readonly Figures[],
  seconds: number,
  more: Partial<BatchRow>,
): BatchRow {
  const passed = rows.filter(({ max_rhat, min_ess_bulk }) => passes(max_rhat, min_ess_bulk)).length;
  const again = rows.filter(({ fallback }) => (fallback ?? []).length > 0);
  const failed = rows.filter(({ state }) => state === "failed");
  return {
    executor,
    fits,
    made: rows.length,
    passed,
    sampledAgain: again.length,
    firstReason: again[0]?.fallback,
    failed: failed.length,
    firstFailure: failed[0]?.problems,
    seconds,
    fitsPerHour: (3600 * passed) / seconds,
    cut: false,
    ended: "",
    said: undefined,
    errors: "",
    ...more,
  };
}

function prepare(folder: string, from: number, count: number): { tables: string; model: string; out: string } {
  const tables = join(folder, "tables");
  writeWorldTables(tables, from, from + count - 1);
  const model = join(folder, "model.yaml");
  writeFileSync(model, `data: tables/${tableName(from)}.csv\n${modelA}`);
  return { tables, model, out: join(folder, "out") };
}

async function inFolder<T>(work: (folder: string) => T | Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "carryover-gpu-"));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Rows of the journals of a batch: all that it made before it was killed. */
function journalRows(out: string): Figures[] {
  if (!existsSync(out)) return [];
  const names = readdirSync(out).filter((name) => name.endsWith(".ndjson"));
  return names.flatMap((name) =>
    readFileSync(join(out, name), "utf8")
      .split("\n")
      .flatMap((line) => {
        try {
          const row = JSON.parse(line) as Figures & { row?: Figures };
          return [row.row ?? row];
        } catch {
          return [];
        }
      })
      .filter((row) => "max_rhat" in row),
  );
}

function commandBatch(executor: string, from: number, count: number, seconds: number): Promise<BatchRow> {
  return inFolder(async (folder) => {
    const { tables, model, out } = prepare(folder, from, count);
    const values = [commandLine, "batch", tables, "--model", model, "--executor", executor, "--out", out];
    const { stdout, stderr, took, ended, cut } = await timed([...values, "--progress", "none", "--json"], seconds);
    const errors = stderr.slice(-1500);
    try {
      const overview = JSON.parse(stdout) as { executor?: unknown; fits: Figures[] };
      return rowOf(executor, count, overview.fits, took, { ended, said: overview.executor, errors });
    } catch {
      return rowOf(executor, count, journalRows(out), took, { ended, errors, cut });
    }
  });
}

interface Timed {
  readonly stdout: string;
  readonly stderr: string;
  /** Until the process ended, or, when it had to be ended, until it had printed its last. */
  readonly took: number;
  readonly ended: string;
  readonly cut: boolean;
}

function timed(line: readonly string[], seconds: number): Promise<Timed> {
  return new Promise((resolve, reject) => {
    const begin = performance.now();
    const since = (): number => (performance.now() - begin) / 1000;
    const child = spawn(process.execPath, line, { stdio: ["ignore", "pipe", "pipe"] });
    let [stdout, stderr, printed, cut] = ["", "", 0, false];
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
      printed = since();
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    const timer = setTimeout(() => {
      cut = true;
      child.kill("SIGKILL");
    }, 1000 * seconds);
    child.once("error", reject);
    let took = 0;
    child.once("exit", () => (took = since()));
    child.once("close", (code, signal) => {
      clearTimeout(timer);
      const ended = signal === null ? `code ${code}` : cut ? `${signal} after ${seconds} s` : signal;
      resolve({ stdout, stderr, took: cut && printed > 0 ? printed : took, ended, cut });
    });
  });
}

/** One batch of tables that no other batch has. */
export function commandSection(executor: "threads" | "gpu", tables: number, first: number) {
  return async ({ quick, budget, keep, log }: SectionContext): Promise<void> => {
    const count = quick ? 4 : tables;
    const row = await commandBatch(executor, first, count, Math.max(10, budget - 8));
    keep({ cores: availableParallelism(), rows: [row] });
    log(
      `${executor}: ${row.passed} of ${row.fits} pass in ${row.seconds.toFixed(1)} s, ${Math.round(row.fitsPerHour)} an hour (${row.ended})`,
    );
    if (row.errors !== "") log(row.errors);
    if (row.failed > 0) log(`first failure: ${JSON.stringify(row.firstFailure)}`);
    if (row.made === 0) throw new Error(`The batch made no fit: ${row.ended}. ${row.errors}`);
  };
}

interface Setting {
  readonly fitsAtOnce: number;
  readonly groups: number;
}

export interface SweepRow extends Setting, BatchRow {
  readonly threads: number;
  /** From when half of the fits were there: what starting, opening the device and compiling cost is in the first half. */
  readonly secondHalfFitsPerHour: number | undefined;
  /** Where the time of each group went. */
  readonly times: readonly GroupTimes[];
}

/** The executor of the GPU in this process, with as many threads as there are cores. */
export function sweepSection({ fitsAtOnce, groups }: Setting, first: number) {
  return async ({ quick, budget, keep, log }: SectionContext): Promise<void> => {
    const cores = availableParallelism();
    const setting = quick ? { fitsAtOnce: 2, groups: 1 } : { fitsAtOnce, groups };
    const row = await executorBatch(setting, cores, first, Math.max(8, budget - 8));
    keep({ cores, rows: [row] });
    log(
      `${setting.fitsAtOnce} fits at once, ${row.fits}: ${row.passed} pass in ${row.seconds.toFixed(1)} s, ${row.sampledAgain} again, ` +
        `${Math.round(row.fitsPerHour)} an hour, second half ${Math.round(row.secondHalfFitsPerHour ?? 0)}${row.cut ? ", cut" : ""}`,
    );
    for (const times of row.times) log(JSON.stringify(times));
    if (row.firstReason !== undefined) log(`first reason: ${JSON.stringify(row.firstReason)}`);
    if (row.failed > 0) throw new Error(`Fits failed: ${JSON.stringify(row.firstFailure)}`);
  };
}

function executorBatch(setting: Setting, cores: number, from: number, seconds: number): Promise<SweepRow> {
  return inFolder(async (folder) => {
    const count = setting.fitsAtOnce * setting.groups;
    const { tables, model, out } = prepare(folder, from, count);
    mkdirSync(out, { recursive: true });
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), 1000 * seconds);
    const threads = startTaskThreads(cores, abort.signal);
    const rows: Figures[] = [];
    const at: number[] = [];
    const times: GroupTimes[] = [];
    try {
      const jobs = Array.from({ length: count }, (_, i) => ({
        name: tableName(from + i),
        table: join(tables, `${tableName(from + i)}.csv`),
        model,
        sampling: { seed: from + i },
        folder: join(out, tableName(from + i)),
        report: false,
        command: "check",
      }));
      const begin = performance.now();
      const plan = await planBatch(jobs, threads, { signal: abort.signal });
      const executor = deviceExecutor(threads, {
        name: "gpu",
        fitsAtOnce: setting.fitsAtOnce,
        onGroup: (each) => times.push(each),
      });
      const made = executor.run(
        plan.fits.map(({ job }) => job),
        { signal: abort.signal },
      );
      for await (const row of made) {
        rows.push(row as unknown as Figures);
        at.push((performance.now() - begin) / 1000);
      }
      const took = (performance.now() - begin) / 1000;
      const half = at[Math.floor(at.length / 2) - 1];
      const later = rows.slice(Math.floor(rows.length / 2));
      const second = later.filter(({ max_rhat, min_ess_bulk }) => passes(max_rhat, min_ess_bulk)).length;
      return {
        ...setting,
        threads: cores,
        ...rowOf(executor.name, count, rows, took, { cut: abort.signal.aborted, ended: "in process" }),
        secondHalfFitsPerHour: half === undefined ? undefined : (3600 * second) / (took - half),
        times,
      };
    } finally {
      clearTimeout(timer);
      await threads.close();
    }
  });
}
