// Truth beside posterior, as a table with a count of how often the interval holds the truth.

import type { TruthRow } from "../truth-comparison.ts";
import { decimalsFor, formatNumber } from "./numbers.ts";
import type { Style } from "./style.ts";
import { type TableColumn, tableLines, wrapText } from "./table.ts";

export function truthLines(rows: readonly TruthRow[], width: number, style: Style): readonly string[] {
  const figure = (title: string, rank: number, of: (row: TruthRow) => number): TableColumn => ({
    title,
    align: "right",
    rank,
    cells: rows.map((row) => formatNumber(of(row), decimalsFor(row.row.sd))),
  });
  const columns: readonly TableColumn[] = [
    { title: "name", align: "left", rank: 0, cells: rows.map(({ row }) => row.name) },
    figure("truth", 0, ({ truth }) => truth),
    figure("mean", 0, ({ row }) => row.mean),
    figure("5 %", 1, ({ row }) => row.q5),
    figure("95 %", 1, ({ row }) => row.q95),
    { title: "inside", align: "left", rank: 2, cells: rows.map(({ inside }) => (inside ? "yes" : "no")) },
    { title: "z", align: "right", rank: 3, cells: rows.map(({ z }) => formatNumber(z, 1)) },
    { title: "unit", align: "left", rank: 4, cells: rows.map(({ unit }) => unit) },
  ];
  const inside = rows.filter((row) => row.inside).length;
  return [
    ...tableLines(columns, width, style),
    "",
    ...wrapText(
      `The 90 % interval holds the truth for ${inside} of ${rows.length}; about one in ten is outside by chance. ` +
        "z is the distance of the posterior mean from the truth in posterior standard deviations.",
      width,
    ),
  ];
}
