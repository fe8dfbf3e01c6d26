// A model file that explains itself: what was guessed of a table, each guess with its reason, and every default as a comment.

import { type MediaData, periodOf } from "../../data/panel/index.ts";
import { type ColumnRole, isUsed } from "../../data/roles/index.ts";
import { count } from "../../words/index.ts";
import { readingSettings } from "../../settings/index.ts";
import { columnEntry, toModelFile } from "./print.ts";
import type { ResolvedSpec } from "./resolved-spec.ts";

export interface CommentedFile {
  readonly spec: ResolvedSpec;
  readonly data: MediaData;
  /** Path of the table, as the file writes it. */
  readonly table: string;
  /** Path of the file, as a command line has it. */
  readonly file: string;
  /** Columns that could be the target instead, and whether it could be told from them. */
  readonly alternatives: readonly string[];
  readonly unsure: boolean;
  /** ISO code, where the names or the cells of columns state one. */
  readonly currency: string | undefined;
}

/** Keys that the file writes with words of its own; the others follow as comments. */
const own: ReadonlySet<string> = new Set([
  ...Object.keys(readingSettings),
  "data",
  "title",
  "date",
  "geo",
  "population",
  "national",
  "target",
  "target_kind",
  "margin",
  "currency",
  "channels",
  "controls",
]);

/** The text of the file, in YAML. It resolves to what the table alone does, with these guesses. */
export async function commentedModelFile(input: CommentedFile): Promise<string> {
  const { stringify } = await import("yaml");
  const scalar = (text: string): string => stringify(text, { lineWidth: 0 }).trim();
  const { spec, data, table, file, currency } = input;
  const columns = data.columns ?? [];
  const { dates, rows, cadence, source, geos } = data;
  const size =
    geos === undefined ? count(rows, "row") : `${count(geos.length, "geo")}, ${count(rows, periodOf(cadence))}`;
  return [
    ...comment(
      `Model file made by carryover init from ${source}: ${size}, ${cadence}, ${dates[0]} to ${dates.at(-1)}.`,
      "Everything here was guessed from the table. Correct what is wrong, then fit it:",
      `carryover fit ${file}`,
    ),
    "",
    `data: ${scalar(table)}`,
    ...readingLines(spec, scalar),
    "",
    ...comment(`The ${cadence === "daily" ? "day" : "period"} of each row: ${reasonOf(columns, spec.date)}.`),
    `date: ${scalar(spec.date)}`,
    "",
    ...geoLines(spec, columns, scalar),
    ...targetLines(input, columns, scalar),
    "",
    ...comment(
      "Profit before media from one unit of the target (0.4 for 40% of revenue, or profit per conversion).",
      "It cannot be read from a table. Without it, results are about the target and not about profit.",
    ),
    "# margin: 0.4",
    "",
    ...(currency === undefined
      ? [...comment("Currency of spend and revenue, for headings."), "# currency: EUR"]
      : [...comment("Currency of spend and revenue, as the table states it."), `currency: ${scalar(currency)}`]),
    "",
    ...channelLines(spec, columns, scalar),
    "",
    ...(spec.controls.length === 0
      ? [...comment("No other column is taken to move the target."), "controls: none"]
      : listLines("controls", "Other columns that move the target.", spec.controls, (column) => [
          scalar(column),
          reasonOf(columns, column),
        ])),
    "",
    ...leftOutLines(columns),
    ...warningLines(data),
    ...comment(
      "The rest of the model, as it is by default. To change a line, remove its # (and that of the key above it), and edit it.",
      "A file that writes its seasonality has the trend that it writes, or none.",
      "Trends: linear for a steady drift; { kind: knots, knots: auto } for a baseline that turned a few times; local_level for one that wanders; hsgp for one that turns slowly.",
    ),
    ...defaultLines(spec, stringify),
    "",
  ].join("\n");
}

function comment(...lines: readonly string[]): string[] {
  return lines.map((line) => `# ${oneLine(line)}`.trimEnd());
}

/** How the table is read, where that was said: the file would not be read as it is without. */
function readingLines(spec: ResolvedSpec, scalar: (text: string) => string): string[] {
  return Object.keys(readingSettings).flatMap((key) => {
    const value = spec[key as keyof typeof readingSettings];
    return value === undefined ? [] : [`${key}: ${scalar(value)}`];
  });
}

/** Names may hold what would end a comment. */
function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, " ");
}

/** What is of panels alone: nothing for a national table. */
function geoLines(spec: ResolvedSpec, columns: readonly ColumnRole[], scalar: (text: string) => string): string[] {
  const { geo, population, geos = [], channels } = spec;
  if (geo === undefined) return [];
  const national = channels.flatMap(({ name, column }) => (spec.national?.includes(name) === true ? [column] : []));
  return [
    ...comment(`The geo of each row: ${reasonOf(columns, geo)}.`),
    `geo: ${scalar(geo)}`,
    "",
    ...(typeof population === "string"
      ? [
          ...comment(`People in each geo: ${reasonOf(columns, population)}. Spend and target are taken per head.`),
          `population: ${scalar(population)}`,
        ]
      : [
          ...comment(
            "People in each geo, by which spend and target are taken per head: a column, or a number for each geo.",
            "No column says it. Without it, geos of different size are compared as they are.",
          ),
          `# population: { ${geos
            .slice(0, 3)
            .map((name) => `${scalar(name)}: 1000000`)
            .join(", ")}${geos.length > 3 ? ", ..." : ""} }`,
        ]),
    "",
    ...(national.length === 0
      ? [
          ...comment("Channels whose spend in a row is that of all geos together, to be split by population."),
          "national: none",
        ]
      : listLines("national", "Channels whose spend per head is the same in all geos.", national, (column) => [
          scalar(column),
          "",
        ])),
    "",
  ];
}

function targetLines(
  { spec, data, alternatives, unsure }: CommentedFile,
  columns: readonly ColumnRole[],
  scalar: (text: string) => string,
): string[] {
  const { kind } = data.target;
  return [
    ...comment(
      unsure
        ? `What is modeled. CONFIRM: it could as well be ${alternatives.join(", ")}.`
        : `What is modeled: ${reasonOf(columns, spec.target)}.`,
    ),
    ...(unsure || alternatives.length === 0 ? [] : comment(`Also possible: ${alternatives.join(", ")}.`)),
    `target: ${scalar(spec.target)}`,
    `target_kind: ${kind} # ${kind === "revenue" ? "money; conversions for a count" : "a count; revenue for money"}`,
  ];
}

function listLines<T>(
  key: string,
  what: string,
  items: readonly T[],
  line: (item: T) => readonly [text: string, note: string],
): string[] {
  const notes = items.map(line);
  return [
    ...comment(what),
    `${key}:`,
    ...notes.map(([text, note]) => `  - ${text}${note === "" ? "" : ` # ${oneLine(note)}`}`),
  ];
}

/** The channels: a list of their spend, or a map where other columns drive some. */
function channelLines(
  { channels }: ResolvedSpec,
  columns: readonly ColumnRole[],
  scalar: (text: string) => string,
): string[] {
  const note = ({ column, name }: ResolvedSpec["channels"][number]): string =>
    [name === column ? "" : name, doubt(columns, column)].filter(Boolean).join("; ");
  if (channels.every(({ driver }) => driver === undefined)) {
    const what = "Spend of each channel, with its name in results.";
    return listLines("channels", what, channels, (channel) => [scalar(channel.column), note(channel)]);
  }
  const lines = channels.flatMap((channel) => {
    const [key, entry] = columnEntry(channel);
    const noted = note(channel) === "" ? "" : ` # ${oneLine(note(channel))}`;
    const own = Object.entries<string | undefined>(entry).map(([part, value = ""]) => `    ${part}: ${scalar(value)}`);
    return [`  ${scalar(key)}:${noted}`, ...own];
  });
  return [
    ...comment(
      "Spend of each channel, with its name in results, and the column that drives its effect where spend does not:",
      "returns are over spend, curves and plans in spend at the average price of the table. `driver: spend` has spend drive it.",
    ),
    "channels:",
    ...lines,
  ];
}

function leftOutLines(columns: readonly ColumnRole[]): string[] {
  const left = columns.filter((column) => !isUsed(column));
  if (left.length === 0) return [];
  const lines = left.map(({ column, reason }) => `  ${column}: ${reason}`);
  return [...comment("Columns that are not used, and why. To use one, list it in channels or controls.", ...lines), ""];
}

function warningLines({ notices }: MediaData): string[] {
  const warnings = notices.filter(({ level }) => level === "warning");
  if (warnings.length === 0) return [];
  return [...comment("Before fitting, look at:", ...warnings.map(({ message }) => `  ${message}`)), ""];
}

function defaultLines(spec: ResolvedSpec, stringify: (value: unknown, options: object) => string): string[] {
  const rest = Object.entries(toModelFile(spec)).filter(([key]) => !own.has(key));
  return stringify(Object.fromEntries(rest), { lineWidth: 0 })
    .trimEnd()
    .split("\n")
    .map((line) => `# ${line}`);
}

function reasonOf(columns: readonly ColumnRole[], column: string): string {
  return columns.find((role) => role.column === column)?.reason ?? "as said";
}

function doubt(columns: readonly ColumnRole[], column: string): string {
  const role = columns.find((each) => each.column === column);
  return role === undefined || role.confidence === "high" || role.confidence === "stated" ? "" : role.reason;
}
