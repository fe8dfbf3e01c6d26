// Which columns are spend of channels: by what their names say, by media alone, or by x1, x2, ... where nothing else is.

import { mean, median } from "../../numerics/index.ts";
import { quote } from "../../words/index.ts";
import { channelName } from "./channel-name.ts";
import { areEqual, isSumOf, type TableView, valuesOf } from "./table-view.ts";
import type { Meaning } from "./meaning.ts";
import { nameWords } from "./name-words.ts";
import type { ColumnRole, Confidence } from "./role.ts";

export interface ChannelChoice {
  /** In the order of the table. */
  readonly channels: readonly ColumnRole[];
  /** Columns that speak of spend or media and are not taken. */
  readonly leftOut: readonly ColumnRole[];
}

/** Spend of channels differs by less than this, as a rule. */
const comparable = 20;

/** Finds the spend columns among those that are not taken; values of those published with noise may be negative. */
export function chooseChannels(
  looked: TableView,
  taken: readonly string[],
  noised: readonly string[] = [],
): ChannelChoice {
  const free = looked.names.filter((column) => !taken.includes(column));
  const of = (...meanings: readonly Meaning[]): string[] =>
    free.filter((column) => meanings.includes(looked.meaning(column).meaning));
  const leftOut: ColumnRole[] = [];
  const spend = spendColumns(looked, of("spend"), leftOut);
  const known = new Set(spend.map(({ channel }) => channel!.toLowerCase()));

  const media: ColumnRole[] = [];
  for (const column of of("medium", "medium-part")) {
    const { meaning } = looked.meaning(column);
    const channel = channelName(column);
    const why = notSpendLike(looked, column, noised);
    if (known.has(channel.toLowerCase())) {
      const reason = `another column holds the spend of ${quote(channel)}`;
      leftOut.push({ column, role: "exposure", confidence: "medium", reason, channel });
    } else if (why !== undefined) leftOut.push({ column, ...why });
    else if (meaning === "medium-part" && spend.length > 0 && !isOfSize(looked, column, spend)) {
      const reason = "it names a medium, but neither spend nor exposure";
      leftOut.push({ column, role: "unused", confidence: "low", reason });
    } else {
      const sized = spend.length === 0 || isOfSize(looked, column, spend);
      const confidence = meaning === "medium-part" || !sized ? "low" : "medium";
      media.push({ column, role: "channel", confidence, reason: "its name is that of a medium", channel });
    }
  }
  const named = [...spend, ...media];
  const channels = named.length > 0 ? named : anonymous(looked, of("anonymous"), noised);
  return { channels: channels.toSorted((a, b) => free.indexOf(a.column) - free.indexOf(b.column)), leftOut };
}

/** Whether a column is of the size of the spend of others, as spend of a channel is and a score or a share is not. */
function isOfSize(looked: TableView, column: string, spend: readonly ColumnRole[]): boolean {
  const own = valuesOf(looked, column);
  const others = spend.flatMap((role) => valuesOf(looked, role.column) ?? []).map((values) => mean(values));
  if (own === undefined || others.length === 0) return false;
  const ratio = mean(own) / median(Float64Array.from(others));
  return ratio > 1 / comparable && ratio < comparable;
}

/** Columns whose names say spend, less totals, copies, plans beside actual spend, and channels that never spent. */
function spendColumns(looked: TableView, columns: readonly string[], leftOut: ColumnRole[]): ColumnRole[] {
  const leave = (column: string, role: "duplicate" | "constant" | "unused", reason: string): void =>
    void leftOut.push({ column, role, confidence: "high", reason });
  const spent = columns.filter((column) => !isZero(looked, column));
  for (const column of columns) {
    if (spent.length > 0 && !spent.includes(column)) leave(column, "constant", "its spend is 0 in every row");
  }
  const active = spent.length > 0 ? spent : columns;
  const kept = active.filter((column, index) => {
    const others = active.filter((other) => other !== column);
    const ofOne = others.filter((other) => !isGeneral(other));
    if (!isOfOneMedium(looked, column, ofOne) && isSumOf(looked, column, ofOne)) {
      leave(column, "duplicate", "it is the sum of the other spend columns");
      return false;
    }
    if (isGeneral(column) && ofOne.length > 0) {
      leave(column, "unused", "its name says the spend of all channels, which have columns of their own");
      return false;
    }
    const name = channelName(column).toLowerCase();
    const same = active.filter((other) => channelName(other).toLowerCase() === name);
    const first = same.find((other) => isActual(other)) ?? same[0];
    const copy = active.slice(0, index).find((other) => same.includes(other) && areEqual(looked, column, other));
    if (copy !== undefined) leave(column, "duplicate", `it holds the same as ${quote(copy)}`);
    else if (column !== first && isActual(first) && !isActual(column)) {
      leave(column, "unused", `its name says a plan, and ${quote(first)} holds what was spent`);
    } else return true;
    return false;
  });
  return kept.map((column) => ({
    column,
    role: "channel",
    confidence: "high",
    reason: "its name says spend",
    channel: channelName(column),
  }));
}

/** `x1`, `x2`, ...: as examples and textbooks write media beside y. */
function anonymous(looked: TableView, columns: readonly string[], noised: readonly string[]): ColumnRole[] {
  return columns
    .filter((column) => notSpendLike(looked, column, noised) === undefined)
    .map((column) => ({
      column,
      role: "channel",
      confidence: "low",
      reason: "no column says spend, and names such as x1 often stand for media",
      channel: column,
    }));
}

/** Why a column that may be spend cannot be, as a role of its own; undefined where it can. */
function notSpendLike(
  looked: TableView,
  column: string,
  noised: readonly string[],
): Omit<ColumnRole, "column"> | undefined {
  const contents = looked.contents(column);
  if (contents.kind === "text") return { role: "text", confidence: "high", reason: "it holds text" };
  if (contents.kind === "dates") return { role: "calendar", confidence: "high", reason: "it holds dates" };
  // What cannot be read as it stands is not left out: an omitted channel would bias the others.
  if (contents.kind === "unreadable") return undefined;
  const { binary, constant, negative, zero } = contents.shape;
  const confidence: Confidence = "high";
  if (zero) return { role: "constant", confidence, reason: "it is 0 in every row" };
  if (constant) return { role: "constant", confidence, reason: `it is ${contents.values[0]} in every row` };
  if (binary) return { role: "exposure", confidence, reason: "it says when a medium was on, not what was spent" };
  if (negative && !noised.includes(column))
    return { role: "unused", confidence, reason: "it names a medium, but has negative values" };
  return undefined;
}

function isZero(looked: TableView, column: string): boolean {
  const contents = looked.contents(column);
  return contents.kind === "numbers" && contents.shape.zero;
}

/** "spend", "total cost", "media budget": of all channels together. */
function isGeneral(column: string): boolean {
  if (column.toLowerCase() === "spend_") return false;
  const words = nameWords(channelName(column)).words.map(({ text }) => text);
  const all = words.every((text) =>
    /^(?:total|overall|amount|gesamt|all|media|mediums?|ads?|advertising|marketing|paid|werbung?|werbe|spends?|spent|spending|costs?|budget|kosten|ausgaben|werbekosten|werbeausgaben|adspend|investments?|expenses?|inversion|gastos?|depenses?)$/.test(
      text,
    ),
  );
  return words.length > 0 && all;
}

/** "spend_TV": no total of others, though fixed shares of a budget may make it their sum. "spend_TV_local" is part of it. */
function isOfOneMedium(looked: TableView, column: string, others: readonly string[]): boolean {
  const { ofMedium, extra } = looked.meaning(column);
  const wordsOf = (name: string): readonly string[] => nameWords(channelName(name)).words.map(({ text }) => text);
  const own = wordsOf(column);
  const hasParts = others.some((other) => own.every((word) => wordsOf(other).includes(word)));
  return ofMedium && extra === 0 && !hasParts && !own.some((word) => groups.has(word));
}

/** Names that are given to several media together. */
const groups: ReadonlySet<string> = new Set(
  "total,overall,all,gesamt,media,advertising,ad,ads,marketing,paid,digital,online,offline,social,search,video,display,audio,print,meta,google,amazon".split(
    ",",
  ),
);

/** Whether the name says what was spent and not what was planned. */
function isActual(column: string): boolean {
  return !/budget|plan|presupuesto|orcamento/i.test(column);
}
