// Comma-separated values (RFC 4180, line feeds): cells are quoted where they must be, and figures that do not exist are empty.

export type CsvCell = string | number | null | undefined;

/** A cell as text; numbers in the shortest form that reads back exactly. */
export function csvCell(cell: CsvCell): string {
  if (cell === undefined || cell === null) return "";
  if (typeof cell === "number") return Number.isFinite(cell) ? String(cell) : "";
  return /[",\r\n]/.test(cell) || cell !== cell.trim() ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** Header and rows as text, each line ended. */
export function csvText(header: readonly string[], rows: readonly (readonly CsvCell[])[]): string {
  return [header, ...rows].map((row) => `${row.map(csvCell).join(",")}\n`).join("");
}
