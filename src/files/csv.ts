// Comma-separated values (RFC 4180, line feeds): cells are quoted where they must be, and figures that do not exist are empty.
//
// Spreadsheets take a text that begins with = + - @ for a formula, and run it. Such a text gets an apostrophe before it, which spreadsheets do not
// show; numbers stay numbers.

export type CsvCell = string | number | null | undefined;

const number = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
/** Also behind blanks, and in the wide letters of Chinese and Japanese. */
const begin = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/;
const isFormula = (text: string): boolean => begin.test(text) && !number.test(text);

/** A cell as text; numbers in the shortest form that reads back exactly, texts so that no spreadsheet takes them for formulas. */
export function csvCell(cell: CsvCell): string {
  return typeof cell === "string" ? quoted(isFormula(cell) ? `'${cell}` : cell) : tableCell(cell);
}

/** A cell of a table that is the user's own, and is read again: text as it is. */
export function tableCell(cell: CsvCell): string {
  if (cell === undefined || cell === null) return "";
  if (typeof cell === "number") return Number.isFinite(cell) ? String(cell) : "";
  return quoted(cell);
}

/** The name that a header cell written by `csvCell` stands for. */
export function nameInCsv(cell: string): string {
  return cell.startsWith("'") && isFormula(cell.slice(1)) ? cell.slice(1) : cell;
}

/** Header and rows as text, each line ended. */
export function csvText(header: readonly string[], rows: readonly (readonly CsvCell[])[]): string {
  return [header, ...rows].map((row) => `${row.map(csvCell).join(",")}\n`).join("");
}

/** Columns of one length as text, as `csvText`. */
export function csvOfColumns(
  columns: readonly { readonly name: string; readonly values: ArrayLike<string | number> }[],
): string {
  const rows = Array.from({ length: columns[0].values.length }, (_, row) => columns.map(({ values }) => values[row]));
  return csvText(
    columns.map(({ name }) => name),
    rows,
  );
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text;
}
