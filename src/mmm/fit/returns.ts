// Priors on returns: what a channel's coefficient is multiplied by to be its ROI, marginal ROI or share of the target.
//
// A prior of such a quantity Q = coefficient * factor is the density of Q, times the derivative of Q by the coordinate that is sampled in
// place of the coefficient. Everything that the factor depends on keeps its own prior, and is independent of Q before the data.
//
// Over a window, Q is what the spend of these weeks brings: the effect of all spend, less the effect of all spend but that of the window.
// What is carried out of the window counts, as far as the table goes; what is carried in does not, because it is in both.

import * as g from "../../graph/index.ts";
import type { Node } from "../../graph/index.ts";
import type { ModelBuilder } from "../../model/index.ts";
import { type Carried, withLeastSpend } from "../adstock/index.ts";
import { minus, type OnAxes, onAxes, sumOver, times } from "../axes/index.ts";
import type { ReturnKind } from "../parameters/index.ts";
import type { ResolvedSpec } from "../specification/index.ts";
import { type ChannelGroup, type ChannelValues, inOrder, mediaEffect, pressureOf, taken } from "../terms/index.ts";
import type { CellsOfModel } from "./cells-of-panel.ts";
import { givesGeoReturns, returnNames as names } from "./return-data.ts";

export interface MediaOfModel {
  readonly builder: ModelBuilder;
  readonly spec: ResolvedSpec;
  readonly cells: CellsOfModel;
  /** Scaled spend, [channels, geos, weeks]. */
  readonly media: Node;
  /** Positions of the channels whose true spend is an unknown. */
  readonly latent: readonly number[];
  readonly groups: readonly ChannelGroup[];
  readonly pressures: readonly Carried[];
  readonly values: ChannelValues;
  /** By group, over channel, geo and time. */
  readonly curves: readonly OnAxes[];
  /** Standard deviation of the target in its own unit, [1]. */
  readonly targetScale: Node;
  /** Of each channel, in its own unit, [channels]. */
  readonly mediaScale: () => Node;
  /** [channels] In the table's own unit. */
  readonly totalSpend: Node;
}

/** Axes of media and of what they bring. */
const axes = ["channel", "geo", "time"] as const;

/**
 * What the coefficient of every channel is multiplied by to be the quantity, [channels]; [channels, geos] where each geo has a coefficient of
 * its own, which then gives the return of that geo.
 * Made once for a model; `heights` are the coefficients of the geos relative to the one that is multiplied, default all the same.
 */
export function returnFactors(media: MediaOfModel): (kind: ReturnKind, heights?: OnAxes) => Node {
  const { spec, cells, targetScale } = media;
  const perGeo = givesGeoReturns(spec);
  const shape = perGeo ? [spec.channels.length, spec.geos?.length ?? 1] : [spec.channels.length];
  const data = dataOnce(media.builder);
  const ones = (): Node => data(names.ones, shape);
  const parts = partsOf(media, data, perGeo).map(({ members, effect, multiplied }) => ({
    members,
    total: once(() => cells.valued(effect())),
    totalSeen: once(() => cells.totalSeen(effect())),
    multiplied: once(() => cells.valued(multiplied(ones()))),
  }));
  type PartTotals = (typeof parts)[number];
  const overGeos = ({ members }: PartTotals, total: OnAxes, heights: OnAxes | undefined): Node => {
    if (perGeo) return total.node;
    const height = heights === undefined ? undefined : { ...heights, node: taken(heights.node, members) };
    return sumOver(height === undefined ? total : times(height, total), "geo").node;
  };
  const overChannels = (of: (part: PartTotals) => Node): Node =>
    inOrder(
      parts.map(of),
      parts.map(({ members }) => members),
    );
  const spend = once(() => spendOf(media, data, shape));
  const make: Readonly<Record<ReturnKind, (heights: OnAxes | undefined) => readonly [brought: Node, by: Node]>> = {
    roi: (heights) => [overChannels((part) => overGeos(part, part.total(), heights)), spend()],
    contribution: (heights) => [
      overChannels((part) => overGeos(part, part.totalSeen(), heights)),
      data(names.target, shape),
    ],
    mroi: (heights) => {
      const all = parts.map((part) => g.sum(overGeos(part, part.multiplied(), heights)));
      const [slopes] = g.gradient(
        all.reduce((sum, each) => g.add(sum, each)),
        [ones()],
      );
      return [slopes, spend()];
    },
  };
  return (kind, heights) => {
    const [numerator, denominator] = make[kind](heights);
    return g.divide(g.multiply(targetScale, numerator), denominator);
  };
}

/** What is made when it is first asked for. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

type Data = (name: string, shape: readonly number[]) => Node;

/** Data of the model, declared when it is first asked for. */
function dataOnce(builder: ModelBuilder): Data {
  const declared = new Map<string, Node>();
  return (name, shape) => {
    const node = declared.get(name) ?? builder.data(name, shape);
    declared.set(name, node);
    return node;
  };
}

/** Spend that counts, in the table's own unit: as in the table, or unknown. */
function spendOf(
  { spec, cells, media, latent, mediaScale, totalSpend }: MediaOfModel,
  data: Data,
  shape: readonly number[],
): Node {
  const isWhole = spec.return_windows === undefined && shape.length === 1;
  const known = isWhole ? totalSpend : data(names.spend, shape);
  if (latent.length === 0) return known;
  const counted = spec.return_windows === undefined ? media : g.multiply(media, windowsOf(data, media));
  const scale = onAxes(taken(mediaScale(), latent), ["channel"]);
  const perGeo = times(cells.total(onAxes(taken(counted, latent), axes)), scale);
  const unknown = shape.length === 1 ? sumOver(perGeo, "geo").node : perGeo.node;
  const rest = spec.channels.flatMap((_, i) => (latent.includes(i) ? [] : [i]));
  return rest.length === 0 ? unknown : inOrder([taken(known, rest), unknown], [rest, latent]);
}

/** [channels, 1, weeks] 1 where spend counts. */
function windowsOf(data: Data, { shape: [channels, , weeks] }: Node): Node {
  return g.reshape(data(names.windows, [channels, weeks]), [channels, 1, weeks]);
}

/** Channels of a group, all with a window or all without. */
interface Part {
  readonly members: readonly number[];
  /** Per unit of the coefficient, over channel, geo and time: what the spend that counts brings. */
  readonly effect: () => OnAxes;
  /** What all spend brings where that which counts is multiplied by these factors, [channels] or [channels, geos], which are 1. */
  readonly multiplied: (factors: Node) => OnAxes;
}

function partsOf(model: MediaOfModel, data: Data, perGeo: boolean): readonly Part[] {
  const { spec, media, groups, pressures, values, curves } = model;
  const { return_windows = {} } = spec;
  return groups.flatMap((group, i): Part[] =>
    [false, true].flatMap((inWindow): Part[] => {
      const isOurs = group.members.map(
        (channel) => (return_windows[spec.channels[channel].name] !== undefined) === inWindow,
      );
      const places = group.members.flatMap((_, place) => (isOurs[place] ? [place] : []));
      if (places.length === 0) return [];
      const own: ChannelGroup = { ...group, members: places.map((place) => group.members[place]) };
      const curve: OnAxes = { ...curves[i], node: taken(curves[i].node, places) };
      const effectOf = (spend: Node): OnAxes =>
        onAxes(mediaEffect(spec, own, pressureOf(spec, own, spend, values), values), axes);
      const counted = (): Node => (inWindow ? g.multiply(media, windowsOf(data, media)) : media);
      return [
        {
          members: own.members,
          effect: () => (inWindow ? minus(curve, effectOf(withLeastSpend(g.subtract(media, counted())))) : curve),
          multiplied: (factors) => {
            if (inWindow || perGeo) {
              const wide = g.reshape(factors, [...factors.shape, ...(perGeo ? [1] : [1, 1])]);
              return effectOf(g.add(media, g.multiply(counted(), g.subtract(wide, 1))));
            }
            // Stock is linear in spend, so all of a channel's spend is multiplied where its stock is.
            const { stock, factor } = pressures[i];
            const more = {
              stock: taken(stock, places),
              factor: g.multiply(
                typeof factor === "number" ? factor : taken(g.asNode(factor), places),
                taken(factors, own.members),
              ),
            };
            return onAxes(mediaEffect(spec, own, more, values), axes);
          },
        },
      ];
    }),
  );
}
