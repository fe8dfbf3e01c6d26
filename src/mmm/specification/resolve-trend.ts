// What a specification says of the trend: its kind, and what follows from the table, such as the rows of knots.

import {
  type Default,
  knotsDefault,
  modelSettings,
  trendBesideNational,
  trendBesideSeasonality,
  trendSettings,
  yearIn,
} from "../../settings/index.ts";
import { needsTable } from "../../problems/model-file-problems.ts";
import type { Notice } from "../../problems/notice.ts";
import type { Problem } from "../../problems/problem.ts";
import * as wording from "../../problems/trend-problems.ts";
import { perHead } from "../scaling/index.ts";
import {
  automaticKnots,
  evenKnots,
  type TrendKernel,
  kindOfTrend,
  type KnotCriterion,
  seasonsOf,
  smoothTrendFor,
  type Trend,
  type TrendKind,
} from "../terms/baseline/index.ts";
import type { DetectedTable } from "./detected-table.ts";
import type { ModelDocument } from "./document.ts";
import { knotSeries } from "./knot-series.ts";
import type { ProvenanceLog, Sourced } from "./provenance.ts";
import type { ModelStructure } from "./resolved-spec.ts";
import type { TrendEntry } from "./schema.ts";

interface Context {
  readonly document: ModelDocument | undefined;
  readonly table: DetectedTable | undefined;
  readonly log: ProvenanceLog;
  readonly problems: Problem[];
  readonly notices: Notice[];
}

/** What a trend is resolved beside. */
type Beside = Pick<ModelStructure, "geos" | "national" | "pooling" | "seasonality" | "controls" | "channels">;

/** Settings of each kind of trend. */
const settingsOf: Readonly<Record<TrendKind, readonly (keyof TrendEntry)[]>> = {
  none: [],
  linear: [],
  knots: ["knots", "criterion"],
  local_level: [],
  hsgp: ["kernel", "shortest_length", "functions", "boundary"],
};

/** Rows to a knot, at least, where a channel is told from the trend by time alone. */
const rowsPerKnot = 6;

export function resolveTrend(beside: Beside, context: Context): Pick<ModelStructure, "trend" | "periods"> {
  const { document, table, log, problems, notices } = context;
  const written = document?.content.trend;
  const entry: TrendEntry | undefined = typeof written === "string" ? { kind: written } : written;
  const national = beside.national ?? [];
  const rows = rowsOf(table);
  if (entry === undefined) {
    const fallback = defaultTrend(document, national, rows, table);
    const note: Sourced<Trend> = { ...fallback, origin: national.length === 0 ? "default" : "detected" };
    return withPeriods(log.note("trend", note, shownTrend), rows);
  }
  const where = (key?: keyof TrendEntry): string =>
    document?.where(key === undefined || typeof written === "string" ? ["trend"] : ["trend", key]) ?? "trend";
  const kind: TrendKind = entry.kind ?? trendSettings.kind.default;
  for (const key of Object.keys(entry) as (keyof TrendEntry)[]) {
    if (key === "kind" || entry[key] === undefined || settingsOf[kind].includes(key)) continue;
    const kinds = (Object.keys(settingsOf) as TrendKind[]).filter((each) => settingsOf[each].includes(key));
    problems.push(wording.settingOfOtherTrend(where(key), key, kind, kinds));
  }
  if (kind === "none" || kind === "linear") {
    if (national.length > 0) notices.push(wording.levelBesideNational(where(), kind, national));
    return { trend: log.note("trend", { value: kind, origin: "model file", reason: where() }) };
  }
  if (beside.geos !== undefined && beside.pooling?.trend === "none") {
    problems.push(wording.trendUnpooled(document?.where(["pooling", "trend"]) ?? "pooling.trend", kind));
  }
  if (rows === undefined) {
    problems.push(needsTable(where(), "trend"));
    return { trend: "none" };
  }
  const made = bent[kind](entry, { ...context, beside, rows, where });
  if (made === undefined) return { trend: "none" };
  const { trend } = made;
  if (typeof trend !== "string" && trend.kind === "knots" && national.length > 0) {
    const most = Math.max(2, Math.floor(rows / rowsPerKnot));
    const own = trend.knots.length;
    if (own > most) problems.push(wording.knotsBesideNational(where("knots"), own, most, national));
  }
  const reason = [where(), made.reason].filter(Boolean).join("; ");
  return withPeriods(log.note("trend", { value: trend, origin: "model file", reason }, shownTrend), rows);
}

interface Making extends Context {
  readonly beside: Beside;
  readonly rows: number;
  readonly where: (key?: keyof TrendEntry) => string;
}

interface Made {
  readonly trend: Trend;
  /** Beside where it is written. */
  readonly reason: string;
}

/** How each kind that bends follows from what is written; undefined, with a problem, where it cannot. */
const bent: Readonly<
  Record<Exclude<TrendKind, "none" | "linear">, (entry: TrendEntry, making: Making) => Made | undefined>
> = {
  knots: (entry, making) => {
    const { rows, problems, where } = making;
    const { knots = knotsDefault.value, criterion } = entry;
    if (knots === "auto") return chosenKnots(criterion ?? trendSettings.criterion.default, making);
    if (criterion !== undefined) problems.push(wording.criterionWithoutChoice(where("criterion")));
    if (typeof knots === "number") {
      if (knots <= rows)
        return { trend: { kind: "knots", knots: evenKnots(knots, rows) }, reason: "at even distances" };
      problems.push(wording.moreKnotsThanRows(where("knots"), knots, rows));
      return undefined;
    }
    const outside = knots.find((knot) => knot > rows);
    if (outside !== undefined) problems.push(wording.knotOutsideTable(where("knots"), outside, rows));
    if (knots.some((knot, k) => k > 0 && knot <= knots[k - 1])) {
      problems.push(wording.knotsNotInOrder(where("knots"), `[${knots.join(", ")}]`));
      return undefined;
    }
    return outside === undefined ? { trend: { kind: "knots", knots }, reason: "" } : undefined;
  },
  local_level: () => ({ trend: { kind: "local_level" }, reason: "" }),
  hsgp: (entry, { rows, problems, where, table }) => {
    const kernel: TrendKernel = entry.kernel ?? trendSettings.kernel.default;
    const shortest = entry.shortest_length ?? quarterIn(table);
    if (2 * shortest >= rows) {
      problems.push(wording.trendTooShort(where("shortest_length"), shortest, rows));
      return undefined;
    }
    const rule = smoothTrendFor(kernel, shortest, rows);
    const { functions = rule.functions, boundary = rule.boundary } = entry;
    if (2 * boundary <= rows - 1) problems.push(wording.boundaryInsideTable(where("boundary"), boundary, rows));
    const reason =
      entry.functions === undefined || entry.boundary === undefined
        ? "functions and boundary by the rule of Riutort-Mayol et al. (2022)"
        : "";
    return { trend: { ...rule, functions, boundary }, reason };
  },
};

/** Knots by the adaptive ridge, of the target less what media, season and controls explain. */
function chosenKnots(criterion: KnotCriterion, { table, beside, rows, problems, where }: Making): Made | undefined {
  const { seasonality, controls, channels } = beside;
  const values = table?.target.values;
  if (table === undefined || values === undefined) {
    problems.push(needsTable(where("knots"), "trend.knots"));
    return undefined;
  }
  const features = channels.length + controls.length;
  const found = automaticKnots(
    {
      values: knotSeries(perHead(values, table.geos), rows, {
        seasons: seasonsOf(seasonality),
        media: channels.flatMap(({ column }) => {
          const spend = table.channels.find((channel) => channel.column === column)?.spend;
          return spend === undefined ? [] : [perHead(spend, table.geos)];
        }),
        controls: controls.flatMap((name) => table.controls.find((control) => control.name === name)?.values ?? []),
      }),
      geos: table.geos?.length ?? 1,
    },
    features,
    criterion,
  );
  if (found === undefined) {
    problems.push(wording.noKnotsFound(where("knots"), rows, features));
    return undefined;
  }
  return {
    trend: { kind: "knots", knots: found.map((row) => row + 1) },
    reason: `chosen by the adaptive ridge (${criterion}) from the target, which intervals of the trend do not know of`,
  };
}

/** The trend where none is written. */
function defaultTrend(
  document: ModelDocument | undefined,
  national: readonly string[],
  rows: number | undefined,
  table: DetectedTable | undefined,
): Default<Trend> {
  if (national.length > 0 && rows !== undefined) {
    const knots = Math.max(2, Math.min(Math.floor(rows / rowsPerKnot), Math.round(rows / quarterIn(table)) + 1));
    return { value: { kind: "knots", knots: evenKnots(knots, rows) }, reason: trendBesideNational };
  }
  if (document?.content.seasonality !== undefined) return trendBesideSeasonality;
  const { default: value, reason } = modelSettings.trend;
  return { value, reason };
}

/** Rows of a quarter of a year, at least 2. */
function quarterIn(table: DetectedTable | undefined): number {
  return Math.max(2, Math.round(yearIn[table?.cadence ?? "weekly"] / 4));
}

function rowsOf(table: DetectedTable | undefined): number | undefined {
  return table?.rows ?? (table?.geos === undefined ? table?.target.values?.length : undefined);
}

/** A trend that bends is of a table of so many rows. */
function withPeriods(trend: Trend, rows: number | undefined): Pick<ModelStructure, "trend" | "periods"> {
  return typeof trend === "string" || rows === undefined ? { trend } : { trend, periods: rows };
}

/** In one line, as `spec --explain` has it. */
function shownTrend(trend: Trend): string {
  if (typeof trend === "string") return trend;
  const rest = Object.entries(trend).flatMap(([key, value]) =>
    key === "kind" ? [] : [`${key}: ${Array.isArray(value) ? `[${value.join(", ")}]` : String(value)}`],
  );
  return rest.length === 0 ? kindOfTrend(trend) : `{ kind: ${[trend.kind, ...rest].join(", ")} }`;
}
