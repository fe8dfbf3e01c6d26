// SHA-256, so that a fit can say which data it was made from.

/** SHA-256 of bytes or of text in UTF-8, as lower-case hexadecimal. */
export async function sha256(content: Uint8Array | string): Promise<string> {
  return (await import("../../files/hash.ts")).sha256(content);
}
