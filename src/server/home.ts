// The folder that a server works in: its database, tables, runs, and what is being made.

import { mkdir, rm } from "node:fs/promises";
import { join, resolve } from "node:path";

export interface Home {
  readonly folder: string;
  readonly database: string;
  /** Folder of one dataset, with its table alone. */
  dataset(tenant: string, id: string): string;
  /** Folder of the run of one fit. */
  run(tenant: string, fit: string): string;
  /** A place for what is being made; all of it is removed when the server starts. */
  temporary(name: string): string;
}

/** Makes the folders that are missing and clears away what a server that was killed was making. */
export async function openHome(folder: string): Promise<Home> {
  const at = (...path: readonly string[]): string => join(resolve(folder), ...path);
  await mkdir(at("datasets"), { recursive: true, mode: 0o700 });
  await mkdir(at("runs"), { recursive: true, mode: 0o700 });
  await rm(at("tmp"), { recursive: true, force: true });
  await mkdir(at("tmp"), { mode: 0o700 });
  return {
    folder: at(),
    database: at("carryover.db"),
    dataset: (tenant, id) => at("datasets", tenant, id),
    run: (tenant, fit) => at("runs", tenant, fit),
    temporary: (name) => at("tmp", name),
  };
}
