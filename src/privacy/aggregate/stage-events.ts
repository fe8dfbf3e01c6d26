// First pass over the events: every event on the grid as small numbers, in files by hash of the user.
//
// Each part holds all events of its users, so it can be bounded and summed by itself, in memory. What is written is a pseudonym of
// the user under a secret that is never stored, week, channel and amounts; no identifier reaches the disk.

import { rm } from "node:fs/promises";
import { join } from "node:path";
import { malformedCell } from "../../problems/aggregate-problems.ts";
import { limitProblems } from "../../problems/limit.ts";
import { CarryoverError, type Problem } from "../../problems/problem.ts";
import type { Database } from "./database.ts";
import { type TypedColumns, typedColumns } from "./event-columns.ts";
import { type EventFile, inspectEventFile } from "./event-files.ts";
import type { AggregateSpecification } from "./specification.ts";
import { literal } from "./sql.ts";

/** More parts would be many small files; beyond what they hold in memory, DuckDB spills to its temporary folder. */
const mostParts = 128;
/** Bytes of a staged event while it waits to be written, roughly. */
const bytesOfEvent = 64;

/** The message that a malformed event ends the query with; only its absence from other messages matters. */
const stop = "carryover: malformed event";

export interface StagedEvents {
  readonly sources: readonly EventSource[];
  /** SQL to read each part. Columns: k (user), w (week), c (channel from 0, -1 for others), m0, m1, ... (steps of each measure). */
  readonly parts: readonly string[];
  /** Removes a part that is no longer needed. */
  drop(index: number): Promise<void>;
}

/** Files with the same columns, read by one statement. */
export interface EventSource {
  readonly files: readonly EventFile[];
  readonly columns: TypedColumns;
}

/**
 * Stages the events of some files. Events outside the grid are left out without a word: how many there are is not public.
 * @throws CarryoverError when a file or column is not there, or a cell cannot be read; never with a value
 */
export async function stageEvents(
  database: Database,
  paths: readonly string[],
  specification: AggregateSpecification,
  salt: string,
  memory: number,
): Promise<StagedEvents> {
  const files: EventFile[] = [];
  for (const path of paths) files.push(await inspectEventFile(database, path));
  const sources = groupFiles(files, specification);
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  const parts = Math.min(mostParts, Math.max(1, Math.ceil(bytes / (memory / 8))));
  // Of a third of the memory, each thread fills its share with events of all parts before it writes them.
  const waiting = Math.floor(memory / 3 / (database.threads * bytesOfEvent));
  await database.run(`SET partitioned_write_flush_threshold = ${waiting}`);
  await database.run(`SET partitioned_write_max_open_files = ${mostParts + 1}`);
  await database.run(channelTable(specification));
  const folder = join(database.folder, "parts");
  const selects = sources.map((source) => selectEvents(source, specification, salt));
  try {
    await database.run(
      `COPY (SELECT *, CAST(hash(k) % ${parts} AS INTEGER) AS part FROM (${selects.join(" UNION ALL ")})) ` +
        `TO ${literal(folder)} (FORMAT parquet, PARTITION_BY (part))`,
    );
  } catch (error) {
    if (error instanceof CarryoverError && error.problems.some(({ code }) => code === "events-not-aggregated")) {
      const malformed = await findMalformed(database, sources);
      if (malformed.length > 0) throw new CarryoverError(limitProblems(malformed, 10));
    }
    throw error;
  }
  const partFolder = (index: number): string => join(folder, `part=${index}`);
  return {
    sources,
    parts: Array.from({ length: parts }, (_, index) => partFolder(index)),
    drop: (index) => rm(partFolder(index), { recursive: true, force: true }),
  };
}

function groupFiles(files: readonly EventFile[], specification: AggregateSpecification): readonly EventSource[] {
  const groups = new Map<string, { files: EventFile[]; columns: TypedColumns }>();
  const problems: Problem[] = [];
  for (const file of files) {
    const key = JSON.stringify([file.read([]), file.columns]);
    const group = groups.get(key);
    if (group !== undefined) {
      group.files.push(file);
      continue;
    }
    const columns = typedColumns(file, specification);
    if (Array.isArray(columns)) problems.push(...columns);
    else groups.set(key, { files: [file], columns: columns as TypedColumns });
  }
  if (problems.length > 0) throw new CarryoverError(limitProblems(problems));
  return [...groups.values()];
}

function channelTable({ channels }: AggregateSpecification): string {
  const rows = channels.flatMap(({ labels }, index) => labels.map((label) => `(${literal(label)}, ${index})`));
  const values = rows.length === 0 ? "SELECT '', -1 WHERE false" : `VALUES ${rows.join(", ")}`;
  return `CREATE OR REPLACE TEMP TABLE channels AS SELECT CAST(label AS VARCHAR) AS label, CAST(c AS SMALLINT) AS c FROM (${values}) AS t(label, c)`;
}

function selectEvents(
  { files, columns }: EventSource,
  { weeks, measures }: AggregateSpecification,
  salt: string,
): string {
  const { user, day, channel } = columns;
  const first = weeks[0];
  const last = weeks[weeks.length - 1];
  const typed = [
    `${user.value} AS user_text`,
    `${day.value} AS day`,
    `${channel ?? "CAST(NULL AS VARCHAR)"} AS channel_text`,
    ...columns.measures.map(({ value }, index) => `${value} AS m${index}`),
    `(${[user, day, ...columns.measures].map(({ malformed }) => malformed).join(" OR ")}) AS malformed`,
  ];
  const events = `SELECT ${typed.join(", ")} FROM ${files[0].read(files.map(({ path }) => path))}`;
  const amounts = measures.map((_, index) => `m${index}`);
  return (
    `SELECT CASE WHEN malformed THEN CAST(error(${literal(stop)}) AS UUID) ELSE ${userKey("user_text", salt)} END AS k, ` +
    `CAST((day - ${first}) // 7 AS INTEGER) AS w, coalesce(channels.c, CAST(-1 AS SMALLINT)) AS c, ${amounts.join(", ")} ` +
    `FROM (${events}) AS events LEFT JOIN channels ON channels.label = events.channel_text ` +
    `WHERE malformed OR (day >= ${first} AND day < ${last + 7})`
  );
}

/**
 * The user as 128 bits under a secret: 16 bytes whatever the identifier. Two users share a key, and with it one bound, with
 * probability below 1e-20 among a thousand million.
 */
function userKey(text: string, salt: string): string {
  return `CAST(md5(concat('${salt}:', ${text})) AS UUID)`;
}

/** Where the first cells are that cannot be read. Runs only after a malformed event was met, in order and slowly. */
async function findMalformed(database: Database, sources: readonly EventSource[]): Promise<readonly Problem[]> {
  await database.run("SET preserve_insertion_order = true");
  const problems: Problem[] = [];
  for (const { files, columns } of sources) {
    const cells = [columns.user, columns.day, ...columns.measures];
    for (const file of files) {
      const row = file.format === "parquet" ? "file_row_number + 1" : "row_number() OVER ()";
      const flags = cells.map(({ malformed }, index) => `${malformed} AS b${index}`);
      const found = await database.rows(
        `SELECT * FROM (SELECT ${row} AS n, ${flags.join(", ")} FROM ${file.read([file.path], true)}) ` +
          `WHERE ${cells.map((_, index) => `b${index}`).join(" OR ")} LIMIT 10`,
      );
      for (const [n, ...bad] of found) {
        cells.forEach(({ name, must }, index) => {
          if (bad[index] === true) problems.push(malformedCell(file.path, String(n), name, must));
        });
      }
      if (problems.length > 0) return problems;
    }
  }
  return problems;
}
