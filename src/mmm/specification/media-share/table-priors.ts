// Default priors that follow from the table: of the coefficients, from what media bring of the target, and of the intercept below them.

import { cellsWithRow, drivingSeries } from "../../../data/panel/index.ts";
import { quantileOfSorted, randomStream } from "../../../numerics/index.ts";
import { percent } from "../../../words/index.ts";
import { drawsOfPriors } from "../../priors/families/index.ts";
import { perHead, perHeadSquare, targetScale, valuesThere } from "../../scaling/index.ts";
import { addedNoise } from "../column-noise.ts";
import type { DetectedTable } from "../detected-table.ts";
import type { Prior } from "../prior.ts";
import type { ModelStructure, ResolvedSpec } from "../resolved-spec.ts";
import { scalesOf, usualSpend } from "../scales.ts";
import { asModeled } from "../written-media.ts";
import { type ExpectedCurve, expectedCurves, type RowsOfGeos } from "./expected-curves.ts";
import type { DoubtedShare } from "./share-doubts.ts";
import { coefficientPrior, priorShares, totalShare, withoutSpend } from "./share-prior.ts";
import { type TargetLevel, targetLevel } from "./target-level.ts";

/** A prior and what it says. */
export interface ReasonedPrior {
  readonly prior: Prior;
  readonly reason: string;
}

/** Values that default priors follow from; of a panel per head. */
export interface TableValues {
  /** Of the rows that have one. */
  readonly target: Float64Array;
  /** By column, what drives each channel, in the unit of its spend; of a panel [geo][time]. */
  readonly spend: ReadonlyMap<string, Float64Array>;
  readonly panel?: RowsOfGeos;
  /** Mean square of what the target was multiplied by to be per head. */
  readonly perHead?: number | undefined;
}

/** What a table knows of its values; undefined where it has only names. */
export function valuesOf(
  table: DetectedTable | undefined,
  channels: ModelStructure["channels"],
): TableValues | undefined {
  const target = table?.target.values;
  if (table === undefined || target === undefined) return undefined;
  const spend = new Map<string, Float64Array>();
  for (const channel of channels) {
    const { column } = channel;
    const found = table.channels.find((channel) => channel.column === column);
    if (found?.spend === undefined) return undefined;
    const driving = drivingSeries(asModeled({ ...found, spend: found.spend }, channel));
    spend.set(column, perHead(driving, table.geos));
  }
  const { geos, rows } = table;
  if (geos === undefined || rows === undefined) return { target, spend };
  const known = perHead(target, geos).filter((value) => !Number.isNaN(value));
  const panel = { geos: geos.length, hasRow: cellsWithRow({ geos, rows }) };
  return { target: known, spend, panel, perHead: perHeadSquare(target, geos) };
}

/** A model and the column that it models. */
export type ModelOfTarget = ModelStructure & Pick<ResolvedSpec, "target">;

/** What shares of the target of a model are taken of. @param heads mean square of what values were multiplied by to be per head */
export function levelOfTarget(
  model: Pick<ResolvedSpec, "noise" | "target">,
  values: Float64Array,
  heads?: number,
): TargetLevel {
  const noise = addedNoise(model, model.target, heads);
  return targetLevel(values, targetScale(values, "typical", noise), noise);
}

/** What is known of media and target before the fit. */
interface MediaBeforeData {
  readonly curves: readonly ExpectedCurve[];
  /** Mean spend of every channel, as it usually is. */
  readonly totals: readonly number[];
  /** Of the target, in its scaled units, and what it is. */
  readonly level: number;
  readonly kind: TargetLevel["kind"];
}

/** The prior of a parameter of a channel's adstock or saturation. */
export type PriorOfChannel = (parameter: string, channel: string) => Prior;

function mediaBeforeData(model: ModelOfTarget, values: TableValues, priorOf: PriorOfChannel): MediaBeforeData {
  const spend = model.channels.map(({ column }) => values.spend.get(column) ?? new Float64Array());
  const there = spend.map((series) => valuesThere(series, values.panel?.hasRow));
  const { mediaScales, targetScale: scaling } = scalesOf(model, {
    spend: there,
    target: values.target,
    perHead: values.perHead,
  });
  const { value, kind } = levelOfTarget(model, values.target, values.perHead);
  const curves = expectedCurves(
    model.channels.map((channel, i) => ({
      channel,
      spend: spend[i].map((amount) => Math.max(amount, 0) / mediaScales[i].scale),
      priorOf: (parameter: string) => priorOf(parameter, channel.name),
    })),
    values.panel,
  );
  const totals = there.map(usualSpend);
  return { curves, totals: withOrganic(model.channels, totals), level: value / scaling.scale, kind };
}

/** Media without spend count as an average channel: what drives them has another unit. */
function withOrganic(channels: ModelOfTarget["channels"], totals: readonly number[]): readonly number[] {
  const paid = totals.filter((_, i) => channels[i].organic !== true);
  if (paid.length === totals.length) return totals;
  const average = paid.length === 0 ? 1 : paid.reduce((sum, total) => sum + total, 0) / paid.length;
  return totals.map((total, i) => (channels[i].organic === true ? average : total));
}

/** Draws from which the share under written priors is told: a median to 3%. */
const shareDraws = 1000;
const streamOfShares = 20251129;

/**
 * Media's share of the target under priors of the coefficients as they are, nearly: a median, and how often it is above all.
 * @param coefficients by channel
 */
export function shareUnder(
  model: ModelOfTarget,
  values: TableValues,
  coefficients: Readonly<Record<string, Prior>>,
  priorOf: PriorOfChannel,
): DoubtedShare & { readonly lower: number; readonly upper: number } {
  const { curves, level } = mediaBeforeData(model, values, priorOf);
  const random = randomStream([streamOfShares]);
  const shares = new Float64Array(shareDraws);
  const heights = drawsOfPriors(
    model.channels.map(({ name }) => coefficients[name]),
    shareDraws,
    random,
  );
  heights.forEach((own, c) => {
    const { points } = curves[c];
    for (let i = 0; i < shareDraws; i++) {
      shares[i] += (own[i] * points[Math.floor(random.uniform() * points.length)]) / level;
    }
  });
  shares.sort();
  return {
    median: quantileOfSorted(shares, 0.5),
    lower: quantileOfSorted(shares, 0.05),
    upper: quantileOfSorted(shares, 0.95),
    mediaAboveAll: shares.filter((share) => share > 1).length / shareDraws,
  };
}

/**
 * The priors of the coefficients of all channels by name: together they bring the share of the target that `totalShare` says, whatever the
 * number of channels. Those of some channels may be left unused: the others do not depend on it.
 */
export function coefficientPriors(
  model: ModelOfTarget,
  values: TableValues,
  priorOf: PriorOfChannel,
): Readonly<Record<string, ReasonedPrior>> {
  const { curves, totals, level, kind } = mediaBeforeData(model, values, priorOf);
  const shares = priorShares(totals, curves);
  return Object.fromEntries(
    model.channels.map(({ name, organic }, i) => {
      const spends = shares[i].mean > 0 && curves[i].mean > 0;
      const { share, curve } = spends ? { share: shares[i], curve: curves[i] } : withoutSpend(model.channels.length);
      const reason = spends
        ? reasonOf(share.mean, model.channels.length, levelWords[kind], organic === true)
        : "no spend in the table: that of an average channel at half of its ceiling";
      return [name, { prior: coefficientPrior(share, curve, level), reason }];
    }),
  );
}

const levelWords: Readonly<Record<TargetLevel["kind"], string>> = {
  mean: "the target",
  deviation: "one standard deviation of the target, whose mean is near or below zero",
};

function reasonOf(share: number, channels: number, words: string, organic: boolean): string {
  const all = `${percent(totalShare.mean)} of ${words} on average (95%: 5% to 85%)`;
  return channels === 1
    ? `media bring ${all}`
    : `brings ${percent(share)}, all media ${all}, ${organic ? "as a channel of average spend: it has none" : "by a power of its spend"}; more where other channels do`;
}

/**
 * The prior of the intercept: wide enough for media that bring nothing and for media that bring everything. With a target that varies
 * little, effects that are a share of its mean are many standard deviations, and a narrow intercept would hold them back.
 */
export function interceptPrior(model: ModelOfTarget, { target, perHead: heads }: TableValues): Prior {
  const { scale } = targetScale(target, model.scaling.target, addedNoise(model, model.target, heads));
  const level = levelOfTarget(model, target, heads).value / scale;
  // Steps of two, so that tables much alike have one model.
  const doublings = Math.max(0, Math.ceil(Math.log2(level / (interceptReach * usualIntercept))));
  return { distribution: "normal", parameters: [0, usualIntercept * 2 ** doublings] };
}

/** The standard deviation of the prior of the intercept of targets that vary by an eighth of their mean or more. */
const usualIntercept = 5;
/** Standard deviations of the intercept that the level of the target may be: 1.6 leave a base of nothing 0.28 of the density in the middle. */
const interceptReach = 1.6;
