// The coefficients of channels: sampled by how much their channels make the target vary, in a panel around a median over the geos, and with
// priors of their own or of the returns that they give.

import * as g from "../../graph/index.ts";
import type { Node } from "../../graph/index.ts";
import { mapped, meanOver, minus, type OnAxes, onAxes, times } from "../axes/index.ts";
import {
  effectSize,
  isPositiveLine,
  logEffectUnit,
  logOfValue,
  type TargetUnits,
  throughMap,
} from "../coordinates/index.ts";
import type { PositiveMap } from "../coordinates/maps/index.ts";
import { coefficient, type ReturnKind } from "../parameters/index.ts";
import { distributionOf, vectorParameter } from "../priors/index.ts";
import {
  axesOf,
  isPooled,
  type NamedPriors,
  type Prior,
  priorsByName,
  type ResolvedSpec,
} from "../specification/index.ts";
import { type ChannelGroup, inOrder, settledWeeks, taken } from "../terms/index.ts";
import { heightsOf } from "./heights.ts";
import { centerOf } from "./pooled.ts";
import { type MediaOfModel, returnFactors } from "./returns.ts";

/** @param means of the curves over the weeks, over channel and geo */
export function coefficients(media: MediaOfModel, means: OnAxes, units: TargetUnits): OnAxes {
  const { builder, spec } = media;
  const { name, overGeos } = coefficient;
  const axes = axesOf(name, spec);
  const names = axes.map((axis) => axis.name);
  const partial = overGeos !== undefined && isPooled(name, spec) ? overGeos : undefined;
  const sampled = partial === undefined ? names : names.filter((axis) => axis !== "geo");
  const variance = varianceOf(media, means, sampled);
  const map = (members: readonly number[]): PositiveMap => effectSize(taken(variance, members), units);
  const priors = priorsOfCoefficients(spec);
  const { returns } = spec;
  const factors = returns === undefined ? undefined : returnFactors(media);
  if (partial === undefined) {
    const factorOf =
      factors && ((kind: string, members: readonly number[]) => taken(factors(kind as ReturnKind), members));
    const make = throughMap(builder, "effect size", map, factorOf);
    return onAxes(vectorParameter(builder, name, axes, priors, make, returns), names);
  }
  const [{ labels: channels }] = axes;
  const follows = (channel: number): boolean => isFollowed(priors[channels[channel]]);
  const heights = heightsOf(builder, spec, partial, logEffectUnit(variance, units), follows);
  // Where the median follows from the heights, as with a prior of a return on an interval, these do not follow it.
  const factorOf =
    factors &&
    ((kind: string, members: readonly number[], logMedian = nothing(members)): Node =>
      taken(factors(kind as ReturnKind, heights.amongAll(members, logMedian)), members));
  const make = throughMap(builder, "effect size", map, factorOf);
  const median = centerOf(builder, spec, name, partial, { priors, make, quantities: returns });
  const value = times(median, heights.whole(logOfValue(median.node)));
  builder.define(name, value.node, { labels: axes.map((axis) => axis.labels) });
  const logHeights = minus(mapped(value, logOfValue), mapped(median, logOfValue)).node;
  heights.recoverFrom(logHeights, logOfValue(median.node));
  return value;
}

function nothing(members: readonly number[]): Node {
  return g.constant(new Float64Array(members.length));
}

/** Whether the geos' coordinates may follow the log of a median under this prior. */
function isFollowed(prior: Prior): boolean {
  return prior.distribution !== "fixed" && isPositiveLine(distributionOf(prior));
}

/** By channel the prior of its coefficient, or of the return that stands in its place. */
function priorsOfCoefficients(spec: ResolvedSpec): NamedPriors {
  const own = spec.priors[coefficient.name] === undefined ? {} : priorsByName(spec, coefficient.name);
  const returns = Object.entries(spec.returns ?? {}).map(([channel, kind]) => [
    channel,
    priorsByName(spec, kind)[channel],
  ]);
  return { ...own, ...Object.fromEntries(returns) };
}

/** How much the curves vary over the weeks, over the axes of what is sampled. */
function varianceOf({ spec, cells, groups, curves }: MediaOfModel, means: OnAxes, sampled: readonly string[]): Node {
  // How much a curve varies is that of weeks whose stock is a typical one.
  const settled = curves.map((curve, i) => ({ ...curve, node: settledWeeks(groups[i], curve.node) }));
  const isWhole = settled.every(({ node }, i) => node === curves[i].node);
  const average = isWhole ? cells.average : (x: OnAxes): OnAxes => meanOver(x, "time");
  const ownMeans = isWhole ? means : overChannels(groups, settled, average);
  const squares = overChannels(groups, settled, (curve) => average(mapped(curve, g.square)));
  const pooled = (x: OnAxes): OnAxes => meanOver(x, ...x.axes.filter((axis) => !sampled.includes(axis)));
  // The levels of geos are parameters, so what tells of a channel is how its curve varies within each.
  if (spec.geos !== undefined) return pooled(minus(squares, mapped(ownMeans, g.square))).node;
  return minus(pooled(squares), mapped(pooled(ownMeans), g.square)).node;
}

/** What is computed of the curves of each group, over all channels in their order. */
export function overChannels(
  groups: readonly ChannelGroup[],
  curves: readonly OnAxes[],
  of: (curve: OnAxes) => OnAxes,
): OnAxes {
  const parts = curves.map(of);
  const places = groups.map(({ members }) => members);
  return onAxes(
    inOrder(
      parts.map(({ node }) => node),
      places,
    ),
    parts[0].axes,
  );
}
