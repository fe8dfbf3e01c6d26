// CSV text to a table: separator found from the text, decimal marks column by column, quotes by RFC 4180 (csv-parse), lines kept.

import { nameInCsv } from "../../files/index.ts";
import { columnProblems, fileProblems } from "../../problems/catalog.ts";
import { CarryoverError, type Problem } from "../../problems/problem.ts";
import { limitProblems } from "../../problems/limit.ts";
import { byName, headerProblems, nameOr } from "./header.ts";
import { type Marks, readColumns } from "./read-column.ts";
import type { Table } from "./table.ts";

const separators = [",", ";", "\t"] as const;

/** A row of cells without surrounding blanks. */
export interface CsvRecord {
  readonly record: readonly string[];
  /** Line of the text the record starts on. */
  readonly line: number;
}

/**
 * Parses CSV text (comma, semicolon or tab; first row names the columns; rows without any value are skipped).
 * A column is a column of numbers when every cell is a number; otherwise its cells stay text, to be judged by what the column is for.
 *
 * @throws CarryoverError for broken quotes, rows of the wrong width, a header that cannot be used, no rows
 */
export async function parseCsv(text: string, source: string, hash: string, marks: Marks = {}): Promise<Table> {
  const { records, separator } = await csvRecords(text, source);
  return tableOf(records, source, hash, { ...marks, separator });
}

/**
 * The rows of CSV text as they are written, those without any value left out.
 * @throws CarryoverError for broken quotes, and when no row is left
 */
export async function csvRecords(
  text: string,
  source: string,
): Promise<{ readonly records: readonly CsvRecord[]; readonly separator: string }> {
  const body = text.replace(/^\ufeff/, "").replace(/\r\n?/g, "\n");
  const declared = /^"?sep=([,;\t])"?\n/i.exec(body);
  const separator = declared?.[1] ?? findSeparator(body);
  const records = body.includes('"') ? await quotedRecords(body, separator, source) : plainRecords(body, separator);
  if (declared !== null) records.shift();
  const filled = records.filter(({ record }) => record.some((cell) => cell !== ""));
  if (filled.length === 0) throw new CarryoverError([fileProblems.emptyFile(source)]);
  return { records: filled, separator };
}

/** Without a quote there is nothing to parse, and splitting spares loading the parser (a tenth of the time allowed before sampling). */
function plainRecords(text: string, separator: string): CsvRecord[] {
  return text.split("\n").map((line, index) => ({
    record: line.split(separator).map((cell) => cell.trim()),
    line: index + 1,
  }));
}

async function quotedRecords(text: string, separator: string, source: string): Promise<CsvRecord[]> {
  const { parse } = await import("csv-parse/sync");
  const records: CsvRecord[] = [];
  let endLine = 0;
  try {
    parse(text, {
      delimiter: separator,
      relax_column_count: true,
      on_record: (record: string[], { lines }) => {
        // The parser counts the line a record ends on; quoted cells may hold line breaks.
        const breaks = record.reduce((total, cell) => total + cell.split("\n").length - 1, 0);
        records.push({ record: record.map((cell) => cell.trim()), line: lines - breaks });
        endLine = lines;
        return null;
      },
    });
  } catch (error) {
    // An open quote runs on to the end of the text: the record it opens in tells where it stands.
    const message = (error as Error).message.split(":")[0].toLowerCase();
    throw new CarryoverError([fileProblems.brokenQuotes(source, endLine + 1, message)]);
  }
  return records;
}

function tableOf(records: readonly CsvRecord[], source: string, hash: string, marks: Marks): Table {
  const [{ record: first }, ...rows] = records;
  const header = { record: first.map(nameInCsv) };
  // Columns without a name and without a value are what trailing separators leave behind.
  const kept = header.record
    .map((_, index) => index)
    .filter((index) => header.record[index] !== "" || rows.some(({ record }) => (record[index] ?? "") !== ""));
  const names = kept.map((index) => nameOr(header.record[index], index));
  const problems: Problem[] = [...headerProblems(source, names)];
  if (names.length === 1) problems.push(columnProblems.oneColumn(source, names[0]));
  if (rows.length === 0) problems.push(fileProblems.headerOnly(source));
  const width = header.record.length;
  for (const { record, line } of rows) {
    const cells = record.length > width ? lastFilled(record) : record.length;
    if (cells < kept.at(-1)! + 1 || cells > width) {
      problems.push(fileProblems.wrongCellCount(source, line, record.length, width));
    }
  }
  if (problems.length > 0) throw new CarryoverError(limitProblems(problems));
  const written = kept.map((index, position) => ({
    name: names[position],
    cells: rows.map(({ record }) => record[index]),
  }));
  const lines = Float64Array.from(rows, ({ line }) => line);
  const columns = byName(
    readColumns(written, marks),
    kept.map((index) => index + 1),
  );
  return { source, hash, ...columns, rows: rows.length, lineUnit: "line", lines, notices: [] };
}

/** The separator that stands most often in the first line that is not empty, outside quotes. */
function findSeparator(text: string): string {
  const line = (/^\s*([^\n]+)/.exec(text)?.[1] ?? "").replace(/"(?:[^"]|"")*"/g, "");
  let best: string = separators[0];
  for (const separator of separators) {
    if (line.split(separator).length > line.split(best).length) best = separator;
  }
  return best;
}

function lastFilled(record: readonly string[]): number {
  return record.findLastIndex((cell) => cell !== "") + 1;
}
