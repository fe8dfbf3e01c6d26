// Default priors that follow from the table: of the coefficients, from what media bring of the target, and of the intercept below them.

import { mean } from "../../../numerics/index.ts";
import { percent } from "../../../words/index.ts";
import { scaleOf } from "../../scaling/index.ts";
import type { DetectedTable } from "../detected-table.ts";
import type { Prior } from "../prior.ts";
import { type ModelStructure, noiseOf, type ResolvedSpec } from "../resolved-spec.ts";
import { expectedCurves } from "./expected-curves.ts";
import { coefficientPrior, priorShares, totalShare } from "./share-prior.ts";
import { type TargetLevel, targetLevel } from "./target-level.ts";

/** A prior and what it says. */
export interface ReasonedPrior {
  readonly prior: Prior;
  readonly reason: string;
}

/** Values that default priors follow from. */
export interface TableValues {
  readonly target: Float64Array;
  /** By column. */
  readonly spend: ReadonlyMap<string, Float64Array>;
}

/** What a table knows of its values; undefined where it has only names. */
export function valuesOf(
  table: DetectedTable | undefined,
  channels: ModelStructure["channels"],
): TableValues | undefined {
  const target = table?.target.values;
  if (table === undefined || target === undefined) return undefined;
  const spend = new Map<string, Float64Array>();
  for (const { column } of channels) {
    const found = table.channels.find((channel) => channel.column === column)?.spend;
    if (found === undefined) return undefined;
    spend.set(column, found);
  }
  return { target, spend };
}

/** What shares of the target of a model are taken of. */
export function levelOfTarget(model: Pick<ResolvedSpec, "noise" | "target">, values: Float64Array): TargetLevel {
  return targetLevel(values, {
    spread: scaleOf(values, "zscore").scale,
    noised: noiseOf(model, model.target) !== undefined,
  });
}

/** The level of the target in its scaled units, and what it is. */
function scaledLevel(
  model: ModelStructure,
  target: string,
  values: Float64Array,
): { readonly level: number; readonly words: string } {
  const { scale } = scaleOf(values, model.scaling.target);
  const { noise } = model;
  const { value, kind } = levelOfTarget({ target, ...(noise === undefined ? {} : { noise }) }, values);
  const words = {
    mean: "the target",
    deviation: "one standard deviation of the target, whose mean is near or below zero",
  };
  return { level: value / scale, words: words[kind] };
}

/**
 * The priors of the coefficients of all channels by name: together they bring the share of the target that `totalShare` says, whatever the
 * number of channels. Those of some channels may be left unused: the others do not depend on it.
 * @param priorOf the prior of a parameter of a channel's adstock or saturation
 */
export function coefficientPriors(
  model: ModelStructure,
  target: string,
  values: TableValues,
  priorOf: (parameter: string, channel: string) => Prior,
): Readonly<Record<string, ReasonedPrior>> {
  const { level, words } = scaledLevel(model, target, values.target);
  const spent = model.channels.map((channel) => {
    const own = values.spend.get(channel.column) ?? new Float64Array();
    const { scale } = scaleOf(own, model.scaling.media);
    const spend = own.map((amount) => Math.max(amount, 0) / scale);
    return { channel, spend, total: mean(own), priorOf: (parameter: string) => priorOf(parameter, channel.name) };
  });
  const shares = priorShares(spent.map(({ total }) => total));
  const curves = expectedCurves(spent);
  return Object.fromEntries(
    model.channels.map(({ name }, i) => [
      name,
      {
        prior: coefficientPrior(shares[i], curves[i], level),
        reason: reasonOf(shares[i].mean, model.channels.length, words),
      },
    ]),
  );
}

function reasonOf(share: number, channels: number, words: string): string {
  const all = `${percent(totalShare.mean)} of ${words} on average (95%: 5% to 85%)`;
  return channels === 1 ? `media bring ${all}` : `brings ${percent(share)}, all media ${all}, by a power of its spend`;
}

/**
 * The prior of the intercept: wide enough for media that bring nothing and for media that bring everything. With a target that varies
 * little, effects that are a share of its mean are many standard deviations, and a narrow intercept would hold them back.
 */
export function interceptPrior(model: ModelStructure, target: string, { target: values }: TableValues): Prior {
  const { level } = scaledLevel(model, target, values);
  // Steps of two, so that tables much alike have one model.
  const doublings = Math.max(0, Math.ceil(Math.log2(level / (interceptReach * usualIntercept))));
  return { distribution: "normal", parameters: [0, usualIntercept * 2 ** doublings] };
}

/** The standard deviation of the prior of the intercept of targets that vary by an eighth of their mean or more. */
const usualIntercept = 5;
/** Standard deviations of the intercept that the level of the target may be: 1.6 leave a base of nothing 0.28 of the density in the middle. */
const interceptReach = 1.6;
