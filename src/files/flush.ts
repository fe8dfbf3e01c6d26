// Files and names of files that outlive a power cut.

import { open } from "node:fs/promises";

/** Text or bytes, in one piece or several. */
type Pieces = string | Uint8Array | Iterable<string | Uint8Array>;

/**
 * Writes a file that must not exist, and flushes it.
 * @param mode permissions of the file; 0o666 less the process's mask by default
 * @returns its size in bytes
 */
export async function writeFlushed(path: string, content: Pieces, mode?: number): Promise<number> {
  const file = await open(path, "wx", mode);
  let bytes = 0;
  try {
    for (const piece of typeof content === "string" || content instanceof Uint8Array ? [content] : content) {
      const part = typeof piece === "string" ? Buffer.from(piece) : piece;
      await file.writeFile(part);
      bytes += part.length;
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return bytes;
}

/** Flushes the names in a folder; a system that cannot open folders (Windows, which keeps names in its own journal) goes without. */
export async function flushFolder(path: string): Promise<void> {
  let folder: Awaited<ReturnType<typeof open>>;
  try {
    folder = await open(path, "r");
  } catch (error) {
    if (process.platform === "win32") return;
    throw error;
  }
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
