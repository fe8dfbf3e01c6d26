// Numbers as people and spreadsheets write them: decimal point or comma, thousands separators, missing-value marks.

import type { Decimal } from "./table.ts";

/** Why a cell is not a number. */
export type CellFailure = "empty" | "missing" | "infinite" | "text" | "ambiguous";

const plain = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const plainComma = /^[+-]?(\d+,?\d*|,\d+)(e[+-]?\d+)?$/i;
const grouped = /^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/;
const groupedComma = /^[+-]?\d{1,3}(\.\d{3})+(,\d+)?$/;
const spaced = /^([+-]?\d{1,3})((?:[ \u00a0\u202f'\u2019]\d{3})+)(?:([.,])(\d+))?$/;
/** One mark with three digits after it and one to three before: 1,234 or 1.234 may be either. */
const eitherWay = /^[+-]?[1-9]\d{0,2}[.,]\d{3}$/;
const missing = /^(nan|na|n\/a|#n\/a|null|none|nil|missing|-|--|\?|\.)$/i;
const infinite = /^[+-]?(inf|infinity|#div\/0!|1\.#inf)$/i;

/** True when the cell can only be a number with this decimal mark. */
function proves(cell: string, mark: "." | ","): boolean {
  if (eitherWay.test(cell)) return false;
  if (mark === ".") return (cell.includes(".") && plain.test(cell)) || (cell.includes(",") && grouped.test(cell));
  return (cell.includes(",") && plainComma.test(cell)) || (cell.includes(".") && groupedComma.test(cell));
}

/** What the cells of a file say about its decimal mark; `point` and `comma` are the first cells that prove one or the other. */
export interface DecimalEvidence {
  readonly decimal: Decimal;
  readonly point?: string;
  readonly comma?: string;
}

/**
 * Finds the decimal mark from all cells of a file. Where no cell decides, cells such as `1,234` (and, in a file separated by
 * semicolons, `1.234`) leave it unknown; otherwise it is the point.
 */
export function findDecimal(rows: readonly (readonly string[])[], separator: string): DecimalEvidence {
  let point: string | undefined;
  let comma: string | undefined;
  let undecided = false;
  for (const row of rows) {
    for (const cell of row) {
      if (!cell.includes(".") && !cell.includes(",")) continue;
      if (eitherWay.test(cell)) undecided ||= cell.includes(",") || separator === ";";
      else if (point === undefined && proves(cell, ".")) point = cell;
      else if (comma === undefined && proves(cell, ",")) comma = cell;
    }
    if (point !== undefined && comma !== undefined) return { decimal: "unknown", point, comma };
  }
  if (point !== undefined) return { decimal: ".", point };
  if (comma !== undefined) return { decimal: ",", comma };
  return { decimal: undecided ? "unknown" : "." };
}

/** Reads one cell; says why when it is not a finite number. */
export function parseNumber(cell: string, decimal: Decimal): number | CellFailure {
  if (cell === "") return "empty";
  if (decimal === "unknown" && eitherWay.test(cell)) return "ambiguous";
  const text = decimal === "," ? swapMarks(cell) : cell;
  if (plain.test(text)) return finite(Number(text));
  if (grouped.test(text)) return finite(Number(text.replaceAll(",", "")));
  const parts = spaced.exec(text);
  if (parts !== null && parts[3] !== ",") {
    return finite(Number(`${parts[1]}${parts[2].replace(/\D/g, "")}.${parts[4] ?? "0"}`));
  }
  if (missing.test(cell)) return "missing";
  if (infinite.test(cell)) return "infinite";
  return "text";
}

/** True when the cell holds thousands separators in a file with this decimal mark. */
export function hasThousands(cell: string, decimal: Decimal): boolean {
  const text = decimal === "," ? swapMarks(cell) : cell;
  return !plain.test(text) && (grouped.test(text) || spaced.test(text));
}

function swapMarks(cell: string): string {
  return cell.replace(/[.,]/g, (mark) => (mark === "." ? "," : "."));
}

function finite(value: number): number | CellFailure {
  return Number.isFinite(value) ? value : "infinite";
}
