// The rows of a calendar between two dates.

/** Rows `from` up to, not including, `to`. */
export interface Rows {
  readonly from: number;
  readonly to: number;
}

/**
 * The rows between two dates (or numbers, where the table numbers its weeks), both included and each as text; by default the first and the last.
 * Otherwise which of the two cannot be read, or that no row is between them.
 * @param dates of all rows, ascending
 */
export function rowsBetween(
  dates: readonly string[],
  { from, to }: { readonly from?: string; readonly to?: string },
): Rows | { readonly unreadable: "from" | "to" } | "empty" {
  const numbered = isNumbered(dates);
  const fits = (text: string): boolean =>
    numbered ? text.trim() !== "" && !Number.isNaN(Number(text)) : /^\d{4}-\d{2}-\d{2}$/.test(text);
  if (from !== undefined && !fits(from)) return { unreadable: "from" };
  if (to !== undefined && !fits(to)) return { unreadable: "to" };
  const read = (text: string): string | number => (numbered ? Number(text) : text);
  const labels = numbered ? dates.map(Number) : dates;
  const [first, final] = [read(from ?? dates[0]), read(to ?? dates[dates.length - 1])];
  const start = labels.findIndex((label) => label >= first);
  const end = labels.findLastIndex((label) => label <= final) + 1;
  return start < 0 || end <= start ? "empty" : { from: start, to: end };
}

/** Whether rows have numbers and no dates. */
export function isNumbered(dates: readonly string[]): boolean {
  return !Number.isNaN(Number(dates[0]));
}
