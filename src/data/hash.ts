// SHA-256, so that a fit can say which data it was made from.

/** SHA-256 of bytes, as lower-case hexadecimal (Web Crypto: Node and browsers). */
export async function sha256(bytes: Uint8Array): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", bytes as Uint8Array<ArrayBuffer>);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
