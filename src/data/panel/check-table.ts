// A table to media data: every check of columns, calendar and values, with all problems told at once.

import { sum } from "../../numerics/index.ts";
import { dataNotices, limitProblems, valueProblems } from "../../problems/catalog.ts";
import { CarryoverError } from "../../problems/problem.ts";
import type { ReadingValues } from "../../settings/index.ts";
import { cadences } from "./cadence.ts";
import { type Calendar, readCalendar } from "./calendar.ts";
import { findDependences } from "./collinear.ts";
import { type ColumnOverrides, findColumns, columnsWithNoise } from "./columns.ts";
import { type ColumnRole, currencyOf, judgeControls } from "../roles/index.ts";
import type { ChannelData, ControlData, MediaData } from "./media-data.ts";
import { readingNotices, readTable, type Table } from "../reading/index.ts";
import { type Findings, isConstant, readControl, readImpressions, readSpend, readTarget } from "./series.ts";

/** Total spend above this many times total revenue looks like another unit. */
const spendPerRevenue = 10;
/** Total revenue above this many times total spend looks like spend that was scaled, to lie between 0 and 1 for instance. */
const revenuePerSpend = 1000;
/** With fewer rows for each parameter than this, priors decide much of what is found. */
const rowsPerParameter = 1.25;

/**
 * Checks a table and puts it in order of time.
 *
 * @throws CarryoverError with all problems of the table (the first 20, then how many more)
 */
export function checkTable(table: Table, overrides: ColumnOverrides = {}): MediaData {
  const found = findColumns(table, overrides);
  const findings: Findings = { problems: [...found.problems], notices: [...table.notices, ...found.notices] };
  const { date, target: targetColumn, channels: channelColumns, controls: controlColumns } = found.roles;

  const noised = columnsWithNoise(
    overrides,
    table.columns.map(({ name }) => name),
  );
  const isNoised = (column: string): boolean => noised.includes(column);
  const calendar =
    date === undefined
      ? undefined
      : readCalendar(table, date, findings.problems, findings.notices, overrides.dateFormat);
  const inOrder = (values: Float64Array): Float64Array =>
    calendar === undefined ? values : Float64Array.from(calendar.order, (row) => values[row]);
  const targetValues =
    targetColumn === undefined ? undefined : readTarget(table, targetColumn, isNoised(targetColumn.column), findings);
  const channels = channelColumns.flatMap((channel): ChannelData[] => {
    const spend = readSpend(table, channel, isNoised(channel.column), findings);
    const impressions =
      channel.impressions === undefined
        ? undefined
        : readImpressions(table, channel.impressions, isNoised(channel.impressions), findings);
    if (spend === undefined) return [];
    const { name, column } = channel;
    const data: ChannelData = { name, column, spend: inOrder(spend) };
    return [impressions === undefined ? data : { ...data, impressions: inOrder(impressions) }];
  });
  const candidates = controlColumns.flatMap((name): ControlData[] => {
    const values = readControl(table, name, findings);
    return values === undefined ? [] : [{ name, values: inOrder(values) }];
  });
  if (calendar !== undefined) checkLength(table, calendar, channels, candidates.length, findings);
  if (findings.problems.length > 0 || !calendar || !date || !targetColumn || !targetValues) {
    throw new CarryoverError(limitProblems(findings.problems));
  }
  const target = { name: targetColumn.column, kind: targetColumn.kind, values: inOrder(targetValues) };
  const judged = judge(
    { source: table.source, calendar, channels, target, columns: found.columns },
    candidates,
    findings,
  );
  const { controls, columns } = judged;
  const used = [
    targetColumn.column,
    ...channelColumns.flatMap(({ column, impressions = column }) => [column, impressions]),
    ...controls.map(({ name }) => name),
  ];
  findings.notices.push(...readingNotices(table, used));
  warnOfDependences(table, channels, controls, findings);
  if (target.kind === "revenue") warnOfUnits(table, channels, target.values, findings);
  const { source, hash, rows } = table;
  const { cadence, labels: dates, weekIndex } = calendar;
  const currency = currencyOf(table, [target.name, ...channels.map(({ column }) => column)]);
  const data = {
    source,
    hash,
    rows,
    cadence,
    dateColumn: date,
    dates,
    weekIndex,
    channels,
    target,
    controls,
    columns,
    ...(currency === undefined ? {} : { currency }),
  };
  const notices = findings.notices;
  return calendar.dayOfYear === undefined ? { ...data, notices } : { ...data, dayOfYear: calendar.dayOfYear, notices };
}

/** Reads and checks a CSV, Parquet or Excel file. */
export async function readMediaData(
  path: string,
  overrides: ColumnOverrides = {},
  reading: ReadingValues = {},
): Promise<MediaData> {
  return checkTable(await readTable(path, reading), { dateFormat: reading.date_format, ...overrides });
}

interface ToJudge extends Pick<MediaData, "source" | "channels" | "target"> {
  readonly calendar: Calendar;
  readonly columns: readonly ColumnRole[];
}

/** Leaves out controls that regressions show to be none, unless the user listed them, and warns of others. */
function judge(
  { source, calendar, channels, target, columns }: ToJudge,
  candidates: readonly ControlData[],
  { notices }: Findings,
): { readonly controls: readonly ControlData[]; readonly columns: readonly ColumnRole[] } {
  const roleOf = (column: string): ColumnRole | undefined => columns.find((role) => role.column === column);
  const found = judgeControls({
    target: { column: target.name, values: target.values },
    channels: channels.map(({ name, column, spend }) => ({ name, column, values: spend })),
    controls: candidates.map(({ name, values }) => {
      return { column: name, values, confidence: roleOf(name)?.confidence ?? "stated" };
    }),
    weeks: calendar.weekIndex,
    daily: calendar.cadence === "daily",
  });
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

function checkLength(
  table: Table,
  calendar: Calendar,
  channels: readonly ChannelData[],
  controls: number,
  findings: Findings,
): void {
  const { fewest, period, year } = cadences[calendar.cadence];
  if (table.rows < fewest) {
    findings.problems.push(valueProblems.tooFewRows(table.source, table.rows, fewest, period));
    return;
  }
  if (period === "month" || period === "quarter") {
    findings.notices.push(dataNotices.coarseRows(table.source, table.rows, period));
  }
  if (table.rows < year) findings.notices.push(dataNotices.shortHistory(table.source, table.rows, period));
  // Decay, slope, half-saturation and coefficient of each channel; intercept, noise and one pair of season waves.
  const parameters = 4 * channels.length + controls + 4;
  if (table.rows < rowsPerParameter * parameters) {
    const smallest = channels.toSorted((a, b) => sum(a.spend) - sum(b.spend)).slice(0, 2);
    const names = smallest.map(({ name }) => name);
    findings.notices.push(dataNotices.fewRowsPerParameter(table.source, table.rows, parameters, names));
  }
}

function warnOfDependences(
  table: Table,
  channels: readonly ChannelData[],
  controls: readonly ControlData[],
  { notices }: Findings,
): void {
  const columns = [
    ...channels.map(({ column, spend }) => ({ column, values: spend })),
    ...controls.map(({ name, values }) => ({ column: name, values })),
  ].filter(({ values }) => !isConstant(values));
  for (const { column, others, correlation } of findDependences(columns.map(({ values }) => values))) {
    const names = others.map((index) => columns[index].column);
    notices.push(
      correlation === undefined
        ? dataNotices.collinearColumns(table.source, columns[column].column, names)
        : dataNotices.collinearPair(table.source, names[0], columns[column].column, correlation),
    );
  }
}

function warnOfUnits(
  table: Table,
  channels: readonly ChannelData[],
  revenue: Float64Array,
  { notices }: Findings,
): void {
  const spend = channels.reduce((total, channel) => total + sum(channel.spend), 0);
  const earned = sum(revenue);
  if (spend > spendPerRevenue * earned) notices.push(dataNotices.unitsDiffer(table.source, spend, earned));
  else if (spend < earned / revenuePerSpend) notices.push(dataNotices.spendIsTiny(table.source, spend, earned));
}
