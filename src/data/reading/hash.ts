// SHA-256, so that a fit can say which data it was made from.

/** SHA-256 of bytes or of text in UTF-8, as lower-case hexadecimal. */
export async function sha256(content: Uint8Array | string): Promise<string> {
  const { createHash } = await import("node:crypto");
  return createHash("sha256").update(content).digest("hex");
}
