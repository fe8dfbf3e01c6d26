// Whether a run may be gone on with: only the same model on the same data, by the same code, gives the same draws.

import type { Backend } from "../../compile/index.ts";
import { toModelFile, type ResolvedSpec } from "../../mmm/specification/index.ts";
import type { Problem } from "../../problems/problem.ts";
import * as wording from "../../problems/run-problems.ts";
import type { RunRecord } from "./format.ts";
import { businessSettings } from "../../settings/index.ts";
import { carryoverVersion } from "../version.ts";

/** Keys that say what a fit is for. */
const changesNoDraw: ReadonlySet<string> = new Set(Object.keys(businessSettings));

/** What a fit is about to be made from. The number of threads is no part of it: it does not change the draws. */
export interface Intended {
  readonly spec: ResolvedSpec;
  readonly dataHash: string;
  readonly backend: Backend;
}

/**
 * Every reason why the run in `folder` cannot go on; none when it can. It may be asked for more draws than before; a finished one must be.
 * @param resumable whether there is a state to go on from
 */
export function resumeProblems(
  folder: string,
  record: RunRecord,
  intended: Intended,
  resumable: boolean,
): readonly Problem[] {
  const before = drawsOf(record);
  const now = intended.spec.sampling.draws;
  const asBefore =
    now > before
      ? { ...intended, spec: { ...intended.spec, sampling: { ...intended.spec.sampling, draws: before } } }
      : intended;
  const problems = differences(folder, record, asBefore);
  if (problems.length > 0 || !record.complete) return problems;
  if (now <= before) return [wording.runIsComplete(folder, before, resumable)];
  return resumable ? [] : [wording.runHasNoState(folder)];
}

/** Draws of each chain that a run was asked for. */
function drawsOf({ specification }: RunRecord): number {
  return Number(leavesOf(specification).get("sampling.draws"));
}

/** In what a run is another than the intended one. */
export function differences(folder: string, record: RunRecord, intended: Intended): readonly Problem[] {
  const problems: Problem[] = [];
  const compare = (what: string, before: string, now: string): void => {
    if (before !== now) problems.push(wording.resumeDiffers(folder, what, before, now));
  };
  compare("the version of carryover", record.versions.carryover, carryoverVersion());
  compare("the version of V8 (the JavaScript engine of Node)", record.versions.v8, process.versions.v8);
  compare("the backend", record.backend, intended.backend);
  compare("the data's SHA-256", record.data.sha256, intended.dataHash);
  const before = leavesOf(record.specification);
  const now = leavesOf(toModelFile(intended.spec));
  for (const key of new Set([...before.keys(), ...now.keys()])) {
    // The path of the table may change; its content is compared above.
    if (key !== "data" && !changesNoDraw.has(key))
      compare(`\`${key}\``, before.get(key) ?? "absent", now.get(key) ?? "absent");
  }
  return problems;
}

/** The leaves of a model file by path; lists are one leaf. */
function leavesOf(value: object): Map<string, string> {
  const leaves = new Map<string, string>();
  const walk = (item: unknown, path: string): void => {
    if (item !== null && typeof item === "object" && !Array.isArray(item)) {
      for (const [key, child] of Object.entries(item)) walk(child, path === "" ? key : `${path}.${key}`);
    } else leaves.set(path, JSON.stringify(item));
  };
  walk(value, "");
  return leaves;
}
