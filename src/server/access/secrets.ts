// Secrets that nobody can guess, what is kept of them, and passwords, which people can.

import { createHash, randomBytes, scrypt, timingSafeEqual } from "node:crypto";

/** 256 random bits as text. */
export function newSecret(): string {
  return randomBytes(32).toString("base64url");
}

/** What is kept of a secret of 256 bits: a slow hash would protect nothing more. */
export function hashOf(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}

/** Compares two hashes in a time that does not depend on where they differ. */
export function sameHash(a: string, b: string): boolean {
  const [x, y] = [Buffer.from(a), Buffer.from(b)];
  return x.length === y.length && timingSafeEqual(x, y);
}

/** scrypt at the parameters that OWASP's cheat sheet of password storage names as its floor. */
const current = { logN: 17, r: 8, p: 1 };

/** Two at a time: each takes 128 MiB. */
let busy = 0;
const waiting: (() => void)[] = [];

/** A password as it is kept, with its parameters, so that they can be raised. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, current);
  const { logN, r, p } = current;
  return `$scrypt$ln=${logN},r=${r},p=${p}$${salt.toString("base64url")}$${key.toString("base64url")}`;
}

/** Whether a password is the one that is kept. A user that is not there costs the same time: pass null. */
export async function checkPassword(password: string, kept: string | null): Promise<boolean> {
  const parts = /^\$scrypt\$ln=(\d+),r=(\d+),p=(\d+)\$([\w-]+)\$([\w-]+)$/.exec(kept ?? "");
  if (parts === null) {
    await derive(password, Buffer.alloc(16), current);
    return false;
  }
  const [logN, r, p] = parts.slice(1, 4).map(Number);
  const key = await derive(password, Buffer.from(parts[4], "base64url"), { logN, r, p });
  const there = Buffer.from(parts[5], "base64url");
  return there.length === key.length && timingSafeEqual(there, key);
}

async function derive(password: string, salt: Buffer, { logN, r, p }: typeof current): Promise<Buffer> {
  if (busy >= 2) await new Promise<void>((resolve) => waiting.push(resolve));
  busy++;
  try {
    return await new Promise((resolve, reject) => {
      const options = { N: 2 ** logN, r, p, maxmem: 256 * 2 ** 20 };
      scrypt(password.normalize("NFKC"), salt, 32, options, (error, key) => (error ? reject(error) : resolve(key)));
    });
  } finally {
    busy--;
    waiting.shift()?.();
  }
}
