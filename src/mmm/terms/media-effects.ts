// From media to what it brings: channels grouped by their transforms, carried over and saturated. The model, and everything
// that asks it about other spend than was observed, go through here.

import * as g from "../../graph/index.ts";
import type { Node, Operand } from "../../graph/index.ts";
import { geometricAdstock, steadyStock } from "../adstock/index.ts";
import { hill, logisticSaturation } from "../saturation/index.ts";
import {
  membersOf,
  type ParameterName,
  type Adstock,
  type ModelStructure,
  type Saturation,
} from "../specification/index.ts";

/** Channels with the same kind of adstock and saturation, computed together. */
export interface ChannelGroup {
  /** Positions among the channels. */
  readonly members: readonly number[];
  readonly adstock: Adstock;
  readonly saturation: Saturation["kind"];
  /** Media carried over [members, weeks], up to `factor` [members]. */
  readonly stock: Node;
  readonly factor: Operand;
  /** What constant spend of one is carried to, in units of the adstock. */
  readonly steady: Operand;
}

/** The parameters of the saturation curves, each over the channels that have it, in their order. */
export interface CurveParameters {
  readonly slope: Node;
  readonly halfSaturation: Node;
  readonly saturationRate: Node;
}

/**
 * Groups of channels with their media carried over.
 * @param media [channels, weeks], scaled
 * @param decay over the channels with geometric adstock
 * @param carriedIn [channels], unnormalized stock at the end of the period before the first (infinite adstock only); none by default
 */
export function channelGroups(spec: ModelStructure, media: Node, decay: Node, carriedIn?: Node): ChannelGroup[] {
  const byKey = new Map<string, number[]>();
  spec.channels.forEach(({ adstock, saturation }, i) => {
    const key = JSON.stringify([adstock, saturation]);
    byKey.set(key, [...(byKey.get(key) ?? []), i]);
  });
  return [...byKey.values()].map((members): ChannelGroup => {
    const { adstock, saturation } = spec.channels[members[0]];
    const own = { members, adstock, saturation: saturation.kind };
    const spend = taken(media, members);
    if (adstock.kind === "none") return { ...own, stock: spend, factor: 1, steady: 1 };
    const rate = ofMembers("decay", spec, members, decay);
    const steady = adstock.normalize ? 1 : steadyStock(rate, adstock);
    if (carriedIn === undefined || adstock.window !== "infinite") {
      return { ...own, ...geometricAdstock(spend, rate, adstock), steady };
    }
    const first = g.add(g.slice(spend, 1, 0, 1), g.expand(g.multiply(rate, taken(carriedIn, members)), 1));
    const rest = g.slice(spend, 1, 1, spend.shape[1]);
    return { ...own, ...geometricAdstock(g.concatenate([first, rest], 1), rate, adstock), steady };
  });
}

/** Saturated adstock of each group, [members, weeks], between 0 and 1 where there is saturation. */
export function saturatedCurves(
  spec: ModelStructure,
  groups: readonly ChannelGroup[],
  { slope, halfSaturation, saturationRate }: CurveParameters,
): Node[] {
  return groups.map(({ members, stock, factor, saturation }) => {
    const own = (name: ParameterName, values: Node): Node => ofMembers(name, spec, members, values);
    switch (saturation) {
      case "hill":
        return hill({ stock, factor }, own("slope", slope), own("half_saturation", halfSaturation));
      case "logistic":
        return logisticSaturation({ stock, factor }, own("saturation_rate", saturationRate));
      case "none":
        return g.multiply(g.expand(g.broadcastTo(factor, [members.length]), 1), stock);
    }
  });
}

/** The values of a channel parameter for `members`, from those of all channels that have it. */
export function ofMembers(name: ParameterName, spec: ModelStructure, members: readonly number[], values: Node): Node {
  const names = membersOf(name, spec);
  return taken(
    values,
    members.map((i) => names.indexOf(spec.channels[i].name)),
  );
}

/** The rows of `values` at these positions. */
export function taken(values: Node, positions: readonly number[]): Node {
  const all = positions.length === values.shape[0] && positions.every((position, i) => position === i);
  return all ? values : g.gather(values, positions, 0);
}

/** Rows by group as rows of one array, in ascending order of `places`. */
export function inOrder(nodes: readonly Node[], places: readonly (readonly number[])[]): Node {
  const joined = nodes.length === 1 ? nodes[0] : g.concatenate(nodes, 0);
  const all = places.flat();
  return taken(
    joined,
    all.toSorted((a, b) => a - b).map((place) => all.indexOf(place)),
  );
}
