// The steps from an empty file to today's tables. A step that has been released is never changed: the next one follows it.

import type { Kysely, Migration } from "kysely";

const first: Migration = {
  async up(db: Kysely<unknown>) {
    const { schema } = db;
    await schema
      .createTable("tenant")
      .addColumn("id", "text", (c) => c.primaryKey())
      .addColumn("name", "text", (c) => c.notNull().unique())
      .addColumn("created", "bigint", (c) => c.notNull())
      .execute();
    await schema
      .createTable("user_account")
      .addColumn("id", "text", (c) => c.primaryKey())
      .addColumn("tenant_id", "text", (c) => c.notNull().references("tenant.id"))
      .addColumn("login", "text", (c) => c.notNull().unique())
      .addColumn("password", "text")
      .addColumn("role", "text", (c) => c.notNull())
      .addColumn("disabled", "integer", (c) => c.notNull().defaultTo(0))
      .addColumn("created", "bigint", (c) => c.notNull())
      .execute();
    await schema
      .createTable("api_key")
      .addColumn("id", "text", (c) => c.primaryKey())
      .addColumn("tenant_id", "text", (c) => c.notNull().references("tenant.id"))
      .addColumn("name", "text", (c) => c.notNull())
      .addColumn("hash", "text", (c) => c.notNull())
      .addColumn("role", "text", (c) => c.notNull())
      .addColumn("expires", "bigint")
      .addColumn("last_used", "bigint")
      .addColumn("revoked", "bigint")
      .addColumn("created", "bigint", (c) => c.notNull())
      .execute();
    await schema
      .createTable("session")
      .addColumn("hash", "text", (c) => c.primaryKey())
      .addColumn("tenant_id", "text", (c) => c.notNull().references("tenant.id"))
      .addColumn("user_id", "text", (c) => c.notNull().references("user_account.id"))
      .addColumn("created", "bigint", (c) => c.notNull())
      .addColumn("seen", "bigint", (c) => c.notNull())
      .execute();
    await schema
      .createTable("login_code")
      .addColumn("hash", "text", (c) => c.primaryKey())
      .addColumn("tenant_id", "text", (c) => c.notNull().references("tenant.id"))
      .addColumn("user_id", "text", (c) => c.notNull().references("user_account.id"))
      .addColumn("expires", "bigint", (c) => c.notNull())
      .execute();
    await schema
      .createTable("dataset")
      .addColumn("id", "text", (c) => c.primaryKey())
      .addColumn("tenant_id", "text", (c) => c.notNull().references("tenant.id"))
      .addColumn("name", "text", (c) => c.notNull())
      .addColumn("sha256", "text", (c) => c.notNull())
      .addColumn("bytes", "bigint", (c) => c.notNull())
      .addColumn("format", "text", (c) => c.notNull())
      .addColumn("rows", "bigint", (c) => c.notNull())
      .addColumn("described", "text", (c) => c.notNull())
      .addColumn("source", "text", (c) => c.notNull())
      .addColumn("created", "bigint", (c) => c.notNull())
      .addColumn("deleted", "bigint")
      .execute();
    await schema.createIndex("dataset_of_tenant").on("dataset").columns(["tenant_id", "created", "id"]).execute();
    await schema
      .createTable("fit")
      .addColumn("id", "text", (c) => c.primaryKey())
      .addColumn("tenant_id", "text", (c) => c.notNull().references("tenant.id"))
      .addColumn("dataset_id", "text", (c) => c.notNull().references("dataset.id"))
      .addColumn("name", "text", (c) => c.notNull())
      .addColumn("model", "text")
      .addColumn("fingerprint", "text", (c) => c.notNull())
      .addColumn("report", "integer", (c) => c.notNull())
      .addColumn("converged", "integer")
      .addColumn("run", "text")
      .addColumn("created", "bigint", (c) => c.notNull())
      .addColumn("deleted", "bigint")
      .execute();
    await schema.createIndex("fit_of_tenant").on("fit").columns(["tenant_id", "created", "id"]).execute();
    await schema
      .createIndex("fit_once")
      .on("fit")
      .columns(["tenant_id", "fingerprint"])
      .unique()
      .where("deleted" as never, "is", null)
      .execute();
    await schema
      .createTable("job")
      .addColumn("id", "text", (c) => c.primaryKey())
      .addColumn("tenant_id", "text", (c) => c.notNull().references("tenant.id"))
      .addColumn("kind", "text", (c) => c.notNull())
      .addColumn("payload", "text", (c) => c.notNull())
      .addColumn("state", "text", (c) => c.notNull())
      .addColumn("priority", "integer", (c) => c.notNull())
      .addColumn("attempt", "integer", (c) => c.notNull().defaultTo(0))
      .addColumn("losses", "integer", (c) => c.notNull().defaultTo(0))
      .addColumn("token", "bigint", (c) => c.notNull().defaultTo(0))
      .addColumn("lease_until", "bigint")
      .addColumn("worker", "text")
      .addColumn("run_after", "bigint", (c) => c.notNull())
      .addColumn("cancel", "integer", (c) => c.notNull().defaultTo(0))
      .addColumn("progress", "text")
      .addColumn("problems", "text")
      .addColumn("result", "text")
      .addColumn("dedupe", "text")
      .addColumn("created", "bigint", (c) => c.notNull())
      .addColumn("started", "bigint")
      .addColumn("finished", "bigint")
      .execute();
    await schema.createIndex("job_of_tenant").on("job").columns(["tenant_id", "created", "id"]).execute();
    await schema.createIndex("job_to_run").on("job").columns(["state", "run_after", "priority"]).execute();
    await schema
      .createIndex("job_once")
      .on("job")
      .columns(["tenant_id", "dedupe"])
      .unique()
      .where("state" as never, "in", ["queued", "running"])
      .execute();
    await schema
      .createTable("job_event")
      .addColumn("seq", "integer", (c) => c.primaryKey().autoIncrement())
      .addColumn("job_id", "text", (c) => c.notNull().references("job.id"))
      .addColumn("tenant_id", "text", (c) => c.notNull())
      .addColumn("at", "bigint", (c) => c.notNull())
      .addColumn("type", "text", (c) => c.notNull())
      .addColumn("data", "text", (c) => c.notNull())
      .execute();
    await schema.createIndex("event_of_job").on("job_event").columns(["job_id", "seq"]).execute();
    await schema
      .createTable("idempotency")
      .addColumn("tenant_id", "text", (c) => c.notNull())
      .addColumn("principal", "text", (c) => c.notNull())
      .addColumn("key", "text", (c) => c.notNull())
      .addColumn("fingerprint", "text", (c) => c.notNull())
      .addColumn("status", "integer")
      .addColumn("headers", "text")
      .addColumn("body", "text")
      .addColumn("created", "bigint", (c) => c.notNull())
      .addPrimaryKeyConstraint("idempotency_key", ["tenant_id", "principal", "key"])
      .execute();
    await schema
      .createTable("audit")
      .addColumn("seq", "integer", (c) => c.primaryKey().autoIncrement())
      .addColumn("tenant_id", "text", (c) => c.notNull())
      .addColumn("at", "bigint", (c) => c.notNull())
      .addColumn("actor", "text", (c) => c.notNull())
      .addColumn("action", "text", (c) => c.notNull())
      .addColumn("object", "text", (c) => c.notNull())
      .addColumn("outcome", "text", (c) => c.notNull())
      .addColumn("address", "text", (c) => c.notNull())
      .addColumn("request", "text", (c) => c.notNull())
      .addColumn("hash", "text", (c) => c.notNull())
      .execute();
  },
};

/** In the order of their names. */
export const migrations: Readonly<Record<string, Migration>> = { "0001-tables": first };
