// The text of a file that people write, which is short: something larger is another file that was given by mistake.

import { readBounded } from "./read-bounded.ts";
import { CarryoverError } from "../problems/problem.ts";
import {
  type WrittenFile,
  writtenFileNoText,
  writtenFileTooLarge,
  writtenFileUnreadable,
} from "../problems/written-file-problems.ts";

const largestFile = 1_000_000;

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EISDIR: "it is a folder",
  EACCES: "permission is denied",
};

/** UTF-8 or, with a byte order mark, UTF-16, its lines ended by line feeds; undefined for other bytes. */
function textOf(bytes: Uint8Array): string | undefined {
  const [first, second] = bytes;
  const utf16 =
    first === 0xff && second === 0xfe ? "utf-16le" : first === 0xfe && second === 0xff ? "utf-16be" : undefined;
  if (utf16 === undefined && bytes.includes(0)) return undefined;
  try {
    // A carriage return alone ends no line of YAML, but does in files of old spreadsheets and editors.
    return new TextDecoder(utf16 ?? "utf-8", { fatal: true }).decode(bytes).replaceAll(/\r\n?/g, "\n");
  } catch {
    return undefined;
  }
}

/** @throws CarryoverError when it is too large or cannot be read */
export async function readWritten(path: string, kind: WrittenFile): Promise<string> {
  try {
    const bytes = await readBounded(path, largestFile);
    if (bytes === undefined) throw new CarryoverError([writtenFileTooLarge(kind, path, largestFile)]);
    const text = textOf(bytes);
    if (text === undefined) throw new CarryoverError([writtenFileNoText(kind, path)]);
    return text;
  } catch (error) {
    if (error instanceof CarryoverError) throw error;
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new CarryoverError([writtenFileUnreadable(kind, path, reasons[code] ?? code)]);
  }
}
