// Raw events to a bounded table, the step before a private release.

import type { BoundedTable, WrittenTable } from "../../privacy/aggregate/index.ts";
import { aggregationCanceled } from "../../problems/aggregate-problems.ts";
import { CarryoverError, exitCodes } from "../../problems/problem.ts";
import { checkRequest, ownRules, type ServiceCall } from "../call/index.ts";

export interface AggregateRequest {
  /** An event file, a folder of them, or a pattern. */
  readonly events: string;
  /** Path of the privacy file that says what is aggregated, under which bounds. */
  readonly specification: string;
  /** Folder for table.csv and bounds.json, or NAME.csv, with NAME.bounds.json beside it. */
  readonly out: string;
  /** Memory of the database: a size such as "256MB", the default. */
  readonly memory?: string | undefined;
  /** Replace an earlier table and its bounds. Default false. */
  readonly force?: boolean | undefined;
}

export interface AggregateResult {
  /** The table that was written. NOT YET PRIVATE. */
  readonly table: BoundedTable;
  readonly paths: WrittenTable;
}

/**
 * Sums events to a table of weeks and channels in which no user has more than a bounded share.
 * @throws CarryoverError for a privacy file or events that cannot be read, a file in the way, and (exit code 130) when it was canceled:
 *   what was there stays as it was then
 */
export async function aggregate(
  request: AggregateRequest,
  { signal = new AbortController().signal }: ServiceCall = {},
): Promise<AggregateResult> {
  const keys = ["events", "specification", "out", "force"] as const;
  await checkRequest("aggregate", request, keys, { memory: ownRules.memoryText }, keys.slice(0, 3));
  const { events, specification, out, memory, force = false } = request;
  const privacy = await import("../../privacy/aggregate/index.ts");
  const bytes = memory === undefined ? privacy.memoryDefault : privacy.parseMemory(memory);
  const asked = privacy.specificationOf(await privacy.readPrivacyFile(specification));
  const paths = privacy.boundedTablePaths(out);
  if (!force) await privacy.checkFree(paths);
  const table = await privacy.aggregateEvents([events], asked, { memory: bytes, signal });
  if (signal.aborted) throw new CarryoverError([aggregationCanceled()], exitCodes.canceled);
  await privacy.writeBoundedTable(table, paths);
  return { table, paths };
}
