// Bytes of a file up to a limit, so that a device or a pipe without end, or a file given by mistake, ends in a message.

import type { Readable } from "node:stream";

/** What stands for standard input in place of a path. */
export const standardInput = "-";

/** Bytes of a stream, or undefined as soon as there are more than `limit`. */
export async function readStream(stream: Readable, limit: number): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    const bytes = chunk as Uint8Array;
    size += bytes.length;
    if (size > limit) {
      stream.destroy();
      return undefined;
    }
    chunks.push(bytes);
  }
  return Buffer.concat(chunks, size);
}

/**
 * Bytes of a file, or undefined when there are more than `limit`. Devices and pipes, whose size is not known, are read until then.
 * Errors as those of `readFile`.
 */
export async function readBounded(path: string, limit: number): Promise<Uint8Array | undefined> {
  const { open, readFile, stat } = await import("node:fs/promises");
  const found = await stat(path);
  if (found.isDirectory()) throw Object.assign(new Error("It is a folder."), { code: "EISDIR" });
  if (found.isFile() && found.size > 0) return found.size > limit ? undefined : readFile(path);
  const handle = await open(path);
  return readStream(handle.createReadStream({ highWaterMark: 1 << 20 }), limit);
}
