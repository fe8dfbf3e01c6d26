// How places and values are written in problems, so that every message names them the same way.

/** Names longer lists than this are cut, with a count of what is left. */
const listLimit = 6;
/** Received values longer than this are cut, so that a wrong file does not fill the screen. */
const valueLimit = 60;

/** `weekly.csv, line 3, column "spend_TV"`; the row is a line of the file or, where there are no lines, a row number. */
export function place(source: string, row?: { unit: "line" | "row"; number: number }, column?: string): string {
  const parts = [source];
  if (row !== undefined) parts.push(`${row.unit} ${row.number}`);
  if (column !== undefined) parts.push(`column ${quote(column)}`);
  return parts.join(", ");
}

/** A value as the user wrote it, in double quotes, control characters escaped and long text cut. */
export function quote(value: string): string {
  const text = JSON.stringify(value);
  return text.length <= valueLimit ? text : `${text.slice(0, valueLimit - 4)}..."`;
}

/** Names in quotes, separated by commas; a long list is cut and says how many more there are. */
export function nameList(names: readonly string[], limit: number = listLimit): string {
  return listPart(names.map(quote), names.length, limit);
}

/** The first items of a list that has `total`, separated by commas, and how many more there are. */
export function listPart(items: readonly string[], total: number, limit: number = listLimit): string {
  const shown = items.slice(0, limit);
  return shown.length === total ? shown.join(", ") : `${shown.join(", ")} and ${total - shown.length} more`;
}

/** `1 row`, `2 rows`. */
export function count(number: number, one: string, many: string = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}
