// Which column is what: said by the user, or found from names and contents (data/roles).

import { columnProblems, panelNotices, panelProblems } from "../../problems/catalog.ts";
import { limitProblems } from "../../problems/limit.ts";
import type { Notice } from "../../problems/notice.ts";
import { CarryoverError, type Problem } from "../../problems/problem.ts";
import { type Table } from "../reading/index.ts";
import { quote } from "../../words/index.ts";
import { findDateColumn, isDateName } from "./date-column.ts";
import { type FoundGeo, findGeo } from "./geo-column.ts";
import { pairDrivers } from "./drivers.ts";
import { type GeoRows, isOneByGeo } from "./geos.ts";
import { geosInNames } from "./geos-in-names.ts";
import { tellOfColumns } from "./told-columns.ts";
import { contestedRole, isContested, tellOfRepeats } from "./repeated-names.ts";
import type { DateFormat } from "./times.ts";
import { type ColumnFlags, type TargetKind, typedNames } from "../../settings/index.ts";
import {
  ambiguousChannels,
  channelName,
  chooseChannels,
  chooseTarget,
  classify,
  type ColumnRole,
  isPopulationName,
  nameWords,
  isUsed,
  type TableView,
  viewOf,
  targetCandidates,
  targetKindOf,
} from "../roles/index.ts";

/** What the user says about columns; what is left out is found from the names. Columns are named exactly as in the header. */
export interface ColumnOverrides {
  readonly date?: string;
  /** Which geo a row is of; found from names and contents where dates repeat. */
  readonly geo?: string;
  /** People in each geo: a column, or a number for each geo by name. Found among the columns of a panel when left out. */
  readonly population?: string | Readonly<Record<string, number>>;
  /** Channels (or columns) whose spend in a row is that of all geos together; default those with the same amount in every geo. */
  readonly national?: readonly string[];
  readonly target?: string;
  /** Money or a count; found from the column's name and values when left out. */
  readonly targetKind?: TargetKind;
  /** Spend columns (of organic media what drives them), in the order wanted; default those that are found, in the table's order. */
  readonly channels?: readonly string[];
  /** What is said of some of these channels, by the name that they have there. */
  readonly media?: Readonly<Record<string, MediaSaid>>;
  /** Default: those that are found among the other columns, in the table's order. */
  readonly controls?: readonly string[];
  /** Columns of what is no media and counts against a stated baseline, such as price or promotions. */
  readonly treatments?: readonly string[];
  /** Column of the revenue per conversion, "none" to leave it; found when left out. */
  readonly worth?: string;
  /** Columns published with noise, or the channels of such spend, whose values may be negative. */
  readonly noised?: readonly string[];
  /** How dates are written, where their column does not tell it; default "auto". */
  readonly dateFormat?: DateFormat | undefined;
  /** As typed on a command line: wins over the others. */
  readonly typed?: ColumnFlags;
}

/** What is said of a channel besides the column of its spend. */
export interface MediaSaid {
  /** In results; default the column's name without what says that it is spend. */
  readonly name?: string;
  /** The column that drives the effect, "spend" for the spend itself; found when left out. */
  readonly driver?: string;
  /** Media without spend: the column is what drives them. */
  readonly organic?: true;
}

export interface ChannelColumns {
  /** As it was said, else the column's name without what says that it is spend. */
  readonly name: string;
  /** Of the spend; of organic media what drives them. */
  readonly column: string;
  /** The column that drives the effect, where spend does not. */
  readonly driver?: string;
  readonly organic?: true;
}

export interface ColumnRoles {
  readonly date: string;
  /** Absent for a national table. */
  readonly geo?: GeoRows;
  /** The column that says how many people live in each geo. */
  readonly population?: string;
  readonly target: { readonly column: string; readonly kind: TargetKind };
  readonly channels: readonly ChannelColumns[];
  /** Controls and treatments. */
  readonly controls: readonly string[];
  /** Column that says what one of the target is worth. */
  readonly worth?: string;
}

/** Roles as far as they could be found, with what stood in the way. */
export interface FoundColumns {
  readonly roles: Partial<ColumnRoles> & Pick<ColumnRoles, "channels" | "controls">;
  /** Every column of the table, in its order. */
  readonly columns: readonly ColumnRole[];
  /** What the user says, what was typed in place of what was said otherwise. */
  readonly said: ColumnOverrides;
  readonly problems: readonly Problem[];
  readonly notices: readonly Notice[];
}

const spendPrefix = "spend_";

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
export function findColumns(table: Table, given: ColumnOverrides = {}): FoundColumns {
  const problems: Problem[] = [];
  const notices: Notice[] = [];
  const all = table.columns.map(({ name }) => name);
  const overrides = withMedia({ ...withTyped(given, all), noised: columnsWithNoise(given, all) }, all);
  const geo = findGeo(table, { ...overrides, taken: namedColumns(overrides) }, problems);
  // As long as it is open what a row is, all else that could be told follows from that.
  if (geo === undefined && problems.length > 0) throw new CarryoverError(problems);
  const looked = viewOf(table, geo !== undefined);
  const context: Context = { table, looked, names: looked.names, overrides, problems, notices };
  const date = findDate(context, geo);
  const population = geo === undefined ? undefined : findPopulation(context, geo, date);
  const placed = [date, geo?.column, population];
  const target = findTarget(context, placed);
  const { channels, roles: channelRoles, leftOut } = findChannels(context, [...placed, target?.column]);
  const stated = overrides.controls?.flatMap((name) => named(context, "control", name) ?? []);
  const treatments = overrides.treatments?.flatMap((name) => named(context, "treatment", name) ?? []) ?? [];
  const worth = target?.kind === "conversions" ? findWorth(context) : undefined;
  const settled = { date, geo, population, target: target?.column, channels: channelRoles, driven: channels };
  const columns: ColumnRole[] = [];
  for (const name of looked.names) {
    columns.push(roleOf(name, context, { ...settled, leftOut, stated, before: columns, treatments, worth }, target));
  }
  const plain = stated ?? columns.flatMap(({ column, role }) => (role === "control" ? [column] : []));
  const controls = [...plain, ...treatments.filter((name) => !plain.includes(name))];
  checkUsedTwice(context, { date, geo: geo?.column, population, target: target?.column }, channels, controls);
  if (geo?.confidence === "low") notices.push(panelNotices.geoGuessed(table.source, geo.column, geo.names));
  tellOfColumns(
    { source: table.source, looked, notices, controlsSaid: overrides.controls !== undefined },
    columns,
    target,
  );
  tellOfRepeats(table, columns, context);
  return {
    roles: {
      channels,
      controls,
      ...(date === undefined ? {} : { date }),
      ...(geo === undefined ? {} : { geo }),
      ...(population === undefined ? {} : { population }),
      ...(target === undefined ? {} : { target: { column: target.column, kind: target.kind } }),
      ...(worth === undefined ? {} : { worth }),
    },
    columns,
    said: overrides,
    problems,
    notices,
  };
}

/** Columns with noise: the spend of a channel may go by the name of the channel. */
export function columnsWithNoise({ noised = [] }: ColumnOverrides, names: readonly string[]): readonly string[] {
  return noised.map((name) => columnCalled(names, name));
}

/** The column of this name, else the only one whose channel has it; the name itself where there is none, or more than one. */
function columnCalled(columns: readonly string[], name: string): string {
  if (columns.includes(name)) return name;
  const ofChannel = columns.filter((column) => channelName(column) === name);
  return ofChannel.length === 1 ? ofChannel[0] : name;
}

/** What is said of channels, by their columns. */
function withMedia(overrides: ColumnOverrides, names: readonly string[]): ColumnOverrides {
  const { media } = overrides;
  if (media === undefined) return overrides;
  const byColumn = Object.entries(media).map(([name, said]) => [columnCalled(names, name), said] as const);
  return { ...overrides, media: Object.fromEntries(byColumn) };
}

/** What was typed in place of what was said otherwise. */
function withTyped({ typed = {}, ...said }: ColumnOverrides, names: readonly string[]): ColumnOverrides {
  const { date, geo, population, national, target, target_kind: targetKind, channels, controls } = typed;
  const one = (text: string): string => (typedNames(text, names).length === 1 ? typedNames(text, names)[0] : text);
  const list = (text: string | readonly string[], known = names): readonly string[] =>
    typeof text === "string" ? typedNames(text, known) : text;
  const none = controls === "none" && !names.includes("none");
  const channelNames = [...names, ...names.map(channelName)];
  return {
    ...said,
    ...(date === undefined ? {} : { date: one(date) }),
    ...(geo === undefined ? {} : { geo: one(geo) }),
    ...(population === undefined ? {} : { population: one(population) }),
    ...(national === undefined ? {} : { national: national === "none" ? [] : list(national, channelNames) }),
    ...(target === undefined ? {} : { target: one(target) }),
    ...(targetKind === undefined ? {} : { targetKind }),
    ...(channels === undefined ? {} : { channels: list(channels, channelNames) }),
    ...(controls === undefined ? {} : { controls: none ? [] : list(controls) }),
  };
}

/** Columns that were said to be something else than the geo. */
function namedColumns({ target, channels = [], controls = [], population }: ColumnOverrides): readonly string[] {
  return [target ?? [], channels, controls, typeof population === "string" ? population : []].flat();
}

/** The column with one number of people for each geo: what was said, or one that is called so. */
function findPopulation(context: Context, geo: FoundGeo, date: string | undefined): string | undefined {
  const { names, overrides, looked } = context;
  const { population } = overrides;
  if (typeof population === "string") return named(context, "population", population);
  if (population !== undefined) return undefined;
  const taken = [date, geo.column, ...namedColumns(overrides)];
  const called = names.filter((name) => !taken.includes(name) && isPopulationName(name));
  const numbers = called.filter((name) => looked.contents(name).kind !== "text");
  // Of several that are called so, one that never changes in a geo.
  return numbers.find((name) => isOneByGeo(context.table, name, geo)) ?? numbers[0];
}

/** The column that says what one conversion is worth: the one that was named, else the only one whose name says so and that holds positive numbers. */
function findWorth(context: Context): string | undefined {
  const { looked, overrides } = context;
  const { worth } = overrides;
  if (worth === "none") return undefined;
  if (worth !== undefined) return named(context, "revenue per conversion", worth);
  const taken = [...(overrides.controls ?? []), ...(overrides.treatments ?? [])];
  const found = looked.names.filter((name) => {
    const contents = looked.contents(name);
    const isPositive = contents.kind === "numbers" && contents.values.every((value) => value > 0);
    return !taken.includes(name) && isWorthName(looked, name) && isPositive;
  });
  return found.length === 1 ? found[0] : undefined;
}

/** "revenue_per_conversion", "value per order": money for one of a count. */
function isWorthName(looked: TableView, name: string): boolean {
  const texts = nameWords(name).words.map(({ text }) => text);
  const at = texts.findIndex((text) => text === "per" || text === "pro");
  return (
    looked.meaning(name).meaning === "order-value" &&
    texts
      .slice(0, Math.max(at, 0))
      .some((text) => /^(?:revenue|value|umsatz|wert|ingreso|ventas|receita|chiffre)$/.test(text)) &&
    /^(?:conversions?|orders?|purchases?|transactions?|kpis?|sales?|units?|bestellung|konversion)$/.test(
      texts[at + 1] ?? "",
    )
  );
}

/** The role of one column. */
function roleOf(
  column: string,
  { table, looked, overrides, names }: Context,
  found: Parameters<typeof classify>[2] & {
    readonly leftOut: readonly ColumnRole[];
    readonly stated: readonly string[] | undefined;
    readonly before: readonly ColumnRole[];
    readonly driven: readonly ChannelColumns[];
    readonly treatments: readonly string[];
    readonly worth: string | undefined;
    readonly geo: FoundGeo | undefined;
    readonly population: string | undefined;
  },
  target: FoundTarget | undefined,
): ColumnRole {
  const { date, geo, population, channels, leftOut, stated, before } = found;
  const said = { column, confidence: "stated", reason: "you said so" } as const;
  const channel = channels.find((role) => role.column === column);
  if (column === date) {
    if (overrides.date !== undefined) return { ...said, role: "date" };
    const named = isDateName(column);
    return { column, role: "date", confidence: "high", reason: named ? "its name says so" : "it holds dates" };
  }
  if (column === geo?.column) return { column, role: "geo", confidence: geo.confidence, reason: geo.reason };
  if (column === population) {
    if (overrides.population !== undefined) return { ...said, role: "population" };
    return { column, role: "population", confidence: "high", reason: "its name says so" };
  }
  if (column === target?.column) {
    return { column, role: "target", confidence: target.confidence, reason: target.reason };
  }
  if (channel !== undefined) return channel;
  if (found.treatments.includes(column)) return { ...said, role: "treatment" };
  if (column === found.worth) {
    const reason = `it says what one of ${quote(target?.column ?? "")} is worth`;
    return { column, role: "worth", confidence: overrides.worth === undefined ? "high" : "stated", reason };
  }
  const driven = found.driven.find(({ driver }) => driver === column);
  if (driven !== undefined) {
    const isSaid = overrides.media?.[driven.column]?.driver === column;
    const reason = `it drives ${quote(driven.name)}, whose cost is ${quote(driven.column)}`;
    return { column, role: "driver", confidence: isSaid ? "stated" : "high", reason, channel: driven.name };
  }
  if (stated?.includes(column)) return { ...said, role: "control" };
  const own = leftOut.find((role) => role.column === column);
  if (own !== undefined) return own;
  const unlisted = (list: string): ColumnRole => ({
    column,
    role: "unused",
    confidence: "stated",
    reason: `it is not listed in "${list}"`,
  });
  const { meaning } = looked.meaning(column);
  if (overrides.channels !== undefined && (meaning === "spend" || meaning === "medium")) return unlisted("channels");
  if (date !== undefined && isDateName(column)) {
    return { column, role: "calendar", confidence: "high", reason: `"${date}" says when a row is` };
  }
  const guessed = classify(
    looked,
    column,
    found,
    before.flatMap((role) => (isUsed(role) ? [role.column] : [])),
  );
  const isControl = guessed.role === "control" || guessed.role === "unreadable";
  if (isControl && stated === undefined && isContested(table, column)) return contestedRole(guessed);
  return stated !== undefined && isControl && names.includes(column) ? unlisted("controls") : guessed;
}

interface Context {
  readonly table: Table;
  readonly looked: TableView;
  readonly names: readonly string[];
  readonly overrides: ColumnOverrides;
  readonly problems: Problem[];
  readonly notices: Notice[];
}

/** The named column, or a problem that says it is not there. */
function named(context: Context, role: string, name: string, prefix: string = ""): string | undefined {
  if (context.names.includes(name)) return name;
  const isMeant = (column: string): boolean => channelName(column).toLowerCase() === name.toLowerCase();
  const meant = prefix === "" ? undefined : (sameName(context.names, prefix + name) ?? context.names.find(isMeant));
  context.problems.push(columnProblems.missingColumn(context.table.source, role, name, context.names, meant));
  return undefined;
}

function findDate(context: Context, geo: FoundGeo | undefined): string | undefined {
  const { table, overrides, problems } = context;
  const { date, dateFormat = "auto" } = overrides;
  return date === undefined ? findDateColumn(table, dateFormat, problems, geo) : named(context, "date", date);
}

interface FoundTarget {
  readonly column: string;
  readonly kind: TargetKind;
  readonly confidence: ColumnRole["confidence"];
  readonly reason: string;
  readonly alternatives: readonly string[];
}

function findTarget(context: Context, placed: readonly (string | undefined)[]): FoundTarget | undefined {
  const { table, names, looked, overrides, problems } = context;
  if (overrides.target !== undefined) {
    const column = named(context, "target", overrides.target);
    if (column === undefined) return undefined;
    const kind = overrides.targetKind ?? targetKindOf(looked, column);
    return { column, kind, confidence: "stated", reason: "you said so", alternatives: [] };
  }
  // A control that says it is the target is a contradiction, which is told as such where nothing else is the target.
  const controls = (overrides.controls ?? []).filter((name) => looked.meaning(name).extra > 0);
  const none = placed.filter((name) => name !== undefined);
  const taken = [...none, ...(overrides.channels ?? []), ...controls];
  const choice = chooseTarget(looked, taken);
  if (choice === undefined) {
    const others = names.filter((name) => !none.includes(name));
    const named = targetCandidates(looked, none).flat();
    const used = named.map((column) => ({ column, role: controls.includes(column) ? "control" : "channel" }));
    problems.push(columnProblems.noTarget(table.source, others, used));
    return undefined;
  }
  if ("ambiguous" in choice) {
    const geos = geosInNames(choice.ambiguous, names);
    problems.push(
      geos === undefined
        ? columnProblems.ambiguousRole(table.source, "the target", choice.ambiguous, "target")
        : panelProblems.columnsByGeo(table.source, choice.ambiguous, geos),
    );
    return undefined;
  }
  return overrides.targetKind === undefined ? choice : { ...choice, kind: overrides.targetKind };
}

interface FoundChannels {
  readonly channels: ChannelColumns[];
  readonly roles: readonly ColumnRole[];
  /** Columns of spend or media that are not taken. */
  readonly leftOut: readonly ColumnRole[];
}

function findChannels(context: Context, taken: readonly (string | undefined)[]): FoundChannels {
  const { table, names, looked, overrides, problems } = context;
  // A control that says it is spend is a contradiction, which is told as such.
  const controls = (overrides.controls ?? []).filter((name) => looked.meaning(name).meaning !== "spend");
  const others = [...taken, ...controls].filter((name) => name !== undefined);
  const { media = {} } = overrides;
  const said = overrides.channels?.flatMap(
    (name) => named(context, "channel", columnCalled(names, name), spendPrefix) ?? [],
  );
  const found = said === undefined ? chooseChannels(looked, others, overrides.noised) : undefined;
  const roles =
    found?.channels ??
    said!.map(
      (column): ColumnRole => ({
        column,
        role: "channel",
        confidence: "stated",
        reason: "you said so",
        channel: media[column]?.name ?? channelName(column),
      }),
    );
  if (overrides.channels?.length === 0) problems.push(columnProblems.noChannelsListed(table.source));
  else if (found !== undefined && roles.length === 0) {
    const exposures = names.filter((name) => !others.includes(name) && looked.meaning(name).meaning === "exposure");
    const similar = found.leftOut.find(({ role }) => role === "unused")?.column;
    problems.push(columnProblems.noSpendColumn(table.source, names, similar, exposures));
  }
  // What a table published with noise is driven by is for whoever described the noise to say.
  const { noised = [] } = overrides;
  const isSaid = (column: string): boolean => media[column]?.driver !== undefined || media[column]?.organic === true;
  const drivers = Object.values(media).flatMap(({ driver }) => driver ?? []);
  const contested = names.filter((name) => isContested(table, name));
  const elsewhere = [...others, ...drivers, ...contested, ...noised, ...roles.map(({ column }) => column)];
  const pairing = { source: table.source, looked, taken: elsewhere, channels: roles };
  const free = roles.filter(({ column }) => !isSaid(column) && !noised.includes(column));
  const paired = pairDrivers({ ...pairing, toPair: free }, context.notices);
  const channels = roles.map(({ column, channel: name = column }): ChannelColumns => {
    if (column.toLowerCase() === spendPrefix) problems.push(columnProblems.unnamedChannel(table.source, column));
    if (media[column]?.organic === true) return { name, column, driver: column, organic: true };
    const own = media[column]?.driver;
    const isSpend = own === "spend" || own === column;
    const driver = isSpend ? undefined : own === undefined ? paired.get(column) : named(context, "driver", own);
    return driver === undefined ? { name, column } : { name, column, driver };
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
  for (const { name, columns } of ambiguousChannels(channels)) {
    problems.push(columnProblems.ambiguousChannel(table.source, name, columns));
  }
  return { channels, roles, leftOut: found?.leftOut ?? [] };
}

function checkUsedTwice(
  context: Context,
  single: Readonly<Record<"date" | "geo" | "population" | "target", string | undefined>>,
  channels: readonly ChannelColumns[],
  controls: readonly string[],
): void {
  const roles = new Map<string, string[]>();
  const use = (name: string | undefined, role: string): void => {
    if (name !== undefined) roles.set(name, [...(roles.get(name) ?? []), role]);
  };
  for (const [role, name] of Object.entries(single)) use(name, role);
  for (const { column, driver = column } of channels) {
    use(column, "channel");
    if (driver !== column) use(driver, "driver");
  }
  for (const column of controls) use(column, "control");
  for (const [name, uses] of roles) {
    if (uses.length > 1) context.problems.push(columnProblems.columnUsedTwice(context.table.source, name, uses));
  }
}

function sameName(names: readonly string[], wanted: string): string | undefined {
  return names.find((name) => name === wanted) ?? names.find((name) => name.toLowerCase() === wanted.toLowerCase());
}
