// Merges a model file, what was found in the table, flags and defaults into one fully explicit specification.
import { type DetectedTable } from "./detected-table.ts";
import { resolveBusiness } from "./resolve-business.ts";
import { ambiguousChannels, channelName, findChannel } from "../../data/roles/index.ts";
import { ambiguousChannel } from "../../problems/column-problems.ts";
import { resolveReading } from "./resolve-reading.ts";
import * as wording from "../../problems/model-file-problems.ts";
import type { PrivacyRecord } from "../../privacy/release/index.ts";
import type { Notice } from "../../problems/notice.ts";
import { CarryoverError, type Problem } from "../../problems/problem.ts";
import {
  type Business,
  type Default,
  type ColumnFlags,
  defaultOf,
  dependentDefaults,
  panelDefaults,
  fitSettings,
  kebab,
  modelSettings,
  type ReadingValues,
  scalingSettings,
  seasonalitySettings,
  settingProblems,
  weekdayBesideSeason,
  yearIn,
} from "../../settings/index.ts";
import { smallCountsFound } from "../../problems/count-problems.ts";
import { figure } from "../../words/index.ts";
import { checkCounts } from "./check-counts.ts";
import { smallCounts } from "./small-counts.ts";
import type { ModelDocument } from "./document.ts";
import { inOrder } from "../../files/index.ts";
import { type Provenance, ProvenanceLog, type Sourced } from "./provenance.ts";
import { privacyOf } from "./noise-privacy.ts";
import type { FoundNoise } from "./noise-source.ts";
import { resolveMundlak } from "./resolve-mundlak.ts";
import { resolveNoise } from "./resolve-noise.ts";
import { resolveChannels } from "./resolve-channels.ts";
import { checkPanel, resolveErrorPooling, resolvePanel, resolveWeekForm } from "./resolve-panel.ts";
import { resolvePriors } from "./resolve-priors.ts";
import { resolveReferences } from "./resolve-references.ts";
import { resolveExperiments } from "./resolve-experiments.ts";
import { resolveReturns } from "./resolve-returns.ts";
import { resolveTreatments } from "./resolve-treatments.ts";
import { resolveTrend } from "./resolve-trend.ts";
import {
  type Likelihood,
  type ModelStructure,
  type ResolvedSpec,
  type SamplingSettings,
  type Scaling,
} from "./resolved-spec.ts";
import { addedTerms, type Fourier, type Seasonality, seasonsOf } from "../terms/baseline/index.ts";
import type { DocumentPath } from "../../files/index.ts";
import { writtenChannels } from "./written-media.ts";

/** Sampling settings given on the command line; they win over the model file. */
export type SamplingFlags = { readonly [K in keyof SamplingSettings]?: SamplingSettings[K] | undefined };

/** What the command line says of a fit: settings of sampling, what it is for, how its table is read, and columns. All win over the model file. */
export type FitFlags = SamplingFlags & {
  readonly business?: Business | undefined;
  readonly reading?: ReadingValues | undefined;
  readonly columns?: ColumnFlags | undefined;
};

export interface Resolution {
  readonly spec: ResolvedSpec;
  /** One entry for each leaf of the specification, in the order of the model file. */
  readonly provenance: readonly Provenance[];
  /** What was decided for the user about noise, and warnings. */
  readonly notices?: readonly Notice[];
  /** How the table was protected when it was published; absent where no column has noise. */
  readonly privacy?: PrivacyRecord;
}

/**
 * Resolves a specification from a model file, a table, or both (at least one of them is needed).
 * `defaults.ts` says what a key that is left out means.
 * @param found the description of the table's noise that `findNoise` found
 * @throws CarryoverError with every problem: names the table does not have, priors the model has no use for, ...
 */
export function resolve(
  document: ModelDocument | undefined,
  table?: DetectedTable,
  { business: businessFlags = {}, reading: readingFlags = {}, columns: columnFlags = {}, ...flags }: FitFlags = {},
  found?: FoundNoise,
): Resolution {
  const notices: Notice[] = [];
  const log = new ProvenanceLog();
  const problems: Problem[] = [];
  const file = document?.content;

  /** The value at a path of the model file, else what was found in the table; otherwise a problem. */
  const required = <T>(
    path: readonly [keyof ColumnFlags],
    written: T | undefined,
    found: T | undefined,
    empty: T,
  ): Sourced<T> => {
    // The table was read with what the flags say.
    if (columnFlags[path[0]] !== undefined && found !== undefined) {
      return { value: found, origin: "flag", reason: `--${kebab(path[0])}` };
    }
    if (document !== undefined && written !== undefined) return fromFile(document, path, written);
    if (table !== undefined && found !== undefined) return fromTable(table, found, path[0]);
    problems.push(wording.needsTable(document?.file ?? "model", path.join(".")));
    return { value: empty, origin: "detected", reason: "" };
  };
  const optional = <T>(path: DocumentPath, written: T | undefined, fallback: Default<T>): Sourced<T> =>
    document !== undefined && written !== undefined
      ? fromFile(document, path, written)
      : { ...fallback, origin: "default" };

  const data =
    document === undefined
      ? { value: table?.source ?? "", origin: "flag" as const, reason: "given on the command line" }
      : fromFile(document, ["data"], document.content.data);
  const list = (names: readonly string[]): string => `[${names.join(", ")}]`;
  const namedChannels = writtenChannels(file?.channels);
  const nameOf = (column: string): string =>
    namedChannels?.find((channel) => channel.column === column)?.said?.name ?? channelName(column);
  const columnOf = (written: string): string => findChannel(table?.channels ?? [], written)?.column ?? written;
  const writtenColumns = namedChannels?.map(({ column }) => columnOf(column));
  const writtenControls = file?.controls === "none" ? [] : file?.controls;

  const kind = table?.target.kind ?? file?.target_kind;
  const head = {
    data: log.note("data", data),
    date: log.note("date", required(["date"], file?.date, table?.dateColumn, "")),
    target: log.note("target", required(["target"], file?.target, table?.target.name, "")),
    ...(kind === undefined
      ? {}
      : { target_kind: log.note("target_kind", required(["target_kind"], file?.target_kind, kind, kind)) }),
  };
  const reading = resolveReading(readingFlags, document, log, problems);
  const business = resolveBusiness(businessFlags, document, table, log, problems);
  const scalingOf = <K extends keyof Scaling>(key: K): Scaling[K] => {
    const { default: value, reason } = scalingSettings[key];
    const written = file?.scaling?.[key] as Scaling[K] | undefined;
    return log.note(`scaling.${key}`, optional(["scaling", key], written, { value: value as Scaling[K], reason }));
  };
  const scaling: Scaling = {
    media: scalingOf("media"),
    target: scalingOf("target"),
    controls: scalingOf("controls"),
  };
  const panel = resolvePanel({ document, table, flags: columnFlags, log, problems });
  const foundChannels = table?.channels.map(({ column }) => column);
  const columns = log.note(
    "channels",
    required<readonly string[]>(["channels"], writtenColumns, foundChannels, []),
    list,
  );
  const named = columns.map((column) => ({
    column,
    name: table?.channels.find((channel) => channel.column === column)?.name ?? nameOf(column),
  }));
  const channels = resolveChannels(named, { document, table, log, problems });
  const treated = resolveTreatments(document, table, log, problems);
  const foundControls = table?.controls.flatMap(({ name }) => (treated.treatments?.[name] === undefined ? [name] : []));
  const controls = log.note(
    "controls",
    required<readonly string[]>(["controls"], writtenControls, foundControls, []),
    list,
  );

  const references = resolveReferences(document, controls, log, problems);

  const seasonality = resolveSeasonality(document, table, log, problems);
  const weekday = resolveWeekday(document, table, seasonality, log, problems);
  const trend = resolveTrend(
    { ...panel, seasonality, controls, channels },
    { document, table, log, problems, notices },
  );
  const ownTerms = resolveTerms(document, log, problems);
  const likelihood = log.note(
    "likelihood",
    file?.likelihood === undefined
      ? likelihoodFor(document, table, found, notices)
      : optional<Likelihood>(["likelihood"], file.likelihood, defaultOf(modelSettings.likelihood)),
  );

  const { target } = head;
  const columnsOf = { document, table, found, target, channels, controls };
  const noise = resolveNoise({ ...columnsOf, likelihood, log, problems, notices });
  const { geo, population, ...ofGeos } = panel;
  const columnsOfPanel = { ...(geo === undefined ? {} : { geo }), ...(population === undefined ? {} : { population }) };
  const returns = resolveReturns({ channels, ...ofGeos }, document, table, problems);
  const weekForm = resolveWeekForm({ ...ofGeos, ...noise, likelihood, target }, { document, log, problems });
  const experiments = resolveExperiments(
    { channels, ...ofGeos, ...treated },
    { document, table, target, isCount: kind === "conversions", log, problems, notices },
  );
  const structure: ModelStructure = {
    scaling,
    ...ofGeos,
    ...(population === undefined ? {} : { population }),
    ...resolveErrorPooling(panel, likelihood, { document, log, problems }),
    ...weekForm,
    ...resolveMundlak({ channels, ...ofGeos }, document, table, log, problems),
    ...returns,
    channels,
    controls,
    ...references,
    ...treated,
    seasonality,
    ...weekday,
    ...trend,
    ...ownTerms,
    likelihood,
    ...noise,
    ...experiments,
  };
  checkPanel(structure, document, problems);
  checkCounts({ likelihood, target, ...noise }, document, table, problems, notices);
  if (document !== undefined) checkNames(document, table, { ...head, ...columnsOfPanel, ...structure }, problems);
  problems.push(...settingProblems("sampling", fitSettings, flags));
  const priors = resolvePriors({ ...structure, target }, { document, table }, log, problems, notices);
  const sampling = resolveSampling(document, flags, log, structure.geos !== undefined);
  if (problems.length > 0) throw new CarryoverError(inOrder(problems));
  const privacy = privacyOf(document, found);
  return {
    spec: { ...head, ...columnsOfPanel, ...reading, ...business, ...structure, priors, sampling },
    provenance: log.entries,
    notices,
    ...(privacy === undefined ? {} : { privacy }),
  };
}

function fromFile<T>(document: ModelDocument, path: DocumentPath, value: T): Sourced<T> {
  return { value, origin: "model file", reason: document.where(path) };
}

const roleOfKey: Readonly<Record<Exclude<keyof ColumnFlags, "target_kind">, string>> = {
  date: "date",
  geo: "geo",
  population: "population",
  national: "channel",
  target: "target",
  channels: "channel",
  controls: "control",
};

function fromTable<T>({ source, columns = [] }: DetectedTable, value: T, key: keyof ColumnFlags): Sourced<T> {
  if (key === "target_kind") {
    return { value, origin: "detected", reason: "from the name and the values of the target" };
  }
  const role = roleOfKey[key];
  const reasons = new Set(columns.flatMap((column) => (column.role === role ? [column.reason] : [])));
  const why = reasons.size === 0 ? "" : `: ${[...reasons].join("; ")}`;
  return { value, origin: "detected", reason: `found in ${source}${why}` };
}

function resolveSeasonality(
  document: ModelDocument | undefined,
  table: DetectedTable | undefined,
  log: ProvenanceLog,
  problems: Problem[],
): Seasonality {
  const written = document?.content.seasonality;
  if (document !== undefined && written === "none") {
    return log.note("seasonality", fromFile<Seasonality>(document, ["seasonality"], "none"));
  }
  if (document !== undefined && Array.isArray(written)) {
    const seasons = written.map((_, index) =>
      resolveSeason(
        { path: ["seasonality", index], name: `seasonality[${index + 1}]` },
        document,
        table,
        log,
        problems,
      ),
    );
    return repeatedPeriod(seasons.filter(isThere), document, problems);
  }
  return resolveSeason({ path: ["seasonality"], name: "seasonality" }, document, table, log, problems) ?? "none";
}

/** Whether days of the week have levels: of daily tables, unless a season of 7 days says the same. Absent for other tables. */
function resolveWeekday(
  document: ModelDocument | undefined,
  table: DetectedTable | undefined,
  seasonality: Seasonality,
  log: ProvenanceLog,
  problems: Problem[],
): Pick<ModelStructure, "weekday"> {
  const written = document?.content.weekday;
  const isDaily = table === undefined ? written !== undefined : table.cadence === "daily";
  if (!isDaily) {
    if (document !== undefined && written === true) {
      problems.push(wording.weekdayNeedsDays(document.where(["weekday"]), table?.cadence ?? "weekly"));
    }
    return {};
  }
  const hasWeek = seasonsOf(seasonality).some(({ period }) => period === 7);
  if (document === undefined || written === undefined) {
    const fallback = hasWeek ? weekdayBesideSeason : defaultOf(modelSettings.weekday);
    return { weekday: log.note("weekday", { ...fallback, origin: "default" }) };
  }
  if (written && hasWeek) problems.push(wording.weekdayTwice(document.where(["weekday"])));
  return { weekday: log.note("weekday", fromFile(document, ["weekday"], written)) };
}

function isThere<T>(value: T | undefined): value is T {
  return value !== undefined;
}

/** Two seasons of one period could not be told apart. */
function repeatedPeriod(seasons: readonly Fourier[], document: ModelDocument, problems: Problem[]): readonly Fourier[] {
  seasons.forEach(({ period }, index) => {
    if (seasons.findIndex((other) => other.period === period) === index) return;
    problems.push(wording.repeatedSeason(document.where(["seasonality", index, "period"]), period));
  });
  return seasons;
}

/** One season: of the period that is written, by default a year; undefined, with a problem, where that is not known. */
function resolveSeason(
  { path, name }: { readonly path: DocumentPath; readonly name: string },
  document: ModelDocument | undefined,
  table: DetectedTable | undefined,
  log: ProvenanceLog,
  problems: Problem[],
): Fourier | undefined {
  const written = document?.content.seasonality;
  const [, index] = path;
  const fourier =
    written === undefined || written === "none"
      ? undefined
      : Array.isArray(written)
        ? written[index as number]
        : written;
  let period: Sourced<number>;
  if (document !== undefined && fourier?.period !== undefined) {
    period = fromFile(document, [...path, "period"], fourier.period);
  } else if (table !== undefined) {
    period = { value: yearIn[table.cadence], origin: "detected", reason: `a year of ${table.cadence} rows` };
  } else {
    problems.push(wording.needsTable(document?.where(path, "key") ?? "model", `${name}.period`));
    return undefined;
  }
  const harmonics: Sourced<number> =
    document !== undefined && fourier?.harmonics !== undefined
      ? fromFile(document, [...path, "harmonics"], fourier.harmonics)
      : { ...harmonicsIn(period.value), origin: "default" };
  if (harmonics.value >= period.value / 2) {
    const where = document?.where([...path, fourier?.harmonics === undefined ? "period" : "harmonics"]) ?? "model";
    problems.push(wording.tooManyHarmonics(where, harmonics.value, period.value));
  }
  return {
    period: log.note(`${name}.period`, period),
    harmonics: log.note(`${name}.harmonics`, harmonics),
  };
}

/** The negative binomial for small counts that were published without noise, else normal errors. */
function likelihoodFor(
  document: ModelDocument | undefined,
  table: DetectedTable | undefined,
  found: FoundNoise | undefined,
  notices: Notice[],
): Sourced<Likelihood> {
  const fallback: Sourced<Likelihood> = { ...defaultOf(modelSettings.likelihood), origin: "default" };
  if (table?.target.kind !== "conversions" || table.target.values === undefined) return fallback;
  const written = document?.content.noise;
  const noise = typeof written === "object" ? written : (found?.columns ?? {});
  // A prior of sigma states normal errors.
  if (Object.hasOwn(noise, table.target.name) || document?.content.priors?.sigma !== undefined) return fallback;
  const counts = smallCounts(table.target.values);
  if (counts === undefined) return fallback;
  const { mean, zeros } = counts;
  notices.push(smallCountsFound(table.source, table.target.name, mean, zeros));
  return {
    value: "negative_binomial",
    origin: "detected",
    reason: `the target is a small count: ${figure(mean)} a row on average`,
  };
}

/** The default number of harmonics, or as many as a short period has: one for the four quarters of a year. */
function harmonicsIn(period: number): Default<number> {
  const fallback = defaultOf(seasonalitySettings.harmonics);
  const most = Math.max(1, Math.ceil(period / 2) - 1);
  return most >= fallback.value ? fallback : { value: most, reason: `all that a period of ${period} rows has` };
}

/** Terms from outside, where the model file asks for any. */
function resolveTerms(
  document: ModelDocument | undefined,
  log: ProvenanceLog,
  problems: Problem[],
): Pick<ModelStructure, "terms"> {
  const written = document?.content.terms;
  if (document === undefined || written === undefined || written.length === 0) return {};
  const known = addedTerms();
  written.forEach((name, index) => {
    const where = document.where(["terms", index]);
    if (!known.includes(name)) problems.push(wording.unknownTerm(where, name, known));
    else if (written.indexOf(name) < index) problems.push(wording.repeatedName(where, "terms", name));
  });
  const names = written.filter((name) => known.includes(name));
  return { terms: log.note("terms", fromFile(document, ["terms"], names), (list) => `[${list.join(", ")}]`) };
}

/** Columns named twice, in two roles, or not in the table. */
function checkNames(
  document: ModelDocument,
  table: DetectedTable | undefined,
  spec: Pick<ResolvedSpec, "date" | "geo" | "population" | "target" | "channels" | "controls" | "treatments">,
  problems: Problem[],
): void {
  const { content } = document;
  const keys = writtenChannels(content.channels);
  const pathOf = (key: "channels" | "controls", index: number, column: string): DocumentPath =>
    Array.isArray(content[key]) ? [key, index] : [key, keys?.find((each) => each.column === column)?.key ?? column];
  const roles = new Map([[spec.date, "date"]]);
  for (const role of ["geo", "population"] as const) {
    const column = spec[role];
    if (typeof column === "string") roles.set(column, role);
  }
  const place = (column: string, role: string, path: DocumentPath, columns: readonly string[] = []): void => {
    const other = roles.get(column);
    roles.set(column, role);
    if (other !== undefined && other !== role) {
      problems.push(wording.columnInTwoRoles(document.where(path), column, [other, role]));
      return;
    }
    if (role === "target" || table === undefined || columns.includes(column)) return;
    problems.push(wording.columnNotInTable(document.where(path), column, table.source, columns));
  };

  place(spec.target, "target", ["target"]);
  for (const { name, columns } of ambiguousChannels(spec.channels)) {
    problems.push(ambiguousChannel(document.where(["channels"]), name, columns));
  }
  const channelNames = new Set<string>();
  for (const [index, { column, name }] of spec.channels.entries()) {
    const path = pathOf("channels", index, column);
    if (channelNames.has(name)) problems.push(wording.repeatedName(document.where(path), "channels", name));
    channelNames.add(name);
    place(column, "channels", path, table?.channels.map((channel) => channel.column) ?? []);
  }
  const controlNames = new Set<string>();
  for (const [index, column] of spec.controls.entries()) {
    const path = pathOf("controls", index, column);
    if (controlNames.has(column)) problems.push(wording.repeatedName(document.where(path), "controls", column));
    controlNames.add(column);
    place(column, "controls", path, table?.controls.map((control) => control.name) ?? []);
  }
  for (const column of Object.keys(spec.treatments ?? {})) {
    place(column, "treatments", ["treatments", column], table?.controls.map((control) => control.name) ?? []);
  }
}

function resolveSampling(
  document: ModelDocument | undefined,
  flags: SamplingFlags,
  log: ProvenanceLog,
  isPanel: boolean,
): SamplingSettings {
  const written = document?.content.sampling;
  const ofPanel: Partial<Record<keyof SamplingSettings, (typeof panelDefaults)["target_accept"]>> = isPanel
    ? panelDefaults
    : {};
  const choose = (key: keyof SamplingSettings, fallback: number | string): Sourced<number | string> => {
    const flag = flags[key];
    if (flag !== undefined) return { value: flag, origin: "flag", reason: `--${kebab(key)}` };
    const value = written?.[key];
    if (document !== undefined && value !== undefined) return fromFile(document, ["sampling", key], value);
    const own = ofPanel[key];
    if (own !== undefined) return { value: own.default, origin: "default", reason: own.reason };
    return { value: fallback, origin: "default", reason: fitSettings[key].reason };
  };
  const { warmup } = dependentDefaults({
    schedule: choose("schedule", fitSettings.schedule.default).value as SamplingSettings["schedule"],
    algorithm: choose("algorithm", fitSettings.algorithm.default).value as SamplingSettings["algorithm"],
  });
  const keys = Object.keys(fitSettings) as (keyof SamplingSettings)[];
  return Object.fromEntries(
    keys.map((key) => {
      const fallback = key === "warmup" ? warmup : fitSettings[key].default;
      return [key, log.note(`sampling.${key}`, choose(key, fallback))];
    }),
  ) as unknown as SamplingSettings;
}
