// Problems of batches: of the list of fits, of the folder they go to, of memory and of what is to run them.

import { place } from "./place.ts";
import type { Problem } from "./problem.ts";
import { didYouMean } from "./suggest.ts";
import { count, listed, nameList, quote } from "../words/index.ts";

const line = (path: string, number: number, column?: string): string => place(path, { unit: "line", number }, column);

export const internalError = (message: string): Problem => ({
  code: "internal-error",
  message,
  hint: "This is an error in Carryover. Fit the table with carryover fit --debug and report the output.",
});

export const noFits = (path: string, what: string): Problem => ({
  code: "no-fits",
  message: `There is nothing to fit: ${what}.`,
  where: path,
  hint: "Give a manifest with one fit a row, a folder of tables, or one table with a column of brands or markets.",
});

export const unknownManifestColumn = (where: string, name: string, known: readonly string[]): Problem => ({
  code: "unknown-manifest-column",
  message: `A manifest has no column ${quote(name)}.`,
  where,
  hint: `${didYouMean(name, known)}Its columns are ${listed(known, known.length)}.`,
});

export const panelsNotOnLanes = (executor: string, fit: string, geos: number): Problem => ({
  code: "panels-not-on-lanes",
  message: `The executor ${executor} does not take panels: the fit ${quote(fit)} has ${count(geos, "geo")}.`,
  received: `--executor ${executor}`,
  hint:
    "Differences between geos have a spread that is unknown, and the short trajectories of lanes do not converge on such posteriors. " +
    "Use --executor threads, or leave --executor out.",
});

export const badManifestLine = (path: string, number: number, reason: string): Problem => ({
  code: "bad-manifest-line",
  message: "This line is not a JSON object of names and values.",
  where: line(path, number),
  received: reason,
  hint: 'Write one fit a line, for instance {"data":"north.csv","seed":7}.',
});

export const badManifestRow = (path: string, number: number, cells: number, expected: number): Problem => ({
  code: "bad-manifest-row",
  message: `The row has ${count(cells, "cell")} where the header names ${count(expected, "column")}.`,
  where: line(path, number),
  hint: "Look for a missing or unquoted separator on this line.",
});

export const badManifestValue = (
  path: string,
  number: number,
  column: string,
  received: string,
  wanted: string,
  hint: string,
): Problem => ({
  code: "bad-manifest-value",
  message: `${column} must be ${wanted}.`,
  where: line(path, number, column),
  received: quote(received),
  hint,
});

export const fitWithoutTable = (path: string, number: number): Problem => ({
  code: "fit-without-table",
  message: "The row names neither a table nor a model file.",
  where: line(path, number),
  hint: "Fill in `data` or `model`.",
});

export const fileOfFitMissing = (where: string, path: string, neighbors: readonly string[]): Problem => ({
  code: "missing-file",
  message: `There is no file ${quote(path)}.`,
  where,
  hint: `${didYouMean(path.split(/[\\/]/).at(-1) ?? path, neighbors)}Paths in a manifest are relative to its own folder.`,
});

export const fitNameTaken = (where: string, name: string, first: string): Problem => ({
  code: "fit-name-taken",
  message: `The name ${quote(name)} is taken by another fit (${first}), or differs from its name in capitals alone.`,
  where,
  hint: "Give each fit a name of its own in the column `name`.",
});

export const fitNameNoFolder = (where: string, name: string, reason: string): Problem => ({
  code: "fit-name-no-folder",
  message: `The name of a fit is also the name of its run folder, and ${reason}.`,
  where,
  received: quote(name),
  hint: "Give another name.",
});

export const noColumnToSplitBy = (path: string, known: readonly string[], columns: readonly string[]): Problem => ({
  code: "no-column-to-split-by",
  message:
    "This is neither a manifest (no column `data` or `model`) nor a table with one of the columns it could be split by.",
  where: path,
  received: `the columns ${nameList(columns)}`,
  hint: `Name the column with --by, or call it ${listed(known)}. A single table is for carryover fit.`,
});

export const columnsToSplitBy = (path: string, columns: readonly string[]): Problem => ({
  code: "several-columns-to-split-by",
  message: "The table could be split by more than one column.",
  where: path,
  received: nameList(columns),
  hint: "Name the column with --by.",
});

export const unknownColumnToSplitBy = (path: string, column: string, columns: readonly string[]): Problem => ({
  code: "unknown-column-to-split-by",
  message: `The table has no column ${quote(column)} to be split by.`,
  where: path,
  hint: `${didYouMean(column, columns)}It has ${nameList(columns)}.`,
});

export const splitNeedsTable = (path: string): Problem => ({
  code: "split-needs-table",
  message: "--by splits a single table, and this is not a table.",
  where: path,
  hint: "Give a CSV or Parquet file, or omit --by.",
});

export const emptyValueToSplitBy = (where: string): Problem => ({
  code: "empty-value-to-split-by",
  message: "The row does not name its fit.",
  where,
  hint: "Fill in the cell or remove the row.",
});

export const outHoldsBatch = (path: string): Problem => ({
  code: "out-holds-batch",
  message: "The folder already holds a batch.",
  where: path,
  hint: "Continue it with --resume, or give another folder with --out.",
});

export const outHoldsOtherBatch = (path: string): Problem => ({
  code: "out-holds-other-batch",
  message: "The folder holds a batch with other fits or settings; the shards of a batch must agree.",
  where: path,
  hint: "Give every shard the same manifest and options, or another folder with --out.",
});

export const notABatch = (path: string): Problem => ({
  code: "not-a-batch",
  message: "This is not the folder of a batch: it has no batch.json of carryover.",
  where: path,
  hint: "Give the folder that carryover batch wrote, with --out.",
});

export const batchFormatUnknown = (path: string, found: string): Problem => ({
  code: "batch-format-unknown",
  message: "The batch has a format that this version of carryover does not read.",
  where: path,
  received: found,
  hint: "Use the version of carryover that wrote it, or start again in another folder.",
});

export const badShard = (received: string): Problem => ({
  code: "bad-shard",
  message: "--shard must be I/N: shard I of N, with I from 1 to N.",
  received: quote(received),
  hint: "Write for example --shard 2/8.",
});

export const memoryTooSmall = (needed: number, given: number): Problem => ({
  code: "memory-too-small",
  message: `One fit at a time needs about ${needed} MiB.`,
  received: `${given} MiB`,
  hint: "Allow more with --memory, or keep fewer draws with --draws or --chains.",
});
