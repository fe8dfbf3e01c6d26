// Keys of programs: shown once, kept as a hash, with a role, an end and a last use.

import { crc32 } from "node:zlib";
import { type ServiceDatabase, isId, newId, type UserRole } from "../../database/index.ts";
import type { Principal } from "./principal.ts";
import { hashOf, newSecret, sameHash } from "./secrets.ts";

export interface NewKey {
  readonly tenant: string;
  readonly name: string;
  readonly role: UserRole;
  /** Milliseconds since 1970; undefined: it does not expire. */
  readonly expires?: number | undefined;
}

/** Milliseconds between two notes of when a key was used last. */
const noteEvery = 60_000;

/** Makes a key. @returns its identifier, and the text that is told once */
export async function makeKey(
  db: ServiceDatabase,
  { tenant, name, role, expires }: NewKey,
): Promise<{ readonly id: string; readonly key: string }> {
  const id = newId();
  const secret = newSecret();
  await db
    .insertInto("api_key")
    .values({
      id,
      tenant_id: tenant,
      name,
      role,
      hash: hashOf(secret),
      expires: expires ?? null,
      last_used: null,
      revoked: null,
      created: Date.now(),
    })
    .execute();
  return { id, key: textOf(id, secret) };
}

/** Who calls with a key; undefined where it is none, has ended or was revoked. */
export async function principalOfKey(db: ServiceDatabase, key: string, now: number): Promise<Principal | undefined> {
  const parts = /^ck_([0-9a-f-]{36})_([\w-]{43})_([0-9a-f]{8})$/.exec(key);
  if (parts === null || !isId(parts[1]) || textOf(parts[1], parts[2]) !== key) return undefined;
  const row = await db.selectFrom("api_key").selectAll().where("id", "=", parts[1]).executeTakeFirst();
  if (row === undefined || !sameHash(row.hash, hashOf(parts[2]))) return undefined;
  if (row.revoked !== null || (row.expires !== null && row.expires <= now)) return undefined;
  if (row.last_used === null || row.last_used < now - noteEvery) {
    await db.updateTable("api_key").set({ last_used: now }).where("id", "=", row.id).execute();
  }
  return { tenant: row.tenant_id, id: `key:${row.id}`, name: row.name, role: row.role, by: "key" };
}

/** The fixed beginning is what scanners for leaked secrets look for; the check at the end tells typing errors from wrong keys. */
function textOf(id: string, secret: string): string {
  const body = `ck_${id}_${secret}`;
  return `${body}_${checksum(body)}`;
}

function checksum(text: string): string {
  return (crc32?.(text) ?? plainCrc(text)).toString(16).padStart(8, "0");
}

/** For versions of Node without `crc32`. */
function plainCrc(text: string): number {
  let crc = 0xffffffff;
  for (const byte of Buffer.from(text)) {
    crc ^= byte;
    for (let k = 0; k < 8; k++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}
