// A manifest, one fit a row: CSV with a header, or a JSON object on every line.

import { access, readdir } from "node:fs/promises";
import { basename, dirname, extname, resolve } from "node:path";
import type { CsvRecord } from "../../data/reading/index.ts";
import { fromHere } from "../../mmm/fit/index.ts";
import type { SamplingFlags } from "../../mmm/specification/index.ts";
import * as wording from "../../problems/batch-problems.ts";
import { problemLimit } from "../../problems/limit.ts";
import { place } from "../../problems/place.ts";
import type { Problem } from "../../problems/problem.ts";
import { didYouMean } from "../../problems/suggest.ts";
import {
  fitSettings,
  parseSetting,
  readingSettings,
  type ReadingValues,
  settingHint,
  type SettingTable,
  wanted,
} from "../../settings/index.ts";
import type { FitEntry } from "./fit-entry.ts";

const columns: readonly string[] = [
  "name",
  "data",
  "model",
  ...Object.keys(readingSettings),
  ...Object.keys(fitSettings),
];

/** One row as it is written: cells by column, empty ones left out. */
interface ManifestRow {
  readonly line: number;
  readonly cells: ReadonlyMap<string, string>;
}

interface Read {
  readonly entries: readonly FitEntry[];
  readonly problems: readonly Problem[];
}

/** Whether the header of a CSV file is that of a manifest. */
export function isManifestHeader(header: readonly string[]): boolean {
  return header.includes("data") || header.includes("model");
}

/** Fits of the rows of a CSV manifest, its header first. */
export function entriesOfRecords(path: string, records: readonly CsvRecord[]): Promise<Read> {
  const [{ record: header, line: first }, ...rest] = records;
  const problems = unknownColumns(header, (column) => place(path, { unit: "line", number: first }, column));
  const rows = rest.flatMap(({ record, line }): ManifestRow[] => {
    if (record.length !== header.length) {
      problems.push(wording.badManifestRow(path, line, record.length, header.length));
      return [];
    }
    return [{ line, cells: filled(header.map((column, index) => [column, record[index]])) }];
  });
  return entriesOfRows(path, rows, problems);
}

/** Fits of a manifest of JSON lines. */
export function entriesOfJsonLines(path: string, text: string): Promise<Read> {
  const problems: Problem[] = [];
  const rows = text.split(/\r\n?|\n/).flatMap((content, index): ManifestRow[] => {
    if (content.trim() === "") return [];
    const line = index + 1;
    let value: unknown;
    try {
      value = JSON.parse(content.replace(/^\ufeff/, ""));
    } catch (error) {
      problems.push(wording.badManifestLine(path, line, (error as Error).message));
      return [];
    }
    if (value === null || typeof value !== "object" || Array.isArray(value)) {
      problems.push(wording.badManifestLine(path, line, content.slice(0, 40)));
      return [];
    }
    const cells = Object.entries(value);
    problems.push(
      ...unknownColumns(
        cells.map(([column]) => column),
        () => place(path, { unit: "line", number: line }),
        problems.length,
      ),
    );
    return [{ line, cells: filled(cells.map(([column, cell]) => [column, textOf(cell)])) }];
  });
  return entriesOfRows(path, rows, problems);
}

/** A problem for each unknown column; beyond those that are shown, one that looks for no name that was meant. */
function unknownColumns(header: readonly string[], where: (column: string) => string, before = 0): Problem[] {
  return header
    .filter((column) => !columns.includes(column))
    .map((column, index) =>
      wording.unknownManifestColumn(where(column), column, before + index < problemLimit ? columns : []),
    );
}

const filled = (cells: readonly (readonly [string, string])[]): ReadonlyMap<string, string> =>
  new Map(cells.filter(([, cell]) => cell !== ""));

function textOf(cell: unknown): string {
  if (cell === null || cell === undefined) return "";
  return typeof cell === "string" ? cell : JSON.stringify(cell);
}

async function entriesOfRows(path: string, rows: readonly ManifestRow[], problems: Problem[]): Promise<Read> {
  const files = new Map<string, Promise<Problem | undefined>>();
  const check = async (line: number, column: string, written: string): Promise<string> => {
    const file = resolve(dirname(path), written);
    let missing = files.get(file);
    if (missing === undefined) {
      missing = missingProblem(place(path, { unit: "line", number: line }, column), written, file);
      files.set(file, missing);
      const problem = await missing;
      if (problem !== undefined) problems.push(problem);
    }
    return fromHere(file);
  };
  const entries: FitEntry[] = [];
  for (const { line, cells } of rows) {
    const data = cells.get("data");
    const model = cells.get("model");
    if (data === undefined && model === undefined) problems.push(wording.fitWithoutTable(path, line));
    const file = data ?? model ?? "";
    entries.push({
      name: cells.get("name") ?? basename(file, extname(file)),
      ...(data === undefined ? {} : { table: await check(line, "data", data) }),
      ...(model === undefined ? {} : { model: await check(line, "model", model) }),
      reading: settingsOf<ReadingValues>(readingSettings, path, line, cells, problems),
      sampling: settingsOf<SamplingFlags>(fitSettings, path, line, cells, problems),
      where: place(path, { unit: "line", number: line }),
    });
  }
  return { entries, problems };
}

async function missingProblem(where: string, written: string, file: string): Promise<Problem | undefined> {
  try {
    await access(file);
    return undefined;
  } catch {
    return wording.fileOfFitMissing(where, written, await readdir(dirname(file)).catch((): string[] => []));
  }
}

function settingsOf<T>(
  table: SettingTable,
  path: string,
  line: number,
  cells: ReadonlyMap<string, string>,
  problems: Problem[],
): T {
  const values: Record<string, number | string | boolean> = {};
  for (const [key, setting] of Object.entries(table)) {
    const text = cells.get(key);
    if (text === undefined) continue;
    const value = parseSetting(setting, text);
    if (value !== undefined) values[key] = value;
    else {
      const suggestion = setting.kind === "choice" ? didYouMean(text, setting.choices) : "";
      const hint = suggestion + settingHint(setting);
      problems.push(wording.badManifestValue(path, line, key, text, wanted(setting), hint));
    }
  }
  return values as T;
}
