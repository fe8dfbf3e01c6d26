// What the service remembers: tables, migrations, and the databases that hold them.

export { isId, newId } from "./ids.ts";
export { type ServiceDatabase, openDatabase } from "./open.ts";
export { sql } from "./packages.ts";
export type {
  ApiKeyTable,
  DatasetTable,
  FitsTable,
  JobEventTable,
  JobState,
  JobTable,
  UserRole,
  SessionTable,
  Tables,
  UserTable,
} from "./tables.ts";
