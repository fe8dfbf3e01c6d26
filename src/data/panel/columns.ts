// Which column is what: found from the names, or said by the user.

import { columnProblems, dataNotices, nearest } from "../../problems/catalog.ts";
import { limitProblems } from "../../problems/limit.ts";
import type { Notice } from "../../problems/notice.ts";
import { CarryoverError, type Problem } from "../../problems/problem.ts";
import { looksLikeDates, mostlyNumbers, columnOf, type Table } from "../reading/index.ts";

export type TargetKind = "revenue" | "conversions";

/** What the user says about columns; what is left out is found from the names. Columns are named exactly as in the header. */
export interface ColumnOverrides {
  readonly date?: string;
  readonly target?: string;
  /** "conversions" for a column whose name contains that word, otherwise "revenue". */
  readonly targetKind?: TargetKind;
  /** Spend columns, in the order wanted; default every `spend_*` column in the table's order. */
  readonly channels?: readonly string[];
  /** Default: every other column of numbers, in the table's order. */
  readonly controls?: readonly string[];
  /** Columns published with noise, whose values may be negative. */
  readonly noised?: readonly string[];
}

export interface ChannelColumns {
  /** The column's name without `spend_`. */
  readonly name: string;
  readonly column: string;
  /** The column `impressions_<name>`, when there is one. */
  readonly impressions?: string;
}

export interface ColumnRoles {
  readonly date: string;
  readonly target: { readonly column: string; readonly kind: TargetKind };
  readonly channels: readonly ChannelColumns[];
  readonly controls: readonly string[];
}

/** Roles as far as they could be found, with what stood in the way. */
export interface FoundColumns {
  readonly roles: Partial<ColumnRoles> & Pick<ColumnRoles, "channels" | "controls">;
  readonly problems: readonly Problem[];
  readonly notices: readonly Notice[];
}

/** Names of date columns, the most telling first. */
const dateNames = ["date", "week", "day", "week_start", "week_starting", "date_week", "ds", "period", "time"];
const spendPrefix = "spend_";
const impressionsPrefix = "impressions_";
/** First words of a column name that often stand for spend. */
const spendWords = ["cost", "budget", "media", "adspend"];

/**
 * Finds date, target, channels and controls.
 *
 * @throws CarryoverError with every problem found: no such column, none for a role, or more than one
 */
export function detectColumns(
  table: Table,
  overrides: ColumnOverrides = {},
): ColumnRoles & { notices: readonly Notice[] } {
  const { roles, problems, notices } = findColumns(table, overrides);
  const { date, target } = roles;
  if (problems.length > 0 || date === undefined || target === undefined) {
    throw new CarryoverError(limitProblems(problems));
  }
  return { ...roles, date, target, notices };
}

/** As `detectColumns`, but hands problems back, so that they can be told together with those of the values. */
export function findColumns(table: Table, overrides: ColumnOverrides = {}): FoundColumns {
  const problems: Problem[] = [];
  const notices: Notice[] = [];
  const context: Context = { table, names: table.columns.map(({ name }) => name), overrides, problems, notices };
  const date = findDate(context);
  const target = findTarget(context, date);
  const channels = findChannels(context, [date, target?.column]);
  const controls = findControls(context, date, target?.column, channels);
  checkUsedTwice(context, date, target?.column, channels, controls);
  return {
    roles: { channels, controls, ...(date === undefined ? {} : { date }), ...(target === undefined ? {} : { target }) },
    problems,
    notices,
  };
}

interface Context {
  readonly table: Table;
  readonly names: readonly string[];
  readonly overrides: ColumnOverrides;
  readonly problems: Problem[];
  readonly notices: Notice[];
}

/** The named column, or a problem that says it is not there. */
function named(context: Context, role: string, name: string, prefix: string = ""): string | undefined {
  if (context.names.includes(name)) return name;
  const meant = prefix === "" ? undefined : sameName(context.names, prefix + name);
  context.problems.push(columnProblems.missingColumn(context.table.source, role, name, context.names, meant));
  return undefined;
}

function findDate(context: Context): string | undefined {
  const { table, names, overrides, problems, notices } = context;
  if (overrides.date !== undefined) return named(context, "date", overrides.date);
  const byName = dateNames.map((wanted) => names.filter((name) => name.toLowerCase() === wanted));
  const found = byName.find((candidates) => candidates.length > 0) ?? dateColumnsByContent(table);
  if (found.length > 1) {
    problems.push(columnProblems.ambiguousRole(table.source, "the date", found, "date"));
    return undefined;
  }
  if (found.length === 0) {
    problems.push(columnProblems.noDateColumn(table.source, names));
    return undefined;
  }
  for (const other of byName.flat()) {
    if (other !== found[0])
      notices.push(dataNotices.columnIgnored(table.source, other, `"${found[0]}" says which week a row is`));
  }
  return found[0];
}

function dateColumnsByContent(table: Table): string[] {
  return table.columns.flatMap((column) =>
    column.kind === "text" && looksLikeDates(column.values) ? [column.name] : [],
  );
}

function findTarget(context: Context, date: string | undefined): ColumnRoles["target"] | undefined {
  const { table, names, overrides, problems, notices } = context;
  const kindOf = (column: string): TargetKind =>
    overrides.targetKind ?? (column.toLowerCase().includes("conversions") ? "conversions" : "revenue");
  const revenue = names.filter((name) => name.toLowerCase() === "revenue");
  const conversions = names.filter((name) => name.toLowerCase() === "conversions");
  if (overrides.target !== undefined) {
    const column = named(context, "target", overrides.target);
    if (column === undefined) return undefined;
    for (const other of [...revenue, ...conversions]) {
      if (other !== column && !overrides.controls?.includes(other)) {
        notices.push(dataNotices.columnIgnored(table.source, other, `the target is "${column}"`));
      }
    }
    return { column, kind: kindOf(column) };
  }
  const found = revenue.length > 0 ? revenue : conversions;
  if (found.length > 1) {
    problems.push(columnProblems.ambiguousRole(table.source, "the target", found, "target"));
    return undefined;
  }
  if (found.length === 0) {
    problems.push(
      columnProblems.noTarget(
        table.source,
        names.filter((name) => name !== date),
      ),
    );
    return undefined;
  }
  if (revenue.length > 0) {
    for (const other of conversions) notices.push(dataNotices.revenueChosen(table.source, found[0], other));
  }
  return { column: found[0], kind: kindOf(found[0]) };
}

function findChannels(context: Context, taken: readonly (string | undefined)[]): ChannelColumns[] {
  const { table, names, overrides, problems } = context;
  const columns =
    overrides.channels === undefined
      ? names.filter((name) => startsWith(name, spendPrefix) && !taken.includes(name))
      : overrides.channels.flatMap((name) => named(context, "channel", name, spendPrefix) ?? []);
  if (overrides.channels?.length === 0) problems.push(columnProblems.noChannelsListed(table.source));
  else if (columns.length === 0 && overrides.channels === undefined) {
    const similar = names.find((name) => !taken.includes(name) && meantSpend(name) !== undefined);
    problems.push(columnProblems.noSpendColumn(table.source, names, similar));
  }
  const channels = columns.map((column): ChannelColumns => {
    const name = startsWith(column, spendPrefix) ? column.slice(spendPrefix.length) : column;
    if (name === "") problems.push(columnProblems.unnamedChannel(table.source, column));
    const impressions = sameName(names, impressionsPrefix + name);
    return impressions === undefined ? { name, column } : { name, column, impressions };
  });
  for (const [index, { name }] of channels.entries()) {
    const same = channels.filter((channel) => channel.name === name);
    if (same.length > 1 && same[0] === channels[index] && same[0].column !== same[1].column) {
      problems.push(
        columnProblems.duplicateChannel(
          table.source,
          name,
          same.map(({ column }) => column),
        ),
      );
    }
  }
  return channels;
}

function findControls(
  context: Context,
  date: string | undefined,
  target: string | undefined,
  channels: readonly ChannelColumns[],
): string[] {
  const { table, names, overrides, notices } = context;
  const chosen = overrides.controls?.flatMap((name) => named(context, "control", name) ?? []);
  const used = new Set([date, target, ...channels.flatMap(({ column, impressions }) => [column, impressions])]);
  const ignored = (name: string, why: string): void =>
    void notices.push(dataNotices.columnIgnored(table.source, name, why));
  const controls: string[] = [];
  for (const name of names) {
    const lower = name.toLowerCase();
    if (used.has(name) || dateNames.includes(lower) || lower === "revenue" || lower === "conversions") continue;
    if (chosen?.includes(name)) continue;
    if (startsWith(name, spendPrefix)) ignored(name, 'it is not listed in "channels"');
    else if (startsWith(name, impressionsPrefix)) {
      notices.push(
        dataNotices.impressionsWithoutSpend(table.source, name, spendPrefix + name.slice(impressionsPrefix.length)),
      );
    } else if (chosen !== undefined) ignored(name, 'it is not listed in "controls"');
    else if (!mostlyNumbers(columnOf(table, name)!, table.decimal)) ignored(name, "it holds text");
    else {
      const meant = meantSpend(name);
      if (meant !== undefined) notices.push(dataNotices.lookalikeControl(table.source, name, meant));
      controls.push(name);
    }
  }
  return chosen ?? controls;
}

function checkUsedTwice(
  context: Context,
  date: string | undefined,
  target: string | undefined,
  channels: readonly ChannelColumns[],
  controls: readonly string[],
): void {
  const roles = new Map<string, string[]>();
  const use = (name: string | undefined, role: string): void => {
    if (name !== undefined) roles.set(name, [...(roles.get(name) ?? []), role]);
  };
  use(date, "date");
  use(target, "target");
  for (const { column } of channels) use(column, "channel");
  for (const column of controls) use(column, "control");
  for (const [name, uses] of roles) {
    if (uses.length > 1) context.problems.push(columnProblems.columnUsedTwice(context.table.source, name, uses));
  }
}

function startsWith(name: string, prefix: string): boolean {
  return name.toLowerCase().startsWith(prefix);
}

function sameName(names: readonly string[], wanted: string): string | undefined {
  return names.find((name) => name === wanted) ?? names.find((name) => name.toLowerCase() === wanted.toLowerCase());
}

/** `spend_TV` for names such as `spent_TV`, `cost_TV`, `spendTV` or `TV_spend`; undefined for other names. */
function meantSpend(name: string): string | undefined {
  const [first, ...rest] = name.split(/[_\s.-]+/);
  if (rest.length > 0) {
    const last = rest.at(-1)!;
    if (nearest(first, ["spend"]) !== undefined || spendWords.includes(first.toLowerCase())) {
      return spendPrefix + rest.join("_");
    }
    if (nearest(last, ["spend"]) !== undefined || spendWords.includes(last.toLowerCase())) {
      return spendPrefix + [first, ...rest.slice(0, -1)].join("_");
    }
  } else if (/^spend./i.test(name)) return spendPrefix + name.slice("spend".length);
  return undefined;
}
