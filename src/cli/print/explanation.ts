// Every value of a specification with its origin and reason, as a table.

import type { PriorImplications } from "../../decisions/prior/index.ts";
import { type ExplainRow, explain, type Provenance } from "../../mmm/specification/index.ts";
import type { SpecificationAnswer } from "../../services/fit/index.ts";
import { bytes } from "../../words/index.ts";
import { noticeLines } from "./problems.ts";
import { impliedLines } from "./prior.ts";
import type { Style } from "../terminal/index.ts";
import { type TableColumn, tableLines, wrapText } from "./table.ts";

/** Where the column of reasons would be narrower than this, each reason goes on lines of its own. */
const narrowestReason = 30;
const gaps = 6;

export function explanationLines(
  { provenance, notices, room: needed }: Pick<SpecificationAnswer, "provenance" | "notices" | "room">,
  implied: PriorImplications,
  width: number,
  style: Style,
): readonly string[] {
  const rows = explain(provenance);
  const widest = (key: keyof Provenance): number => rows.reduce((most, row) => Math.max(most, row[key].length), 0);
  const room = width - widest("key") - widest("value") - widest("origin") - gaps;
  return [
    ...(room < narrowestReason ? asList(rows, width, style) : asTable(rows, room, style)),
    "",
    ...impliedLines(implied, width, style),
    "",
    ...wrapText(
      `The fit takes at most about ${bytes(needed.memory)} of memory, and its run folder about ${bytes(needed.disk)}.`,
      width,
    ),
    ...(notices.length === 0 ? [] : ["", ...notices.flatMap((notice) => noticeLines(notice, style))]),
  ];
}

function asTable(rows: readonly ExplainRow[], room: number, style: Style): readonly string[] {
  const lines = rows.flatMap(({ key, value, origin, reason }) =>
    wrapText(reason, room).map((part, index) => (index === 0 ? [key, value, origin, part] : ["", "", "", part])),
  );
  const column = (title: string, index: number): TableColumn => ({
    title,
    align: "left",
    rank: 0,
    cells: lines.map((line) => line[index]),
  });
  const columns = [column("key", 0), column("value", 1), column("from", 2), column("why", 3)];
  return tableLines(columns, Number.POSITIVE_INFINITY, style);
}

function asList(rows: readonly ExplainRow[], width: number, style: Style): readonly string[] {
  return rows.flatMap(({ key, value, origin, reason }) => [
    `${style.bold(key)}  ${value}  ${origin}`,
    ...wrapText(reason, width - 4).map((line) => `    ${style.dim(line)}`),
  ]);
}
