// Excel workbooks to a table, read with read-excel-file (an optional package). Formulas give the values that were stored with them.

import { columnProblems, dataNotices, fileProblems } from "../../problems/catalog.ts";
import type { Notice } from "../../problems/notice.ts";
import { CarryoverError, exitCodes, type Problem } from "../../problems/problem.ts";
import { byName, headerProblems, nameOr } from "./header.ts";
import type { Marks } from "./read-column.ts";
import type { Table } from "./table.ts";
import { columnFromValues } from "./values.ts";

/** A workbook unpacks to at most this; a sheet of 100 columns and 10,000 rows takes a tenth of it. */
const largestUnpacked = 400_000_000;

type Cell = string | number | boolean | Date | null;

interface Sheet {
  readonly sheet: string;
  readonly data: readonly (readonly Cell[])[];
}

/**
 * Reads the sheet that is asked for, else the first that holds a table: rows below its first row with two cells that are filled.
 *
 * @throws CarryoverError when the package is missing, the workbook cannot be read, or the sheet is no table
 */
export async function parseXlsx(
  bytes: Uint8Array,
  source: string,
  hash: string,
  { sheet: wanted, ...marks }: Marks & { readonly sheet?: string | undefined } = {},
): Promise<Table> {
  if (unpackedSize(bytes) > largestUnpacked) {
    throw new CarryoverError([fileProblems.fileTooLarge(source, largestUnpacked, "unpacked")]);
  }
  const sheets = await sheetsOf(bytes, source);
  const names = sheets.map(({ sheet }) => sheet);
  const chosen =
    wanted === undefined
      ? (sheets.find(({ data }) => tableStart(data) >= 0) ?? sheets[0])
      : sheets.find(({ sheet }) => sheet === wanted);
  if (chosen === undefined) {
    throw new CarryoverError([
      wanted === undefined ? fileProblems.emptyFile(source) : fileProblems.noSuchSheet(source, wanted, names),
    ]);
  }
  const notices: Notice[] = [];
  if (names.length > 1 && wanted === undefined) {
    notices.push(
      dataNotices.sheetTaken(
        source,
        chosen.sheet,
        names.filter((name) => name !== chosen.sheet),
      ),
    );
  }
  return tableOf(chosen, source, hash, marks, notices);
}

async function sheetsOf(bytes: Uint8Array, source: string): Promise<readonly Sheet[]> {
  const { default: readSheets } = await import("read-excel-file/node").catch((): never => {
    throw new CarryoverError([fileProblems.excelPackageMissing(source)], exitCodes.usage);
  });
  try {
    return (await readSheets(Buffer.from(bytes))) as unknown as readonly Sheet[];
  } catch (error) {
    throw new CarryoverError([fileProblems.workbookUnreadable(source, (error as Error).message)]);
  }
}

const isFilled = (cell: Cell | undefined): boolean => cell !== null && cell !== undefined && String(cell).trim() !== "";

/** The row of the header: the first with two filled cells; -1 for none. */
function tableStart(data: Sheet["data"]): number {
  return data.findIndex((row) => row.filter(isFilled).length >= 2);
}

function tableOf({ sheet, data }: Sheet, source: string, hash: string, marks: Marks, notices: Notice[]): Table {
  const start = tableStart(data);
  if (start < 0) throw new CarryoverError([fileProblems.emptySheet(source, sheet)]);
  const header = data[start];
  const rows = data.flatMap((cells, index) =>
    index > start && cells.some(isFilled) ? [{ cells, line: index + 1 }] : [],
  );
  const width = Math.max(header.length, ...rows.map(({ cells }) => cells.length));
  const kept = Array.from({ length: width }, (_, index) => index).filter(
    (index) => isFilled(header[index]) || rows.some(({ cells }) => isFilled(cells[index])),
  );
  const names = kept.map((index) => nameOr(nameOf(header[index]), index));
  const problems: Problem[] = [...headerProblems(source, names)];
  if (rows.length === 0) problems.push(fileProblems.headerOnly(source));
  if (names.length === 1) problems.push(columnProblems.oneColumn(source, names[0]));
  if (problems.length > 0) throw new CarryoverError(problems);
  if (start > 0) notices.push(dataNotices.rowsAboveTable(source, start));
  const columns = kept.map((index, position) => {
    const values = rows.map(({ cells }) => plainCell(cells[index] ?? null));
    const isNumeric = values.every((value) => typeof value === "number" || typeof value === "boolean");
    return columnFromValues(names[position], isNumeric ? values : values.map(textOf), marks);
  });
  const lines = Float64Array.from(rows, ({ line }) => line);
  const named = byName(
    columns,
    kept.map((index) => index + 1),
  );
  return { source, hash, ...named, rows: rows.length, lineUnit: "row", sheet, lines, notices };
}

const plainCell = (cell: Cell): Cell => (typeof cell === "string" && cell.trim() === "" ? null : cell);

function nameOf(cell: Cell | undefined): string {
  if (cell instanceof Date) return cell.toISOString().slice(0, 10);
  return cell === null || cell === undefined ? "" : String(cell).trim();
}

/** A number beside text is written so that its mark is a decimal point, whatever the text uses. */
function textOf(cell: Cell): Cell {
  if (typeof cell !== "number" || !/\.\d{3}$/.test(String(cell))) return cell;
  return `${cell}0`;
}

/** What the entries of an archive say of their size unpacked. Source: APPNOTE.TXT of PKWARE, 4.3.12. */
function unpackedSize(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let total = 0;
  for (let at = bytes.indexOf(0x50); at >= 0 && at + 46 <= bytes.length; at = bytes.indexOf(0x50, at + 1)) {
    if (view.getUint32(at, true) === 0x02014b50) total += view.getUint32(at + 24, true);
  }
  return total;
}
