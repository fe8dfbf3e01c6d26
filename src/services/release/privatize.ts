// A private release on disk: reads the table without ever repeating what stands in it, releases through the ledger, writes the folder.

import { documentText } from "../documents/index.ts";
import { noiseDocument } from "../privacy/release/index.ts";
import { relative, resolve, sep } from "node:path";
import { numbersOf, readTable, columnOf, type Table, writeCsv } from "../data/reading/index.ts";
import {
  type NoisedGroup,
  type PrivateTable,
  type Release,
  type ReleaseRequest,
  releaseTable,
  type PrivacyUnit,
} from "../privacy/release/index.ts";
import { checkOutFolder, replaceFolder } from "../store/run/index.ts";
import type { FoundBounds } from "./privatize-bounds.ts";
import { gridOf } from "./privatize-bounds.ts";
import { ledgerOf } from "../privacy/ledger/index.ts";
import { boundsOfOther } from "../problems/bounds-problems.ts";
import { noSuchColumns, notNumbers, outInLedger, tableWithheld } from "../problems/privacy-problems.ts";
import { CarryoverError, exitCodes, type Problem } from "../problems/problem.ts";
import { outNotWritable } from "../problems/run-problems.ts";

export interface PrivatizeRequest {
  readonly data: string;
  readonly ledger: string | undefined;
  readonly out: string;
  readonly groups: readonly NoisedGroup[];
  readonly notProtected: readonly { readonly column: string; readonly reason: string }[];
  readonly dropped: readonly string[];
  readonly unit: PrivacyUnit;
  /** What the table was aggregated under, where that is known. */
  readonly bounds?: FoundBounds | undefined;
}

export interface PrivatizeResult {
  readonly release: Release;
  /** The file with the bounds that the table was aggregated under. */
  readonly bounds?: string;
  readonly files: readonly string[];
}

export const releaseFiles = { table: "noised.csv", noise: "noise.json" } as const;

/** @throws CarryoverError; none of its problems holds a value of the table */
export async function privatizeToFolder(request: PrivatizeRequest): Promise<PrivatizeResult> {
  const { data, out, groups, notProtected, dropped, unit, bounds: found } = request;
  const table = await readPrivately(data, groups);
  if (found !== undefined) {
    const weeks = found.bounds.grid.weeks.length;
    const rows = table.columns[0].values.length;
    if (rows !== weeks) throw new CarryoverError([boundsOfOther(found.file, data, rows, weeks)]);
  }
  const ledger = await ledgerOf(data, request.ledger);
  await checkFolder(out, ledger);
  const grid =
    found === undefined
      ? {}
      : { neighbors: found.bounds.neighbors, grid: gridOf(found.bounds), limits: found.bounds.limits };
  const question: ReleaseRequest = { table, groups, notProtected, dropped, unit, ...grid };
  const release = await releaseTable(ledger, question);
  const files = [
    { name: releaseFiles.table, content: writeCsv(release.columns) },
    { name: releaseFiles.noise, content: documentText(noiseDocument(release.noise)) },
  ];
  try {
    await replaceFolder(resolve(out), files);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new CarryoverError([outNotWritable(out, code)]);
  }
  const bounds = found === undefined ? {} : { bounds: found.file };
  return { release, ...bounds, files: files.map(({ name }) => `${out}${out.endsWith(sep) ? "" : sep}${name}`) };
}

/** Problems that are of the file as a whole and say nothing of its content. */
export const harmlessCodes: ReadonlySet<string> = new Set([
  "missing-file",
  "is-directory",
  "unreadable-file",
  "empty-file",
  "spreadsheet-file",
  "compressed-file",
  "binary-file",
  "not-parquet",
]);

async function readPrivately(path: string, groups: readonly NoisedGroup[]): Promise<PrivateTable> {
  const table = await readTable(path).catch((error: unknown): never => {
    if (!(error instanceof CarryoverError)) throw new CarryoverError([tableWithheld(path, "unreadable")]);
    const shown = error.problems.map((problem) =>
      harmlessCodes.has(problem.code) ? problem : tableWithheld(path, problem.code),
    );
    throw new CarryoverError(shown, error.exitCode);
  });
  const names = table.columns.map(({ name }) => name);
  // A table without a header row has its first values for names, and names are shown.
  if (names.some((name) => /^[+-]?[\d.,]+(e[+-]?\d+)?$/i.test(name))) {
    throw new CarryoverError([tableWithheld(path, "no-header")]);
  }
  const noisedNames = groups.flatMap(({ columns }) => columns);
  const unknown = noisedNames.filter((name) => columnOf(table, name) === undefined);
  if (unknown.length > 0) throw new CarryoverError([noSuchColumns(path, unknown, names)], exitCodes.usage);
  return {
    source: path,
    columns: table.columns.map(({ name, values }) => ({
      name,
      values: noisedNames.includes(name)
        ? privateNumbers(table, name)
        : Array.from(values as ArrayLike<string | number>, String),
    })),
  };
}

function privateNumbers(table: Table, name: string): Float64Array {
  const withheld: Problem[] = [];
  const values = numbersOf(table, name, "column", withheld);
  if (values === undefined) throw new CarryoverError([notNumbers(table.source, name)]);
  return values;
}

/** What is published goes to a folder of its own, which may hold an earlier release. */
async function checkFolder(out: string, ledger: string): Promise<void> {
  const inside = (inner: string, outer: string): boolean => {
    const way = relative(resolve(outer), resolve(inner));
    return way === "" || !(way === ".." || way.startsWith(`..${sep}`) || resolve(way) === way);
  };
  if (inside(out, ledger) || inside(ledger, out)) throw new CarryoverError([outInLedger(out)], exitCodes.usage);
  await checkOutFolder(out, Object.values(releaseFiles));
}
