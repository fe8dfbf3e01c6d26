// The sampled parameters of adstocks and saturations, each in the coordinates its kind asks for.

import * as g from "../../graph/index.ts";
import type { Node } from "../../graph/index.ts";
import type { Carried } from "../adstock/index.ts";
import { throughMap } from "../coordinates/index.ts";
import { type PositiveMap, typicalLogStock } from "../coordinates/maps/index.ts";
import type { ModelBuilder } from "../../model/index.ts";
import type { MakePart } from "../priors/index.ts";
import { membersOf, type ModelStructure, type ParameterName, transformParameters } from "../specification/index.ts";
import type { TransformParameter, Values } from "../transforms/index.ts";
import { type ChannelGroup, inOrder, settledWeeks, taken } from "./media-effects.ts";

/** Makes the vector of a parameter over the channels that have it. */
export type MakeVector = (name: ParameterName, make?: MakePart) => Node;

/** The parameters of all adstocks, by name. */
export function adstockParameters(
  builder: ModelBuilder,
  spec: ModelStructure,
  groups: readonly ChannelGroup[],
  vector: MakeVector,
): Values {
  return made(builder, spec, groups, "adstock", vector, () => g.constant(new Float64Array()));
}

/** The parameters of all saturations, by name. @param pressures what each group's curve is taken of */
export function saturationParameters(
  builder: ModelBuilder,
  spec: ModelStructure,
  groups: readonly ChannelGroup[],
  pressures: readonly Carried[],
  vector: MakeVector,
): Values {
  const stocks = new Map(groups.map((group, i) => [group, logStock(group, pressures[i])]));
  return made(builder, spec, groups, "saturation", vector, (group) => stocks.get(group) as Node);
}

function made(
  builder: ModelBuilder,
  spec: ModelStructure,
  groups: readonly ChannelGroup[],
  part: "adstock" | "saturation",
  vector: MakeVector,
  logStockOf: (group: ChannelGroup) => Node,
): Values {
  const values: Record<string, Node> = {};
  for (const name of transformParameters(part, spec)) {
    const owners = ownersOf(groups, part, name);
    const coordinate = owners[0].parameter.coordinate;
    if (coordinate === undefined) {
      values[name] = vector(name);
      continue;
    }
    const having = owners.flatMap(({ channels }) => channels).sort((a, b) => a - b);
    const mapOf = ({ parameter, channels, groups: own }: Owner, those: readonly number[]): PositiveMap => {
      const places = those.map((channel) => channels.indexOf(channel));
      const before = Object.entries(values).flatMap(([other, node]): [string, Node][] => {
        const members = membersOf(other, spec);
        const positions = those.map((channel) => members.indexOf(spec.channels[channel].name));
        return positions.includes(-1) ? [] : [[other, taken(node, positions)]];
      });
      const point = {
        get typicalLogStock(): Node {
          const stocks = inOrder(
            own.map(logStockOf),
            own.map(({ members }) => members),
          );
          return taken(stocks, places);
        },
        values: Object.fromEntries(before),
      };
      return (parameter.coordinate ?? coordinate).map(point);
    };
    const make = throughMap(builder, coordinate.name, (members) => {
      const parts = owners
        .map((owner) => ({
          owner,
          places: members.flatMap((member, place) => (owner.channels.includes(having[member]) ? [place] : [])),
        }))
        .filter(({ places }) => places.length > 0);
      const maps = parts.map(({ owner, places }) =>
        mapOf(
          owner,
          places.map((place) => having[members[place]]),
        ),
      );
      return maps.length === 1
        ? maps[0]
        : joined(
            maps,
            parts.map(({ places }) => places),
          );
    });
    values[name] = vector(name, make);
  }
  return values;
}

/** A kind that has a parameter, and the channels and groups that have the kind. */
interface Owner {
  readonly parameter: TransformParameter;
  readonly channels: readonly number[];
  readonly groups: readonly ChannelGroup[];
}

function ownersOf(groups: readonly ChannelGroup[], part: "adstock" | "saturation", name: string): readonly Owner[] {
  const kinds = [...new Set(groups.map((group) => group[part].kind))];
  return kinds.flatMap((kind): Owner[] => {
    const parameter = kind.parameters.find((own) => own.name === name);
    if (parameter === undefined) return [];
    const those = groups.filter((group) => group[part].kind === kind);
    return [{ parameter, channels: those.flatMap(({ members }) => members).sort((a, b) => a - b), groups: those }];
  });
}

/** Maps of the elements at these places as one map of all. */
function joined(maps: readonly PositiveMap[], places: readonly (readonly number[])[]): PositiveMap {
  const each = (of: (map: PositiveMap, place: number) => Node): Node =>
    inOrder(
      maps.map((map, i) => of(map, i)),
      places,
    );
  return {
    logValue: (u) => each((map, i) => map.logValue(taken(u, places[i]))),
    logSlope: (u) => each((map, i) => g.broadcastTo(map.logSlope(taken(u, places[i])), [places[i].length])),
    inverse: (logValue) => each((map, i) => map.inverse(taken(logValue, places[i]))),
  };
}

/** Log of the typical stock of every member. */
function logStock(group: ChannelGroup, { stock, factor }: Carried): Node {
  const settled = group.order === "saturation_first" ? stock : settledWeeks(group, stock);
  return g.broadcastTo(g.add(typicalLogStock(settled), g.log(factor)), [group.members.length]);
}
