// SHA-256, by which data, models and records are told apart.

import { createHash } from "node:crypto";

/** SHA-256 of bytes or of text in UTF-8, as 64 lower-case hexadecimal digits. */
export function sha256(content: Uint8Array | string): string {
  return createHash("sha256").update(content).digest("hex");
}
