// DuckDB for one aggregation: loaded when it is needed, held to a memory limit, with a temporary folder of its own that is always
// removed. Its error messages quote the data, so none of them is passed on.

import { availableParallelism } from "node:os";
import { basename } from "node:path";
import type { DuckDBConnection, DuckDBValue } from "@duckdb/node-api";
import {
  aggregationCanceled,
  databaseFailed,
  duckDbMissing,
  malformedLine,
  outOfDisk,
  outOfMemory,
} from "../../problems/aggregate-problems.ts";
import { CarryoverError, exitCodes } from "../../problems/problem.ts";
import { withTemporaryFolder } from "./temporary-folder.ts";

export interface DatabaseOptions {
  /** Memory DuckDB may use for its buffers, in bytes. The process takes some 100 to 200 MB on top. */
  readonly memory: number;
  readonly signal?: AbortSignal | undefined;
  /** How the package is imported; tests stand in for one that is not there. */
  readonly load?: () => Promise<typeof import("@duckdb/node-api")>;
}

export interface Database {
  /** Only the owner may enter it. */
  readonly folder: string;
  readonly threads: number;
  run(sql: string): Promise<void>;
  rows(sql: string): Promise<readonly (readonly DuckDBValue[])[]>;
}

/** With less memory than this to itself, a thread spends its time on swapping. */
const memoryOfThread = 110e6;

/**
 * Opens a database in memory, lets `work` use it, closes it and removes its temporary folder, whatever happens.
 * @throws CarryoverError when the package is not installed, memory or disk do not suffice, or a statement fails
 */
export async function withDatabase<T>(
  { memory, signal, load = () => import("@duckdb/node-api") }: DatabaseOptions,
  work: (database: Database) => Promise<T>,
): Promise<T> {
  const { DuckDBInstance } = await load().catch((cause: { code?: string }) => {
    const reason = cause.code === "ERR_MODULE_NOT_FOUND" ? "it is not installed" : (cause.code ?? "it does not load");
    throw new CarryoverError([duckDbMissing(reason)], exitCodes.usage);
  });
  const threads = Math.max(1, Math.min(availableParallelism(), Math.floor(memory / memoryOfThread)));
  return withTemporaryFolder(async (folder) => {
    const instance = await DuckDBInstance.create(":memory:", {
      memory_limit: `${Math.floor(memory / 1e6)}MB`,
      threads: String(threads),
      temp_directory: folder,
      preserve_insertion_order: "false",
      // Nothing is fetched from the network.
      autoinstall_known_extensions: "false",
      autoload_known_extensions: "false",
    });
    let connection: DuckDBConnection | undefined;
    const interrupt = (): void => connection?.interrupt();
    signal?.addEventListener("abort", interrupt);
    try {
      connection = await instance.connect();
      const { run, rows } = statements(connection, { memory, folder, signal });
      await run("SET TimeZone = 'UTC'");
      return await work({ folder, threads, run, rows });
    } finally {
      signal?.removeEventListener("abort", interrupt);
      connection?.closeSync();
      instance.closeSync();
    }
  });
}

interface Circumstances {
  readonly memory: number;
  readonly folder: string;
  readonly signal: AbortSignal | undefined;
}

function statements(connection: DuckDBConnection, circumstances: Circumstances): Pick<Database, "run" | "rows"> {
  const guarded = async <T>(action: () => Promise<T>): Promise<T> => {
    if (circumstances.signal?.aborted) throw canceled();
    try {
      return await action();
    } catch (error) {
      throw circumstances.signal?.aborted ? canceled() : withoutData(String((error as Error).message), circumstances);
    }
  };
  return {
    run: (sql) => guarded(async () => void (await connection.run(sql))),
    rows: (sql) => guarded(async () => (await connection.runAndReadAll(sql)).getRows()),
  };
}

function canceled(): CarryoverError {
  return new CarryoverError([aggregationCanceled()], exitCodes.canceled);
}

/** What may be said of a message of DuckDB: its kind, and for CSV files the number of the line. */
function withoutData(message: string, { memory, folder }: Circumstances): CarryoverError {
  const kind = /^([A-Z][A-Za-z ]{2,30}) Error:/.exec(message)?.[1] ?? "unknown";
  if (kind === "Out of Memory") {
    return new CarryoverError([
      /max_temp_directory_size|disk space/.test(message)
        ? outOfDisk(folder)
        : outOfMemory(`${Math.round(memory / 1e6)} MB`),
    ]);
  }
  if (kind === "IO" && /No space left|write/.test(message))
    return new CarryoverError([outOfDisk(folder)], exitCodes.notWritten);
  const line = /CSV Error on Line: (\d+)/.exec(message)?.[1];
  if (line !== undefined) {
    const file = /^ {2}file = (.+)$/m.exec(message)?.[1];
    return new CarryoverError([malformedLine(file === undefined ? undefined : basename(file), line)]);
  }
  return new CarryoverError([databaseFailed(`${kind} error`)], exitCodes.internal);
}
