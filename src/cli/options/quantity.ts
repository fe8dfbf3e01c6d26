// What carryover contributions, roi and curves have in common: options, opening the run, the warning that stands first.

import type { FittedModel, Period } from "../../decisions/draws/index.ts";
import { CarryoverError, exitCodes } from "../../problems/problem.ts";
import { exclusiveOptions } from "../../problems/usage-problems.ts";
import type { PrivacyRecord } from "../../privacy/release/index.ts";
import type { Terminal } from "../terminal/index.ts";

export const quantityOptions = {
  json: { kind: "flag", describe: "Print one JSON document; numbers that are not finite are null" },
  csv: { kind: "flag", describe: "Print a table of comma-separated values" },
} as const;

export interface QuantityRequest {
  readonly level: number | undefined;
  readonly weeks: number | undefined;
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly json: boolean;
  readonly csv: boolean;
}

export interface Opened {
  readonly model: FittedModel;
  readonly period: Period;
  readonly level: number;
  readonly privacy: PrivacyRecord | undefined;
}

/**
 * Opens a run for one of these commands; says on standard error when it has not converged.
 * @throws CarryoverError: options that exclude each other, a period that is not there, a run that cannot be read
 */
export async function openForQuantities(
  folder: string,
  { level, weeks, from, to, json, csv }: QuantityRequest,
  { err }: Terminal,
): Promise<Opened> {
  if (json && csv) throw new CarryoverError([exclusiveOptions(["--json", "--csv"])], exitCodes.usage);
  if (weeks !== undefined && (from !== undefined || to !== undefined)) {
    const other = from === undefined ? "--to" : "--from";
    throw new CarryoverError([exclusiveOptions(["--weeks", other])], exitCodes.usage);
  }
  const [{ openRun }, { periodOf }, { defaultLevel }] = await Promise.all([
    import("../../store/run/open-run.ts"),
    import("../../decisions/draws/period.ts"),
    import("../../decisions/draws/interval.ts"),
  ]);
  const { run, model } = await openRun(folder);
  const period = periodOf(model.data, {
    ...(weeks === undefined ? {} : { last: weeks }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  });
  if (!model.converged) err.write(`${err.style.red("NOT CONVERGED:")} see carryover diagnose ${folder}\n`);
  return { model, period, level: level ?? defaultLevel, privacy: run.record.privacy };
}
