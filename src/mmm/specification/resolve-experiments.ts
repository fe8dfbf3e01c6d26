// The lift tests of a model file against the table: channels and geos by name, rows by their labels, one standard error, and how each is used.

import { cadences } from "../../data/panel/index.ts";
import { findChannel } from "../../data/roles/index.ts";
import { dayNumber } from "../../numerics/index.ts";
import { inverseNormalCdf } from "../../numerics/special/index.ts";
import * as wording from "../../problems/experiment-problems.ts";
import type { Notice } from "../../problems/notice.ts";
import type { Problem } from "../../problems/problem.ts";
import { biasOfPlatforms, experimentSettings } from "../../settings/index.ts";
import { figure, listed } from "../../words/index.ts";
import { type Counterfactual, type Experiment, isStated, spendWithout } from "../experiments/index.ts";
import { elementName } from "../axes/index.ts";
import type { DetectedTable } from "./detected-table.ts";
import type { ModelDocument } from "./document.ts";
import type { ProvenanceLog, Sourced } from "./provenance.ts";
import type { ModelStructure } from "./resolved-spec.ts";
import type { ExperimentEntry } from "./schema-experiments.ts";

type Given = Pick<ModelStructure, "channels" | "geos" | "revenue_per_conversion" | "population">;

interface Context {
  readonly document: ModelDocument | undefined;
  readonly table: DetectedTable | undefined;
  readonly target: string;
  readonly isCount: boolean;
  readonly log: ProvenanceLog;
  readonly problems: Problem[];
  readonly notices: Notice[];
}

type Place = (key?: string) => string;

/** The key `experiments` of a specification; nothing where there is none. */
export function resolveExperiments(given: Given, context: Context): Pick<ModelStructure, "experiments"> {
  const { document, problems } = context;
  const { entries, where } = document?.experiments ?? { entries: [], where: () => "" };
  if (entries.length === 0) return {};
  const experiments = entries.flatMap((entry, index): Experiment[] => {
    const place: Place = (key) => where(index, key);
    if (entries.findIndex(({ name }) => name === entry.name) < index) {
      problems.push(wording.experimentTwice(place("name"), entry.name));
    }
    const found = resolveExperiment(entry, given, place, context);
    return found === undefined ? [] : [found];
  });
  checkSources(
    experiments,
    (name) => (key) =>
      where(
        entries.findIndex((entry) => entry.name === name),
        key,
      ),
    problems,
  );
  return { experiments };
}

function resolveExperiment(
  entry: ExperimentEntry,
  given: Given,
  where: Place,
  context: Context,
): Experiment | undefined {
  const { table, problems, notices, log } = context;
  const before = problems.length;
  const channels = channelsOf(entry, given, where, problems);
  const geos = geosOf(entry, given, where, problems);
  const at = placeOf(entry, table, where, problems, notices);
  const reading = readingOf(entry, where, problems);
  const { cooldown = experimentSettings.cooldown.default } = entry;
  const span = at === undefined ? undefined : spanOf(at, table);
  if (span !== undefined && table !== undefined && !isStated(at as Experiment["at"])) {
    const left = rowsOf(table) - span.to;
    if (cooldown > left) {
      const last = table.dates?.at(-1) ?? "";
      problems.push(wording.cooldownBeyondTable(where("cooldown"), cooldown, left, last));
    }
  }
  const counterfactual = counterfactualOf(entry, span === undefined ? undefined : span.to - span.from, where, problems);
  if (counterfactual !== undefined && !("multiply" in counterfactual) && channels.length > 1) {
    const key = "add" in counterfactual ? "add" : "spend";
    problems.push(wording.counterfactualChannels(where("counterfactual"), key, channels));
  }
  for (const key of ["coverage", "share"] as const) {
    const value = entry[key];
    if (value !== undefined && value > 1) problems.push(wording.atMostOne(where(key), key, value));
  }
  checkMetric(entry, channels, given, where, context);
  if (at !== undefined && counterfactual !== undefined && problems.length === before) {
    checkSpend({ entry, channels, geos, at, counterfactual }, given, where, context);
  }
  if (entry.age !== undefined && at !== undefined && !isStated(at)) problems.push(wording.ageInTable(where("age")));
  if (entry.half_life !== undefined && at !== undefined && isStated(at) && entry.age === undefined) {
    problems.push(wording.ageNeeded(where("half_life")));
  }
  if (problems.length > before || at === undefined || counterfactual === undefined || reading === undefined) {
    return undefined;
  }

  const use = useOf(entry, given, at, where, notices);
  const bias = biasOf(entry, where);
  const age = isStated(at) ? (entry.age ?? 0) : table === undefined || span === undefined ? 0 : rowsOf(table) - span.to;
  const note = (key: string, { value, origin, reason }: Sourced<string>): string =>
    log.note(elementName(`experiments.${key}`, [entry.name]), { value, origin, reason });
  const written = { origin: "model file", reason: where() } as const;
  note("test", { ...written, value: sentenceOf({ channels, geos, at, cooldown, counterfactual }) });
  note("lift", {
    ...written,
    value: `${figure(reading.lift)} with a standard error of ${figure(reading.se)}, in ${unitWords[entry.metric ?? "target"]}`,
  });
  note("use", use);
  note("bias", { ...bias, value: String(bias.value) });
  return {
    name: entry.name,
    channels,
    ...(geos === undefined ? {} : { geos }),
    at,
    cooldown,
    counterfactual,
    ...reading,
    metric: entry.metric ?? experimentSettings.metric.default,
    coverage: entry.coverage ?? experimentSettings.coverage.default,
    ...(entry.conversion_value === undefined ? {} : { conversion_value: entry.conversion_value }),
    share: entry.share ?? experimentSettings.share.default,
    ...(entry.source === undefined ? {} : { source: entry.source }),
    bias: bias.value,
    bias_mean: entry.bias_mean ?? experimentSettings.bias_mean.default,
    bias_unit: entry.bias_unit ?? experimentSettings.bias_unit.default,
    ...(entry.half_life === undefined ? {} : { half_life: entry.half_life }),
    age,
    use: use.value,
    ...(entry.force === true ? { force: true } : {}),
  };
}

const unitWords = {
  target: "units of the target",
  roi: "units of the target per unit of spend",
  conversions: "conversions",
} as const;

function listOf(written: string | readonly string[]): readonly string[] {
  return typeof written === "string" ? [written] : written;
}

function channelsOf(entry: ExperimentEntry, { channels }: Given, where: Place, problems: Problem[]): readonly string[] {
  return [...new Set(listOf(entry.channels))].flatMap((written) => {
    const found = findChannel(channels, written);
    if (found !== undefined) return [found.name];
    problems.push(
      wording.experimentChannel(
        where("channels"),
        written,
        channels.map(({ name }) => name),
      ),
    );
    return [];
  });
}

function geosOf(
  { geos: written }: ExperimentEntry,
  { geos }: Given,
  where: Place,
  problems: Problem[],
): readonly string[] | undefined {
  if (written === undefined) return undefined;
  if (geos === undefined) {
    problems.push(wording.geosOfNation(where("geos")));
    return undefined;
  }
  const named = [...new Set(listOf(written))];
  for (const name of named) {
    if (!geos.includes(name)) problems.push(wording.experimentGeo(where("geos"), name, geos));
  }
  return geos.filter((name) => named.includes(name));
}

/** Rows of the table for each geo. */
function rowsOf({ rows, dates, target }: DetectedTable): number {
  return rows ?? dates?.length ?? target.values?.length ?? 0;
}

function placeOf(
  entry: ExperimentEntry,
  table: DetectedTable | undefined,
  where: Place,
  problems: Problem[],
  notices: Notice[],
): Experiment["at"] | undefined {
  const { start, end, weeks, spend, usual_spend: usual } = entry;
  const inTable = (["start", "end"] as const).filter((key) => entry[key] !== undefined);
  const stated = (["weeks", "spend", "usual_spend"] as const).filter((key) => entry[key] !== undefined);
  if (inTable.length > 0 && stated.length > 0) {
    problems.push(wording.experimentTwoPlaces(where(stated[0]), [...inTable, ...stated]));
    return undefined;
  }
  if (weeks !== undefined && spend !== undefined) return { weeks, spend, usual_spend: usual ?? spend };
  if (start === undefined || end === undefined) {
    problems.push(wording.experimentPlace(where()));
    return undefined;
  }
  const { dates } = table ?? {};
  if (table === undefined || dates === undefined) return { start: String(start), end: String(end) };
  const rowOf = (key: "start" | "end", written: string | number): number | undefined => {
    const row = rowWith(dates, String(written), cadences[table.cadence].period);
    if (row === undefined) {
      problems.push(
        wording.experimentRow(where(key), String(written), dates[0], dates[dates.length - 1], dates.length),
      );
      return undefined;
    }
    // The last day of a week is how one writes its end.
    if (row.within && key === "start") {
      notices.push(
        wording.experimentRowTaken(where(key), String(written), dates[row.row], cadences[table.cadence].period),
      );
    }
    return row.row;
  };
  const [first, last] = [rowOf("start", start), rowOf("end", end)];
  if (first === undefined || last === undefined) return undefined;
  if (last < first) {
    problems.push(wording.experimentBackwards(where("end"), String(start), String(end)));
    return undefined;
  }
  return { start: dates[first], end: dates[last] };
}

const daysIn = { day: 1, week: 7, month: 31, quarter: 92 } as const;

/** The row of a label, of a date in it, or of a number counted from 1; undefined where there is none. */
function rowWith(
  dates: readonly string[],
  written: string,
  period: keyof typeof daysIn,
): { readonly row: number; readonly within: boolean } | undefined {
  const exact = dates.indexOf(written);
  if (exact >= 0) return { row: exact, within: false };
  const day = dayOf(written);
  const days = dates.map(dayOf);
  if (day === undefined) {
    // Tables without dates have numbers as labels, which are all there is to go by.
    const number = Number(written);
    const isRow = days[0] !== undefined && Number.isInteger(number) && number >= 1 && number <= dates.length;
    return isRow ? { row: number - 1, within: false } : undefined;
  }
  const row = days.findLastIndex((each) => each !== undefined && each <= day);
  if (row < 0) return undefined;
  const next = days[row + 1] ?? (days[row] as number) + daysIn[period];
  return day < next ? { row, within: true } : undefined;
}

function dayOf(text: string): number | undefined {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  return found === null ? undefined : dayNumber(Number(found[1]), Number(found[2]), Number(found[3]));
}

/** Rows of the test: from the first, before the last. Of one outside of the table counted from its own first. */
function spanOf(at: Experiment["at"], table: DetectedTable | undefined): { from: number; to: number } | undefined {
  if (isStated(at)) return { from: 0, to: at.weeks };
  const { dates } = table ?? {};
  return dates === undefined ? undefined : { from: dates.indexOf(at.start), to: dates.indexOf(at.end) + 1 };
}

function readingOf(
  { lift, se, interval }: ExperimentEntry,
  where: Place,
  problems: Problem[],
): Pick<Experiment, "lift" | "se"> | undefined {
  if (interval === undefined) {
    if (lift === undefined) problems.push(wording.liftMissing(where(), "lift"));
    if (se === undefined) problems.push(wording.liftMissing(where(), "se"));
    return lift === undefined || se === undefined ? undefined : { lift, se };
  }
  const { low, high, level } = interval;
  if (se !== undefined) problems.push(wording.errorTwice(where("se")));
  if (low >= high) {
    problems.push(wording.intervalBackwards(where("interval"), low, high));
    return undefined;
  }
  if (lift !== undefined && (lift < low || lift > high)) {
    problems.push(wording.liftOutsideInterval(where("lift"), lift, low, high));
  }
  return { lift: lift ?? (low + high) / 2, se: (high - low) / 2 / inverseNormalCdf((1 + level) / 2) };
}

function counterfactualOf(
  { counterfactual }: ExperimentEntry,
  rows: number | undefined,
  where: Place,
  problems: Problem[],
): Counterfactual | undefined {
  const { multiply, add, spend } = counterfactual;
  const found = Object.entries({ multiply, add, spend }).flatMap(([key, value]) => (value === undefined ? [] : [key]));
  if (found.length !== 1) {
    problems.push(wording.counterfactualKeys(where("counterfactual"), found));
    return undefined;
  }
  if (multiply !== undefined) return { multiply };
  if (add !== undefined) return { add };
  if (typeof spend !== "number" && rows !== undefined && spend?.length !== rows) {
    problems.push(wording.counterfactualLength(where("counterfactual"), spend?.length ?? 0, rows));
    return undefined;
  }
  return { spend: spend ?? 0 };
}

function checkMetric(
  { metric, conversion_value: value }: ExperimentEntry,
  channels: readonly string[],
  given: Given,
  where: Place,
  { isCount, target, problems }: Context,
): void {
  if (metric === "conversions" && !isCount && value === undefined) {
    problems.push(wording.conversionValueNeeded(where("metric"), target));
  }
  if (value !== undefined && metric !== "conversions") {
    problems.push(wording.conversionValueUnused(where("conversion_value"), "metric"));
  } else if (value !== undefined && isCount) {
    problems.push(wording.conversionValueUnused(where("conversion_value"), "counts"));
  }
  const organic = channels.filter((name) => given.channels.find((each) => each.name === name)?.organic === true);
  if (metric === "roi" && organic.length > 0) problems.push(wording.organicReturn(where("metric"), organic));
}

/** That there is a difference, and no spend below zero. */
function checkSpend(
  test: Pick<Experiment, "channels" | "geos" | "at" | "counterfactual"> & { readonly entry: ExperimentEntry },
  { channels, geos }: Given,
  where: Place,
  { table, problems }: Context,
): void {
  const { at, counterfactual } = test;
  const changed = test.channels.map((name): boolean => {
    if (isStated(at)) {
      const spend = new Float64Array(at.weeks).fill(at.spend);
      return differs(
        name,
        spend,
        spendWithout(spend, counterfactual, { from: 0, to: at.weeks }, [0], [1]),
        () => "the test",
      );
    }
    const column = channels.find((each) => each.name === name)?.column;
    const found = table?.channels.find((channel) => channel.column === column);
    const spend = found?.organic === true ? found.driver?.values : found?.spend;
    if (table === undefined || spend === undefined) return true;
    const rows = rowsOf(table);
    const all = geos ?? [""];
    const places = (test.geos ?? all).map((geo) => all.indexOf(geo));
    const people = all.map((_, k) => table.geos?.[k].population ?? 1);
    const known = spend.map((value) => (Number.isNaN(value) ? 0 : Math.max(value, 0)));
    const span = spanOf(at, table) as { from: number; to: number };
    const without = spendWithout(known, counterfactual, span, places, people);
    return differs(name, known, without, (k) => table.dates?.[k % rows] ?? "");
  });
  if (!changed.includes(true)) problems.push(wording.nothingChanged(where("counterfactual"), test.channels));

  function differs(name: string, spend: Float64Array, without: Float64Array, rowName: (k: number) => string): boolean {
    const below = without.findIndex((value) => value < -1e-9 * Math.abs(spend[0] || 1));
    if (below >= 0) {
      problems.push(wording.counterfactualNegative(where("counterfactual"), name, without[below], rowName(below)));
    }
    return without.some((value, k) => value !== spend[k]);
  }
}

/** A geo test in the rows of the panel itself is compared. */
function useOf(
  { name, use, force, geos: ofTest }: ExperimentEntry,
  { geos }: Given,
  at: Experiment["at"],
  where: Place,
  notices: Notice[],
): Sourced<Experiment["use"]> {
  const reason = where("use");
  if (use === "comparison") return { value: use, origin: "model file", reason };
  const isInPanel = geos !== undefined && ofTest !== undefined && !isStated(at);
  if (isInPanel && force !== true) {
    notices.push(wording.geoTestCompared(where(), name));
    return { value: "comparison", origin: "default", reason: "its geos and rows are in the panel" };
  }
  if (isInPanel) notices.push(wording.geoTestForced(where("force"), name));
  return use === undefined
    ? { value: "likelihood", origin: "default", reason: experimentSettings.use.reason }
    : { value: use, origin: "model file", reason };
}

function biasOf({ bias, metric, source }: ExperimentEntry, where: Place): Sourced<number> {
  if (bias !== undefined) return { value: bias, origin: "model file", reason: where("bias") };
  const isReported = metric === "conversions";
  const { value, reason } = isReported
    ? biasOfPlatforms
    : { value: experimentSettings.bias.default, reason: experimentSettings.bias.reason };
  return { value, origin: "default", reason: source === undefined ? reason : `${reason} (${source})` };
}

function sentenceOf(test: Pick<Experiment, "channels" | "geos" | "at" | "cooldown" | "counterfactual">): string {
  const { channels, geos, at, cooldown, counterfactual } = test;
  const place = isStated(at) ? `${at.weeks} rows of ${figure(at.spend)}` : `${at.start} to ${at.end}`;
  const [[key, value]] = Object.entries(counterfactual);
  const change = `${key} ${Array.isArray(value) ? "by row" : figure(Number(value))}`;
  const where = geos === undefined ? "" : ` in ${listed(geos)}`;
  return `${listed(channels)}${where}, ${place}, cooldown ${cooldown}, without it: ${change}`;
}

/** Tests of a source have one bias. */
function checkSources(experiments: readonly Experiment[], where: (name: string) => Place, problems: Problem[]): void {
  const first = new Map<string, Experiment>();
  for (const test of experiments) {
    const { source, name } = test;
    if (source === undefined) continue;
    const other = first.get(source) ?? test;
    first.set(source, other);
    for (const key of ["bias", "bias_mean", "bias_unit"] as const) {
      if (test[key] === other[key]) continue;
      problems.push(wording.sourceDisagrees(where(name)(key), source, key, String(other[key]), String(test[key])));
    }
  }
}
