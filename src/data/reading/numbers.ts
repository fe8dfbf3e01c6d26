// Numbers as people and spreadsheets write them: decimal point or comma, groups of thousands, marks of missing values.

import { peel, type Peeled } from "./decorations.ts";

/** A mark that ends the whole part of a number. */
export type Mark = "." | ",";

/** The decimal mark of a column's numbers; "unknown" when its cells allow either reading. */
export type Decimal = Mark | "unknown";

/** Why a cell is not a number. */
export type CellFailure = "empty" | "missing" | "infinite" | "text" | "ambiguous" | "dash";

/** What the digits of a cell say of the decimal mark. */
export interface Spelling {
  /** The only decimal mark with which this is a number; undefined when it has no mark, or either would do. */
  readonly proves?: Mark;
  /** The mark that may separate thousands or decimals: one to three digits before it, three after it, no zero first. */
  readonly either?: Mark;
  /** Its digits are in groups, if `either` is not to be read as a decimal mark. */
  readonly grouped: boolean;
}

const exponent = "(?:e[+-]?\\d+)?";
/** The quick way for what most cells of most tables are. */
const simple = /^-?(?:0|[1-9]\d*)(?:\.\d*)?$/;
const simpleWithComma = /^-?(?:0|[1-9]\d*),\d+$/;
const oneMark = new RegExp(`^(\\d*)(?:([.,])(\\d*))?(${exponent})$`, "i");
// No group of thousands begins with 0, so 0.500 and 0,500 are one half. Lakhs have groups of two before the last.
const groupedByComma = /^[1-9]\d{0,2}(?:,\d{3})+(?:\.\d*)?$|^[1-9]\d?(?:,\d{2})+,\d{3}(?:\.\d*)?$/;
const groupedByPoint = /^[1-9]\d{0,2}(?:\.\d{3})+(?:,\d*)?$/;
const groupedBySpace = /^[1-9]\d{0,2}([ '\u2019`])\d{3}(?:\1\d{3})*(?:([.,])\d*)?$/;
const missing =
  /^(?:nan|<na>|n\.?\s?\/?\s?a\.?|#n\/a(?: n\/a)?|#na|null|\(null\)|none|nil|missing|unknown|k\.?\s?a\.?|\\n|nat|#ref!|#value!|#name\?|#null!|\?|\.)$/i;
const infinite = /^[+-]?(?:inf|infinity|#div\/0!|#num!|1\.#inf|∞)$/i;

/** How the digits of a cell are written; undefined when they are no number with either mark. */
export function spellingOf(body: string): Spelling | undefined {
  const parts = oneMark.exec(body);
  if (parts !== null && /\d/.test(parts[1] + (parts[3] ?? ""))) {
    const mark = parts[2] as Mark | undefined;
    if (mark === undefined) return { grouped: false };
    const either = parts[4] === "" && /^[1-9]\d{0,2}$/.test(parts[1]) && parts[3].length === 3;
    return either ? { either: mark, grouped: false } : { proves: mark, grouped: false };
  }
  if (groupedByComma.test(body)) return { proves: ".", grouped: true };
  if (groupedByPoint.test(body)) return { proves: ",", grouped: true };
  const spaced = groupedBySpace.exec(body);
  if (spaced === null) return undefined;
  return spaced[2] === undefined ? { grouped: true } : { proves: spaced[2] as Mark, grouped: true };
}

/** The number that digits are with a decimal mark, which must not contradict their spelling. */
export function valueOf({ body, negative, percent }: Peeled, decimal: Mark): number {
  const digits = body.replace(/[ '\u2019`]/g, "").replaceAll(decimal === "." ? "," : ".", "");
  const value = Number(digits.replace(",", "."));
  // Divided as text, so that 12.5% is the double nearest to 0.125.
  const scaled = percent ? Number(`${digits.replace(",", ".").replace(/e.*/i, "")}e${exponentOf(digits) - 2}`) : value;
  return negative ? 0 - scaled : scaled;
}

function exponentOf(digits: string): number {
  return Number(/e(.*)$/i.exec(digits)?.[1] ?? 0);
}

/** Reads a cell that is written like most; NaN for any other, which may still be a number. */
export function simpleNumber(cell: string): number {
  return simple.test(cell) ? Number(cell) : Number.NaN;
}

/** The same for a number with one comma, if that is the decimal mark. */
export function simpleCommaNumber(cell: string): number {
  return simpleWithComma.test(cell) ? Number(cell.replace(",", ".")) : Number.NaN;
}

/**
 * Reads one cell with a decimal mark; says why when it is not a finite number. Currency signs, percent signs (12% is 0.12) and groups
 * of thousands are taken off, numbers in parentheses are negative, what a dash stands for depends on its column.
 */
export function parseNumber(cell: string, decimal: Decimal): number | CellFailure {
  if (cell === "") return "empty";
  if (decimal === "." && simple.test(cell)) return finite(Number(cell));
  const peeled = peel(cell);
  const spelling = peeled === undefined || peeled.body === "" ? undefined : spellingOf(peeled.body);
  if (peeled === undefined || spelling === undefined) return peeled?.body === "" ? "dash" : failureOf(cell);
  if (spelling.either !== undefined && decimal === "unknown") return "ambiguous";
  if (spelling.proves !== undefined && decimal !== "unknown" && spelling.proves !== decimal) return "text";
  return finite(valueOf(peeled, decimal === "unknown" ? (spelling.proves ?? ".") : decimal));
}

/** Why a cell without digits is no number. */
export function failureOf(cell: string): CellFailure {
  if (cell === "") return "empty";
  if (missing.test(cell)) return "missing";
  return infinite.test(cell) ? "infinite" : "text";
}

function finite(value: number): number | CellFailure {
  return Number.isFinite(value) ? value : "infinite";
}
