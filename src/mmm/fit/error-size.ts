// The size of what a model leaves unexplained (sigma, or the overdispersion of counts): one number, or in a panel one for each geo.
//
// Partially pooled, with p_g the population of a geo and p their mean:
//
//   size_g = median * (p_g / p)^(-exponent / 2) * exp(spread * z_g),   z_g standard normal.

import { normal, real } from "../../distributions/index.ts";
import * as g from "../../graph/index.ts";
import type { Node } from "../../graph/index.ts";
import type { ModelBuilder } from "../../model/index.ts";
import { along, mapped, minus, type OnAxes, onAxes, plus, shapeOfAxes, times } from "../axes/index.ts";
import { isPositiveLine, logOfValue } from "../coordinates/index.ts";
import { partlyCentered } from "../coordinates/maps/index.ts";
import type { OverGeos } from "../parameters/index.ts";
import { distributionOf } from "../priors/index.ts";
import {
  allParameters,
  axesOf,
  hasParameter,
  isPooled,
  type ParameterName,
  type Prior,
  priorOf,
  type ResolvedSpec,
} from "../specification/index.ts";
import { centeringOf, plainParameter, spreadOf } from "./pooled.ts";

/** Priors that are the halves of smooth, symmetric densities. */
const halves: ReadonlySet<Prior["distribution"]> = new Set(["half_normal", "half_student_t", "half_cauchy"]);
/** Share of the unit that a mirrored size is at the origin. */
const mirrorOrigin = 0.3;

/** How a size is sampled. */
export interface SizeCoordinates {
  readonly coordinate: string;
  /** What the size is relative to, one number: of the target, as it varies. */
  readonly unit: Node;
  /**
   * Whether nothing may be left unexplained: size = unit |coordinate + origin|, where the prior is the half of a symmetric density. Values near zero
   * are then in the middle of what is sampled; on a log scale they are a tail without end. The likelihood depends on the square of the size
   * there, and so does the prior, so that the density is smooth across zero; it is the same on both sides, which does not matter.
   */
  readonly mayVanish: boolean;
}

/** The size, over its axes. @param people [geos] of a panel */
export function errorSize(
  builder: ModelBuilder,
  spec: ResolvedSpec,
  name: "sigma" | "overdispersion",
  coordinates: SizeCoordinates,
  people: OnAxes | undefined,
): OnAxes {
  const { overGeos } = allParameters()[name];
  const prior = priorOf(spec, name);
  if (overGeos === undefined || !isPooled(name, spec)) return positiveSize(builder, spec, name, prior, coordinates);
  const median = positiveSize(builder, spec, overGeos.center.name, prior, coordinates);
  const bySize = sizeOfGeos(builder, spec, overGeos, people);
  const axes = axesOf(name, spec);
  const { precision, origin } = centeringOf(builder, name, axes);
  const spread = spreadOf(builder, spec, overGeos, precision);
  const [shape, labels] = [shapeOfAxes(axes), axes.map((axis) => axis.labels)];
  const names = axes.map((axis) => axis.name);
  const coordinate = `${name} over geos`;
  const middle = mapped(median, logOfValue);
  const expected = bySize === undefined ? middle : plus(middle, bySize);
  const offset = g.subtract(origin, along(expected, names));
  const map = partlyCentered({ offset, spread: along(spread, names), precision });
  const sampled = builder.coordinate(coordinate, real, { shape, labels });
  const standard = map.standard(sampled);
  builder.prior(coordinate, normal(0, 1), standard, map.logSlope(sampled));
  const own = times(spread, onAxes(standard, names));
  const value = times(median, mapped(bySize === undefined ? own : plus(own, bySize), g.exp));
  builder.define(name, value.node, { labels });
  const logHeight = minus(mapped(value, logOfValue), mapped(median, logOfValue));
  const left = bySize === undefined ? logHeight : minus(logHeight, bySize);
  builder.recover(coordinate, map.inverse(g.divide(left.node, spread.node)));
  return value;
}

/** Log of what the population of each geo makes of the size; nothing where geos have none. */
function sizeOfGeos(
  builder: ModelBuilder,
  spec: ResolvedSpec,
  { size }: OverGeos,
  people: OnAxes | undefined,
): OnAxes | undefined {
  if (size === undefined || people === undefined || !hasParameter(size.name, spec)) return undefined;
  const logShare = mapped(people, (node) => g.log(g.divide(node, g.mean(node))));
  return times(
    mapped(plainParameter(builder, spec, size.name), (node) => g.multiply(-0.5, node)),
    logShare,
  );
}

/** A positive parameter through its ratio to a unit. */
export function positiveSize(
  builder: ModelBuilder,
  spec: ResolvedSpec,
  name: ParameterName,
  prior: Prior,
  { coordinate, unit, mayVanish }: SizeCoordinates,
): OnAxes {
  if (prior.distribution === "fixed" || !isPositiveLine(distributionOf(prior))) {
    return plainParameter(builder, spec, name, prior);
  }
  const axes = axesOf(name, spec);
  const array = { shape: shapeOfAxes(axes), labels: axes.map((axis) => axis.labels) };
  const share = builder.coordinate(coordinate, real, array);
  const names = axes.map((axis) => axis.name);
  if (mayVanish && halves.has(prior.distribution)) {
    const value = builder.define(name, g.multiply(unit, g.absolute(g.add(share, mirrorOrigin))), {
      labels: array.labels,
    });
    builder.prior(name, distributionOf(prior), value, g.broadcastTo(g.log(unit), array.shape));
    builder.recover(coordinate, g.subtract(g.divide(value, unit), mirrorOrigin));
    return onAxes(value, names);
  }
  const logValue = g.add(share, g.log(unit));
  const value = builder.define(name, g.exp(logValue), { labels: array.labels });
  builder.prior(name, distributionOf(prior), value, logValue);
  builder.recover(coordinate, g.subtract(logOfValue(value), g.log(unit)));
  return onAxes(value, names);
}
