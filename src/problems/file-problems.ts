// Problems of a data file as a whole: it cannot be found, opened or taken apart into rows.

import { place } from "./place.ts";
import type { Problem } from "./problem.ts";
import { didYouMean } from "./suggest.ts";
import { quote } from "../words/index.ts";

export const missingFile = (path: string, neighbors: readonly string[]): Problem => ({
  code: "missing-file",
  message: "There is no such file.",
  where: path,
  hint: `${didYouMean(path.split(/[\\/]/).at(-1) ?? path, neighbors)}Check the path; it is relative to the folder the command runs in.`,
});

export const isDirectory = (path: string): Problem => ({
  code: "is-directory",
  message: "This is a folder, not a file.",
  where: path,
  hint: "Name the CSV or Parquet file inside it.",
});

export const unreadableFile = (path: string, reason: string): Problem => ({
  code: "unreadable-file",
  message: "The file cannot be read.",
  where: path,
  received: reason,
  hint: "Check that it exists on this machine and that you may read it.",
});

export const emptyFile = (path: string): Problem => ({
  code: "empty-file",
  message: "The file is empty.",
  where: path,
  hint: "Give a table with a header row and one row for each week.",
});

export const headerOnly = (source: string): Problem => ({
  code: "header-only",
  message: "The table has a header but no rows.",
  where: source,
  hint: "Give one row for each week under the header.",
});

export const spreadsheetFile = (path: string): Problem => ({
  code: "spreadsheet-file",
  message: "This is a spreadsheet or a zip archive, not a CSV or Parquet file.",
  where: path,
  hint: "Save the sheet as CSV (UTF-8) and give that file.",
});

export const compressedFile = (path: string): Problem => ({
  code: "compressed-file",
  message: "This is a gzip archive, not a CSV or Parquet file.",
  where: path,
  hint: "Unpack it first (gunzip).",
});

export const binaryFile = (path: string): Problem => ({
  code: "binary-file",
  message: "This is not a text file and not a Parquet file.",
  where: path,
  hint: "Give a CSV file (UTF-8) or a Parquet file.",
});

export const notUtf8 = (path: string, line: number): Problem => ({
  code: "not-utf-8",
  message: "The text is not UTF-8.",
  where: place(path, { unit: "line", number: line }),
  hint: 'Save the file as "CSV UTF-8", or convert it (iconv -f LATIN1 -t UTF-8).',
});

export const brokenQuotes = (source: string, line: number, reason: string): Problem => ({
  code: "broken-quotes",
  message: "The quotes in this row do not match.",
  where: place(source, { unit: "line", number: line }),
  received: reason,
  hint: 'Close every opening quote, and write a quote inside a quoted cell twice ("").',
});

export const wrongCellCount = (source: string, line: number, cells: number, expected: number): Problem => ({
  code: "wrong-cell-count",
  message: `The row has ${cells} ${cells === 1 ? "cell" : "cells"} where the header names ${expected} ${expected === 1 ? "column" : "columns"}.`,
  where: place(source, { unit: "line", number: line }),
  hint: "Look for a missing or unquoted separator on this line.",
});

export const mixedDecimals = (source: string, pointCell: string, commaCell: string): Problem => ({
  code: "mixed-decimals",
  message: "Some numbers have a decimal point and others a decimal comma.",
  where: source,
  received: `${quote(pointCell)} and ${quote(commaCell)}`,
  hint: "Write all numbers of the file the same way, best with a point and no thousands separators.",
});

export const parquetUnreadable = (path: string, reason: string): Problem => ({
  code: "unreadable-parquet",
  message: "The Parquet file cannot be read.",
  where: path,
  received: reason,
  hint: "Write it again, uncompressed or with snappy compression, or save it as CSV.",
});

export const notParquet = (path: string): Problem => ({
  code: "not-parquet",
  message: "The name ends in .parquet but the file is not a Parquet file.",
  where: path,
  hint: "Write it again as Parquet, or give it the ending .csv if it is text.",
});
