// Small tables as text for the tests of data: a good one of 24 weeks, and edits that spoil it.

/** Cells of the good table; the first row is the header and stands on line 1. */
export function goodCells(): string[][] {
  const rows = Array.from({ length: 24 }, (_, i) => {
    const week = i + 1;
    const tv = 1000 + ((week * 377) % 501);
    const radio = 500 + ((week * 211) % 307);
    return [week, tv, radio, week % 5 === 0 ? 1 : 0, 20000 + 3 * tv + 2 * radio + ((week * 97) % 89)].map(String);
  });
  return [["week", "spend_TV", "spend_Radio", "promotions", "revenue"], ...rows];
}

export function text(cells: readonly (readonly string[])[], separator: string = ","): string {
  return `${cells.map((row) => row.join(separator)).join("\n")}\n`;
}

/** The good table with cells replaced: `spoil([line, column, cell], ...)`, lines from 1 as in the file. */
export function spoil(...edits: readonly (readonly [number, string, string])[]): string {
  const cells = goodCells();
  for (const [line, column, cell] of edits) cells[line - 1][cells[0].indexOf(column)] = cell;
  return text(cells);
}

/** The good table with one column's cells computed anew; a column that is not there is added. */
export function withColumn(
  name: string,
  cell: (week: number, old: string) => string,
  base: string[][] = goodCells(),
): string {
  return text(columnSet(name, cell, base));
}

export function columnSet(
  name: string,
  cell: (week: number, old: string) => string,
  base: string[][] = goodCells(),
): string[][] {
  const at = base[0].indexOf(name);
  return base.map((row, line) => {
    const value = line === 0 ? name : cell(line, at < 0 ? "" : row[at]);
    return at < 0 ? [...row, value] : row.map((old, index) => (index === at ? value : old));
  });
}

export function renamed(from: string, to: string): string {
  const cells = goodCells();
  cells[0][cells[0].indexOf(from)] = to;
  return text(cells);
}

export function without(...names: readonly string[]): string {
  const cells = goodCells();
  const kept = cells[0].map((_, index) => index).filter((index) => !names.includes(cells[0][index]));
  return text(cells.map((row) => kept.map((index) => row[index])));
}

/** ISO date of a day counted from 2024-01-01, a Monday. */
export function isoDay(days: number): string {
  return new Date(Date.UTC(2024, 0, 1 + days)).toISOString().slice(0, 10);
}

/** The good table with dates instead of week numbers. */
export function dated(date: (week: number) => string): string[][] {
  const cells = columnSet("week", (week) => date(week));
  cells[0][0] = "date";
  return cells;
}
