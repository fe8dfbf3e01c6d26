// Truth beside posterior, as a table with a count of how often the interval holds the truth.

import type { compareWithTruth, TruthRow } from "../../services/fit/index.ts";
import type { Style } from "../terminal/index.ts";
import { noted } from "./intervals.ts";
import { type TableColumn, tableLines, wrapText } from "./table.ts";
import { decimalsFor, estimateAlone, fixed, statisticWords } from "../../words/index.ts";

export function truthLines(
  { parameters, quantities }: ReturnType<typeof compareWithTruth>,
  width: number,
  style: Style,
): readonly string[] {
  const all = [...parameters, ...quantities];
  const inside = all.filter((row) => row.inside).length;
  return [
    style.bold("Parameters (scaled units)"),
    ...noted(tableLines(columnsOf(parameters), width, style), width),
    "",
    style.bold("Quantities (the table's own units)"),
    ...noted(
      tableLines(
        [
          ...columnsOf(quantities),
          { title: "unit", align: "left", rank: 4, cells: quantities.map(({ unit }) => unit) },
        ],
        width,
        style,
      ),
      width,
    ),
    "",
    ...wrapText(
      `The 90% credible intervals contain the truth for ${inside} of ${all.length} rows. About one in ten is expected to miss; related rows miss together. ` +
        "z is the distance of the posterior mean from the truth in posterior standard deviations.",
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
    { title: "name", align: "left", rank: 0, cells: rows.map(({ row }) => row.name) },
    figure("truth", 0, ({ truth }) => truth),
    {
      title: statisticWords(rows.map(({ row }) => row)),
      align: "right",
      rank: 0,
      cells: rows.map(({ row }) => estimateAlone(row, (value) => fixed(value, decimalsFor(row.sd)))),
    },
    figure("5%", 1, ({ row }) => row.q5),
    figure("95%", 1, ({ row }) => row.q95),
    { title: "inside", align: "left", rank: 2, cells: rows.map(({ inside }) => (inside ? "yes" : "no")) },
    { title: "z", align: "right", rank: 3, cells: rows.map(({ z }) => fixed(z, 1)) },
  ];
}
