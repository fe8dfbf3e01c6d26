// What the service remembers: tables, migrations, and the databases that hold them.

export { isId, newId } from "./ids.ts";
export { type Database, openDatabase } from "./open.ts";
export { sql } from "./packages.ts";
export type {
  ApiKeyTable,
  DatasetTable,
  FitTable,
  JobEventTable,
  JobState,
  JobTable,
  Role,
  SessionTable,
  Tables,
  UserTable,
} from "./tables.ts";
