// From media to what it brings: channels grouped by their transforms, carried over and saturated. The model, and everything
// that asks it about other spend than was observed, go through here.

import * as g from "../../graph/index.ts";
import type { Node, Operand } from "../../graph/index.ts";
import type { AdstockKind, Carried } from "../adstock/index.ts";
import type { SaturationKind } from "../saturation/index.ts";
import {
  type Adstock,
  adstockOf,
  membersOf,
  type ModelStructure,
  type ParameterName,
  type Saturation,
  saturationOf,
  type TransformOrder,
} from "../specification/index.ts";
import { alongTime, type TransformParameter, type Values } from "../transforms/index.ts";

/** Channels with the same kind of adstock and saturation, the same settings and the same order, computed together. */
export interface ChannelGroup {
  /** Positions among the channels. */
  readonly members: readonly number[];
  readonly adstock: { readonly kind: AdstockKind; readonly settings: Adstock };
  readonly saturation: { readonly kind: SaturationKind; readonly settings: Saturation };
  readonly order: TransformOrder;
}

/** Values of the parameters of all kinds, each over the channels that have it, in their order. */
export type ChannelValues = (name: ParameterName) => Node;

export function channelGroups(spec: ModelStructure): readonly ChannelGroup[] {
  const byKey = new Map<string, number[]>();
  spec.channels.forEach(({ adstock, saturation, order }, i) => {
    const key = JSON.stringify([adstock, saturation, order]);
    byKey.set(key, [...(byKey.get(key) ?? []), i]);
  });
  return [...byKey.values()].map((members): ChannelGroup => {
    const { adstock, saturation, order } = spec.channels[members[0]];
    return {
      members,
      adstock: { kind: adstockOf(adstock), settings: adstock },
      saturation: { kind: saturationOf(saturation), settings: saturation },
      order,
    };
  });
}

/** The values of some parameters for the members of a group. */
export function valuesOf(
  spec: ModelStructure,
  { members }: Pick<ChannelGroup, "members">,
  parameters: readonly TransformParameter[],
  all: ChannelValues,
): Values {
  return Object.fromEntries(parameters.map(({ name }) => [name, ofMembers(name, spec, members, all(name))]));
}

/**
 * What the saturation curve of a group is taken of: media carried over, or, where saturation comes first, the media themselves.
 * @param media [channels, ..., weeks] of all channels, scaled
 * @param state [channels, ..., states] of all channels at the end of the week before the first; nothing was spent by default
 */
export function pressureOf(
  spec: ModelStructure,
  group: ChannelGroup,
  media: Node,
  all: ChannelValues,
  state?: Node,
): Carried {
  return pressureOfSpend(spec, group, taken(media, group.members), all, state);
}

/** The same of the spend of the group's members, [members, ..., weeks]; a member may stand in it several times. */
export function pressureOfSpend(
  spec: ModelStructure,
  group: ChannelGroup,
  spend: Node,
  all: ChannelValues,
  state?: Node,
): Carried {
  return group.order === "saturation_first" ? { stock: spend, factor: 1 } : carried(spec, group, spend, all, state);
}

/** The effect of a group per unit of its coefficients, [members, ..., weeks], from its pressure. `state` as for the pressure. */
export function mediaEffect(
  spec: ModelStructure,
  group: ChannelGroup,
  pressure: Carried,
  all: ChannelValues,
  state?: Node,
): Node {
  const curve = saturated(spec, group, pressure, all);
  return group.order === "saturation_first" ? wholeStock(carried(spec, group, curve, all, state)) : curve;
}

/** What was carried over, [members, ..., weeks], without the first weeks, whose stock says nothing of a typical one; at least half of all. */
export function settledWeeks({ adstock: { kind, settings } }: ChannelGroup, carriedOver: Node): Node {
  const time = carriedOver.shape.length - 1;
  const weeks = carriedOver.shape[time];
  return g.slice(carriedOver, time, Math.min(kind.unsettled?.(settings) ?? 0, Math.floor(weeks / 2)), weeks);
}

/** What a group's adstock keeps of `media` [channels, ..., weeks] at their end, [members, ..., states]; only where it keeps anything. */
export function stateOf(spec: ModelStructure, group: ChannelGroup, media: Node, all: ChannelValues): Node {
  const { kind, settings } = group.adstock;
  const spend = taken(media, group.members);
  const fed = group.order === "saturation_first" ? saturated(spec, group, { stock: spend, factor: 1 }, all) : spend;
  return kind.stateAfter(fed, valuesOf(spec, group, kind.parameters, all), settings);
}

/** The adstock of a group as the specification has it, [members, ..., weeks], whatever comes after or before it. */
export function adstockOfMedia(
  spec: ModelStructure,
  group: ChannelGroup,
  media: Node,
  all: ChannelValues,
  state?: Node,
): Node {
  return wholeStock(carried(spec, group, taken(media, group.members), all, state));
}

/** Carries over what is fed to the adstock of a group, [members, ..., weeks]. */
function carried(spec: ModelStructure, group: ChannelGroup, fed: Node, all: ChannelValues, state?: Node): Carried {
  const { kind, settings } = group.adstock;
  const values = valuesOf(spec, group, kind.parameters, all);
  const states = kind.states(settings);
  if (state === undefined || states === 0) return kind.carry(fed, values, settings);
  const last = state.shape.length - 1;
  return kind.carry(fed, values, settings, g.slice(taken(state, group.members), last, 0, states));
}

/** What constant spend of one is carried to, [members] or a number. */
export function steadyStock(spec: ModelStructure, group: ChannelGroup, all: ChannelValues): Operand {
  const { kind, settings } = group.adstock;
  return kind.steady(valuesOf(spec, group, kind.parameters, all), settings);
}

function saturated(spec: ModelStructure, group: ChannelGroup, pressure: Carried, all: ChannelValues): Node {
  const { kind, settings } = group.saturation;
  return kind.curve(pressure, valuesOf(spec, group, kind.parameters, all), settings);
}

/** The effect of a group in the long run at constant scaled spend, `levels` [members, ..., levels]. */
export function steadyCurve(spec: ModelStructure, group: ChannelGroup, levels: Node, all: ChannelValues): Node {
  const steady = steadyStock(spec, group, all);
  if (group.order === "saturation_first") {
    return wholeStock({ stock: saturated(spec, group, { stock: levels, factor: 1 }, all), factor: steady });
  }
  return saturated(spec, group, { stock: levels, factor: steady }, all);
}

/**
 * Share of the long-run effect of a week's spend that comes at lags beyond each of `lags`, [members, lags]: that of the adstock, bent where
 * the curve is a power of it.
 */
export function laterShare(
  spec: ModelStructure,
  group: ChannelGroup,
  lags: readonly number[],
  all: ChannelValues,
): Node {
  const { adstock, saturation, order } = group;
  const later = adstock.kind.later(lags, valuesOf(spec, group, adstock.kind.parameters, all), adstock.settings);
  const curve = saturation.kind;
  if (curve.exponent === undefined || order === "saturation_first") return later;
  const exponent = curve.exponent(valuesOf(spec, group, curve.parameters, all), saturation.settings);
  return g.exp(g.multiply(g.expand(exponent, 1), g.log(g.add(later, smallestShare))));
}

/** Added to shares that may be zero, before their logarithm is taken. */
const smallestShare = 1e-300;

/** The most that the effect of a group per unit of its coefficients can be, [members] or a number; undefined without a ceiling. */
export function ceilingOf(spec: ModelStructure, group: ChannelGroup, all: ChannelValues): Operand | undefined {
  if (!group.saturation.kind.ceiling) return undefined;
  return group.order === "saturation_first" ? steadyStock(spec, group, all) : 1;
}

/** A stock with its factor, [members, ..., weeks]. */
function wholeStock({ stock, factor }: Carried): Node {
  return g.multiply(alongTime(factor, stock), stock);
}

/** Constant scaled spend that has half of the full effect in the long run, [members]; undefined without a ceiling. */
export function halfEffect(spec: ModelStructure, group: ChannelGroup, all: ChannelValues): Node | undefined {
  const { kind, settings } = group.saturation;
  const half = kind.half?.(valuesOf(spec, group, kind.parameters, all), settings);
  if (half === undefined || group.order === "saturation_first") return half;
  return g.divide(half, steadyStock(spec, group, all));
}

/** Some channels, and a number for each. */
export interface OfChannels {
  /** Positions among the channels, ascending. */
  readonly members: readonly number[];
  readonly node: Node;
}

/** Vectors by group as one over their channels; undefined where there is none. */
export function joinedOver(parts: readonly OfChannels[]): OfChannels | undefined {
  if (parts.length === 0) return undefined;
  const members = parts.flatMap((part) => part.members).sort((a, b) => a - b);
  const node = inOrder(
    parts.map((part) => part.node),
    parts.map((part) => part.members.map((i) => members.indexOf(i))),
  );
  return { members, node };
}

/** Weeks in which the weights of an adstock halve, of the channels where that is the same at every lag. */
export function halfLives(spec: ModelStructure, all: ChannelValues): OfChannels | undefined {
  const kinds = [...new Set(spec.channels.map(({ adstock }) => adstockOf(adstock)))];
  return joinedOver(
    kinds.flatMap(({ name, parameters, halfLife }): OfChannels[] => {
      if (halfLife === undefined) return [];
      const members = spec.channels.flatMap(({ adstock }, i) => (adstock.kind === name ? [i] : []));
      return [{ members, node: halfLife(valuesOf(spec, { members }, parameters, all)) }];
    }),
  );
}

/** Constant scaled spend that has half of the full effect in the long run, of the channels whose curve has a ceiling. */
export function halfEffects(
  spec: ModelStructure,
  groups: readonly ChannelGroup[],
  all: ChannelValues,
): OfChannels | undefined {
  return joinedOver(
    groups.flatMap((group): OfChannels[] => {
      const node = halfEffect(spec, group, all);
      return node === undefined ? [] : [{ members: group.members, node }];
    }),
  );
}

/** The values of a channel parameter for `members`, from those of all channels that have it. */
function ofMembers(name: ParameterName, spec: ModelStructure, members: readonly number[], values: Node): Node {
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
