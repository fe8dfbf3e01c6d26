// A report and its charts on disk: each file whole or not at all.

import type { chartSettings, ValueOf } from "../settings/index.ts";
import { mkdir, readFile, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { renderPng, standaloneSvg } from "../charts/server/index.ts";
import { CarryoverError, exitCodes, type Problem } from "../problems/problem.ts";
import * as wording from "../problems/report-problems.ts";
import { writeWhole } from "../store/export/index.ts";
import { runFiles } from "../store/run/index.ts";
import type { ReportChart } from "./build-report.ts";

/** Stands at the beginning of every report, so that only reports are replaced. */
const beginning = '<!doctype html>\n<html lang="en" data-carryover-report>';

/**
 * Writes a report into its run folder, or to `out`.
 * @returns the absolute path
 * @throws CarryoverError when `out` is something that is not a report, or cannot be written
 */
export async function writeReport(html: string, folder: string, out?: string): Promise<string> {
  const path = resolve(out ?? join(folder, runFiles.report));
  if (out !== undefined) await checkReplaceable(path);
  await write(path, html);
  return path;
}

/** Writes each chart as a picture that stands alone. @returns the absolute paths */
export async function writeCharts(
  charts: readonly ReportChart[],
  folder: string,
  format: ValueOf<typeof chartSettings.format>,
): Promise<readonly string[]> {
  const paths: string[] = [];
  for (const { id, svg } of charts) {
    const path = join(folder, `${id}.${format}`);
    await write(path, format === "svg" ? await standaloneSvg(svg) : await renderPng(svg));
    paths.push(path);
  }
  return paths;
}

async function checkReplaceable(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) return;
  if (found.isDirectory()) throw refusal(wording.reportIsFolder(path));
  const start = (await readFile(path)).subarray(0, beginning.length).toString("utf8");
  if (start !== beginning) throw refusal(wording.reportIsForeign(path));
}

async function write(path: string, content: string | Uint8Array): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new CarryoverError([wording.reportNotWritable(path, code)], exitCodes.internal);
  }
  await writeWhole(path, [content], wording.reportNotWritable);
}

function refusal(problem: Problem): CarryoverError {
  return new CarryoverError([problem], exitCodes.usage);
}
