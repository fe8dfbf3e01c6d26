// Identifiers of rows: UUID version 7 (RFC 9562), whose text sorts by when it was made, also within a millisecond of one process.

import { randomBytes } from "node:crypto";

let last = { at: 0, count: 0 };

/** A new identifier. @param now milliseconds since 1970 */
export function newId(now: number = Date.now()): string {
  const bytes = randomBytes(16);
  // Twelve bits count within the millisecond, from a random start in the lower half.
  const count = now === last.at ? last.count + 1 : bytes.readUInt16BE(6) & 0x7ff;
  const at = count > 0xfff ? now + 1 : now;
  last = { at, count: count & 0xfff };
  bytes.writeUIntBE(at, 0, 6);
  bytes.writeUInt16BE(0x7000 | last.count, 6);
  bytes[8] = 0x80 | (bytes[8] & 0x3f);
  const hex = bytes.toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

const form = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** Whether a text from outside has the form of an identifier. */
export function isId(text: string): boolean {
  return form.test(text);
}
