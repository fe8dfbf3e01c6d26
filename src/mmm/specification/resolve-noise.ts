// The noise a table was released with, as the model takes it: which columns have it, and which channels' spend becomes an unknown.
import { channelTwice } from "../../problems/column-problems.ts";
import { findChannel } from "../../data/roles/index.ts";
import { elementName } from "../axes/index.ts";
import { variance } from "../../numerics/index.ts";
import { mechanismOfNoise } from "../../privacy/mechanisms/index.ts";
import * as wording from "../../problems/noise-problems.ts";
import type { Notice } from "../../problems/notice.ts";
import type { Problem } from "../../problems/problem.ts";
import { clipDefault, type Default, defaultOf, latentSpendSettings, noiseSettings } from "../../settings/index.ts";
import { cellsWithRow } from "../../data/panel/index.ts";
import { perHead, perHeadSquare, valuesThere } from "../scaling/index.ts";
import { noiseVariance } from "./column-noise.ts";
import { countNoiseRule, widestSum } from "./count-noise-rule.ts";
import type { ModelDocument } from "./document.ts";
import type { FoundNoise } from "./noise-source.ts";
import type { Origin, ProvenanceLog, Sourced } from "./provenance.ts";
import type { ColumnNoise, LatentSpendSettings, Likelihood, ResolvedChannel, ResolvedSpec } from "./resolved-spec.ts";
import type { DetectedTable } from "./detected-table.ts";
import { driverOf } from "./written-media.ts";
import type { NoiseEntry } from "./schema.ts";

/** Below this share of the published variance noise biases an effect by less than half a per cent: the spend counts as known. */
const negligible = 0.005;
/** From this share on the user is warned. */
const strong = 0.25;
/** From this share on nothing is left of the spend: its posterior is its prior. */
const drowning = 1;

export interface NoiseContext {
  readonly document: ModelDocument | undefined;
  readonly table: DetectedTable | undefined;
  readonly found: FoundNoise | undefined;
  readonly target: string;
  readonly likelihood: Likelihood;
  readonly channels: readonly ResolvedChannel[];
  readonly controls: readonly string[];
  readonly log: ProvenanceLog;
  readonly problems: Problem[];
  readonly notices: Notice[];
}

/** One column's entry, and where it stands. */
interface Described {
  readonly column: string;
  readonly entry: NoiseEntry;
  readonly where: (key?: string) => string;
  readonly origin: Origin;
}

/** The keys `noise` and `latent_spend` of a specification; none of them for a table without noise. */
export function resolveNoise(context: NoiseContext): Pick<ResolvedSpec, "noise" | "latent_spend"> {
  const { document, found, log, problems, notices } = context;
  const written = document?.content.noise;
  if (document !== undefined && written === "none") {
    checkUnused(context, []);
    return { noise: log.note("noise", { value: "none", origin: "model file", reason: document.where(["noise"]) }) };
  }
  if (document !== undefined && typeof written === "string" && found === undefined) {
    problems.push(wording.noiseFileNotRead(document.where(["noise"]), written));
    return {};
  }
  const noise = Object.fromEntries(
    describedColumns(context).flatMap((described): [string, ColumnNoise][] => {
      const resolved = resolveColumn(described, context);
      return resolved === undefined ? [] : [[described.column, resolved]];
    }),
  );
  const columns = Object.keys(noise);
  const withNoise = context.channels.filter(({ column }) => Object.hasOwn(noise, column));
  // Noise in what a channel cost is nothing to its effect, where another column drives it.
  const noised = withNoise.filter((channel) => driverOf(channel) === undefined);
  for (const { name, column } of withNoise.filter((channel) => !noised.includes(channel))) {
    notices.push(wording.noiseOnCost(column, name));
  }
  checkUnused(context, noised);
  if (columns.length === 0) return {};
  if (Object.hasOwn(noise, context.target)) noteCounts(context, noise[context.target]);
  if (found?.origin === "detected") notices.push(wording.noiseFound(found.source, columns));
  const latent = resolveLatent(context, noised, noise);
  return latent === undefined ? { noise } : { noise, latent_spend: latent };
}

/** What is made of noise in a count. */
function noteCounts({ table, target, likelihood, notices }: NoiseContext, noise: ColumnNoise): void {
  const where = table?.source ?? "noise";
  if (likelihood === "negative_binomial") {
    notices.push(
      countNoiseRule(noise) === "summed"
        ? wording.noiseSummedOver(where, target)
        : wording.noiseOverCounts(where, target, widestSum[noise.mechanism]),
    );
  } else if (table?.target.kind === "conversions") notices.push(wording.noiseOnCounts(where, target));
}

/** Entries of the target and of channels; others are refused where they were written for this model, or told of. */
function describedColumns({
  document,
  table,
  found,
  target,
  channels,
  controls,
  problems,
  notices,
}: NoiseContext): Described[] {
  const written = document?.content.noise;
  const inFile = document !== undefined && typeof written === "object";
  const entries = inFile ? written : (found?.columns ?? {});
  const known = [target, ...channels.map(({ column }) => column)];
  const described = Object.entries(entries).map(([written, entry]): Described => {
    // The table's columns first: a channel goes by its name where no column has it.
    const isColumn = known.includes(written) || table?.columns?.some((other) => other.column === written) === true;
    const column = isColumn ? written : (findChannel(channels, written)?.column ?? written);
    return {
      column,
      entry,
      origin: inFile ? "model file" : (found?.origin ?? "detected"),
      where: (key) =>
        inFile
          ? document.where(["noise", written, ...(key === undefined ? [] : [key])])
          : `${found?.source}, column "${written}"`,
    };
  });
  for (const channel of channels) {
    const keys = Object.keys(entries).filter((written) => findChannel([channel], written) !== undefined);
    const [, second] = described.filter(({ column }) => column === channel.column);
    if (second !== undefined) problems.push(channelTwice(second.where(), channel.name, keys));
  }
  for (const { column, entry, where } of described) {
    if (known.includes(column) || entry.mechanism === "none") continue;
    if (controls.includes(column)) notices.push(wording.noiseOnControl(where(), column));
    // Noise in a column that the model does not use, such as impressions, is nothing to it.
    else if (inFile && table?.columns?.some((other) => other.column === column) !== true)
      problems.push(wording.noiseOnUnknownColumn(document.where(["noise", column], "key"), column, known));
  }
  // In the order of the model, whatever the order of the file.
  return known.flatMap((column) => described.find((each) => each.column === column) ?? []);
}

function resolveColumn(described: Described, { log, table, target, problems }: NoiseContext): ColumnNoise | undefined {
  const { column, entry, where } = described;
  if (entry.mechanism === "none") {
    if (entry.scale !== undefined) problems.push(wording.noiseWithScale(where("scale"), column));
    return undefined;
  }
  if (entry.scale === undefined) {
    problems.push(wording.noiseWithoutScale(where(), column));
    return undefined;
  }
  const { scaleKind, scaleWords, modeledAs } = mechanismOfNoise(entry.mechanism);
  if (entry.scale_kind !== undefined && entry.scale_kind !== scaleKind) {
    problems.push(wording.noiseScaleKind(where("scale_kind"), entry.mechanism, entry.scale_kind, scaleWords));
  }
  const sourced = <T>(key: keyof NoiseEntry, value: T | undefined, fallback: Default<T>): Sourced<T> =>
    value === undefined ? { ...fallback, origin: "default" } : { value, origin: described.origin, reason: where(key) };
  const given = <T>(key: keyof NoiseEntry, value: T): Sourced<T> => ({
    value,
    origin: described.origin,
    reason: where(key),
  });
  const noise: ColumnNoise = {
    mechanism: log.note(elementName("noise.mechanism", [column]), given("mechanism", modeledAs)),
    scale: log.note(elementName("noise.scale", [column]), given("scale", entry.scale)),
    cells_summed: log.note(
      elementName("noise.cells_summed", [column]),
      sourced("cells_summed", entry.cells_summed, defaultOf(noiseSettings.cells_summed)),
    ),
    clip: log.note(
      elementName("noise.clip", [column]),
      sourced<ColumnNoise["clip"]>("clip", entry.clip, clipDefault),
      (clip) => (clip === "none" ? clip : `{ lower: ${clip.lower} }`),
    ),
  };
  const values =
    column === target ? table?.target.values : table?.channels.find((channel) => channel.column === column)?.spend;
  if (noise.clip !== "none" && values !== undefined) {
    const { lower } = noise.clip;
    const below = values.find((value) => value < lower);
    if (below !== undefined) problems.push(wording.belowClip(where("clip"), column, below, lower));
  }
  return noise;
}

/** `latent_spend` where no channel has noise is a mistake. */
function checkUnused({ document, problems }: NoiseContext, noised: readonly ResolvedChannel[]): void {
  if (document?.content.latent_spend === undefined || noised.length > 0) return;
  problems.push(wording.latentWithoutNoise(document.where(["latent_spend"], "key")));
}

function resolveLatent(
  context: NoiseContext,
  noised: readonly ResolvedChannel[],
  noise: Readonly<Record<string, ColumnNoise>>,
): LatentSpendSettings | undefined {
  const { document, table, found, log, problems, notices } = context;
  const written = document?.content.latent_spend;
  const optional = <K extends "prior" | "autocorrelated" | "force">(key: K): Sourced<LatentSpendSettings[K]> => {
    const value = written?.[key] as LatentSpendSettings[K] | undefined;
    return document !== undefined && value !== undefined
      ? { value, origin: "model file", reason: document.where(["latent_spend", key]) }
      : {
          value: latentSpendSettings[key].default as LatentSpendSettings[K],
          reason: latentSpendSettings[key].reason,
          origin: "default",
        };
  };
  const force = optional("force");
  const placeOf = (column: string): string =>
    document !== undefined && typeof document.content.noise === "object"
      ? document.where(["noise", column])
      : `${found?.source ?? "noise"}, column "${column}"`;

  const columns = noised.map(({ column }) => column);
  const asks = written?.channels?.map((name) => findChannel(noised, name)?.column);
  written?.channels?.forEach((column, i) => {
    if (asks?.[i] === undefined) {
      problems.push(wording.latentNotNoised(document!.where(["latent_spend", "channels", i]), column, columns));
    }
  });
  const chosen = columns.filter((column) => {
    const asked = asks?.includes(column);
    const spend = table?.channels.find((channel) => channel.column === column)?.spend;
    if (spend === undefined) return asked !== false;
    const figures = figuresOf(column, spend, noise[column], table);
    if (asked === false) {
      if (figures.share >= negligible) notices.push(wording.noiseIgnored(placeOf(column), figures));
      return false;
    }
    if (asked === undefined && figures.share < negligible) {
      notices.push(wording.noiseWeak(placeOf(column), figures));
      return false;
    }
    if (figures.share >= drowning) {
      if (force.value) notices.push(wording.noiseForced(placeOf(column), figures));
      else problems.push(wording.noiseDrowns(placeOf(column), figures));
    } else if (figures.share > strong) notices.push(wording.noiseStrong(placeOf(column), figures));
    return true;
  });
  if (chosen.length === 0) return undefined;
  const channels: Sourced<readonly string[]> =
    document !== undefined && written?.channels !== undefined
      ? { value: chosen, origin: "model file", reason: document.where(["latent_spend", "channels"]) }
      : {
          value: chosen,
          origin: "detected",
          reason: `channels whose noise is at least ${100 * negligible}% of the variance of what was published`,
        };
  return {
    prior: log.note("latent_spend.prior", optional("prior")),
    autocorrelated: log.note("latent_spend.autocorrelated", optional("autocorrelated")),
    force: log.note("latent_spend.force", force),
    channels: log.note("latent_spend.channels", channels, (names) => `[${names.join(", ")}]`),
  };
}

/** Of a panel per head, since its model is: noise that is small in a large geo may be all there is in a small one. */
function figuresOf(
  column: string,
  values: Float64Array,
  noise: ColumnNoise,
  table: DetectedTable | undefined,
): wording.NoiseFigures {
  const { geos, rows } = table ?? {};
  const there = geos === undefined || rows === undefined ? undefined : cellsWithRow({ geos, rows });
  const known = valuesThere(perHead(values, geos), there);
  const own = noiseVariance(noise) * (perHeadSquare(values, geos, there) ?? 1);
  const published = variance(known);
  return { column, noise: Math.sqrt(own), published: Math.sqrt(published), share: own / published };
}
