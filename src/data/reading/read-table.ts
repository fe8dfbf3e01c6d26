// A file to a table: tells CSV, Parquet and Excel by content, and names what else a file may turn out to be.

import { readBounded, readStream, standardInput } from "../../files/index.ts";
import { fileProblems } from "../../problems/catalog.ts";
import { CarryoverError, type Problem } from "../../problems/problem.ts";
import type { ReadingValues } from "../../settings/index.ts";
import { parseCsv } from "./csv.ts";
import { sha256 } from "./hash.ts";
import { parseParquet } from "./parquet.ts";
import type { Table } from "./table.ts";

/** Largest table, in bytes. 1,000 brands with 10 years of weeks and 30 columns take a quarter of it. */
export const largestTable = 200_000_000;

/**
 * Reads a CSV (comma, semicolon or tab; UTF-8 or UTF-16 with a byte order mark), Parquet or Excel file of up to 200 MB. `-` is
 * standard input.
 *
 * @throws CarryoverError that names what is wrong with the file, and the line where there is one
 */
export async function readTable(path: string, { decimal, sheet }: ReadingValues = {}): Promise<Table> {
  const bytes = await readBytes(path);
  const source = path === standardInput ? "standard input" : path;
  if (bytes.length === 0) throw new CarryoverError([fileProblems.emptyFile(source)]);
  const hash = await sha256(bytes);
  if (startsWith(bytes, "PAR1")) return parseParquet(bytes, source, hash);
  if (startsWith(bytes, "PK\u0003\u0004")) {
    const { parseXlsx } = await import("./xlsx.ts");
    return parseXlsx(bytes, source, hash, { decimal, sheet });
  }
  return parseCsv(textOf(source, bytes), source, hash, { decimal });
}

/** The text of a file in UTF-8 or UTF-16. Errors as `readTable`, a Parquet file among them. */
export async function readText(path: string): Promise<string> {
  return textOf(path, await readBytes(path));
}

function textOf(path: string, bytes: Uint8Array): string {
  const problem = notText(path, bytes);
  if (problem !== undefined) throw new CarryoverError([problem]);
  return decode(path, bytes);
}

async function readBytes(path: string): Promise<Uint8Array> {
  if (path === standardInput) return readStandardInput();
  const { readdir } = await import("node:fs/promises");
  const { dirname } = await import("node:path");
  try {
    const bytes = await readBounded(path, largestTable);
    if (bytes === undefined) throw new CarryoverError([fileProblems.fileTooLarge(path, largestTable)]);
    return bytes;
  } catch (error) {
    if (error instanceof CarryoverError) throw error;
    const { code, message } = error as { code?: string; message: string };
    if (code === "ENOENT") {
      const neighbors = await readdir(dirname(path)).catch((): string[] => []);
      throw new CarryoverError([fileProblems.missingFile(path, neighbors)]);
    }
    if (code === "EISDIR") throw new CarryoverError([fileProblems.isDirectory(path)]);
    throw new CarryoverError([fileProblems.unreadableFile(path, code ?? message)]);
  }
}

/** Kept, so that a table may be looked at before it is read again with what was found. */
let piped: Promise<Uint8Array> | undefined;

function readStandardInput(): Promise<Uint8Array> {
  piped ??= pipedBytes();
  return piped;
}

async function pipedBytes(): Promise<Uint8Array> {
  const { stdin } = process;
  if (stdin.isTTY) throw new CarryoverError([fileProblems.nothingPiped()]);
  const bytes = await readStream(stdin, largestTable);
  if (bytes === undefined) throw new CarryoverError([fileProblems.fileTooLarge("standard input", largestTable)]);
  return bytes;
}

function notText(path: string, bytes: Uint8Array): Problem | undefined {
  if (startsWith(bytes, "PK")) return fileProblems.spreadsheetFile(path);
  if (startsWith(bytes, "\u00d0\u00cf\u0011\u00e0")) return fileProblems.spreadsheetFile(path);
  if (startsWith(bytes, "\u001f\u008b")) return fileProblems.compressedFile(path);
  if (path.toLowerCase().endsWith(".parquet")) return fileProblems.notParquet(path);
  if (isUtf16(bytes) || !bytes.includes(0)) return undefined;
  const order = orderWithoutMark(bytes);
  return order === undefined ? fileProblems.binaryFile(path) : fileProblems.utf16WithoutMark(path, order);
}

/** Most characters of a table in UTF-16 have a zero as their second (LE) or first (BE) byte; nothing else looks so. */
function orderWithoutMark(bytes: Uint8Array): "LE" | "BE" | undefined {
  const start = bytes.subarray(0, 1024);
  const zeros = [0, 0];
  start.forEach((byte, i) => {
    if (byte === 0) zeros[i % 2]++;
  });
  const most = 0.45 * start.length;
  if (zeros[0] === 0 && zeros[1] > most) return "LE";
  return zeros[1] === 0 && zeros[0] > most ? "BE" : undefined;
}

function decode(path: string, bytes: Uint8Array): string {
  if (isUtf16(bytes)) return new TextDecoder(bytes[0] === 0xff ? "utf-16le" : "utf-16be").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new CarryoverError([fileProblems.notUtf8(path, firstBadLine(bytes))]);
  }
}

/** Line of the first byte sequence that is not UTF-8; no byte of a multi-byte character is a line feed, so lines stand alone. */
function firstBadLine(bytes: Uint8Array): number {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let line = 1;
  for (let start = 0; start < bytes.length; line++) {
    const feed = bytes.indexOf(10, start);
    const end = feed < 0 ? bytes.length : feed;
    try {
      decoder.decode(bytes.subarray(start, end));
    } catch {
      return line;
    }
    start = end + 1;
  }
  return line;
}

function isUtf16(bytes: Uint8Array): boolean {
  return startsWith(bytes, "\u00ff\u00fe") || startsWith(bytes, "\u00fe\u00ff");
}

function startsWith(bytes: Uint8Array, text: string): boolean {
  for (let i = 0; i < text.length; i++) if (bytes[i] !== text.charCodeAt(i)) return false;
  return true;
}
