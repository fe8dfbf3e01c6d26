// Priors on returns: what a channel's coefficient is multiplied by to be its ROI, marginal ROI or share of the target.
//
// A prior of such a quantity Q = coefficient * factor is the density of Q, times the derivative of Q by the coordinate that is sampled in
// place of the coefficient. Everything that the factor depends on keeps its own prior, and is independent of Q before the data.

import * as g from "../../graph/index.ts";
import type { Node } from "../../graph/index.ts";
import type { ModelBuilder } from "../../model/index.ts";
import { type OnAxes, onAxes, sumOver, times } from "../axes/index.ts";
import type { Carried } from "../adstock/index.ts";
import type { ReturnKind } from "../parameters/index.ts";
import type { ResolvedSpec } from "../specification/index.ts";
import { type ChannelGroup, type ChannelValues, inOrder, mediaEffect, taken } from "../terms/index.ts";
import type { CellsOfModel } from "./cells-of-panel.ts";

export interface MediaOfModel {
  readonly builder: ModelBuilder;
  readonly spec: ResolvedSpec;
  readonly cells: CellsOfModel;
  readonly groups: readonly ChannelGroup[];
  readonly pressures: readonly Carried[];
  readonly values: ChannelValues;
  /** By group, over channel, geo and time. */
  readonly curves: readonly OnAxes[];
  /** Standard deviation of the target in its own unit, [1]. */
  readonly targetScale: Node;
  /** [channels] In the table's own unit. */
  readonly totalSpend: Node;
}

/** Names of the data of priors on returns. */
const names = { ones: "spend multiplier", totalTarget: "total target" } as const;

/** Data of priors on returns as the program takes them. @param totalTarget over the rows that have a target, in its own unit */
export function returnData(
  spec: Pick<ResolvedSpec, "returns" | "channels">,
  totalTarget: number,
): Record<string, Float64Array> {
  const kinds = new Set(Object.values(spec.returns ?? {}));
  return {
    ...(kinds.has("mroi") ? { [names.ones]: new Float64Array(spec.channels.length).fill(1) } : {}),
    ...(kinds.has("contribution") ? { [names.totalTarget]: Float64Array.of(totalTarget) } : {}),
  };
}

/**
 * What the coefficient of every channel is multiplied by to be the quantity, [channels].
 * @param heights of the coefficients of the geos relative to the one that is multiplied; default all the same
 */
export function returnFactors(media: MediaOfModel, heights?: OnAxes): (kind: ReturnKind) => Node {
  const { builder, spec, cells, groups, pressures, values, curves, targetScale, totalSpend } = media;
  const whole = (perGeo: OnAxes, group: ChannelGroup): Node => {
    const own = heights === undefined ? undefined : { ...heights, node: taken(heights.node, group.members) };
    return sumOver(own === undefined ? perGeo : times(own, perGeo), "geo").node;
  };
  const overGroups = (of: (group: ChannelGroup, i: number) => Node): Node =>
    inOrder(
      groups.map(of),
      groups.map(({ members }) => members),
    );
  const made = new Map<ReturnKind, Node>();
  const make: Readonly<Record<ReturnKind, () => Node>> = {
    roi: () =>
      g.divide(
        g.multiply(
          targetScale,
          overGroups((group, i) => whole(cells.total(curves[i]), group)),
        ),
        totalSpend,
      ),
    contribution: () =>
      g.divide(
        g.multiply(
          targetScale,
          overGroups((group, i) => whole(cells.totalSeen(curves[i]), group)),
        ),
        builder.data(names.totalTarget, [1]),
      ),
    // Stock is linear in spend, so all of a channel's spend is multiplied where its stock is.
    mroi: () => {
      const ones = builder.data(names.ones, [spec.channels.length]);
      const brought = groups.map((group, i) => {
        const { stock, factor } = pressures[i];
        const more = { stock, factor: g.multiply(factor, taken(ones, group.members)) };
        const curve = onAxes(mediaEffect(spec, group, more, values), ["channel", "geo", "time"]);
        return g.sum(whole(cells.total(curve), group));
      });
      const [slopes] = g.gradient(
        brought.reduce((sum, each) => g.add(sum, each)),
        [ones],
      );
      return g.divide(g.multiply(targetScale, slopes), totalSpend);
    },
  };
  return (kind) => {
    const known = made.get(kind) ?? make[kind]();
    made.set(kind, known);
    return known;
  };
}
