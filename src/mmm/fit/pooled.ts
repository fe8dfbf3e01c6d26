// Parameters whose values in the geos of a panel are drawn from one distribution, with a center and a spread that are unknown.

import { normal, real } from "../../distributions/index.ts";
import * as g from "../../graph/index.ts";
import type { Node } from "../../graph/index.ts";
import type { ModelBuilder } from "../../model/index.ts";
import { along, type Axis, type OnAxes, onAxes, shapeOfAxes } from "../axes/index.ts";
import { throughMap } from "../coordinates/index.ts";
import { partlyCentered, softlyBetween } from "../coordinates/maps/index.ts";
import type { EffectParameter, OverGeos } from "../parameters/index.ts";
import { taken } from "../terms/index.ts";
import { distributionOf, type MakePart, vectorParameter } from "../priors/index.ts";
import {
  axesOf,
  hasPriorsByName,
  type NamedPriors,
  type ParameterName,
  type Prior,
  priorOf,
  priorsByName,
  type ResolvedSpec,
} from "../specification/index.ts";

/** A parameter with one prior, sampled as it is; a fixed one is a constant and not reported. */
export function plainParameter(
  builder: ModelBuilder,
  spec: ResolvedSpec,
  name: ParameterName,
  prior: Prior = priorOf(spec, name),
): OnAxes {
  const axes = axesOf(name, spec);
  const shape = shapeOfAxes(axes);
  const labels = axes.map((axis) => axis.labels);
  const node =
    prior.distribution === "fixed"
      ? g.broadcastTo(g.constant(prior.parameters[0]), shape)
      : builder.parameter(name, distributionOf(prior), { shape, labels });
  return onAxes(
    node,
    axes.map((axis) => axis.name),
  );
}

/**
 * The center of a parameter over the geos, over its axes without geo. Its prior is the one written for the parameter.
 * @param priors by name, where they are not those of the parameter alone; `quantities` then says what they are of, which `make` has to know
 */
export function centerOf(
  builder: ModelBuilder,
  spec: ResolvedSpec,
  name: ParameterName,
  { center }: OverGeos,
  {
    priors,
    make,
    quantities,
  }: {
    readonly priors?: NamedPriors;
    readonly make?: MakePart;
    readonly quantities?: Readonly<Record<string, string>> | undefined;
  } = {},
): OnAxes {
  if (!hasPriorsByName(name)) return plainParameter(builder, spec, center.name, priorOf(spec, name));
  const axes = axesOf(center.name, spec);
  return onAxes(
    vectorParameter(builder, center.name, axes, priors ?? priorsByName(spec, name), make, quantities, name),
    axes.map((axis) => axis.name),
  );
}

/**
 * The spread of a parameter over the geos, over its axes without geo. It is sampled in units of what its data can tell from none: spreads far below that are a
 * long tail of a log scale, which chains should not spend their time in.
 * @param precision over the axes of the parameter, geo last: what the data of each geo say on the scale of `family`, as 1 / variance
 */
export function spreadOf(
  builder: ModelBuilder,
  spec: ResolvedSpec,
  { center, spread: { name, shared } }: OverGeos,
  precision: Node,
): OnAxes {
  const axes = axesOf(name, spec);
  const names = axes.map((axis) => axis.name);
  if (shared !== undefined) {
    const relative = g.constant(shared(spec));
    const own = g.multiply(precision, g.expand(g.square(relative), 1));
    const whole = singleSpread(builder, name, priorOf(spec, name), leastTold(own, [0, 1]));
    return onAxes(
      g.multiply(whole, relative),
      axesOf(center.name, spec).map((axis) => axis.name),
    );
  }
  const unit = leastTold(precision, [precision.shape.length - 1]);
  if (!hasPriorsByName(name)) return onAxes(singleSpread(builder, name, priorOf(spec, name), unit), names);
  const make = throughMap(builder, "size", (members) => softlyBetween(g.log(taken(unit, members))));
  return onAxes(vectorParameter(builder, name, axes, priorsByName(spec, name), make), names);
}

/** A spread that is one number; a fixed one is a constant and not reported. */
function singleSpread(builder: ModelBuilder, name: ParameterName, prior: Prior, unit: Node): Node {
  if (prior.distribution === "fixed") return g.constant(prior.parameters[0]);
  const make = throughMap(builder, "size", () => softlyBetween(g.log(unit)));
  const made = make(name, distributionOf(prior), { shape: [], labels: [] }, [], undefined);
  const value = builder.define(name, made.value);
  made.recoverFrom(value);
  return value;
}

/** The unit of a spread, in what data can tell of it: ESS per gradient of small spreads was 15 to 30% lower at 1, and half of it on a log scale. */
const shareOfTold = 0.5;
/** The spread that counts as told where data say nothing. */
const widestTold = 0.5;

/**
 * About the standard deviation of a spread that is zero, after data of these precisions: what they tell is its square, to 2 / sum of precision^2.
 * @param axes summed over
 */
function leastTold(precision: Node, axes: readonly number[]): Node {
  const told = g.add(widestTold ** -4, g.multiply(0.5, g.sum(g.square(precision), axes)));
  return g.multiply(shareOfTold, g.exp(g.multiply(-0.25, g.log(told))));
}

/** What is known beforehand of a parameter of the geos: data of the program. See `partlyCentered`. */
export interface Centering {
  /** Over the axes of the parameter: what the data of each geo say of its value, as 1 / variance. */
  readonly precision: Node;
  /** About what they say, over the same axes. */
  readonly origin: Node;
}

/** By part of `Centering`, the name of its data. */
export const centeringNames: Readonly<Record<keyof Centering, (parameter: ParameterName) => string>> = {
  precision: (name) => `precision of ${name}`,
  origin: (name) => `origin of ${name}`,
};

/** As data of the program. @param axes of the parameter, with geo last @param origin where that follows from other parameters */
export function centeringOf(builder: ModelBuilder, name: string, axes: readonly Axis[], origin?: Node): Centering {
  const shape = shapeOfAxes(axes);
  return {
    precision: builder.data(centeringNames.precision(name), shape),
    origin: origin ?? builder.data(centeringNames.origin(name), shape),
  };
}

/**
 * A parameter that is normally distributed over the geos, sampled as centered as its geos' own data are strong.
 * @param known the name of what is sampled, and around what, where that follows from other parameters
 */
export function pooledNormal(
  builder: ModelBuilder,
  spec: ResolvedSpec,
  name: ParameterName,
  over: OverGeos,
  known: { readonly coordinate?: string; readonly origin?: Node } = {},
): OnAxes {
  const axes = axesOf(name, spec);
  const names = axes.map((axis) => axis.name);
  const center = along(centerOf(builder, spec, name, over), names);
  const centering = centeringOf(builder, name, axes, known.origin);
  const spread = along(spreadOf(builder, spec, over, centering.precision), names);
  return overGeos(builder, name, axes, { center, spread, centering, coordinate: known.coordinate });
}

/** The same around zero, where the center is part of another parameter, and its spread. */
export function pooledAroundZero(
  builder: ModelBuilder,
  spec: ResolvedSpec,
  { name, spread: spreadName }: EffectParameter,
): { readonly spread: OnAxes; readonly value: OnAxes } {
  const axes = axesOf(name, spec);
  const centering = centeringOf(builder, name, axes);
  const unit = leastTold(centering.precision, [axes.length - 1]);
  const spread = singleSpread(builder, spreadName, priorOf(spec, spreadName), unit);
  const value = overGeos(builder, name, axes, { center: g.constant(0), spread, centering });
  return { spread: onAxes(spread, []), value };
}

interface OverGeosGiven {
  readonly center: Node;
  readonly spread: Node;
  readonly centering: Centering;
  readonly coordinate?: string | undefined;
}

function overGeos(
  builder: ModelBuilder,
  name: ParameterName,
  axes: readonly Axis[],
  { center, spread, centering: { precision, origin }, coordinate = `${name} over geos` }: OverGeosGiven,
): OnAxes {
  const array = { shape: shapeOfAxes(axes), labels: axes.map((axis) => axis.labels) };
  const map = partlyCentered({ offset: g.subtract(origin, center), spread, precision });
  const sampled = builder.coordinate(coordinate, real, array);
  const standard = map.standard(sampled);
  const value = builder.define(name, g.add(center, g.multiply(spread, standard)), { labels: array.labels });
  // Through distances from the center in spreads, not through the values: where the spread is tiny, nothing is left of their difference from the center.
  const ofStandard = normal(0, 1).logDensity(standard);
  const own = { ...normal(center, spread), logDensity: () => g.subtract(ofStandard, g.log(spread)) };
  builder.prior(name, own, value, g.broadcastTo(g.add(g.log(spread), map.logSlope(sampled)), array.shape));
  builder.recover(coordinate, map.inverse(g.divide(g.subtract(value, center), spread)));
  return onAxes(
    value,
    axes.map((axis) => axis.name),
  );
}
