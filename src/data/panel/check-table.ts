// A table to media data: every check of columns, calendar and values, with all problems told at once.

import { sum } from "../../numerics/index.ts";
import {
  dataNotices,
  driverNotices,
  driverProblems,
  limitProblems,
  panelProblems,
  valueProblems,
} from "../../problems/catalog.ts";
import { CarryoverError } from "../../problems/problem.ts";
import type { ReadingValues } from "../../settings/index.ts";
import { cadences } from "./cadence.ts";
import { type Calendar, readCalendar } from "./calendar.ts";
import { checkNoGeos, checkPanel, geosOfPanel, withinGeos } from "./check-panel.ts";
import { findDependences } from "./collinear.ts";
import { drivingSeries, pricePerUnit } from "./drivers.ts";
import { type ColumnOverrides, findColumns, columnsWithNoise } from "./columns.ts";
import { currencyOf } from "../roles/index.ts";
import type { HasGeos } from "./geos.ts";
import { widened } from "./long-table.ts";
import { judge } from "./judge-controls.ts";
import { spreadNational } from "./national-columns.ts";
import { checkNationalRows } from "./national-rows.ts";
import { nationalSpend } from "./national-spend.ts";
import type { ChannelData, ControlData, MediaData, TargetData } from "./media-data.ts";
import { readingNotices, readTable, type Table } from "../reading/index.ts";
import { type Findings, isConstant, readControl, readDriver, readSpend, readTarget, readWorth } from "./series.ts";

/** Total spend above this many times total revenue looks like another unit. */
const spendPerRevenue = 10;
/** Total revenue above this many times total spend looks like spend that was scaled, to lie between 0 and 1 for instance. */
const revenuePerSpend = 1000;
/** With fewer rows for each parameter than this, priors decide much of what is found. */
const rowsPerParameter = 1.25;

/**
 * Checks a table and puts it in order of time, geo after geo.
 *
 * @throws CarryoverError with all problems of the table (the first 20, then how many more)
 */
export function checkTable(read: Table, overrides: ColumnOverrides = {}): MediaData {
  const { typed = {} } = overrides;
  const said = { date: typed.date ?? overrides.date, geo: typed.geo ?? overrides.geo };
  const table = spreadNational(widened(read, said), said);
  const found = findColumns(table, overrides);
  const findings: Findings = { problems: [...found.problems], notices: [...table.notices, ...found.notices] };
  const { date, geo, target: targetColumn, channels: channelColumns, controls: controlColumns } = found.roles;

  const noised = columnsWithNoise(
    overrides,
    table.columns.map(({ name }) => name),
  );
  const isNoised = (column: string): boolean => noised.includes(column);
  const calendar =
    date === undefined
      ? undefined
      : readCalendar(table, date, findings.problems, findings.notices, overrides.dateFormat, geo);
  if (geo !== undefined && calendar !== undefined) checkNationalRows(table, geo, calendar, found.roles, findings);
  const inOrder = (values: Float64Array, absent: number): Float64Array =>
    calendar === undefined ? values : Float64Array.from(calendar.order, (row) => (row < 0 ? absent : values[row]));
  const targetValues =
    targetColumn === undefined
      ? undefined
      : readTarget(table, targetColumn, isNoised(targetColumn.column), findings, geo !== undefined);
  const spent = channelColumns.flatMap((channel): ChannelData[] => {
    const { name, column, driver, organic } = channel;
    const spend = organic === true ? undefined : readSpend(table, channel, isNoised(column), findings, geo);
    if (spend === undefined && organic === undefined) return [];
    const values = driver === undefined ? undefined : readDriver(table, driver, isNoised(driver), findings, spend);
    if (driver === undefined) return spend === undefined ? [] : [{ name, column, spend: inOrder(spend, 0) }];
    if (values === undefined) return [];
    const driven = { column: driver, values: inOrder(values, 0) };
    const cost = spend === undefined ? new Float64Array(driven.values.length) : inOrder(spend, 0);
    return [{ name, column, spend: cost, driver: driven, ...(organic === undefined ? {} : { organic }) }];
  });
  const candidates = controlColumns.flatMap((name): ControlData[] => {
    const values = readControl(table, name, findings);
    return values === undefined ? [] : [{ name, values: inOrder(values, Number.NaN) }];
  });
  const populationSaid = typeof found.said.population === "object" ? found.said.population : undefined;
  const geos = geo && calendar && geosOfPanel(table, geo, calendar, populationSaid ?? found.roles.population, findings);
  if (geo === undefined) checkNoGeos(table, found.said, findings);
  const channels =
    geos === undefined || calendar === undefined
      ? spent
      : nationalSpend(table, { geos, calendar }, spent, found.said, findings);
  if (calendar !== undefined) checkLength(table, calendar, channels, candidates.length, targetValues, findings);
  if (findings.problems.length > 0 || !calendar || !date || !targetColumn || !targetValues) {
    throw new CarryoverError(limitProblems(findings.problems));
  }
  const { column: name, kind } = targetColumn;
  const worth = found.roles.worth === undefined ? undefined : readWorth(table, found.roles.worth, findings);
  if (found.said.worth !== undefined && found.said.worth !== "none" && kind === "revenue") {
    findings.problems.push(driverProblems.worthOfRevenue(table.source, found.said.worth, name));
  }
  const target: TargetData = {
    name,
    kind,
    values: inOrder(targetValues, Number.NaN),
    ...(worth === undefined ? {} : { worth: { column: found.roles.worth ?? "", values: inOrder(worth, Number.NaN) } }),
  };
  if (worth !== undefined) {
    findings.notices.push(driverNotices.worthTaken(table.source, found.roles.worth ?? "", name));
  }
  const panel = geos && { geos, calendar, target, columns: found.columns, overrides: found.said };
  const varied = panel === undefined ? found : checkPanel(table, panel, candidates, findings);
  const judged = judge(
    { source: table.source, calendar, channels, target, columns: varied.columns },
    "controls" in varied ? varied.controls : candidates,
    findings,
  );
  const { controls, columns } = judged;
  if (findings.problems.length > 0) throw new CarryoverError(limitProblems(findings.problems));
  const used = [
    targetColumn.column,
    ...channelColumns.flatMap(({ column, driver = column }) => [column, driver]),
    ...controls.map((control) => control.name),
  ];
  findings.notices.push(...readingNotices(table, used));
  warnOfDependences(table, { rows: calendar.rows, ...(geos && { geos }) }, channels, controls, findings);
  if (target.kind === "revenue") warnOfUnits(table, channels, target.values, findings);
  const driven = channels.filter(({ driver }) => driver !== undefined);
  if (driven.length > 0) findings.notices.push(driverNotices.driversTaken(table.source, driven.map(toldDriver)));
  const { source, hash } = table;
  const { cadence, rows, labels: dates, weekIndex } = calendar;
  const currency = currencyOf(table, [target.name, ...channels.map(({ column }) => column)]);
  const data = {
    source,
    hash,
    rows,
    ...(geo === undefined || geos === undefined ? {} : { geos, geoColumn: geo.column }),
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

/** What is told of a channel that another column than its spend drives. */
function toldDriver(channel: ChannelData): driverNotices.ToldDriver {
  const { name, column, driver, organic } = channel;
  const told = { name, driver: driver!.column };
  return organic === true ? told : { ...told, spend: column, price: pricePerUnit(channel) };
}

/** Reads and checks a CSV, Parquet or Excel file. */
export async function readMediaData(
  path: string,
  overrides: ColumnOverrides = {},
  reading: ReadingValues = {},
): Promise<MediaData> {
  return checkTable(await readTable(path, reading), { dateFormat: reading.date_format, ...overrides });
}

function checkLength(
  table: Table,
  calendar: Calendar,
  channels: readonly ChannelData[],
  controls: number,
  target: Float64Array | undefined,
  findings: Findings,
): void {
  const { fewest, period, year } = cadences[calendar.cadence];
  const isPanel = calendar.spans.length > 1;
  const rows = isPanel ? calendar.rows : table.rows;
  if (rows < fewest) {
    const tooFew = isPanel ? panelProblems.tooFewDates : valueProblems.tooFewRows;
    findings.problems.push(tooFew(table.source, rows, fewest, period));
    return;
  }
  if (period === "month" || period === "quarter") {
    findings.notices.push(dataNotices.coarseRows(table.source, rows, period));
  }
  if (rows < year) findings.notices.push(dataNotices.shortHistory(table.source, rows, period));
  // Decay, slope, half-saturation and coefficient of each channel; intercept, noise and one pair of season waves.
  const parameters = 4 * channels.length + controls + 4 + (calendar.spans.length - 1);
  const known = isPanel && target !== undefined ? target.filter((value) => !Number.isNaN(value)).length : rows;
  if (known < rowsPerParameter * parameters) {
    const smallest = channels.toSorted((a, b) => sum(a.spend) - sum(b.spend)).slice(0, 2);
    const names = smallest.map(({ name }) => name);
    findings.notices.push(dataNotices.fewRowsPerParameter(table.source, known, parameters, names));
  }
}

function warnOfDependences(
  table: Table,
  data: HasGeos,
  channels: readonly ChannelData[],
  controls: readonly ControlData[],
  { notices }: Findings,
): void {
  const within = data.geos === undefined ? (values: Float64Array) => values : withinGeos(data);
  const columns = [
    ...channels.map((channel) => ({ column: channel.column, values: within(drivingSeries(channel), true) })),
    ...controls.map(({ name, values }) => ({ column: name, values: within(values, false) })),
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
  const earned = sum(revenue.filter((value) => !Number.isNaN(value)));
  if (spend > spendPerRevenue * earned) notices.push(dataNotices.unitsDiffer(table.source, spend, earned));
  else if (spend < earned / revenuePerSpend) notices.push(dataNotices.spendIsTiny(table.source, spend, earned));
}
