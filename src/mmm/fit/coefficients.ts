// The coefficients of channels: sampled by how much their channels make the target vary, in a panel around a median over the geos, and with
// priors of their own or of the returns that they give.

import * as g from "../../graph/index.ts";
import type { Node } from "../../graph/index.ts";
import { mapped, meanOver, minus, type OnAxes, onAxes, times } from "../axes/index.ts";
import { effectSize, logOfValue, type TargetUnits, throughMap } from "../coordinates/index.ts";
import type { PositiveMap } from "../coordinates/maps/index.ts";
import { coefficient, type ReturnKind } from "../parameters/index.ts";
import { type MakePart, vectorParameter } from "../priors/index.ts";
import { axesOf, isPooled, type NamedPriors, priorsByName, type ResolvedSpec } from "../specification/index.ts";
import { type ChannelGroup, inOrder, settledWeeks, taken } from "../terms/index.ts";
import { centerOf, deviationsOf, spreadOf } from "./pooled.ts";
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
  const make = (heights?: OnAxes): MakePart => {
    if (spec.returns === undefined) return throughMap(builder, "effect size", map);
    const factors = returnFactors(media, heights);
    return throughMap(builder, "effect size", map, (kind, members) => taken(factors(kind as ReturnKind), members));
  };
  const priors = priorsOfCoefficients(spec);
  if (partial === undefined) {
    return onAxes(vectorParameter(builder, name, axes, priors, make(), spec.returns), names);
  }
  // Channels whose spend is national have no spread: their coefficients are the median everywhere.
  const [{ labels: channels }, geo] = axes;
  const [{ labels: free }] = axesOf(partial.spread.name, spec);
  const places = free.map((channel) => channels.indexOf(channel));
  const made =
    free.length === 0
      ? undefined
      : deviationsOf(builder, name, [{ name: "channel", labels: free }, geo], spreadOf(builder, spec, partial));
  const heights = heightsOf(made?.deviation, places, [channels.length, geo.labels.length]);
  const given = { priors, make: make(heights), quantities: spec.returns };
  const median = centerOf(builder, spec, name, partial, given);
  const value = times(median, heights);
  builder.define(name, value.node, { labels: axes.map((axis) => axis.labels) });
  const logHeights = minus(mapped(value, logOfValue), mapped(median, logOfValue)).node;
  made?.recoverFrom(taken(logHeights, places));
  return value;
}

/** Coefficients of the geos relative to the median, [channels, geos]. @param deviation of the logarithms, of the channels at `places` */
function heightsOf(
  deviation: OnAxes | undefined,
  places: readonly number[],
  [channels, geos]: readonly [number, number],
): OnAxes {
  const rest = Array.from({ length: channels }, (_, i) => i).filter((i) => !places.includes(i));
  const alike = g.broadcastTo(g.constant(1), [rest.length, geos]);
  const parts = deviation === undefined ? [] : [{ node: g.exp(deviation.node), places }];
  if (rest.length > 0) parts.push({ node: alike, places: rest });
  const node = inOrder(
    parts.map((part) => part.node),
    parts.map((part) => part.places),
  );
  return onAxes(node, ["channel", "geo"]);
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
