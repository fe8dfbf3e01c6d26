// What is to be aggregated, resolved from a privacy file: grid, columns and bounds. Nothing in it depends on the events.

import { dirname, resolve } from "node:path";
import {
  boundBetweenSteps,
  capAboveTotal,
  channelsMissing,
  listedTwice,
  spendTwice,
} from "../../problems/aggregate-problems.ts";
import { CarryoverError, type Problem } from "../../problems/problem.ts";
import type { PrivacyDocument } from "./document.ts";
import type { MeasureEntry } from "./schema.ts";
import { readWeeks } from "./weeks.ts";

export type MeasureName = "conversions" | "revenue" | "impressions" | "cost";

/** A measure of the events that is summed. */
export interface Measure {
  readonly name: MeasureName;
  /** Column of the events. */
  readonly column: string;
  readonly kind: "money" | "count";
  /** Split by channel; otherwise one cell a week, over events of every channel and of none. */
  readonly byChannel: boolean;
  /** The smallest step: 0.01 for money, 1 for counts. */
  readonly granularity: 0.01 | 1;
  /** Most that one user adds to a cell, and to all cells together, in the unit of the data. */
  readonly cap: number;
  readonly total: number;
  /** The same in steps. */
  readonly capSteps: number;
  readonly totalSteps: number;
  /** Columns of the table, one for each channel or one. */
  readonly outputs: readonly string[];
}

export interface Invoices {
  readonly file: string;
  readonly week: string;
  readonly channel: string;
  readonly amount: string;
}

export interface AggregateSpecification {
  readonly columns: { readonly user: string; readonly time: string; readonly channel: string };
  /** First day of each week, as days since 1970-01-01, in order. */
  readonly weeks: readonly number[];
  /** Each channel with its names in the events. */
  readonly channels: readonly { readonly name: string; readonly labels: readonly string[] }[];
  readonly measures: readonly Measure[];
  readonly invoices?: Invoices;
}

const traits = {
  revenue: { column: "value", kind: "money", byChannel: false, output: "revenue" },
  conversions: { column: "conversion", kind: "count", byChannel: false, output: "conversions" },
  cost: { column: "cost", kind: "money", byChannel: true, output: "spend_" },
  impressions: { column: "impressions", kind: "count", byChannel: true, output: "impressions_" },
} as const;
const measureNames = Object.keys(traits) as readonly MeasureName[];

/**
 * Completes a privacy file.
 * @throws CarryoverError with every problem of dates, names and bounds
 */
export function specificationOf(document: PrivacyDocument): AggregateSpecification {
  const { content, file, where } = document;
  const problems: Problem[] = [];
  const weeks = readWeeks(document, problems);
  const channels = readChannels(document, problems);
  const measures = measureNames.flatMap((name) => {
    const entry = content.measures[name];
    return entry === undefined ? [] : [readMeasure(name, entry, channels, document, problems)];
  });
  const { spend } = content;
  const split = measures.find(({ byChannel }) => byChannel);
  if (content.channels === undefined && (split !== undefined || spend !== undefined)) {
    problems.push(
      channelsMissing(
        where(split === undefined ? ["spend"] : ["measures", split.name]),
        split === undefined ? "spend" : `measures.${split.name}`,
      ),
    );
  }
  if (spend !== undefined && content.measures.cost !== undefined) problems.push(spendTwice(where(["spend"])));
  if (problems.length > 0) throw new CarryoverError(problems);
  const { user = "user", time = "time", channel = "channel" } = content.columns ?? {};
  const specification: AggregateSpecification = { columns: { user, time, channel }, weeks, channels, measures };
  if (spend === undefined) return specification;
  const table = typeof spend === "string" ? { file: spend } : spend;
  const invoices: Invoices = {
    file: resolve(dirname(file), table.file),
    week: table.week ?? "week",
    channel: table.channel ?? "channel",
    amount: table.amount ?? "amount",
  };
  return { ...specification, invoices };
}

function readChannels(
  { content, where }: PrivacyDocument,
  problems: Problem[],
): { readonly name: string; readonly labels: readonly string[] }[] {
  const { channels = [] } = content;
  const entries = Array.isArray(channels)
    ? channels.map((name, index) => ({ name, labels: [name], paths: [["channels", index]] }))
    : Object.entries(channels).map(([name, labels]) => ({
        name,
        labels,
        paths: labels.map((_, index) => ["channels", name, index]),
      }));
  const seen = new Set<string>();
  for (const { labels, paths } of entries) {
    labels.forEach((label, index) => {
      if (seen.has(label.trim())) problems.push(listedTwice(where(paths[index]), label));
      seen.add(label.trim());
    });
  }
  return entries.map(({ name, labels }) => ({ name, labels: labels.map((label) => label.trim()) }));
}

function readMeasure(
  name: MeasureName,
  entry: MeasureEntry,
  channels: readonly { readonly name: string }[],
  { where }: PrivacyDocument,
  problems: Problem[],
): Measure {
  const { column, kind, byChannel, output } = traits[name];
  const stepsPerUnit = kind === "money" ? 100 : 1;
  const steps = (key: "cap" | "total"): number => {
    const count = Math.round(entry[key] * stepsPerUnit);
    if (count / stepsPerUnit !== entry[key] || count < 1) {
      problems.push(
        boundBetweenSteps(
          where(["measures", name, key]),
          `measures.${name}.${key}`,
          String(entry[key]),
          String(1 / stepsPerUnit),
        ),
      );
    }
    return count;
  };
  const [capSteps, totalSteps] = [steps("cap"), steps("total")];
  if (entry.cap > entry.total) {
    problems.push(capAboveTotal(where(["measures", name, "cap"]), entry.cap, entry.total));
  }
  return {
    name,
    column: entry.column ?? column,
    kind,
    byChannel,
    granularity: kind === "money" ? 0.01 : 1,
    cap: entry.cap,
    total: entry.total,
    capSteps,
    totalSteps,
    outputs: byChannel ? channels.map((channel) => output + channel.name) : [output],
  };
}
