// Whether a run folder may be written at a place: apart from the writing itself, so that it can be asked before a long fit.

import { readdir, readFile, realpath, stat } from "node:fs/promises";
import { dirname, join, resolve, sep } from "node:path";
import { CarryoverError, exitCodes, type Problem } from "../../problems/problem.ts";
import * as wording from "../../problems/run-problems.ts";
import { identify } from "../../documents/index.ts";
import { isLitter, knownRunFiles, runFiles } from "./format.ts";

/**
 * Checks, before anything is sampled, that a run folder can be written at `folder`: nothing is there, or an empty folder, or
 * a run folder, which will be replaced.
 * @returns the absolute path, links resolved
 * @throws CarryoverError (wrong usage) when something else is there
 */
export async function checkRunTarget(folder: string): Promise<string> {
  const target = await realpath(folder).catch(() => resolve(folder));
  const refuse = (problem: Problem): never => {
    throw new CarryoverError([problem], exitCodes.usage);
  };
  const here = process.cwd();
  if (here === target || here.startsWith(target.endsWith(sep) ? target : target + sep)) {
    refuse(wording.outIsInUse(folder));
  }
  let entries: string[];
  try {
    if (!(await stat(target)).isDirectory()) refuse(wording.outIsFile(folder));
    entries = await readdir(target);
  } catch (error) {
    if (error instanceof CarryoverError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return target;
    if (code === "ENOTDIR") refuse(wording.outIsFile(dirname(folder)));
    return refuse(wording.outNotWritable(folder, code ?? String(error)));
  }
  if (entries.length === 0) return target;
  const foreign = entries.filter((entry) => !knownRunFiles.has(entry) && !isLitter(entry));
  if (foreign.length > 0) refuse(wording.outIsForeign(folder, foreign));
  if (!(await hasRunRecord(target))) refuse(wording.outIsForeign(folder, entries));
  return target;
}

async function hasRunRecord(folder: string): Promise<boolean> {
  try {
    return isRunRecord(JSON.parse(await readFile(join(folder, runFiles.spec), "utf8")));
  } catch {
    return false;
  }
}

/** What the record of a fit of a model of one's own is called, beside the "run" of media mix models. */
export const modelFitKind = "model-fit";

/** Whether spec.json is a run's, of this version or another; until version 2 it had a `format` in place of a schema. */
export function isRunRecord(parsed: unknown): boolean {
  const { format } = (parsed ?? {}) as { readonly format?: unknown };
  const { name } = identify(parsed);
  return name === "run" || name === modelFitKind || format === "carryover-run";
}
