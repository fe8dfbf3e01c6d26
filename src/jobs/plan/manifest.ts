// What a batch is to fit: the rows of a manifest, the files of a folder, or the parts of one table.

import { readdir, stat } from "node:fs/promises";
import { dirname, extname, join } from "node:path";
import { csvRecords, readTable, readText } from "../../data/reading/index.ts";
import { noiseFileName } from "../../mmm/specification/index.ts";
import * as wording from "../../problems/batch-problems.ts";
import { missingFile, unreadableFile } from "../../problems/file-problems.ts";
import { limitProblems } from "../../problems/limit.ts";
import { CarryoverError, type Problem } from "../../problems/problem.ts";
import type { ReadingValues } from "../../settings/index.ts";
import { batchFiles } from "../journal/index.ts";
import { type FitEntry, nameProblems } from "./fit-entry.ts";
import { entriesOfJsonLines, entriesOfRecords, isManifestHeader } from "./manifest-rows.ts";
import { splitColumnOf, splitColumns, splitTable, type TablePart } from "./split-table.ts";

export interface BatchSource {
  readonly entries: readonly FitEntry[];
  /** In words: "a manifest", "a folder of tables", "a table split by brand". */
  readonly what: string;
  /** Files that have to be written before anything is fitted, paths below the folder of the batch: the parts of a table. */
  readonly files: readonly { readonly path: string; readonly content: string }[];
}

export interface ManifestOptions {
  /** Column to split one table by. */
  readonly by?: string | undefined;
  /** Folder of the batch, where the parts of a table will lie. */
  readonly out: string;
  /** Tables of a folder are fitted with this model file, so that model files beside them are not fits of their own. */
  readonly model?: string | undefined;
  /** How one table is read that is to be split. */
  readonly reading?: ReadingValues | undefined;
}

/**
 * Reads what a batch is to fit; tables and model files themselves are read later.
 * @throws CarryoverError with every problem of the manifest, with line and column
 */
export async function readManifest(path: string, options: ManifestOptions): Promise<BatchSource> {
  const source = await read(path, options);
  const problems = nameProblems(source.entries);
  if (problems.length > 0) throw new CarryoverError(limitProblems(problems));
  if (source.entries.length === 0) throw new CarryoverError([wording.noFits(path, `${source.what} without fits`)]);
  return source;
}

async function read(path: string, options: ManifestOptions): Promise<BatchSource> {
  const { by, model, out, reading } = options;
  const kind = await kindOf(path);
  if (kind !== "table" && by !== undefined) throw new CarryoverError([wording.splitNeedsTable(path)]);
  if (kind === "folder") return entriesOfFolder(path, model);
  if (kind === "lines") return whole("a manifest", await entriesOfJsonLines(path, await readText(path)));
  if (by === undefined && !/\.(parquet|xlsx)$/i.test(path)) {
    const { records } = await csvRecords(await readText(path), path);
    if (isManifestHeader(records[0].record)) return whole("a manifest", await entriesOfRecords(path, records));
  }
  return partsOfTable(path, by, out, reading);
}

async function kindOf(path: string): Promise<"folder" | "lines" | "table"> {
  try {
    if ((await stat(path)).isDirectory()) return "folder";
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const problem =
      code === "ENOENT"
        ? missingFile(path, await readdir(dirname(path)).catch((): string[] => []))
        : unreadableFile(path, code ?? String(error));
    throw new CarryoverError([problem]);
  }
  return /\.(ndjson|jsonl)$/i.test(path) ? "lines" : "table";
}

function whole(
  what: string,
  { entries, problems }: { readonly entries: readonly FitEntry[]; readonly problems: readonly Problem[] },
): BatchSource {
  if (problems.length > 0) throw new CarryoverError(limitProblems(problems));
  return { entries, what, files: [] };
}

/** Every model file in YAML; without any, or with a model for all, every table. */
async function entriesOfFolder(path: string, model: string | undefined): Promise<BatchSource> {
  const files = (await readdir(path, { withFileTypes: true }))
    .filter((entry) => !entry.isDirectory() && !entry.name.startsWith("."))
    .map(({ name }) => name)
    .toSorted();
  const models = model === undefined ? files.filter((file) => /\.ya?ml$/i.test(file)) : [];
  const tables = files.filter((file) => /\.(csv|parquet|xlsx)$/i.test(file));
  const entryOf = (file: string): FitEntry => ({
    name: file.slice(0, -extname(file).length),
    ...(models.length > 0 ? { model: join(path, file) } : { table: join(path, file) }),
    sampling: {},
    where: join(path, file),
  });
  return models.length > 0
    ? { entries: models.map(entryOf), what: "a folder of model files", files: [] }
    : { entries: tables.map(entryOf), what: "a folder of tables", files: [] };
}

/** Each part is a table of its own in the folder of the batch, so that it can be fitted and looked at alone. */
async function partsOfTable(
  path: string,
  by: string | undefined,
  out: string,
  reading: ReadingValues | undefined,
): Promise<BatchSource> {
  const table = await readTable(path, reading);
  const column = splitColumnOf(table, by);
  if (column === undefined) {
    const names = table.columns.map(({ name }) => name);
    throw new CarryoverError([wording.noColumnToSplitBy(path, splitColumns, names)]);
  }
  const parts = splitTable(table, column);
  const fileOf = ({ value }: TablePart): string => join(batchFiles.tables, `${value}.csv`);
  return {
    entries: parts.map((part) => ({
      name: part.value,
      table: join(out, fileOf(part)),
      // Parts are written with decimal points.
      reading: { decimal: "point", sheet: undefined },
      sampling: {},
      where: part.where,
    })),
    what: `a table split by ${column}`,
    files: [
      ...parts.map((part) => ({ path: fileOf(part), content: part.csv })),
      // The description of the noise in the whole table holds for its parts, and is looked for beside them.
      ...(await noiseBeside(path)),
    ],
  };
}

async function noiseBeside(path: string): Promise<BatchSource["files"]> {
  const file = join(dirname(path), noiseFileName);
  const found = await stat(file).catch(() => undefined);
  return found === undefined ? [] : [{ path: join(batchFiles.tables, noiseFileName), content: await readText(file) }];
}
