// Sessions of browsers: a random cookie whose hash is kept, ended after hours without use and days in all; and the links that begin one.

import { type ServiceDatabase, newId, type UserRole } from "../../database/index.ts";
import type { Principal } from "./principal.ts";
import { hashOf, newSecret } from "./secrets.ts";

const hours = 3_600_000;
const idle = 8 * hours;
const whole = 7 * 24 * hours;
const codeLife = 5 * 60_000;

export interface NewUser {
  readonly tenant: string;
  readonly login: string;
  readonly role: UserRole;
  /** As `hashPassword` gives it; null: no login by password. */
  readonly password: string | null;
}

/** Makes a user. @returns its identifier */
export async function makeUser(db: ServiceDatabase, { tenant, login, role, password }: NewUser): Promise<string> {
  const id = newId();
  const row = { id, tenant_id: tenant, login, role, password, disabled: 0, created: Date.now() };
  await db.insertInto("user_account").values(row).execute();
  return id;
}

/** A code that begins a session once, within five minutes. */
export async function makeLoginCode(db: ServiceDatabase, tenant: string, user: string, now: number): Promise<string> {
  const code = newSecret();
  await db.deleteFrom("login_code").where("expires", "<", now).execute();
  const row = { hash: hashOf(code), tenant_id: tenant, user_id: user, expires: now + codeLife };
  await db.insertInto("login_code").values(row).execute();
  return code;
}

/** Begins the session that a code stands for. @returns the cookie, or undefined where the code is none or was used */
export async function sessionOfCode(db: ServiceDatabase, code: string, now: number): Promise<string | undefined> {
  const used = await db
    .deleteFrom("login_code")
    .where("hash", "=", hashOf(code))
    .where("expires", ">", now)
    .returning(["tenant_id", "user_id"])
    .executeTakeFirst();
  return used === undefined ? undefined : beginSession(db, used.tenant_id, used.user_id, now);
}

/** Begins a session. @returns the cookie */
export async function beginSession(db: ServiceDatabase, tenant: string, user: string, now: number): Promise<string> {
  const secret = newSecret();
  const row = { hash: hashOf(secret), tenant_id: tenant, user_id: user, created: now, seen: now };
  await db.insertInto("session").values(row).execute();
  return secret;
}

export async function principalOfSession(
  db: ServiceDatabase,
  cookie: string,
  now: number,
): Promise<Principal | undefined> {
  const hash = hashOf(cookie);
  const row = await db
    .selectFrom("session")
    .innerJoin("user_account", "user_account.id", "session.user_id")
    .select(["session.tenant_id", "session.created", "session.seen", "user_account.id", "login", "role", "disabled"])
    .where("hash", "=", hash)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  if (row.disabled === 1 || row.seen < now - idle || row.created < now - whole) {
    await endSession(db, cookie);
    return undefined;
  }
  if (row.seen < now - 60_000) await db.updateTable("session").set({ seen: now }).where("hash", "=", hash).execute();
  return { tenant: row.tenant_id, id: `user:${row.id}`, name: row.login, role: row.role, by: "session" };
}

export async function endSession(db: ServiceDatabase, cookie: string): Promise<void> {
  await db.deleteFrom("session").where("hash", "=", hashOf(cookie)).execute();
}
