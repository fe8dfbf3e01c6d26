// The coefficients of channels: sampled by how much their channels make the target vary, in a panel around a median over the geos, and with
// priors of their own or of the returns that they give.

import * as g from "../../graph/index.ts";
import type { Node } from "../../graph/index.ts";
import { mapped, meanOver, minus, type OnAxes, onAxes, times } from "../axes/index.ts";
import {
  effectSize,
  logEffectUnit,
  logOfValue,
  type QuantityFactors,
  type TargetUnits,
  throughMap,
} from "../coordinates/index.ts";
import type { PositiveMap } from "../coordinates/maps/index.ts";
import { coefficient, type ReturnKind } from "../parameters/index.ts";
import { vectorParameter } from "../priors/index.ts";
import { axesOf, isPooled, type NamedPriors, priorsByName, type ResolvedSpec } from "../specification/index.ts";
import { type ChannelGroup, inOrder, settledWeeks, taken } from "../terms/index.ts";
import { type Heights, heightsOf } from "./heights.ts";
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
  const factorOf = returns === undefined ? undefined : returnFactors(media);
  if (partial === undefined) {
    const make = throughMap(builder, "effect size", map, factorOf && fixedFactors(factorOf));
    return onAxes(vectorParameter(builder, name, axes, priors, make, returns), names);
  }
  const [{ labels: channels }] = axes;
  const follows = (channel: number): boolean => priors[channels[channel]].distribution !== "fixed";
  const heights = heightsOf(builder, spec, partial, logEffectUnit(variance, units), follows);
  const returned = factorOf && factorsOverGeos(factorOf, heights);
  const make = throughMap(builder, "effect size", map, returned);
  const median = centerOf(builder, spec, name, partial, { priors, make, quantities: returns });
  const value = times(median, heights.whole(logOfValue(median.node)));
  builder.define(name, value.node, { labels: axes.map((axis) => axis.labels) });
  const logHeights = minus(mapped(value, logOfValue), mapped(median, logOfValue));
  const moved = returned?.report(mapped(logHeights, g.exp), channels.length);
  const logMedian = logOfValue(median.node);
  heights.recoverFrom(logHeights.node, moved === undefined ? logMedian : g.add(logMedian, moved));
  return value;
}

type FactorOf = ReturnType<typeof returnFactors>;

/** Where every coefficient has a return of its own. */
function fixedFactors(factorOf: FactorOf): QuantityFactors {
  const of = (kind: string, members: readonly number[]): Node => taken(factorOf(kind as ReturnKind), members);
  return { of, whenReported: (kind, members, use) => use(of(kind, members)) };
}

interface FactorsOverGeos extends QuantityFactors {
  /**
   * Told the heights that follow from what is reported.
   * @returns [channels] what the log of the median is to be moved by to be that which heights follow; undefined where that is the median itself
   */
  readonly report: (heights: OnAxes, channels: number) => Node | undefined;
}

/**
 * Where the return is that of all geos. Heights follow the median of the coefficients; where that follows from the return, as with a prior on an interval, they
 * follow the coefficient that gives the return in all geos alike.
 */
function factorsOverGeos(factorOf: FactorOf, heights: Heights): FactorsOverGeos {
  const at = (kind: string, members: readonly number[], own?: OnAxes): Node =>
    taken(factorOf(kind as ReturnKind, own), members);
  const pending: {
    readonly kind: string;
    readonly members: readonly number[];
    readonly use: (factor: Node) => void;
  }[] = [];
  return {
    of: (kind, members, known) => {
      const followed = "logValue" in known ? known.logValue : g.log(g.divide(known.given, at(kind, members)));
      return at(kind, members, heights.amongAll(members, followed));
    },
    whenReported: (kind, members, use) => pending.push({ kind, members, use }),
    report: (reported, channels) => {
      if (pending.length === 0) return undefined;
      const moved = pending.map(({ kind, members, use }) => {
        const factor = at(kind, members, reported);
        use(factor);
        return g.log(g.divide(factor, at(kind, members)));
      });
      const places = pending.map(({ members }) => members);
      const rest = Array.from({ length: channels }, (_, i) => i).filter((i) => !places.flat().includes(i));
      if (rest.length === 0) return inOrder(moved, places);
      return inOrder([...moved, g.constant(new Float64Array(rest.length))], [...places, rest]);
    },
  };
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
