// Problems of a data file as a whole: it cannot be found, opened or taken apart into rows.

import { place } from "./place.ts";
import type { Problem } from "./problem.ts";
import { didYouMean } from "./suggest.ts";
import { nameList, quote } from "../words/index.ts";

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
  hint: "Name the CSV, Parquet or Excel file inside it.",
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
  message: "This is a spreadsheet of an old format or an archive, not a CSV, Parquet or Excel (.xlsx) file.",
  where: path,
  hint: "Save the sheet as CSV (UTF-8) or as .xlsx and give that file.",
});

/** @param limit in bytes */
export const fileTooLarge = (path: string, limit: number, how: "as it is" | "unpacked" = "as it is"): Problem => ({
  code: "file-too-large",
  message: `A table has at most ${limit / 1e6} MB${how === "unpacked" ? " when it is unpacked" : ""}; this has more.`,
  where: path,
  hint: "Give one row for each day, week or month; sum rows of campaigns or regions first (carryover aggregate does, for events).",
});

export const nothingPiped = (): Problem => ({
  code: "nothing-piped",
  message: "Standard input is a terminal, so there is no table to read.",
  where: "-",
  hint: "Pipe a table in (carryover fit - < weekly.csv), or name a file.",
});

export const excelPackageMissing = (path: string): Problem => ({
  code: "package-missing",
  message: "Reading Excel workbooks requires the package read-excel-file, which is not installed or cannot be loaded.",
  where: path,
  hint: "Install it beside carryover (npm install read-excel-file), or save the sheet as CSV (UTF-8).",
});

export const workbookUnreadable = (path: string, reason: string): Problem => ({
  code: "unreadable-workbook",
  message: "The archive cannot be read as an Excel workbook (.xlsx).",
  where: path,
  received: quote(reason),
  hint: "Save it again as .xlsx, without a password, or as CSV (UTF-8).",
});

export const emptySheet = (path: string, sheet: string): Problem => ({
  code: "empty-sheet",
  message: `The sheet ${quote(sheet)} holds no table.`,
  where: path,
  hint: "Give a sheet with a header row and one row for each week, or name another with --sheet.",
});

export const noSuchSheet = (path: string, sheet: string, sheets: readonly string[]): Problem => ({
  code: "no-such-sheet",
  message: `The workbook has no sheet ${quote(sheet)}.`,
  where: path,
  received: `sheets ${nameList(sheets)}`,
  hint: `${didYouMean(sheet, sheets)}Name one with --sheet (in a model file: \`sheet:\`).`,
});

export const compressedFile = (path: string): Problem => ({
  code: "compressed-file",
  message: "This is a gzip archive, not a CSV, Parquet or Excel file.",
  where: path,
  hint: "Unpack it first (gunzip).",
});

export const binaryFile = (path: string): Problem => ({
  code: "binary-file",
  message: "This is not a text file and not a Parquet file.",
  where: path,
  hint: "Give a CSV file (UTF-8), a Parquet file or an Excel workbook (.xlsx).",
});

export const utf16WithoutMark = (path: string, order: "LE" | "BE"): Problem => ({
  code: "utf-16-without-mark",
  message: "The text is UTF-16 without a byte order mark.",
  where: path,
  hint: `Save the file as "CSV UTF-8", or convert it (iconv -f UTF-16${order} -t UTF-8).`,
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

interface PlacedCell {
  readonly text: string;
  /** `line 3` */
  readonly place: string;
}

const mixtures = {
  decimals: {
    code: "mixed-decimals",
    message: "Some numbers of this column have a decimal point and others a decimal comma.",
    hint: "Write all numbers of the column the same way, best with a point and without thousands separators.",
  },
  currencies: {
    code: "mixed-currencies",
    message: "The numbers of this column are in more than one currency.",
    hint: "Convert them to one currency, and write numbers alone.",
  },
  percent: {
    code: "mixed-percent",
    message: "Some numbers of this column have a percent sign and others have none.",
    hint: "Write all of them with a percent sign, or none: 12% is 0.12.",
  },
} as const;

/** Cells of one column that cannot both be read. */
export const mixedCells = (
  where: string,
  kind: keyof typeof mixtures,
  one: PlacedCell,
  other: PlacedCell,
): Problem => ({
  code: mixtures[kind].code,
  message: mixtures[kind].message,
  where,
  received: `${quote(one.text)} in ${one.place} and ${quote(other.text)} in ${other.place}`,
  hint: mixtures[kind].hint,
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
