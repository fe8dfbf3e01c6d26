// A table in one text, by which a ledger tells its versions apart.

/**
 * Names and cells of all columns in their order. The same table has the same text whichever of its columns are given as numbers: cells that are
 * numbers of up to 15 digits count as these numbers, others as they are written.
 */
export function contentOf(
  columns: readonly { readonly name: string; readonly values: ArrayLike<string | number> }[],
): string {
  return JSON.stringify(columns.map(({ name, values }) => [name, Array.from(values, cellText)]));
}

function cellText(cell: string | number): string {
  if (typeof cell === "number") return String(cell === 0 ? 0 : cell);
  const text = cell.trim();
  const digits = text.replaceAll(/\D/g, "").length;
  return /^-?\d+(\.\d+)?$/.test(text) && digits <= 15 ? cellText(Number(text)) : text;
}
