// Parameters whose values in the geos of a panel are drawn from one distribution, with a center and a spread that are unknown.

import { normal, real } from "../../distributions/index.ts";
import * as g from "../../graph/index.ts";
import type { Node } from "../../graph/index.ts";
import type { ModelBuilder } from "../../model/index.ts";
import { along, type Axis, type OnAxes, onAxes, shapeOfAxes, times } from "../axes/index.ts";
import { throughMap } from "../coordinates/index.ts";
import { softly } from "../coordinates/maps/index.ts";
import type { OverGeos } from "../parameters/index.ts";
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

/** The spread of a parameter over the geos, over its axes without geo. */
export function spreadOf(builder: ModelBuilder, spec: ResolvedSpec, { spread: { name } }: OverGeos): OnAxes {
  if (!hasPriorsByName(name)) return plainParameter(builder, spec, name);
  const axes = axesOf(name, spec);
  const make = throughMap(builder, "size", () => softly(0));
  return onAxes(
    vectorParameter(builder, name, axes, priorsByName(spec, name), make),
    axes.map((axis) => axis.name),
  );
}

/** How far each geo is from the center. */
export interface Deviations {
  /** spread * deviation, over the axes of the parameter. */
  readonly deviation: OnAxes;
  /** Declares how coordinates follow from deviations that are computed from what is reported. */
  readonly recoverFrom: (deviation: Node) => void;
}

/** Deviations in spreads are standard normal before the data, and what is sampled. */
export function deviationsOf(
  builder: ModelBuilder,
  name: ParameterName,
  axes: readonly Axis[],
  spread: OnAxes,
): Deviations {
  const coordinate = `${name} over geos`;
  const labels = axes.map((axis) => axis.labels);
  const node = builder.coordinate(coordinate, real, { shape: shapeOfAxes(axes), labels });
  builder.prior(coordinate, normal(0, 1), node);
  const standard = onAxes(
    node,
    axes.map((axis) => axis.name),
  );
  return {
    deviation: times(spread, standard),
    recoverFrom: (deviation) => builder.recover(coordinate, g.divide(deviation, along(spread, standard.axes))),
  };
}

/** A parameter that is normally distributed over the geos, sampled in spreads from the center. */
export function pooledNormal(builder: ModelBuilder, spec: ResolvedSpec, name: ParameterName, over: OverGeos): OnAxes {
  const axes = axesOf(name, spec);
  const names = axes.map((axis) => axis.name);
  const center = along(centerOf(builder, spec, name, over), names);
  const spread = along(spreadOf(builder, spec, over), names);
  const labels = axes.map((axis) => axis.labels);
  const node = builder.parameter(name, normal(center, spread), { shape: shapeOfAxes(axes), labels, centered: false });
  return onAxes(node, names);
}
