// Controls that regressions show to be none are left out, unless the user listed them; of others the user is warned.

import { dataNotices } from "../../problems/catalog.ts";
import { type ColumnRole, type JudgedControl, judgeControls } from "../roles/index.ts";
import type { Calendar } from "./calendar.ts";
import type { ControlData, MediaData } from "./media-data.ts";
import type { Findings } from "./series.ts";

/** A geo is judged from as many rows on in which its target is known: with fewer, what is found there is chance. */
const fewestRows = 26;
/** So many geos are judged, those with the most known rows first: what a control is does not depend on the place. */
const mostGeos = 12;

interface ToJudge extends Pick<MediaData, "source" | "channels" | "target"> {
  readonly calendar: Calendar;
  readonly columns: readonly ColumnRole[];
}

/** Leaves out controls that regressions show to be none, unless the user listed them, and warns of others. */
export function judge(
  { source, calendar, channels, target, columns }: ToJudge,
  candidates: readonly ControlData[],
  { notices }: Findings,
): { readonly controls: readonly ControlData[]; readonly columns: readonly ColumnRole[] } {
  const roleOf = (column: string): ColumnRole | undefined => columns.find((role) => role.column === column);
  const judgeRows = (rows: (values: Float64Array) => Float64Array): readonly JudgedControl[] =>
    judgeControls({
      target: { column: target.name, values: rows(target.values) },
      channels: channels.map(({ name, column, spend }) => ({ name, column, values: rows(spend) })),
      controls: candidates.map(({ name, values }) => {
        return { column: name, values: rows(values), confidence: roleOf(name)?.confidence ?? "stated" };
      }),
      weeks: calendar.spans.length > 1 ? rows(repeated(calendar)) : calendar.weekIndex,
      daily: calendar.cadence === "daily",
    });
  const found = calendar.spans.length > 1 ? inMostGeos(calendar, target.values, judgeRows) : judgeRows((rows) => rows);
  const instead = new Map<string, ColumnRole>();
  for (const { columns: names, finding, role, share, by } of found) {
    const notice = dataNotices.judgedControls(source, names, finding, role !== undefined, share, by);
    notices.push(notice);
    const channel = role === "exposure" ? { channel: by[0] } : {};
    const reason = dataNotices.judgedReason(finding, share, by);
    if (role === undefined) continue;
    for (const column of names) instead.set(column, { column, role, confidence: "medium", reason, ...channel });
  }
  return {
    controls: candidates.filter(({ name }) => !instead.has(name)),
    columns: columns.map((role) => instead.get(role.column) ?? role),
  };
}

/** The weeks of the calendar once for each geo. */
function repeated({ weekIndex, spans }: Calendar): Float64Array {
  const weeks = new Float64Array(spans.length * weekIndex.length);
  spans.forEach((_, geo) => weeks.set(weekIndex, geo * weekIndex.length));
  return weeks;
}

/** What is found in more than half of the geos; each is judged as a national table is. The share is the smallest of these. */
function inMostGeos(
  { rows, spans }: Calendar,
  target: Float64Array,
  judgeRows: (rows: (values: Float64Array) => Float64Array) => readonly JudgedControl[],
): readonly JudgedControl[] {
  const known = spans.map((_, geo) => {
    const cells = Array.from({ length: rows }, (_cell, t) => geo * rows + t);
    return cells.filter((cell) => !Number.isNaN(target[cell]));
  });
  const judged = known
    .filter((cells) => cells.length >= fewestRows)
    .toSorted((a, b) => b.length - a.length)
    .slice(0, mostGeos)
    .map((cells) => judgeRows((values) => Float64Array.from(cells, (cell) => values[cell])));
  const findings = new Map<string, JudgedControl[]>();
  for (const finding of judged.flat()) {
    const key = JSON.stringify([finding.columns, finding.finding, finding.role]);
    findings.set(key, [...(findings.get(key) ?? []), finding]);
  }
  return [...findings.values()].flatMap((alike) => {
    if (2 * alike.length <= judged.length) return [];
    return alike.toSorted((a, b) => a.share - b.share).slice(0, 1);
  });
}
