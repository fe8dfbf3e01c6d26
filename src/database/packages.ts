// The package that writes SQL, in a module of its own, which is bundled with all that it needs: see `server/packages.ts`.

export { Kysely, Migrator, sql, SqliteDialect } from "kysely";
