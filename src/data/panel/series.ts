// Checks of whole series: spend, drivers, target and controls.

import { dataNotices, driverNotices, driverProblems, panelProblems, valueProblems } from "../../problems/catalog.ts";
import type { Notice } from "../../problems/notice.ts";
import type { Problem } from "../../problems/problem.ts";
import { CellProblems, numbersOf, cellOf, type Table } from "../reading/index.ts";
import type { ChannelColumns, ColumnRoles } from "./columns.ts";
import type { GeoRows } from "./geos.ts";

/** A channel with spend in fewer rows than this is told to be rarely spent: its curve has hardly any points. */
const fewestActiveRows = 5;
/** Spend this many times the median of the rows with spend looks like another unit. */
const unusualFactor = 100;

/** Where findings of a check go. */
export interface Findings {
  readonly problems: Problem[];
  readonly notices: Notice[];
}

/**
 * A channel's spend in the table's order, or undefined when it cannot be used. Only `noised` spend may be negative.
 * @param geos of a panel: what is unusual in one geo may be usual in a larger one
 */
export function readSpend(
  table: Table,
  { column }: ChannelColumns,
  noised: boolean,
  { problems, notices }: Findings,
  geos?: GeoRows,
): Float64Array | undefined {
  const spend = numbersOf(table, column, "channel", problems);
  if (spend === undefined) return undefined;
  if (!noised && !notNegative(table, column, "Spend", spend, problems)) return undefined;
  const active = spend.filter((value) => value > 0).sort();
  if (active.length === 0) {
    problems.push(valueProblems.neverSpent(table.source, column));
    return undefined;
  }
  if (isConstant(spend)) notices.push(dataNotices.constantSpend(table.source, column, spend[0]));
  else if (active.length < fewestActiveRows) {
    notices.push(dataNotices.rarelySpent(table.source, column, active.length, table.rows));
  }
  const medians = geos === undefined ? [medianOf(active)] : mediansByGeo(spend, geos);
  const usual = (row: number): number => medians[geos === undefined ? 0 : geos.of[row]];
  const unusual = spend.findIndex((value, row) => value > unusualFactor * usual(row));
  if (unusual >= 0) {
    notices.push(dataNotices.unusualSpend(cellOf(table, unusual, column), spend[unusual], usual(unusual)));
  }
  return spend;
}

/** Of the values above 0 in each geo. */
function mediansByGeo(values: Float64Array, { names, of }: GeoRows): readonly number[] {
  const active: number[][] = names.map(() => []);
  values.forEach((value, row) => {
    if (value > 0) active[of[row]].push(value);
  });
  return active.map((own) => medianOf(Float64Array.from(own).sort()));
}

/** Of sorted values; NaN where there are none. */
function medianOf(sorted: Float64Array): number {
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
}

/**
 * What drives a channel in the table's order, or undefined when it cannot be used. Only `noised` values may be negative.
 * @param spend what it cost; undefined for organic media
 */
export function readDriver(
  table: Table,
  column: string,
  noised: boolean,
  { problems, notices }: Findings,
  spend: Float64Array | undefined,
): Float64Array | undefined {
  const values = numbersOf(table, column, "driver", problems);
  if (values === undefined) return undefined;
  if (!noised && !notNegative(table, column, "What drives a channel", values, problems)) return undefined;
  if (values.every((value) => value === 0)) {
    problems.push(driverProblems.driverNeverActive(table.source, column));
    return undefined;
  }
  if (isConstant(values)) notices.push(driverNotices.constantDriver(table.source, column));
  const unseen = spend === undefined ? 0 : spend.filter((value, row) => value > 0 && !(values[row] > 0)).length;
  if (unseen > 0) notices.push(driverNotices.spendWithoutDriver(table.source, column, unseen));
  return values;
}

/** The target in the table's order, NaN in empty cells of a panel, or undefined when it cannot be used. */
export function readTarget(
  table: Table,
  target: ColumnRoles["target"],
  noised: boolean,
  { problems, notices }: Findings,
  isPanel = false,
): Float64Array | undefined {
  const { column, kind } = target;
  const all = numbersOf(table, column, "target", problems, isPanel ? Number.NaN : undefined);
  if (all === undefined) return undefined;
  const values = isPanel ? all.filter((value) => !Number.isNaN(value)) : all;
  if (values.length === 0) {
    problems.push(panelProblems.targetEmpty(table.source, column));
    return undefined;
  }
  if (kind === "conversions" && !noised && !notNegative(table, column, "Conversions", all, problems)) return undefined;
  if (values.length > 1 && isConstant(values)) {
    problems.push(valueProblems.constantTarget(table.source, column, values[0]));
    return undefined;
  }
  const levels = [...new Set(values)];
  if (levels.length === 2 && values.length > 2) {
    notices.push(
      dataNotices.twoValuedTarget(
        table.source,
        column,
        levels.toSorted((a, b) => a - b),
      ),
    );
  }
  const negative = values.filter((value) => value < 0).length;
  if (negative > 0 && !noised) notices.push(dataNotices.negativeRevenue(table.source, column, negative));
  return all;
}

/** What one conversion is worth in each row of the table, or undefined when it cannot be used. */
export function readWorth(table: Table, column: string, { problems }: Findings): Float64Array | undefined {
  const values = numbersOf(table, column, "revenue per conversion", problems);
  if (values === undefined || !notNegative(table, column, "Revenue per conversion", values, problems)) return undefined;
  if (values.some((value) => value > 0)) return values;
  problems.push(driverProblems.worthless(table.source, column));
  return undefined;
}

/** A control in the table's order, or undefined when it cannot be used; a constant one was asked for, and is an error. */
export function readControl(table: Table, column: string, { problems }: Findings): Float64Array | undefined {
  const values = numbersOf(table, column, "control", problems);
  if (values === undefined) return undefined;
  if (!isConstant(values)) return values;
  problems.push(valueProblems.constantControl(table.source, column, values[0]));
  return undefined;
}

export function isConstant(values: Float64Array): boolean {
  return values.every((value) => value === values[0]);
}

function notNegative(table: Table, column: string, what: string, values: Float64Array, problems: Problem[]): boolean {
  const bad = new CellProblems(table, problems, column);
  values.forEach((value, row) => {
    if (value < 0) bad.add(row, valueProblems.negativeValue(cellOf(table, row, column), what, value));
  });
  bad.close();
  return bad.found === 0;
}
