// The files events come in: found by path, folder or pattern; told apart by content; their columns.

import { createReadStream } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { createGunzip } from "node:zlib";
import {
  eventColumnMissing,
  eventColumnTwice,
  eventFileUnreadable,
  eventsMissing,
} from "../../problems/aggregate-problems.ts";
import { CarryoverError, type Problem } from "../../problems/problem.ts";
import type { Database } from "./database.ts";
import { identifier, literal, pathList } from "./sql.ts";

/** A column of a file: the SQL that names it, and DuckDB's type. */
export interface SourceColumn {
  readonly name: string;
  readonly sql: string;
  readonly type: string;
}

export interface EventFile {
  readonly path: string;
  readonly format: "csv" | "parquet";
  /** Size after decompression, roughly. */
  readonly bytes: number;
  readonly columns: readonly SourceColumn[];
  /** SQL that reads these files, which must have the same columns in the same order; rows in their order when that is asked for. */
  read(paths: readonly string[], numbered?: boolean): string;
}

/** A header longer than this is none. */
const longestHeader = 1 << 20;
/** How much larger a column store or gzip file is when it is read. */
const compression = 5;

/** Files by path, folder (its .csv, .csv.gz and .parquet files) or pattern (`*`, `?`, `[...]`, `**`), each once, in order. */
export async function findEventFiles(database: Database, events: readonly string[]): Promise<readonly string[]> {
  const found = await Promise.all(
    events.map(async (event) => {
      const info = await stat(event).catch(() => undefined);
      if (info?.isFile()) return [event];
      const files = info?.isDirectory()
        ? (await readdir(event))
            .filter((name) => /\.(csv|csv\.gz|parquet)$/i.test(name))
            .map((name) => join(event, name))
        : (await database.rows(`SELECT file FROM glob(${literal(event)})`)).map(([file]) => String(file));
      if (files.length === 0) throw new CarryoverError([eventsMissing(event)]);
      return files.toSorted();
    }),
  );
  return [...new Set(found.flat())];
}

/** Looks at the beginning of a file. @throws CarryoverError when it is neither CSV with a header nor Parquet */
export async function inspectEventFile(database: Database, path: string): Promise<EventFile> {
  const { size } = await stat(path);
  const head = await beginning(path, 4);
  const start = head.toString("latin1");
  if (start === "PAR1") {
    const described = await database.rows(`DESCRIBE SELECT * FROM read_parquet(${pathList([path])})`);
    return {
      path,
      format: "parquet",
      bytes: size * compression,
      columns: described.map(([name, type]) => ({
        name: String(name),
        sql: identifier(String(name)),
        type: String(type),
      })),
      read: (paths, numbered = false) =>
        `read_parquet(${pathList(paths)}, hive_partitioning = false${numbered ? ", file_row_number = true" : ""})`,
    };
  }
  const unreadable = (reason: string): never => {
    throw new CarryoverError([eventFileUnreadable(path, reason)]);
  };
  const zipped = head[0] === 0x1f && head[1] === 0x8b;
  if (start.startsWith("PK")) unreadable("it is a spreadsheet or a zip archive");
  if (!zipped && head.includes(0)) unreadable("it is not text");
  const text = (await beginning(path, longestHeader, zipped)).toString("utf8").replace(/^\uFEFF/, "");
  if (text.trim() === "") unreadable("it is empty");
  const { names, delimiter } = headerOf(text) ?? unreadable("it has no header");
  const types = names.map((_, index) => `'c${index}': 'VARCHAR'`).join(", ");
  const options =
    `auto_detect = false, header = true, delim = ${literal(delimiter)}, quote = '"', escape = '"', columns = {${types}}, ` +
    `compression = '${zipped ? "gzip" : "none"}', max_line_size = 1000000, buffer_size = 4000000`;
  return {
    path,
    format: "csv",
    bytes: zipped ? size * compression : size,
    columns: names.map((name, index) => ({ name, sql: `c${index}`, type: "VARCHAR" })),
    read: (paths, numbered = false) =>
      `read_csv(${pathList(paths)}, ${options}${numbered ? ", parallel = false" : ""})`,
  };
}

/** The column of a role; a problem instead when there is none, or two. */
export function columnFor(file: EventFile, role: string, name: string): SourceColumn | Problem {
  const matching = file.columns.filter((column) => column.name === name);
  if (matching.length === 1) return matching[0];
  if (matching.length > 1) return eventColumnTwice(file.path, name);
  return eventColumnMissing(
    file.path,
    role,
    name,
    file.columns.map((column) => column.name),
  );
}

async function beginning(path: string, bytes: number, zipped = false): Promise<Buffer> {
  const file = createReadStream(path, zipped ? {} : { end: bytes - 1 });
  const stream = zipped ? file.pipe(createGunzip()) : file;
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of stream) {
      chunks.push(chunk as Buffer);
      length += (chunk as Buffer).length;
      if (length >= bytes || (chunk as Buffer).includes(10)) break;
    }
  } catch (error) {
    throw new CarryoverError([eventFileUnreadable(path, (error as NodeJS.ErrnoException).code ?? "it is damaged")]);
  } finally {
    file.destroy();
  }
  return Buffer.concat(chunks).subarray(0, bytes);
}

/** Names and delimiter of the first record; the delimiter is the one of comma, semicolon, tab and bar that splits it most. */
function headerOf(text: string): { readonly names: readonly string[]; readonly delimiter: string } | undefined {
  const candidates = [",", ";", "\t", "|"].map((delimiter) => ({ delimiter, names: firstRecord(text, delimiter) }));
  const [best] = candidates.toSorted((a, b) => b.names.length - a.names.length);
  return best.names.every((name) => name === "") ? undefined : best;
}

function firstRecord(text: string, delimiter: string): readonly string[] {
  const cells: string[] = [];
  let cell = "";
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const letter = text[i];
    if (quoted) {
      if (letter !== '"') cell += letter;
      else if (text[i + 1] === '"') {
        cell += '"';
        i++;
      } else quoted = false;
    } else if (letter === '"' && cell.trim() === "") {
      cell = "";
      quoted = true;
    } else if (letter === delimiter) {
      cells.push(cell.trim());
      cell = "";
    } else if (letter === "\n" || letter === "\r") break;
    else cell += letter;
  }
  return [...cells, cell.trim()];
}
