// A report and its charts on disk: each file whole or not at all.

import type { chartSettings, ValueOf } from "../settings/index.ts";
import { mkdir, readFile, stat } from "node:fs/promises";
import { dirname, join, resolve, sep } from "node:path";
import { renderPng, standaloneSvg } from "../charts/server/index.ts";
import { CarryoverError, exitCodes, type Problem } from "../problems/problem.ts";
import * as wording from "../problems/report-problems.ts";
import { probe, writeTogether, writeWhole } from "../store/export/index.ts";
import { runReplacedMeanwhile } from "../problems/run-problems.ts";
import { runFiles, sealedReport, sealIn } from "../store/run/index.ts";
import type { ReportChart } from "./build-report.ts";

/** Stands at the beginning of every report, so that only reports are replaced. */
const beginning = '<!doctype html>\n<html lang="en" data-carryover-report>';

/** The run that a report is of. */
export interface ReportedRun {
  readonly folder: string;
  /** By which the run is known. */
  readonly seal: string;
}

/** Writes the report of a fit that lies in no folder. Returns and errors as of `writeReport`. */
export async function writeLooseReport(html: string, out: string): Promise<string> {
  const path = resolve(out);
  await checkReplaceable(path);
  await write(path, html);
  return path;
}

/**
 * Checks, before anything is computed for it, that a page which is of no run can be written.
 * @throws CarryoverError when something that is no report lies there, or nothing can be written
 */
export async function checkLoosePath(out: string): Promise<void> {
  const path = resolve(out);
  await checkReplaceable(path);
  await probe(path, wording.reportNotWritable);
}

/**
 * Writes a report into its run folder, or to `out`. Its last line says which run it is of.
 * @returns the absolute path
 * @throws CarryoverError when `out` is something that is not a report, cannot be written, or another run lies in the folder by now
 */
export async function writeReport(html: string, { folder, seal }: ReportedRun, out?: string): Promise<string> {
  const content = sealedReport(html, seal);
  const own = resolve(join(folder, runFiles.report));
  if (out === undefined || resolve(out) === own) return writeIntoRun(content, { folder, seal });
  return writeLooseReport(content, out);
}

/**
 * The file is in the folder, under another name, before it is known which run lies there. A folder that is replaced later takes it away, so that it never
 * gets its name in the folder of another run.
 */
async function writeIntoRun(content: string, { folder, seal }: ReportedRun): Promise<string> {
  const path = resolve(join(folder, runFiles.report));
  const replaced = (): CarryoverError => new CarryoverError([runReplacedMeanwhile(folder)]);
  await writeWhole(path, [content], wording.reportNotWritable, async () => {
    if ((await sealIn(folder)) !== seal) throw replaced();
  });
  return path;
}

/**
 * Checks, before anything is sampled for it, that a report and its charts can be written.
 * @param charts folder for the charts, where they are wanted
 * @throws CarryoverError as `writeReport`, and for files that would stand in a run folder without belonging to the run
 */
export async function checkReportTarget(folder: string, out?: string, charts?: string): Promise<void> {
  const own = resolve(join(folder, runFiles.report));
  const path = resolve(out ?? own);
  const inRun = [path === own ? undefined : out, charts].filter(
    (file) => file !== undefined && `${resolve(file)}${sep}`.startsWith(resolve(folder) + sep),
  );
  if (inRun.length > 0) throw refusal(wording.reportIntoRun(String(inRun[0])));
  if (out !== undefined) await checkReplaceable(path);
  await probe(path, wording.reportNotWritable);
  if (charts !== undefined) await probe(resolve(charts, "chart"), wording.reportNotWritable);
}

/** Writes each chart as a picture that stands alone, all of them or none. @returns the absolute paths */
export async function writeCharts(
  charts: readonly ReportChart[],
  folder: string,
  format: ValueOf<typeof chartSettings.format>,
): Promise<readonly string[]> {
  const files = [];
  for (const { id, svg } of charts) {
    const content = [format === "svg" ? await standaloneSvg(svg) : await renderPng(svg)];
    files.push({ path: join(folder, `${id}.${format}`), content });
  }
  await makeFolder(folder);
  await writeTogether(files, wording.reportNotWritable);
  return files.map(({ path }) => path);
}

async function checkReplaceable(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) return;
  if (found.isDirectory()) throw refusal(wording.reportIsFolder(path));
  const start = (await readFile(path)).subarray(0, beginning.length).toString("utf8");
  if (start !== beginning) throw refusal(wording.reportIsForeign(path));
}

async function write(path: string, content: string): Promise<void> {
  await makeFolder(dirname(path));
  await writeWhole(path, [content], wording.reportNotWritable);
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new CarryoverError([wording.reportNotWritable(folder, code)], exitCodes.notWritten);
  }
}

function refusal(problem: Problem): CarryoverError {
  return new CarryoverError([problem], exitCodes.usage);
}
