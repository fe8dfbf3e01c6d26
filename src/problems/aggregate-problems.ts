// Problems of aggregating raw events: the privacy file, the event files, the tools. Events are user data, so no message about
// them holds a value: files, rows and columns only.

import type { Problem } from "./problem.ts";
import { didYouMean } from "./suggest.ts";
import { nameList, quote } from "../words/index.ts";
import type { Rule } from "./written-file-problems.ts";

export type AggregateRule =
  | "file"
  | "columns"
  | "column"
  | "weeks"
  | "date"
  | "start"
  | "channels"
  | "channel"
  | "measures"
  | "measure"
  | "bound"
  | "spend";

/** What each part of a privacy file must be; the schema refers to these by name. */
export const aggregateRules: Readonly<Record<AggregateRule, Rule>> = {
  file: { must: "a map of keys and values", hint: "Keys: columns, weeks, channels, measures, spend." },
  columns: { must: "a map with user, time, channel", hint: "Write `columns: { user: user_id, time: timestamp }`." },
  column: { must: "the name of a column, as text", hint: "Quote names that are numbers or words like true." },
  weeks: {
    must: "a map with from, to and start, or a list of dates",
    hint: "Write `weeks: { from: 2024-01-01, to: 2024-12-29 }`.",
  },
  date: {
    must: "a date such as 2024-01-31",
    hint: "Write year, month and day; the week that contains the day is used.",
  },
  start: { must: "a day of the week, monday to sunday", hint: "The default is monday, as in ISO 8601." },
  channels: {
    must: "a list of channels, or a map from a channel to its names in the events",
    hint: "Write `channels: [TV, Search]` or `channels: { Search: [google, bing] }`.",
  },
  channel: { must: "the name of a channel, as text", hint: "Quote names that are numbers or words like true." },
  measures: {
    must: "a map with at least one of revenue, conversions, impressions, cost",
    hint: "Write `measures: { revenue: { column: value, cap: 200, total: 1000 } }`.",
  },
  measure: {
    must: "a map with column, cap, total",
    hint: "Write `{ column: value, cap: 200, total: 1000 }`; bounds are chosen without looking at the data.",
  },
  bound: {
    must: "a positive number of at most 1e12",
    hint: "cap is the largest contribution of one user to one cell; total is the largest over the whole table.",
  },
  spend: {
    must: "the path of a table of invoices, or a map with file, week, channel, amount",
    hint: "Write `spend: invoices.csv`, relative to the privacy file.",
  },
};

export const noSuchDay = (where: string, received: string): Problem => ({
  code: "no-such-day",
  message: "The calendar has no such day.",
  where,
  received: quote(received),
  hint: "Write year, month and day, such as 2024-01-31.",
});

export const weeksReversed = (where: string, from: string, to: string): Problem => ({
  code: "weeks-reversed",
  message: "The last week must not be before the first week.",
  where,
  received: `${from} to ${to}`,
  hint: "Swap the two.",
});

export const tooManyWeeks = (where: string, weeks: number, limit: number): Problem => ({
  code: "too-many-weeks",
  message: `A table has at most ${limit} weeks.`,
  where,
  received: `${weeks} weeks`,
  hint: "Check the years.",
});

export const weekStartsDiffer = (where: string, received: string, first: string): Problem => ({
  code: "week-starts-differ",
  message: `Listed weeks must begin on the day of the week on which the first one, ${first}, begins.`,
  where,
  received,
  hint: "List the first day of each week.",
});

export const listedTwice = (where: string, received: string): Problem => ({
  code: "listed-twice",
  message: "This entry is already in the list.",
  where,
  received: quote(received),
  hint: "Remove one of the two.",
});

export const boundBetweenSteps = (where: string, key: string, received: string, step: string): Problem => ({
  code: "bound-between-steps",
  message: `\`${key}\` must be a whole multiple of ${step}.`,
  where,
  received,
  hint: step === "1" ? "Write a whole number." : "Money is counted in hundredths.",
});

export const capAboveTotal = (where: string, cap: number, total: number): Problem => ({
  code: "cap-above-total",
  message: "The cap must not exceed the total.",
  where,
  received: `cap ${cap}, total ${total}`,
  hint: "Lower the cap, or raise the total (which increases the noise).",
});

export const channelsMissing = (where: string, what: string): Problem => ({
  code: "missing-key",
  message: `\`${what}\` is split by channel, and the key \`channels\` is missing.`,
  where,
  hint: aggregateRules.channels.hint,
});

export const spendTwice = (where: string): Problem => ({
  code: "spend-twice",
  message: "Spend comes from invoices (`spend`) or from the events (`measures.cost`), not from both.",
  where,
  hint: "Prefer invoices: they are not user data and need no noise.",
});

export const specificationMissing = (): Problem => ({
  code: "specification-missing",
  message: "carryover aggregate needs --spec.",
  hint: "Give the privacy file, which defines weeks, channels and bounds; see carryover aggregate --help.",
});

export const memoryWrong = (received: string): Problem => ({
  code: "wrong-option-value",
  message: "--memory must be a size of 64MB to 1TB.",
  received: quote(received),
  hint: "Write a number and its unit: 256MB, 2GB.",
});

export const eventsMissing = (pattern: string): Problem => ({
  code: "missing-file",
  message: "There are no such event files.",
  where: pattern,
  hint: "Give a CSV or Parquet file, a folder of them, or a pattern in quotes such as 'events/*.parquet'.",
});

export const eventFileUnreadable = (where: string, reason: string): Problem => ({
  code: "unreadable-file",
  message: `The file cannot be read: ${reason}.`,
  where,
  hint: "Check the path, the permissions, and that it is a CSV file in UTF-8 or a Parquet file.",
});

export const eventColumnMissing = (where: string, role: string, name: string, names: readonly string[]): Problem => ({
  code: "missing-column",
  // The first line of a file without header holds data: no other name of it is repeated.
  message: `There is no column for \`${role}\`; the first line names ${names.length}.`,
  where,
  received: quote(name),
  hint: `${didYouMean(name, names)}Name the column in the privacy file.`,
});

export const eventColumnTwice = (where: string, name: string): Problem => ({
  code: "duplicate-column",
  message: "Two columns have this name.",
  where,
  received: quote(name),
  hint: "Rename one of the two.",
});

export const eventColumnKind = (where: string, name: string, kind: string, must: string): Problem => ({
  code: "wrong-column-kind",
  message: `The column ${quote(name)} must hold ${must}.`,
  where,
  received: `a column of ${kind}`,
  hint: "Convert it where the file is written.",
});

/** What a cell must be that is not. */
export const malformedMust = {
  user: "say who the user is",
  time: "be a time such as 2024-01-31 or 2024-01-31 18:30:00",
  money: "be a number with a decimal point, or empty",
  count: "be a whole number, true, false or empty",
} as const;

export const malformedCell = (
  file: string,
  row: string,
  column: string,
  must: keyof typeof malformedMust,
): Problem => ({
  code: "malformed-event",
  message: `This cell must ${malformedMust[must]}.`,
  where: `${file}, row ${row}, column ${quote(column)}`,
  hint: "Rows are counted from 1 after the header. Its value is user data and is not shown.",
});

export const malformedLine = (file: string | undefined, line: string): Problem => ({
  code: "malformed-line",
  message: "This line has too many or too few cells, quotes that do not match, or text that is not UTF-8.",
  where: `${file ?? "an event file"}, line ${line}`,
  hint: "Fix this line. Its content is user data and is not shown.",
});

export const duckDbMissing = (reason: string): Problem => ({
  code: "package-missing",
  message: `Aggregating events requires the package @duckdb/node-api: ${reason}.`,
  hint: "Install it beside carryover (npm install @duckdb/node-api).",
});

export const outOfMemory = (memory: string): Problem => ({
  code: "out-of-memory",
  message: "The events could not be aggregated within the memory allowed.",
  received: memory,
  hint: "Allow more memory with --memory.",
});

export const outOfDisk = (folder: string): Problem => ({
  code: "out-of-disk",
  message: "The disk for temporary files is full or cannot be written to.",
  where: folder,
  hint: "Free some space, or point TMPDIR at another disk; about the size of the events is needed.",
});

export const databaseFailed = (kind: string): Problem => ({
  code: "events-not-aggregated",
  message: `DuckDB could not aggregate the events (${kind}).`,
  hint: "Its message is not shown, because it may contain user data. Check the files with another tool.",
});

export const aggregationCanceled = (): Problem => ({
  code: "canceled",
  message: "Canceled; nothing was written.",
  hint: "Run the command again to start over.",
});

export const invoiceCell = (file: string, row: string, column: string, must: string, received: string): Problem => ({
  code: "invoice-cell",
  message: `This cell must be ${must}.`,
  where: `${file}, row ${row}, column ${quote(column)}`,
  received,
  hint: "Rows are counted from 1 after the header.",
});

export const invoiceChannels = (file: string, unknown: readonly string[], known: readonly string[]): Problem => ({
  code: "unknown-channel",
  message: "The invoices name channels that the privacy file does not.",
  where: file,
  received: nameList(unknown),
  hint: `${unknown.length === 1 ? didYouMean(unknown[0], known) : ""}Its channels: ${nameList(known, 12)}.`,
});

export const invoiceNegative = (file: string, week: string, channel: string): Problem => ({
  code: "negative-spend",
  message: "The invoices of one week and channel add up to less than 0.",
  where: file,
  received: `${quote(channel)} in the week of ${week}`,
  hint: "Book credit notes to the week they belong to.",
});

export const aggregateNotWritable = (where: string, reason: string): Problem => ({
  code: "aggregate-not-writable",
  message: "The table cannot be written.",
  where,
  received: reason,
  hint: "Check the folder, its permissions and the free space, or give another path with --out.",
});

export const boundsUnreadable = (where: string, reason: string): Problem => ({
  code: "bounds-unreadable",
  message: `This is not a description of bounds as carryover aggregate writes it: ${reason}.`,
  where,
  hint: "Write it again with carryover aggregate, or give bounds by hand.",
});
