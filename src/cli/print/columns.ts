// What each column was taken for, said before sampling begins: one block, so that a wrong guess costs no fit.

import { type ColumnRole, isUsed, type Role } from "../../data/roles/index.ts";
import type { ColumnsRead } from "../../data/panel/index.ts";
import { count, listedApart } from "../../words/index.ts";
import type { Style } from "../terminal/index.ts";
import { wrapText } from "./table.ts";

/** Codes of notes that the block says in its own way; warnings are said in full with the results too. */
const saidHere: ReadonlySet<string> = new Set([
  "channels-guessed",
  "column-ignored",
  "columns-ignored",
  "constant-control-left-out",
  "organic-control",
  "target-chosen",
  "target-guessed",
]);

/** Notices that are said with the results, after the block. */
export function withoutColumnNotes<N extends { readonly level: string; readonly code: string }>(
  notices: readonly N[],
): readonly N[] {
  return notices.filter(({ level, code }) => level === "warning" || !saidHere.has(code));
}

/** The lines of the block; none where the user said of every column that is used what it is, and nothing stands out. */
export function columnLines(
  {
    source,
    kind,
    currency,
    cadence,
    rows,
    geos,
    columns,
    notices,
    tables = 1,
  }: ColumnsRead & { readonly tables?: number },
  width: number,
  style: Style,
): readonly string[] {
  const warnings = notices.filter(({ level }) => level === "warning");
  const guessed = columns.some((column) => isUsed(column) && column.confidence !== "stated");
  if (!guessed && warnings.length === 0) return [];
  const of = (role: Role): readonly ColumnRole[] => columns.filter((column) => column.role === role);
  const lines: (readonly [title: string, text: string])[] = [
    [
      "date",
      each(of("date"), ({ column }) => `${column} (${cadence}, ${rows} ${geos === undefined ? "rows" : "dates"})`),
    ],
    ["geos", each(of("geo"), (column) => `${column.column} (${geosIn(geos)}${because(column)})`)],
    ["people", each(of("population"), ({ column }) => column)],
    [
      "target",
      each(
        of("target"),
        (column) =>
          `${column.column} (${kind}${currency === undefined || kind !== "revenue" ? "" : ` in ${currency}`}${because(column)})`,
      ),
    ],
    ["channels", each(of("channel"), ({ column, channel = column }) => nameOf(column, channel))],
    ["controls", each(of("control"), ({ column }) => column)],
    ["not used", leftOut(columns)],
  ];
  const indent = "  ";
  const widest = 8;
  return [
    style.bold(
      `Columns of ${source}${tables === 1 ? "" : ` and of ${count(tables - 1, "more table")} with the same columns`}`,
    ),
    ...lines.flatMap(([title, text]) =>
      text === ""
        ? []
        : wrapText(text, Math.max(20, width - widest - 2 * indent.length)).map((part, index) =>
            [indent, (index === 0 ? title : "").padEnd(widest), indent, part].join("").trimEnd(),
          ),
    ),
    ...warnings.flatMap(({ where, message }) =>
      wrapText(
        `${where !== undefined && (where !== source || tables > 1) ? `${tables > 1 ? where : where.replace(`${source}, `, "")}: ` : ""}${message}`,
        width - 9,
      ).map((part, index) => (index === 0 ? `${style.yellow("warning:")} ${part}` : `         ${part}`)),
    ),
  ];
}

/** Geos that are named. */
const mostGeos = 8;
/** Layouts that are told in full; more are counted. */
const mostLayouts = 5;

/** What columns were taken for, once for tables with the same columns in the same roles. */
export function layoutLines(
  layouts: readonly (ColumnsRead & { readonly tables: number })[],
  width: number,
  style: Style,
): readonly string[] {
  const more = layouts.length - mostLayouts;
  return [
    ...layouts.slice(0, mostLayouts).flatMap((layout) => columnLines(layout, width, style)),
    ...(more > 0 ? [`${count(more, "more layout")} of columns: spec.json of each run has them`] : []),
  ];
}

/** `6: North, South, East, West, Centre, Isles`; of many the first and how many more. */
function geosIn(geos: readonly string[] = []): string {
  const shown = geos.length > mostGeos ? [...geos.slice(0, mostGeos), `${geos.length - mostGeos} more`] : geos;
  return `${geos.length}: ${shown.join(", ")}`;
}

function each(columns: readonly ColumnRole[], text: (column: ColumnRole) => string): string {
  return listedApart(columns.map(text), Number.POSITIVE_INFINITY).replaceAll(";", ",");
}

function nameOf(column: string, channel: string): string {
  return channel === column ? column : `${channel} (${column})`;
}

function because({ confidence, reason }: ColumnRole): string {
  return confidence === "stated" || confidence === "high" ? "" : `; ${reason}`;
}

/** Columns that are not used, those with one reason together. */
function leftOut(columns: readonly ColumnRole[]): string {
  const reasons = new Map<string, string[]>();
  for (const column of columns) {
    if (isUsed(column)) continue;
    reasons.set(column.reason, [...(reasons.get(column.reason) ?? []), column.column]);
  }
  return [...reasons].map(([reason, names]) => `${names.join(", ")} (${reason})`).join("; ");
}
