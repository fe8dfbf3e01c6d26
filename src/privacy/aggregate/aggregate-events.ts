// Raw events to a bounded table of weeks and channels, on tables larger than memory.
//
// The secret of a run (256 bits from the operating system) names users and orders their cells; it is not stored, so another run over
// the same events keeps other contributions of those users whose total is exceeded. Aggregate once, and release that table.

import { aggregateSettings } from "../../settings/index.ts";
import { randomBytes } from "node:crypto";
import { memoryWrong } from "../../problems/aggregate-problems.ts";
import { CarryoverError, exitCodes } from "../../problems/problem.ts";
import { boundedSums } from "./bound-contributions.ts";
import { boundsOf } from "./bounds.ts";
import type { TableBounds } from "./bounds-document.ts";
import { type DatabaseOptions, withDatabase } from "./database.ts";
import { findEventFiles } from "./event-files.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { accountKey, disk } from "../ledger/index.ts";
import { readInvoices } from "./invoices.ts";
import type { AggregateSpecification } from "./specification.ts";
import { stageEvents } from "./stage-events.ts";
import { dayText } from "../../numerics/index.ts";

/** Memory for DuckDB unless another is given: with Node's own, a process stays below 512 MB. */
export const memoryDefault: number = parseMemory(aggregateSettings.memory.default);

export interface AggregateOptions {
  /** Bytes DuckDB may use; default 256 MB. Larger tables take more time, not more memory. */
  readonly memory?: number;
  /** Ends the work; nothing is left behind. */
  readonly signal?: AbortSignal;
}

/** A table whose contributions are bounded and which is not yet private: as secret as the events. */
export interface BoundedTable {
  readonly columns: readonly {
    readonly name: string;
    /** Exact decimals: dates, money with two digits after the point, whole counts. */
    readonly values: readonly string[];
    /** Made from user data: needs noise before anybody may see it. */
    readonly userData: boolean;
  }[];
  readonly bounds: TableBounds;
  /** A fingerprint of the events under a key of this account, by which other tables of the same events are recognized. */
  readonly events: readonly string[];
  /** Rows of invoices outside the weeks, which are not user data and may be told. */
  readonly invoicesOutside: number;
}

/**
 * Aggregates events, given as paths of files, folders, or patterns.
 * @throws CarryoverError when the package @duckdb/node-api is missing, files or cells cannot be read, or memory does not suffice;
 *   no problem holds a value of the events
 */
export function aggregateEvents(
  events: readonly string[],
  specification: AggregateSpecification,
  options: AggregateOptions = {},
): Promise<BoundedTable> {
  return aggregateFrom(events, specification, { memory: memoryDefault, ...options }, randomBytes(32).toString("hex"));
}

/** The same with a secret of the caller's choice: for tests, and not public. */
export function aggregateFrom(
  files: readonly string[],
  specification: AggregateSpecification,
  options: DatabaseOptions,
  salt: string,
): Promise<BoundedTable> {
  const { weeks, channels, measures, invoices } = specification;
  return withDatabase(options, async (database) => {
    const paths = await findEventFiles(database, files);
    const spend = invoices === undefined ? undefined : await readInvoices(database, invoices, specification);
    const staged = await stageEvents(database, paths, specification, salt, options.memory);
    const events = await fingerprintOf(database, staged.sources, await accountKey(disk));
    const sums = await boundedSums(database, staged, specification, salt);
    const columns: BoundedTable["columns"][number][] = [
      { name: "week", values: weeks.map(dayText), userData: false },
      ...measures.flatMap(({ kind, outputs }, at) =>
        outputs.map((name, output) => ({
          name,
          values: weeks.map((_, week) => decimal(sums[at][week * outputs.length + output], kind)),
          userData: true,
        })),
      ),
    ];
    if (spend !== undefined) {
      channels.forEach(({ name }, index) => {
        const values = weeks.map((_, week) => decimal(spend.cents[week * channels.length + index], "money"));
        columns.push({ name: `spend_${name}`, values, userData: false });
      });
    }
    return { columns, bounds: boundsOf(specification), events, invoicesOutside: spend?.otherWeeks ?? 0 };
  });
}

/** Steps, which are never negative here, as an exact decimal. */
function decimal(steps: bigint, kind: "money" | "count"): string {
  return kind === "count" ? String(steps) : `${steps / 100n}.${String(steps % 100n).padStart(2, "0")}`;
}

/** Bytes of a size such as 256MB, 1.5GB or 512MiB; from 64 MB to 1 TB. */
export function parseMemory(text: string): number {
  const match = /^(\d+(?:\.\d+)?) ?(M|G|T)(i?)B$/i.exec(text);
  const power = match === null ? 0 : { m: 2, g: 3, t: 4 }[match[2].toLowerCase() as "m" | "g" | "t"];
  const bytes = match === null ? Number.NaN : Number(match[1]) * (match[3] === "" ? 1000 : 1024) ** power;
  if (!(bytes >= 64e6 && bytes <= 1e12)) throw new CarryoverError([memoryWrong(text)], exitCodes.usage);
  return bytes;
}
