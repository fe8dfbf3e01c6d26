// Truth beside posterior: what every channel brought, and how many of all intervals contain the truth beside how many should.

import type { compareWithTruth, TruthRow } from "../../services/fit/index.ts";
import type { Style } from "../terminal/index.ts";
import { noted } from "./intervals.ts";
import { type TableColumn, tableLines, wrapText } from "./table.ts";
import { decimalsFor, estimateAlone, fixed, statisticWords } from "../../words/index.ts";

/** Quantities that are shown one by one; the others are counted. */
const shown = /^(contribution|roi)\[/;
/** Probability of the intervals. */
const level = 0.9;

export function truthLines(
  { parameters, quantities }: ReturnType<typeof compareWithTruth>,
  width: number,
  style: Style,
): readonly string[] {
  const all = [...parameters, ...quantities];
  const rows = quantities.filter(({ row }) => shown.test(row.name));
  const held = (list: readonly TruthRow[]): number => list.filter(({ inside }) => inside).length;
  return [
    style.bold("Truth beside estimate"),
    ...noted(tableLines(columnsOf(rows), width, style, ""), width),
    "",
    ...wrapText(
      `The 90% credible intervals contain the truth for ${held(rows)} of these ${rows.length} rows, and for ${held(all)} of all ${all.length} parameters and ` +
        `quantities; about ${Math.round(level * all.length)} of ${all.length} are expected. Related rows miss together.`,
      width,
    ),
  ];
}

function columnsOf(rows: readonly TruthRow[]): readonly TableColumn[] {
  const figure = (title: string, rank: number, of: (row: TruthRow) => number): TableColumn => ({
    title,
    align: "right",
    rank,
    cells: rows.map((row) => fixed(of(row), decimalsFor(row.row.sd))),
  });
  return [
    { title: "quantity", align: "left", rank: 0, cells: rows.map(({ row }) => row.name) },
    figure("truth", 0, ({ truth }) => truth),
    {
      title: statisticWords(rows.map(({ row }) => row)),
      align: "right",
      rank: 0,
      cells: rows.map(({ row }) => estimateAlone(row, (value) => fixed(value, decimalsFor(row.sd)))),
    },
    figure("5%", 0, ({ row }) => row.q5),
    figure("95%", 0, ({ row }) => row.q95),
    { title: "inside", align: "left", rank: 0, cells: rows.map(({ inside }) => (inside ? "yes" : "no")) },
    { title: "unit", align: "left", rank: 1, cells: rows.map(({ unit }) => unit) },
  ];
}
