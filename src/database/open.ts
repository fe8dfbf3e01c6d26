// The database of a service, opened and brought to today's tables.

import { Kysely, Migrator } from "./packages.ts";
import { migrations } from "./migrations.ts";
import type { Tables } from "./tables.ts";

export type ServiceDatabase = Kysely<Tables>;

/**
 * Opens the database and makes the tables that it lacks, all or none. The caller destroys it.
 * @param path a SQLite file, or ":memory:"
 * @throws CarryoverError as `sqliteDialect`; Error when a step of the migration fails, with the database untouched
 */
export async function openDatabase(path: string): Promise<ServiceDatabase> {
  const { sqliteDialect } = await import("./sqlite.ts");
  const db = new Kysely<Tables>({ dialect: await sqliteDialect(path) });
  const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve({ ...migrations }) } });
  const { error } = await migrator.migrateToLatest();
  if (error === undefined) return db;
  await db.destroy();
  throw error;
}
