// The cells of a column to a column of numbers or of text. All its cells together decide which mark is decimal.

import type { ReadingValues } from "../../settings/index.ts";
import { currencyName, peel, type Peeled } from "./decorations.ts";
import {
  type Decimal,
  failureOf,
  type Mark,
  simpleCommaNumber,
  simpleNumber,
  type Spelling,
  spellingOf,
  valueOf,
} from "./numbers.ts";
import type { Column, Conflict, Example, Taken, TakenKind } from "./table.ts";

/** What decides where the cells of a column do not. */
export interface Marks {
  /** What the command line or a model file says; "auto" like undefined. */
  readonly decimal?: ReadingValues["decimal"];
  /** What separates the cells of the file; cells from memory are read as those of a file with commas. */
  readonly separator?: string;
}

/** One column as it is written. */
export interface CellColumn {
  readonly name: string;
  readonly cells: readonly string[];
}

/** What a first look at the cells of a column found. */
interface Looked extends CellColumn {
  /** The numbers of the cells that are simply written, decimal points among them. */
  readonly values: Float64Array;
  /** Rows of all other cells. */
  readonly others: readonly number[];
  readonly point: Example | undefined;
  readonly comma: Example | undefined;
  /** The first cells that have three digits after one point, or one comma: they allow both readings. */
  readonly either: { readonly [M in Mark]?: Example };
  readonly words: number;
}

/**
 * Columns of numbers where every cell is one, else of text. A column whose cells prove no decimal mark follows what was said, then the
 * columns that do, then what separates cells: nobody writes a decimal comma unquoted in a file with commas.
 */
export function readColumns(columns: readonly CellColumn[], marks: Marks = {}): Column[] {
  const looked = columns.map(look);
  const proofs = looked.filter(({ words, cells }) => words * 2 <= cells.length);
  const point = proofs.find((column) => column.point !== undefined && column.comma === undefined);
  const comma = proofs.find((column) => column.comma !== undefined && column.point === undefined);
  return looked.map((column) => finish(column, marks, { point, comma }));
}

function look({ name, cells }: CellColumn): Looked {
  const values = new Float64Array(cells.length);
  const others: number[] = [];
  let point: Example | undefined;
  let comma: Example | undefined;
  const either: { [M in Mark]?: Example } = {};
  let words = 0;
  for (let row = 0; row < cells.length; row++) {
    const text = cells[row];
    const value = simpleNumber(text);
    if (!Number.isNaN(value)) {
      const at = text.indexOf(".");
      const whole = text.charCodeAt(0) === 45 ? at - 1 : at;
      // 1.234 may be a thousand or one and a bit; 0.234 cannot, nor can 1234.567.
      if (at < 0 || text.length - at !== 4 || whole > 3 || text.startsWith("0") || text.startsWith("-0")) {
        values[row] = value;
        if (at >= 0) point ??= { text, row };
        continue;
      }
      either["."] ??= { text, row };
      others.push(row);
      continue;
    }
    others.push(row);
    if (comma !== undefined && !Number.isNaN(simpleCommaNumber(text))) continue;
    const peeled = peel(text);
    const spelling = peeled === undefined ? undefined : spellingOf(peeled.body);
    if (spelling?.proves === ".") point ??= { text, row };
    else if (spelling?.proves === ",") comma ??= { text, row };
    else if (spelling?.either !== undefined) either[spelling.either] ??= { text, row };
    if (spelling === undefined && peeled?.body !== "" && failureOf(text) === "text") words++;
  }
  return { name, cells, values, others, point, comma, either, words };
}

interface Decision {
  readonly decimal: Decimal;
  /** The column that decided for this one. */
  readonly by?: string;
}

function decide(
  { point, comma, either }: Looked,
  { decimal, separator = "," }: Marks,
  found: { readonly point: Looked | undefined; readonly comma: Looked | undefined },
): Decision {
  if (point !== undefined || comma !== undefined) return { decimal: comma === undefined ? "." : "," };
  if (either["."] === undefined && either[","] === undefined) return { decimal: "." };
  if (decimal === "point" || decimal === "comma") return { decimal: decimal === "point" ? "." : "," };
  const both = either["."] !== undefined && either[","] !== undefined;
  if (both || (found.point !== undefined && found.comma !== undefined)) return { decimal: "unknown" };
  // A point between digits of a file with commas or tabs is what everybody takes it for, unless the file has decimal commas.
  if (found.point !== undefined) {
    return separator === ";" || (separator === "\t" && either[","] !== undefined)
      ? { decimal: ".", by: found.point.name }
      : { decimal: "." };
  }
  if (found.comma !== undefined) return { decimal: ",", by: found.comma.name };
  if (separator === ",") return { decimal: "." };
  return { decimal: separator === "\t" && either["."] !== undefined ? "." : "unknown" };
}

function finish(column: Looked, marks: Marks, found: Parameters<typeof decide>[2]): Column {
  const { name, cells, values, others, point, comma, either } = column;
  const { decimal, by } = decide(column, marks, found);
  const text = (more: { readonly conflict?: Conflict } = {}): Column => ({
    kind: "text",
    name,
    values: cells,
    decimal,
    ...more,
  });
  if (others.length === 0) return { kind: "number", name, values, cells };
  if (point !== undefined && comma !== undefined) {
    return text({ conflict: { kind: "decimals", one: point, other: comma } });
  }
  if (decimal === "unknown") return text();
  const flags = booleansOf(cells);
  if (flags !== undefined) {
    const taken: Taken = { kind: "boolean", text: cells[0], value: flags[0], row: 0, cells: cells.length };
    return { kind: "number", name, values: flags, cells, taken: [taken] };
  }
  const taken = new TakenList();
  if (by !== undefined) {
    const { text: shown, row } = (either["."] ?? either[","])!;
    taken.add("mark", shown, valueOf(peel(shown)!, decimal), row, by);
  }
  let percent: Example | undefined;
  let currency: (Example & { readonly name: string }) | undefined;
  const dashes: number[] = [];
  for (const row of others) {
    const cell = cells[row];
    const simple = decimal === "," ? simpleCommaNumber(cell) : Number.NaN;
    if (!Number.isNaN(simple)) {
      values[row] = simple;
      continue;
    }
    const peeled = peel(cell);
    if (peeled === undefined) return text();
    if (peeled.currency !== undefined) {
      const next = { text: cell, row, name: currencyName(peeled.currency) };
      if (currency !== undefined && currency.name !== next.name) {
        return text({ conflict: { kind: "currencies", one: currency, other: next } });
      }
      currency ??= next;
    }
    if (peeled.body === "") {
      dashes.push(row);
      taken.add("dash", cell, 0, row);
      continue;
    }
    const spelling = spellingOf(peeled.body);
    if (spelling === undefined) return text();
    const value = valueOf(peeled, decimal);
    if (!Number.isFinite(value)) return text();
    values[row] = value;
    if (peeled.percent) percent ??= { text: cell, row };
    for (const kind of kindsOf(peeled, spelling, decimal)) taken.add(kind, cell, value, row);
  }
  if (percent !== undefined) {
    const bare = cells.findIndex((cell, row) => values[row] !== 0 && !cell.includes("%"));
    if (bare >= 0) {
      return text({ conflict: { kind: "percent", one: percent, other: { text: cells[bare], row: bare } } });
    }
  }
  return {
    kind: "number",
    name,
    values,
    cells,
    ...(taken.list.length === 0 ? {} : { taken: taken.list }),
    ...(currency === undefined ? {} : { currency: currency.name }),
    ...(dashes.length === 0 ? {} : { dashes }),
  };
}

/** What is told of how one number was read. */
function kindsOf(
  { currency, percent, parentheses, unusualMinus }: Peeled,
  spelling: Spelling,
  decimal: Mark,
): TakenKind[] {
  const grouped = spelling.grouped || (spelling.either !== undefined && spelling.either !== decimal);
  return [
    ...(grouped ? (["thousands"] as const) : []),
    ...(currency === undefined ? [] : (["currency"] as const)),
    ...(percent ? (["percent"] as const) : []),
    ...(parentheses ? (["parentheses"] as const) : []),
    ...(unusualMinus ? (["minus"] as const) : []),
  ];
}

/** The first cell of each kind, and how many there are. */
class TakenList {
  readonly #byKind = new Map<TakenKind, Taken>();

  add(kind: TakenKind, text: string, value: number, row: number, by?: string): void {
    const known = this.#byKind.get(kind);
    if (known !== undefined) this.#byKind.set(kind, { ...known, cells: known.cells + 1 });
    else this.#byKind.set(kind, { kind, text, value, row, cells: 1, ...(by === undefined ? {} : { by }) });
  }

  get list(): Taken[] {
    return [...this.#byKind.values()];
  }
}

/** 1 and 0 for columns of nothing but true and false. */
function booleansOf(cells: readonly string[]): Float64Array | undefined {
  if (cells.length === 0 || !cells.every((cell) => /^(?:true|false)$/i.test(cell))) return undefined;
  return Float64Array.from(cells, (cell) => (cell.toLowerCase() === "true" ? 1 : 0));
}
