// Who did what, in rows that are only added, each with the hash of the one before: what was taken out or changed is seen.

import { createHash } from "node:crypto";
import type { ServiceDatabase } from "../../database/index.ts";

export interface AuditEntry {
  readonly tenant: string;
  readonly actor: string;
  readonly action: string;
  /** What it was done to; never contents of tables, never secrets. */
  readonly object: string;
  readonly outcome: "done" | "refused";
  readonly address: string;
  readonly request: string;
}

/** Adds an entry; in a transaction, because it follows from the one before. */
export async function audit(trx: ServiceDatabase, entry: AuditEntry, now: number): Promise<void> {
  const last = await trx.selectFrom("audit").select("hash").orderBy("seq", "desc").limit(1).executeTakeFirst();
  const { tenant, actor, action, object, outcome, address, request } = entry;
  const row = { tenant_id: tenant, at: now, actor, action, object, outcome, address, request };
  await trx
    .insertInto("audit")
    .values({ ...row, hash: chained(last?.hash ?? "", row) })
    .execute();
}

/** The first entry that does not follow from the one before; undefined where all do. */
export async function brokenAudit(db: ServiceDatabase): Promise<number | undefined> {
  let before = "";
  for (const { seq, hash, ...row } of await db.selectFrom("audit").selectAll().orderBy("seq").execute()) {
    if (chained(before, row) !== hash) return seq;
    before = hash;
  }
  return undefined;
}

function chained(before: string, row: Readonly<Record<string, string | number>>): string {
  const values = Object.keys(row)
    .sort()
    .map((key) => row[key]);
  return createHash("sha256")
    .update(JSON.stringify([before, ...values]))
    .digest("hex");
}
