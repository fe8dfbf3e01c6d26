// What carryover aggregate has written, for people: which columns need noise and how much one user can change. Nothing of it comes
// from the events.

import type { BoundedTable, WrittenTable } from "../../privacy/aggregate/index.ts";
import type { Style } from "../terminal/index.ts";
import { tableLines, wrapText } from "./table.ts";
import { count, given } from "../../words/index.ts";

/** The groups with their bounds, the columns without need of noise, the files, and what to do next. */
export function boundedLines(
  { bounds, invoicesOutside }: BoundedTable,
  { table, bounds: description }: WrittenTable,
  width: number,
  style: Style,
): readonly string[] {
  const { grid, groups, notProtected } = bounds;
  const { weeks, channels } = grid;
  const noise = groups.flatMap((group) => group.columns.map((column) => ({ column, group })));
  const rows = [
    ...noise.map(({ column, group }) => ({
      column,
      noise: "needed",
      cap: String(group.cap),
      total: `${group.total}${group.columns.length > 1 ? ` (all of ${group.measure})` : ""}`,
      l1: given(group.sensitivity.l1),
      l2: given(group.sensitivity.l2),
      why: "user data",
    })),
    ...notProtected.map(({ column, reason }) => ({
      column,
      noise: "none",
      cap: "",
      total: "",
      l1: "",
      l2: "",
      why: reason,
    })),
  ];
  const column = (title: string, key: keyof (typeof rows)[number], rank: number, align: "left" | "right") => ({
    title,
    align,
    rank,
    cells: rows.map((row) => row[key]),
  });
  return [
    `${count(weeks.length, "week")} from ${weeks[0]} to ${weeks[weeks.length - 1]}, ${count(channels.length, "channel")}; the table has every cell.`,
    "",
    ...tableLines(
      [
        column("column", "column", 0, "left"),
        column("noise", "noise", 0, "left"),
        column("cap", "cap", 1, "right"),
        column("total", "total", 1, "right"),
        column("L1", "l1", 2, "right"),
        column("L2", "l2", 3, "right"),
        column("because", "why", 4, "left"),
      ],
      width,
      style,
    ),
    "",
    ...wrapText(
      `L1 and L2: the largest change of all columns of a measure together by ${bounds.neighbors}. ${bounds.limits.join(" ")}`,
      width,
    ),
    ...(invoicesOutside === 0
      ? []
      : [`${count(invoicesOutside, "invoice")} outside the weeks ${invoicesOutside === 1 ? "is" : "are"} left out.`]),
    "",
    `wrote ${table}`,
    `wrote ${description}`,
  ];
}
