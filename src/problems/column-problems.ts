// Problems of the header: columns that are missing, named twice, or asked for and not there.

import { columnPlaces, place, type PlacedName } from "./place.ts";
import type { Problem } from "./problem.ts";
import { didYouMean } from "./suggest.ts";
import { nameList, quote } from "../words/index.ts";

export const noHeader = (source: string): Problem => ({
  code: "no-header",
  message: "The first row holds numbers, not column names.",
  where: source,
  hint: "Add a header row: week, spend_<channel>..., revenue.",
});

/** Several columns of one name, or of names that differ in case or spaces alone, where the model uses one and they differ. */
export const duplicateColumn = (source: string, name: string, columns: readonly PlacedName[]): Problem => {
  const isOneName = columns.every((column) => column.name === name);
  return {
    code: "duplicate-column",
    message: `The name ${quote(name)} is ambiguous: ${columns.length} columns ${isOneName ? "have it" : "have such names"} and hold different values.`,
    where: source,
    received: columnPlaces(columns),
    hint: isOneName
      ? "Rename or remove all but one."
      : "Rename or remove all but one, or name the one that is meant, as the header writes it.",
  };
};

export const oneColumn = (source: string, name: string): Problem => ({
  code: "one-column",
  message: "The table has only one column.",
  where: source,
  received: quote(name),
  hint: "Separate the columns with commas, semicolons or tabs.",
});

export const missingColumn = (
  source: string,
  role: string,
  name: string,
  columns: readonly string[],
  meant?: string,
): Problem => ({
  code: "missing-column",
  message: `There is no column ${quote(name)}, named as ${role}.`,
  where: source,
  received: `columns ${nameList(columns, 12)}`,
  hint: `${meant === undefined ? didYouMean(name, columns) : `Did you mean ${quote(meant)}? `}Name a column of the table.`,
});

export const noDateColumn = (source: string, columns: readonly string[]): Problem => ({
  code: "no-date-column",
  message: "No column gives the week of each row.",
  where: source,
  received: `columns ${nameList(columns, 12)}`,
  hint: 'Name it "week" (1, 2, 3, ...) or "date" (2024-01-01), or say which column it is with "date".',
});

export const noSpendColumn = (
  source: string,
  columns: readonly string[],
  similar: string | undefined,
  exposures: readonly string[] = [],
): Problem => ({
  code: "no-spend-column",
  message: "No column holds the spend of a channel.",
  where: source,
  received: `columns ${nameList(columns, 12)}`,
  hint: `${similar === undefined ? "" : `Is ${quote(similar)} one? `}${exposures.length === 0 ? "" : `${nameList(exposures)} ${exposures.length === 1 ? "is" : "are"} exposure, not spend. `}Name such columns "spend_<channel>", or list them: ${typed(source, "--channels", similar ?? (exposures.length === 0 ? "COLUMN,COLUMN" : exposures.join(",")))}.`,
});

export const noChannelsListed = (source: string): Problem => ({
  code: "no-channels-listed",
  message: 'The list "channels" is empty.',
  where: source,
  hint: 'List the spend columns, or leave "channels" out to use every column "spend_<channel>".',
});

/** `taken` are columns named as a target is, and what the user said they are. */
export const noTarget = (
  source: string,
  columns: readonly string[],
  taken: readonly { readonly column: string; readonly role: string }[] = [],
): Problem => {
  const free = columns.filter((name) => !taken.some(({ column }) => column === name));
  const similar = free.find((name) => didYouMean(name, ["conversions", "revenue"]) !== "");
  const said = taken.map(({ column, role }) => `${quote(column)} is named as ${role}. `).join("");
  return {
    code: "no-target",
    message: "No column holds the target.",
    where: source,
    received: `columns ${nameList(columns, 12)}`,
    hint: `${said}${similar === undefined ? "" : `Is ${quote(similar)} it? `}Name it "revenue" or "conversions", or say which column it is: ${typed(source, "--target", similar ?? "COLUMN")}.`,
  };
};

export const ambiguousRole = (source: string, role: string, names: readonly string[], option: string): Problem => ({
  code: "ambiguous-column",
  message: `More than one column could be ${role}.`,
  where: source,
  received: nameList(names),
  hint: `Say which one: ${typed(source, `--${option}`, names[0])}.`,
});

export const columnUsedTwice = (source: string, name: string, roles: readonly string[]): Problem => ({
  code: "column-used-twice",
  message: `The column ${quote(name)} is used as ${roles.join(" and as ")}.`,
  where: source,
  hint: "Give each column one role.",
});

export const unnamedChannel = (source: string, column: string): Problem => ({
  code: "unnamed-channel",
  message: `The column ${quote(column)} names no channel.`,
  where: source,
  hint: 'Write the channel\'s name after "spend_".',
});

export const ambiguousChannel = (where: string, name: string, columns: readonly string[]): Problem => ({
  code: "ambiguous-channel",
  message: `The channel of ${quote(columns[0])} is named ${quote(name)}, which is the column of another channel.`,
  where,
  received: nameList(columns),
  hint: "Rename one of the columns.",
});

/** Two keys of a map, or two members of a list, that mean one channel: by its name and by its column. */
export const channelTwice = (where: string, name: string, keys: readonly string[]): Problem => ({
  code: "channel-twice",
  message: `The channel ${quote(name)} is named twice.`,
  where,
  received: nameList(keys),
  hint: "Name it once, by its name or by the column of its spend.",
});

export const duplicateChannel = (source: string, channel: string, columns: readonly string[]): Problem => ({
  code: "duplicate-channel",
  message: `The channel ${quote(channel)} has more than one spend column.`,
  where: source,
  received: nameList(columns),
  hint: "Add them up into one column, or give them different names.",
});

export const textColumn = (source: string, role: string, column: string, example: string): Problem => ({
  code: "text-column",
  message: `The column named as ${role} holds text.`,
  where: place(source, undefined, column),
  received: quote(example),
  hint: "Turn it into numbers (0 and 1 for yes and no, one column for each category).",
});

export const noColumns = (source: string): Problem => ({
  code: "no-columns",
  message: "There are no columns.",
  where: source,
  hint: "Give one array for each column: week, spend_<channel>..., revenue.",
});

export const lengthMismatch = (source: string, column: string, length: number, expected: number): Problem => ({
  code: "length-mismatch",
  message: `The column has ${length} values where the first column has ${expected}.`,
  where: place(source, undefined, column),
  hint: "Give all columns the same number of rows.",
});

/** The line to type, quoted for a shell: `carryover fit data.csv --target "Net sales"`. */
function typed(source: string, option: string, value: string): string {
  const word = (text: string): string => (/^[\w./,:-]+$/.test(text) ? text : `"${text.replace(/["\\$`]/g, "\\$&")}"`);
  return `carryover fit ${word(source)} ${option} ${word(value)}`;
}
