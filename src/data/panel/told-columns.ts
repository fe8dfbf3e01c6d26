// What the user is told of the columns of a table: what was guessed, and what is left out and why.

import { dataNotices } from "../../problems/catalog.ts";
import type { Notice } from "../../problems/notice.ts";
import { type ColumnRole, isUsed, type TableView, type TargetChoice } from "../roles/index.ts";

/** More columns than this that are left out are told together. */
const toldApart = 3;

interface Telling {
  readonly source: string;
  readonly looked: TableView;
  readonly notices: Notice[];
  /** Whether the user listed the controls. */
  readonly controlsSaid: boolean;
}

/** Says what was guessed and what is left out: nothing is taken or left silently. */
export function tellOfColumns(
  { source, looked, notices, controlsSaid }: Telling,
  columns: readonly ColumnRole[],
  target: TargetChoice | undefined,
): void {
  const alternatives = target?.alternatives ?? [];
  if (target !== undefined && target.confidence !== "stated") {
    const plain = /^(?:revenue|conversions)$/i.test(target.column);
    if (alternatives.length > 0)
      notices.push(dataNotices.targetChosen(source, target.column, target.reason, alternatives));
    else if (!plain) notices.push(dataNotices.targetGuessed(source, target.column, target.kind, target.reason));
  }
  const guessed = columns.filter(
    ({ role, confidence, column }) => role === "channel" && confidence !== "stated" && !/^spend_/i.test(column),
  );
  if (guessed.length > 0) notices.push(dataNotices.channelsGuessed(source, guessed));
  /** What one conversion is worth, row by row. */
  const isWorth = (column: string): boolean =>
    target?.kind === "conversions" && looked.meaning(column).meaning === "order-value";
  const left: { readonly column: string; readonly why: string }[] = [];
  for (const column of columns) {
    const { role, reason, channel } = column;
    if (isUsed(column) || alternatives.includes(column.column)) continue;
    if (role === "duplicate" && column.confidence === "low") continue; // told with repeated names
    if (role === "unreadable") notices.push(dataNotices.columnUnreadable(source, column.column, reason));
    else if (role === "exposure" && channel === undefined) {
      notices.push(dataNotices.exposureWithoutSpend(source, column.column));
    } else if (role === "unused" && column.confidence === "low") {
      notices.push(dataNotices.columnUnclear(source, column.column, reason));
    } else if (role === "result" && isWorth(column.column)) {
      notices.push(dataNotices.worthNotUsed(source, column.column, target!.column));
    } else if (role === "constant" && reason !== "") {
      const contents = looked.contents(column.column);
      const isControl = looked.meaning(column.column).meaning !== "spend" && contents.kind === "numbers";
      if (isControl) notices.push(dataNotices.controlLeftOut(source, column.column, contents.values[0]));
      else left.push({ column: column.column, why: reason });
    } else left.push({ column: column.column, why: reason });
  }
  if (left.length > toldApart) notices.push(dataNotices.columnsIgnored(source, left));
  else for (const { column, why } of left) notices.push(dataNotices.columnIgnored(source, column, why));
  const organic = columns.filter(
    ({ column, role }) => role === "control" && !controlsSaid && looked.meaning(column).meaning === "organic",
  );
  for (const { column } of organic) notices.push(dataNotices.organicControl(source, column));
}
