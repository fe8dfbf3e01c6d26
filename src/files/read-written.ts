// The text of a file that people write, which is short: something larger is another file that was given by mistake.

import { CarryoverError } from "../problems/problem.ts";
import { type WrittenFile, writtenFileTooLarge, writtenFileUnreadable } from "../problems/written-file-problems.ts";

const largestFile = 1_000_000;

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EISDIR: "it is a folder",
  EACCES: "permission is denied",
};

/** @throws CarryoverError when it is too large or cannot be read */
export async function readWritten(path: string, kind: WrittenFile): Promise<string> {
  const { readFile, stat } = await import("node:fs/promises");
  try {
    const { size } = await stat(path);
    if (size > largestFile) throw new CarryoverError([writtenFileTooLarge(kind, path, size, largestFile)]);
    return await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof CarryoverError) throw error;
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new CarryoverError([writtenFileUnreadable(kind, path, reasons[code] ?? code)]);
  }
}
