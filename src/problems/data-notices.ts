// What the user is told about a table that can be used: decisions taken for them, and warnings.

import type { Notice } from "./notice.ts";
import { type Cell, columnPlaces, place, type PlacedName } from "./place.ts";
import type { RowPeriod } from "./value-problems.ts";
import { count, figure, fixed, nameList, percent, quote } from "../words/index.ts";

export const note = (code: string, where: string, message: string, hint: string, received?: string): Notice =>
  received === undefined
    ? { level: "note", code, where, message, hint }
    : { level: "note", code, where, message, hint, received };

export const warning = (code: string, where: string, message: string, hint: string, received?: string): Notice => ({
  ...note(code, where, message, hint, received),
  level: "warning",
});

/** The first cell of one column in which something was taken so, and how many cells there are. */
export interface ReadCells {
  readonly column: string;
  /** `line 3` */
  readonly place: string;
  readonly text: string;
  /** What it was read as. */
  readonly value: number | string;
  readonly cells: number;
  /** The column that decided. */
  readonly by?: string;
}

const taken = {
  thousands: [
    "thousands-separators",
    "Thousands separators were removed",
    "If they are decimal marks, say so with --decimal.",
  ],
  currency: ["currency-signs", "Currency signs were removed", "Nothing to do if all amounts are in one currency."],
  percent: [
    "percent-signs",
    "Percentages were read as shares",
    "Nothing to do; to keep percentages, leave the sign out.",
  ],
  parentheses: [
    "negative-parentheses",
    "Numbers in parentheses were read as negative",
    "Nothing to do if that is right.",
  ],
  minus: [
    "minus-signs",
    "Minus signs that stand last, or are no hyphens, were read as minus",
    "Nothing to do if that is right.",
  ],
  dash: ["dashes-as-zero", "Dashes were read as zero", "If they are missing values, write the values."],
  boolean: ["true-as-one", "True and false were read as 1 and 0", "Nothing to do if that is right."],
  mark: [
    "decimal-mark-told",
    "A mark that may separate thousands or decimals was read like those of another column",
    "If it is wrong, say which is the decimal mark: --decimal point or --decimal comma.",
  ],
  date: ["dates-read", "Dates were read", "If they are wrong, say how they are written: --date-format."],
} as const;

/** How cells were read that are not written as plain numbers. */
export const cellsRead = (source: string, kind: keyof typeof taken, found: readonly ReadCells[]): Notice => {
  const [code, message, hint] = taken[kind];
  const [{ text, value, place: first, column, by }] = found;
  const cells = found.reduce((total, each) => total + each.cells, 0);
  const told = by === undefined ? "" : `, because the column ${quote(by)} tells the decimal mark`;
  return note(
    code,
    source,
    `${message} in ${count(cells, "cell")} of ${nameList(found.map((each) => each.column))}.`,
    hint,
    `${quote(text)} in ${first}, column ${quote(column)}, read as ${value}${told}`,
  );
};

/** Columns of amounts whose cells name more than one currency. */
export const currenciesDiffer = (source: string, one: string, other: string, currencies: readonly string[]): Notice =>
  warning(
    "currencies-differ",
    source,
    `Amounts are in more than one currency: ${quote(one)} in ${currencies[0]} and ${quote(other)} in ${currencies[1]}.`,
    "Convert them to one; returns compare spend with the target as they stand.",
  );

export const sheetTaken = (source: string, sheet: string, others: readonly string[]): Notice =>
  note(
    "sheet-taken",
    source,
    `The sheet ${quote(sheet)} was read; the workbook has ${count(others.length, "other sheet")}: ${nameList(others)}.`,
    "To read another, name it with --sheet.",
  );

export const rowsAboveTable = (source: string, rows: number): Notice =>
  note(
    "rows-above-table",
    source,
    `The table begins in row ${rows + 1}; what stands above it was left out.`,
    "Nothing to do if that is right.",
  );

export const targetChosen = (source: string, column: string, reason: string, others: readonly string[]): Notice =>
  note(
    "target-chosen",
    source,
    `The target is ${quote(column)}: ${reason}. ${nameList(others)} ${others.length === 1 ? "is" : "are"} not used.`,
    `Set "target" to ${quote(others[0])} to model that instead.`,
  );

export const targetGuessed = (source: string, column: string, kind: string, reason: string): Notice =>
  note(
    "target-guessed",
    source,
    `The target is ${quote(column)}, taken as ${kind === "revenue" ? "revenue" : "a count of conversions"}: ${reason}.`,
    'Nothing to do if that is right; otherwise say which column it is with "target".',
  );

/** Channels found by names other than `spend_<channel>`. */
export const channelsGuessed = (
  source: string,
  channels: readonly {
    readonly column: string;
    readonly channel?: string;
    readonly confidence: string;
    readonly reason: string;
  }[],
): Notice => {
  const doubtful = channels.filter(({ confidence }) => confidence === "low");
  const columns = nameList(
    channels.map(({ column }) => column),
    Number.POSITIVE_INFINITY,
  );
  const isAre = channels.length === 1 ? "is taken as the spend of a channel" : "are taken as the spend of channels";
  const message = `${columns} ${isAre}, from ${channels.length === 1 ? "its name" : "their names"}.`;
  const hint = 'Nothing to do if that is right; otherwise list the spend columns with "channels".';
  if (doubtful.length === 0) return note("channels-guessed", source, message, hint);
  const unsure = `Of ${nameList(doubtful.map(({ column }) => column))} this is unsure: ${doubtful[0].reason}.`;
  return warning("channels-guessed", source, `${message} ${unsure}`, hint);
};

export const columnIgnored = (source: string, column: string, why: string): Notice =>
  note(
    "column-ignored",
    place(source, undefined, column),
    `The column is not used: ${why}.`,
    "Nothing to do if that is right.",
  );

/** Columns of one name that the model does not use, or that hold the same. */
export const repeatedColumn = (source: string, name: string, columns: readonly PlacedName[], isUsed: boolean): Notice =>
  note(
    "column-repeated",
    place(source, undefined, name),
    isUsed
      ? `${count(columns.length, "column")} of this name hold the same: the first is used.`
      : `${count(columns.length, "column")} have this name; it is not used.`,
    isUsed ? "Nothing to do; remove the others to be rid of this note." : "To use one of them, rename the others.",
    columnPlaces(columns),
  );

/** A control that was found, and could be any of several columns. */
export const repeatedControl = (source: string, name: string, columns: readonly PlacedName[]): Notice =>
  warning(
    "control-repeated",
    place(source, undefined, name),
    `The column would be a control, but ${columns.length} columns of this name hold different values; none is used.`,
    "To use one of them, rename the others.",
    columnPlaces(columns),
  );

/** A column of what one conversion is worth beside conversions. */
export const worthNotUsed = (source: string, column: string, target: string): Notice =>
  note(
    "worth-not-used",
    place(source, undefined, column),
    `The column says what one of ${quote(target)} is worth in each row, which is not used: returns are told in ${quote(target)}.`,
    `To have returns in money, add a column with ${quote(target)} times ${quote(column)} and name it with --target.`,
  );

/** Several columns that are left out, each with the reason. */
export const columnsIgnored = (
  source: string,
  columns: readonly { readonly column: string; readonly why: string }[],
): Notice => {
  const reasons = [...new Set(columns.map(({ why }) => why))];
  const parts = reasons.map((reason) => {
    const names = columns.filter(({ why }) => why === reason).map(({ column }) => column);
    return `${nameList(names, Number.POSITIVE_INFINITY)} (${reason})`;
  });
  return note(
    "columns-ignored",
    source,
    `${count(columns.length, "column")} are not used: ${parts.join("; ")}.`,
    'Nothing to do if that is right; list a column in "channels" or "controls" to use it.',
  );
};

export const columnUnreadable = (source: string, column: string, first: string): Notice =>
  warning(
    "column-unreadable",
    place(source, undefined, column),
    "The column would be a control, but has cells that are not numbers; it is not used.",
    'Correct the cells to use it, or list "controls" without it.',
    first,
  );

export const columnUnclear = (source: string, column: string, why: string): Notice =>
  warning(
    "column-unclear",
    place(source, undefined, column),
    `The column is not used: ${why}.`,
    'If it is spend, list it in "channels"; if it is a control, list it in "controls".',
  );

export const organicControl = (source: string, column: string): Notice =>
  note(
    "organic-control",
    place(source, undefined, column),
    "The column is used as a control: it is media, but has no spend that a return could be of.",
    'Nothing to do if that is right; list "controls" without it to leave it out.',
  );

/** What regressions before sampling find of controls. */
export type ControlFinding =
  | "lag-of-target"
  | "product"
  | "explains-target"
  | "nearly-explains-target"
  | "spend-of-channel"
  | "follows-spend"
  | "sum-of-spend"
  | "trend-and-season"
  | "follows-season";

/** What regressions before sampling found of controls: left out, or to be warned of. */
export const judgedControls = (
  source: string,
  columns: readonly string[],
  finding: ControlFinding,
  leftOut: boolean,
  share: number,
  by: readonly string[],
): Notice => {
  const one = columns.length === 1;
  const names = nameList(columns);
  const { says, hint } = judgments[finding];
  const what = `${one ? "The column" : "The columns"} ${names} ${says({ one, share: percent(share), by: nameList(by) })}`;
  const after = leftOut ? ` ${one ? "It is" : "They are"} not used.` : "";
  return warning(
    `control-${finding}`,
    source,
    `${what}.${after}`,
    leftOut ? 'List a column in "controls" to use it all the same.' : hint,
  );
};

/** The same for the list of columns, in a few words. */
export const judgedReason = (finding: ControlFinding, share: number, by: readonly string[]): string =>
  `it ${judgments[finding].says({ one: true, share: percent(share), by: nameList(by) })}`;

interface Judged {
  readonly one: boolean;
  readonly share: string;
  readonly by: string;
}

const drop = 'List "controls" without what media may have caused.';
const judgments: Readonly<
  Record<ControlFinding, { readonly says: (judged: Judged) => string; readonly hint: string }>
> = {
  "lag-of-target": {
    says: ({ one, by }) => `${one ? "holds" : "hold"} earlier values of the target ${by}, which hold effects of media`,
    hint: drop,
  },
  product: {
    says: ({ by }) => `and the others of ${by} multiply to the target, so they are made of it`,
    hint: drop,
  },
  "explains-target": {
    says: ({ one, share, by }) =>
      `${one ? "explains" : "explain"} ${share} of the variance of ${by}, as a part of it would`,
    hint: `Little is left for media. ${drop}`,
  },
  "nearly-explains-target": {
    says: ({ one, share, by }) => `${one ? "explains" : "together explain"} ${share} of the variance of ${by}`,
    hint: `Little is left for media. ${drop}`,
  },
  "spend-of-channel": {
    says: ({ one, share, by }) =>
      `${one ? "follows" : "follow"} the spend of ${by} (${share} of its variance), as its exposure does`,
    hint: drop,
  },
  "follows-spend": {
    says: ({ one, share, by }) => `${one ? "follows" : "follow"} the spend of ${by} (${share} of its variance)`,
    hint: "Their effects are hard to separate: if the channel causes it, leave it out.",
  },
  "sum-of-spend": {
    says: ({ one, by }) => `${one ? "is" : "are"} a sum of the spend of ${by}`,
    hint: drop,
  },
  "trend-and-season": {
    says: ({ one, share }) =>
      `${one ? "is" : "are"} a trend or a season that the model has already (${share} of its variance)`,
    hint: "Their effects cannot be separated.",
  },
  "follows-season": {
    says: ({ one, share }) => `${one ? "follows" : "follow"} trend and season (${share} of its variance)`,
    hint: "Its effect rests on what is left; expect a wide interval.",
  },
};

export const rowsSorted = (source: string, column: string): Notice =>
  note(
    "rows-sorted",
    place(source, undefined, column),
    "The rows were not in chronological order and have been sorted.",
    "Nothing to do.",
  );

export const controlLeftOut = (source: string, column: string, value: number): Notice =>
  note(
    "constant-control-left-out",
    place(source, undefined, column),
    `The control is ${value} in every row; it is left out.`,
    "Nothing to do if that is right.",
  );

export const twoValuedTarget = (source: string, column: string, values: readonly number[]): Notice =>
  warning(
    "two-valued-target",
    place(source, undefined, column),
    `The target has two values only, ${values.map(String).join(" and ")}, so it says little about how much advertising adds.`,
    'Check the column, or choose another with "target".',
  );

export const exposureWithoutSpend = (source: string, column: string): Notice =>
  warning(
    "exposure-without-spend",
    place(source, undefined, column),
    "The column is exposure of a channel whose spend is not in the table; it is not used.",
    'Add the spend, or list the column in "channels" (returns are then per unit of exposure).',
  );

export const constantSpend = (source: string, column: string, value: number): Notice =>
  warning(
    "constant-spend",
    place(source, undefined, column),
    "The spend is constant, so its effect cannot be separated from the intercept, nor its saturation from its scale.",
    "Expect the posterior of this channel to equal its prior. Vary the spend to learn more.",
    String(value),
  );

export const rarelySpent = (source: string, column: string, active: number, rows: number): Notice =>
  warning(
    "rarely-spent",
    place(source, undefined, column),
    `The channel has spend in only ${active} of ${rows} rows.`,
    "Expect a wide interval for this channel.",
  );

export const unusualSpend = ({ source, row, column }: Cell, value: number, median: number): Notice =>
  warning(
    "unusual-spend",
    place(source, row, column),
    `This spend is ${Math.round(value / median)} times the column's median of ${median}.`,
    "Check that it is in the same unit as the others.",
    String(value),
  );

export const negativeRevenue = (source: string, column: string, rows: number): Notice =>
  warning(
    "negative-revenue",
    place(source, undefined, column),
    `The target is negative in ${count(rows, "row")}.`,
    "Nothing to do if refunds exceeded sales; otherwise check these rows.",
  );

export const shortHistory = (source: string, rows: number, period: RowPeriod): Notice =>
  warning(
    "short-history",
    source,
    `The table covers ${count(rows, period)}, less than one year, so the season cannot be separated from trend and media.`,
    "Use a year or more if possible; expect wide intervals.",
  );

/** Tables of months and quarters are coarser than what media do. */
export const coarseRows = (source: string, rows: number, period: "month" | "quarter"): Notice =>
  warning(
    "coarse-rows",
    source,
    `Each of the ${rows} rows is a ${period}: carry-over that ends within a ${period} and saturation of shorter bursts cannot be learned.`,
    `Carry-over is counted in ${period}s. Weekly data of the same years have ${period === "month" ? "four" : "thirteen"} times as many rows to learn from; use them if there are any.`,
  );

export const fewRowsPerParameter = (
  source: string,
  rows: number,
  parameters: number,
  smallest: readonly string[],
): Notice =>
  warning(
    "few-rows-per-parameter",
    source,
    `The table has ${rows} rows for about ${parameters} parameters.`,
    `Expect results close to the priors. Add history, or merge channels: ${nameList(smallest)} ${smallest.length === 1 ? "has" : "have"} the least spend.`,
  );

export const collinearPair = (source: string, a: string, b: string, correlation: number): Notice =>
  warning(
    "collinear-columns",
    source,
    `The columns ${quote(a)} and ${quote(b)} are strongly correlated (${fixed(correlation, 3)}).`,
    "Their effects cannot be separated. Merge them or remove one.",
  );

export const collinearColumns = (source: string, column: string, others: readonly string[]): Notice =>
  warning(
    "collinear-columns",
    source,
    `The column ${quote(column)} is a linear combination of ${nameList(others)}.`,
    "Their effects cannot be separated. Remove one of them.",
  );

export const unitsDiffer = (source: string, spend: number, target: number): Notice =>
  warning(
    "units-differ",
    source,
    "Total spend is more than ten times total revenue.",
    "Check that both are in the same unit.",
    `about ${figure(spend)} of spend and ${figure(target)} of revenue`,
  );

export const spendIsTiny = (source: string, spend: number, target: number): Notice =>
  warning(
    "spend-is-tiny",
    source,
    "Total spend is less than a thousandth of total revenue.",
    "Check that both are in the same unit. Returns on spend that was scaled, to lie between 0 and 1 for instance, are not in money.",
    `about ${figure(spend)} of spend and ${figure(target)} of revenue`,
  );
