// The columns of an event file as typed SQL: the user as text, the day as a number, money in whole cents, counts as whole numbers;
// and for each the condition under which a cell cannot be read.

import { eventColumnKind, type malformedMust } from "../../problems/aggregate-problems.ts";
import type { Problem } from "../../problems/problem.ts";
import { columnFor, type EventFile, type SourceColumn } from "./event-files.ts";
import type { AggregateSpecification } from "./specification.ts";

export interface TypedColumn {
  readonly name: string;
  readonly value: string;
  /** SQL condition, never null. */
  readonly malformed: string;
  readonly must: keyof typeof malformedMust;
}

export interface TypedColumns {
  readonly user: TypedColumn;
  readonly day: TypedColumn;
  /** SQL of the channel's name in the events; needed only for measures that are split by channel. */
  readonly channel: string | undefined;
  /** In the order of the specification. */
  readonly measures: readonly TypedColumn[];
}

/** The typed columns of a file; a problem for each that is missing or of a kind that cannot be read. */
export function typedColumns(file: EventFile, { columns, measures }: AggregateSpecification): TypedColumns | Problem[] {
  const problems: Problem[] = [];
  const find = <T>(role: string, name: string, read: (column: SourceColumn) => T | string): T | undefined => {
    const column = columnFor(file, role, name);
    const result = "code" in column ? column : read(column);
    if (typeof result === "string" && !("code" in column)) {
      problems.push(eventColumnKind(file.path, column.name, column.type, result));
    } else if (typeof result === "object" && result !== null && "code" in result) problems.push(result as Problem);
    else return result as T;
    return undefined;
  };
  const user = find("columns.user", columns.user, userColumn);
  const day = find("columns.time", columns.time, dayColumn);
  const channel = measures.some(({ byChannel }) => byChannel)
    ? find("columns.channel", columns.channel, (column) => [textOf(column)])
    : undefined;
  const typed = measures.map(({ name, column, kind }) =>
    find(`measures.${name}.column`, column, kind === "money" ? moneyColumn : countColumn),
  );
  if (problems.length > 0 || user === undefined || day === undefined) return problems;
  return { user, day, channel: channel?.[0], measures: typed as readonly TypedColumn[] };
}

const textOf = ({ sql }: SourceColumn): string => `nullif(trim(CAST(${sql} AS VARCHAR)), '')`;
const numeric = /^(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|DECIMAL\(.*\)|FLOAT|DOUBLE)$/;

function userColumn(column: SourceColumn): TypedColumn | string {
  // Numbers with fractions are written differently by different files; the same user would count as two.
  if (!/^(VARCHAR|UUID|U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|ENUM\(.*\))$/.test(column.type))
    return "text or whole numbers";
  const value = textOf(column);
  return { name: column.name, value, malformed: `${value} IS NULL`, must: "user" };
}

/** Days since 1970-01-01. The day is the one that is written: an offset such as +02:00 is not applied; instants of Parquet count in UTC. */
function dayColumn(column: SourceColumn): TypedColumn | string {
  const time = column.type === "VARCHAR" ? `TRY_CAST(${textOf(column)} AS TIMESTAMP)` : column.sql;
  if (column.type !== "VARCHAR" && !/^(DATE|TIMESTAMP.*)$/.test(column.type)) return "dates or times";
  const value = `CASE WHEN isfinite(${time}) THEN datediff('day', DATE '1970-01-01', CAST(${time} AS DATE)) END`;
  return { name: column.name, value, malformed: `(${value}) IS NULL`, must: "time" };
}

/** Whole cents, halves rounded away from zero; an empty cell is 0. */
function moneyColumn(column: SourceColumn): TypedColumn | string {
  const text = column.type === "VARCHAR" ? textOf(column) : column.sql;
  if (column.type !== "VARCHAR" && !numeric.test(column.type)) return "numbers";
  const decimal = `TRY_CAST(${text} AS DECIMAL(18, 2))`;
  return {
    name: column.name,
    value: `coalesce(CAST(${decimal} * 100 AS BIGINT), 0)`,
    malformed: `(${text} IS NOT NULL AND ${decimal} IS NULL)`,
    must: "money",
  };
}

/** A whole number, or true and false as 1 and 0; an empty cell is 0. */
function countColumn(column: SourceColumn): TypedColumn | string {
  const { sql, name, type } = column;
  if (type === "BOOLEAN")
    return { name, value: `coalesce(CAST(${sql} AS BIGINT), 0)`, malformed: "false", must: "count" };
  if (type !== "VARCHAR" && !numeric.test(type)) return "whole numbers, or true and false";
  const text = type === "VARCHAR" ? textOf(column) : sql;
  const number = `TRY_CAST(${text} AS DECIMAL(18, 3))`;
  const decimal =
    type === "VARCHAR"
      ? `CASE lower(${text}) WHEN 'true' THEN 1.000 WHEN 'false' THEN 0.000 ELSE ${number} END`
      : number;
  return {
    name,
    value: `coalesce(CAST(${decimal} AS BIGINT), 0)`,
    malformed: `(${text} IS NOT NULL AND coalesce(${decimal} <> trunc(${decimal}), true))`,
    must: "count",
  };
}
