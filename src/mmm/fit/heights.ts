// Coefficients of the geos of a panel relative to their median.

import { normal, real } from "../../distributions/index.ts";
import * as g from "../../graph/index.ts";
import type { Node } from "../../graph/index.ts";
import type { ModelBuilder } from "../../model/index.ts";
import { along, type Axis, type OnAxes, onAxes, shapeOfAxes } from "../axes/index.ts";
import { partlyCenteredLog, type PartlyCenteredMap } from "../coordinates/maps/index.ts";
import { coefficient, type OverGeos } from "../parameters/index.ts";
import { axesOf, type ResolvedSpec } from "../specification/index.ts";
import { inOrder, taken } from "../terms/index.ts";
import { type Centering, centeringOf, spreadOf } from "./pooled.ts";

export interface Heights {
  /** Heights of some channels, [members, geos]. Each set of channels is asked for with the same median. @param logMedian [members] */
  readonly of: (members: readonly number[], logMedian: Node) => Node;
  /** The same, and 1 for all others: over channel and geo. */
  readonly amongAll: (members: readonly number[], logMedian: Node) => OnAxes;
  /** Heights of all channels, over channel and geo. @param logMedian [channels] */
  readonly whole: (logMedian: Node) => OnAxes;
  /** Declares how coordinates follow from heights and medians that are computed from what is reported. */
  readonly recoverFrom: (logHeights: Node, logMedian: Node) => void;
}

/**
 * Log-normal heights around 1. What is centered is the log of a geo's effect size, which its data tell, rather than that of the ceiling of its curve. Channels
 * whose spend is national have no spread: their height is 1 everywhere.
 * @param logUnit [channels] log of the coefficient that is the unit of effect sizes
 * @param follows whether a channel's coordinates may follow what they are told in place of its median's log: that must be finite
 */
export function heightsOf(
  builder: ModelBuilder,
  spec: ResolvedSpec,
  overGeos: OverGeos,
  logUnit: Node,
  follows: (channel: number) => boolean,
): Heights {
  const [{ labels: channels }, geo] = axesOf(coefficient.name, spec);
  const [{ labels: free }] = axesOf(overGeos.spread.name, spec);
  const places = free.map((channel) => channels.indexOf(channel));
  const all = channels.map((_, i) => i);
  const ones = (count: number): Node => g.broadcastTo(g.constant(1), [count, geo.labels.length]);
  const sampled = places.length === 0 ? undefined : sampledHeights(builder, spec, overGeos, free, geo);

  const mapOf = (members: readonly number[], logMedian: Node): PartlyCenteredMap => {
    const { centering, spread } = sampled!;
    const those = members.map((member) => places.indexOf(member));
    const [origin, precision, own] = [centering.origin, centering.precision, spread].map((node) => taken(node, those));
    const effect = g.expand(g.subtract(logMedian, taken(logUnit, members)), 1);
    const moves = g.constant(
      members.map((member) => (follows(member) ? 1 : 0)),
      [members.length, 1],
    );
    return partlyCenteredLog({ center: g.select(moves, effect, origin), origin, spread: own, precision });
  };

  const known = new Map<string, Node>();
  const made = (members: readonly number[], logMedian: Node): Node => {
    const those = members.flatMap((member, i) => (places.includes(member) ? [i] : []));
    if (sampled === undefined || those.length === 0) return ones(members.length);
    const own = those.map((i) => members[i]);
    const at = own.map((member) => places.indexOf(member));
    const map = mapOf(own, taken(logMedian, those));
    const coordinate = taken(sampled.coordinate, at);
    const standard = map.standard(coordinate);
    const name =
      own.length === places.length ? coordinateName : `${coordinateName} of ${at.map((k) => free[k]).join(", ")}`;
    builder.prior(name, normal(0, 1), standard, g.broadcastTo(map.logSlope(coordinate), standard.shape));
    // Not simplified: with a spread that is fixed the graph would look through the standard heights, which have the prior and may be given.
    const heights = g.exp(g.rawBinary("multiply", taken(sampled.spread, at), standard));
    const rest = members.flatMap((_, i) => (those.includes(i) ? [] : [i]));
    return rest.length === 0 ? heights : inOrder([heights, ones(rest.length)], [those, rest]);
  };
  const of = (members: readonly number[], logMedian: Node): Node => {
    const key = members.join(" ");
    const node = known.get(key) ?? made(members, logMedian);
    known.set(key, node);
    return node;
  };
  const withOnes = (parts: readonly { readonly members: readonly number[]; readonly node: Node }[]): OnAxes => {
    const rest = all.filter((channel) => !parts.some(({ members }) => members.includes(channel)));
    const others = rest.length === 0 ? [] : [{ members: rest, node: ones(rest.length) }];
    const every = [...parts, ...others];
    const node = inOrder(
      every.map((part) => part.node),
      every.map((part) => part.members),
    );
    return onAxes(node, ["channel", "geo"]);
  };

  return {
    of,
    amongAll: (members, logMedian) => withOnes([{ members, node: of(members, logMedian) }]),
    whole: (logMedian) => {
      const before = [...known.entries()].map(([key, node]) => ({ members: key.split(" ").map(Number), node }));
      const rest = all.filter((channel) => !before.some(({ members }) => members.includes(channel)));
      const own = rest.length === 0 ? [] : [{ members: rest, node: of(rest, taken(logMedian, rest)) }];
      return withOnes([...before, ...own]);
    },
    recoverFrom: (logHeights, logMedian) => {
      if (sampled === undefined) return;
      const standard = g.divide(taken(logHeights, places), sampled.spread);
      builder.recover(coordinateName, mapOf(places, taken(logMedian, places)).inverse(standard));
    },
  };
}

const coordinateName = `${coefficient.name} over geos`;

interface Sampled {
  /** [free, 1] */
  readonly spread: Node;
  readonly centering: Centering;
  /** [free, geos] */
  readonly coordinate: Node;
}

function sampledHeights(
  builder: ModelBuilder,
  spec: ResolvedSpec,
  overGeos: OverGeos,
  free: readonly string[],
  geo: Axis,
): Sampled {
  const axes: Axis[] = [{ name: "channel", labels: free }, geo];
  const centering = centeringOf(builder, coefficient.name, axes);
  // Of the logarithm.
  const precision = g.multiply(centering.precision, g.exp(g.multiply(2, centering.origin)));
  return {
    spread: along(spreadOf(builder, spec, overGeos, precision), ["channel", "geo"]),
    centering,
    coordinate: builder.coordinate(coordinateName, real, { shape: shapeOfAxes(axes), labels: [free, geo.labels] }),
  };
}
