// What a trade-off study takes of a table: dates, spend that is public, and controls that were named. Nothing else is looked at.

import { checkTable, findColumns, findGeo, isDateName, periodOf } from "../../data/panel/index.ts";
import type { NumberColumn, Table } from "../../data/reading/index.ts";
import type { PublicShape } from "../../studies/tradeoff/index.ts";
import { CarryoverError, exitCodes, type Problem } from "../../problems/problem.ts";
import { badTypical, columnsNotReleasable, typicalMissing } from "../../problems/tradeoff-problems.ts";
import { readWithheld } from "../release/index.ts";
import { panelsNotTraded } from "../../problems/panel-problems.ts";
import { sum } from "../../numerics/index.ts";

export interface ShapeRequest {
  readonly data: string;
  /** Columns to be noised; undefined: the target. */
  readonly columns: readonly string[] | undefined;
  readonly controls: readonly string[];
  readonly typical: ReadonlyMap<string, number>;
  readonly variation: number;
  readonly granularity: number;
}

/** Revenue is taken to be this many times the spend where nobody says: marketing at a tenth of revenue. */
const targetPerSpend = 10;

/** @throws CarryoverError; none of its problems holds a value of a private column */
export async function readShape(request: ShapeRequest): Promise<PublicShape & { readonly noised: readonly string[] }> {
  const { data: path, controls, typical, variation, granularity } = request;
  const table = await readWithheld(path);
  const { roles, problems } = findColumns(namesOf(table), { controls });
  const { date, target } = roles;
  if (problems.length > 0 || date === undefined || target === undefined) throw new CarryoverError(problems);
  const spendColumns = roles.channels.map(({ column }) => column);
  const geo = findGeo(labelsOf(table), { date, taken: [] }, []);
  if (geo !== undefined) {
    throw new CarryoverError([panelsNotTraded(path, geo.column, geo.names.length)], exitCodes.usage);
  }
  const releasable = [target.column, ...spendColumns];
  const noised = request.columns ?? [target.column];
  checkNames(noised, releasable, typical, path);

  const made = placeholders(table, [target.column, ...noised]);
  const kept: Table = {
    ...table,
    alike: [],
    columns: [
      ...made,
      ...table.columns.filter(({ name }) => [date, ...spendColumns, ...controls].includes(name)),
    ].filter(({ name }, index, all) => all.findIndex((other) => other.name === name) === index),
  };
  const checked = checkTable(kept, {
    date,
    target: target.column,
    targetKind: target.kind,
    channels: spendColumns,
    controls,
  });
  const channels = checked.channels.map(({ column, spend }) => ({
    column,
    spend: noised.includes(column) ? undefined : spend,
    typical: typical.get(column) ?? sum(spend) / spend.length,
  }));
  const spent = channels.reduce((sum, channel) => sum + channel.typical, 0);
  return {
    source: path,
    date: {
      column: checked.dateColumn,
      labels: checked.dates,
      period: periodOf(checked.cadence),
    },
    target: { column: target.column, kind: target.kind },
    channels,
    controls: checked.controls.map(({ name, values }) => ({ column: name, values })),
    typicalTarget: typical.get(target.column) ?? roundedTo(targetPerSpend * spent, 2),
    ...(typical.has(target.column)
      ? {}
      : { guess: `a guess, ${targetPerSpend} times the spend: say it with --typical ${target.column}=AMOUNT` }),
    variation,
    granularity,
    noised,
  };
}

/** The table with numbers that say nothing in place of all but dates: what a column is for is found from its name. */
function namesOf(table: Table): Table {
  const isDate = ({ name, values }: Table["columns"][number]): boolean =>
    isDateName(name) || (typeof values[0] === "string" && dateForm.test(values[0]));
  return {
    ...table,
    alike: [],
    columns: table.columns.map((column, index) =>
      isDate(column)
        ? column
        : {
            kind: "number",
            name: column.name,
            values: Float64Array.from({ length: table.rows }, (_, row) => 1 + ((7919 * row + 4729 * index) % 1009) / 7),
          },
    ),
  };
}

/** Dates and columns of text, by which a panel is known. */
function labelsOf(table: Table): Table {
  return { ...table, columns: table.columns.filter(({ kind, name }) => kind === "text" || isDateName(name)) };
}

const dateForm = /^(\d{4}([-/.])\d{1,2}\2\d{1,2}|\d{1,2}([-/.])\d{1,2}\3\d{2,4})\b/;

/** Columns whose values are private, with numbers that say nothing in their place. */
function placeholders(table: Table, names: readonly string[]): readonly NumberColumn[] {
  return names.map((name) => ({
    kind: "number",
    name,
    values: Float64Array.from({ length: table.rows }, (_, row) => row + 1),
  }));
}

function checkNames(
  noised: readonly string[],
  releasable: readonly string[],
  typical: ReadonlyMap<string, number>,
  path: string,
): void {
  const problems: Problem[] = [];
  const [target] = releasable;
  const unknown = noised.filter((name) => !releasable.includes(name));
  if (unknown.length > 0) problems.push({ ...columnsNotReleasable(unknown, releasable), where: path });
  const useless = [...typical.keys()].filter((name) => name !== target && !noised.includes(name));
  if (useless.length > 0) problems.push(badTypical(useless.join(", ")));
  const missing = noised.filter((name) => name !== target && releasable.includes(name) && !typical.has(name));
  if (missing.length > 0) problems.push(typicalMissing(missing));
  if (problems.length > 0) throw new CarryoverError(problems, exitCodes.usage);
}

/** A guess need not look exact. */
function roundedTo(value: number, digits: number): number {
  return Number(value.toPrecision(digits));
}
