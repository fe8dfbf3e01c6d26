// SQLite: the one built into Node from 22.13 on, and the package of the same interface before.

import { databaseInUse, sqliteMissing } from "../problems/service-problems.ts";
import { CarryoverError, exitCodes } from "../problems/problem.ts";
import type { Dialect, SqliteStatement } from "kysely";
import { SqliteDialect } from "./packages.ts";

/** What is used of `DatabaseSync`. */
interface Connection {
  exec(sql: string): void;
  prepare(sql: string): Statement;
  close(): void;
}

interface Statement {
  all(...values: readonly unknown[]): unknown[];
  run(...values: readonly unknown[]): { changes: number | bigint; lastInsertRowid: number | bigint };
  iterate(...values: readonly unknown[]): IterableIterator<unknown>;
  columns(): readonly unknown[];
}

type Module = { readonly DatabaseSync: new (path: string, options?: { readonly timeout?: number }) => Connection };

/**
 * Opens a file for this process alone: a second one is refused, and no lock is left behind by one that was killed.
 * Every commit is on disk before it is answered.
 * @throws CarryoverError when another process has it open, or when there is no SQLite
 */
export async function sqliteDialect(path: string): Promise<Dialect> {
  const { DatabaseSync } = await sqliteModule();
  const connection = new DatabaseSync(path, { timeout: 1000 });
  try {
    for (const pragma of ["locking_mode = exclusive", "journal_mode = wal", "synchronous = full", "foreign_keys = on"])
      connection.exec(`pragma ${pragma}`);
    // An exclusive lock is taken by the first write.
    connection.exec("begin immediate; commit");
  } catch (error) {
    connection.close();
    throw /locked|busy/i.test(String(error)) ? new CarryoverError([databaseInUse(path)], exitCodes.usage) : error;
  }
  const prepare = (text: string): SqliteStatement => {
    const statement = connection.prepare(text);
    return {
      reader: statement.columns().length > 0,
      all: (values) => statement.all(...values),
      run: (values) => statement.run(...values),
      iterate: (values) => statement.iterate(...values),
    };
  };
  const close = (): void => {
    // Statements that nobody collected yet would keep the lock until this process ends.
    connection.exec("pragma journal_mode = delete; pragma locking_mode = normal; select count(*) from sqlite_master");
    connection.close();
  };
  return new SqliteDialect({ database: { prepare, close } });
}

async function sqliteModule(): Promise<Module> {
  const builtIn = process.getBuiltinModule?.("node:sqlite") as Module | undefined;
  if (builtIn?.DatabaseSync !== undefined) return builtIn;
  try {
    return (await import("@photostructure/sqlite")) as unknown as Module;
  } catch {
    throw new CarryoverError([sqliteMissing(process.versions.node)], exitCodes.usage);
  }
}
