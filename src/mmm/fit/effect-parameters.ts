// Parameters whose elements are drawn around zero, or step by step from their neighbor, with a standard deviation that is a parameter itself.

import { normal, real } from "../../distributions/index.ts";
import * as g from "../../graph/index.ts";
import type { Node } from "../../graph/index.ts";
import type { ModelBuilder } from "../../model/index.ts";
import { type OnAxes, onAxes, shapeOfAxes } from "../axes/index.ts";
import type { EffectParameter } from "../parameters/index.ts";
import { axesOf, type ResolvedSpec } from "../specification/index.ts";

/** @param sd of the target, in its scaled units */
export function effectParameter(
  builder: ModelBuilder,
  spec: ResolvedSpec,
  parameter: EffectParameter,
  spread: Node,
  sd: Node,
): OnAxes {
  const { name, centered } = parameter;
  const axes = axesOf(name, spec);
  const labels = axes.map((axis) => axis.labels);
  const rows = parameter.walk?.(spec);
  const node =
    rows === undefined
      ? builder.parameter(name, normal(0, spread), {
          shape: shapeOfAxes(axes),
          labels,
          ...(centered === undefined ? {} : { centered }),
        })
      : walk(builder, name, labels, { rows, spread, sd, geos: spec.geos?.length ?? 1 });
  return onAxes(
    node,
    axes.map((axis) => axis.name),
  );
}

interface WalkOf {
  readonly rows: readonly number[];
  readonly spread: Node;
  readonly sd: Node;
  readonly geos: number;
}

/** Share of the target's deviation that noise is taken to be, and what of a row's noise is left in the difference of two knots. */
const usualNoise = 0.3;
const noiseOfDifference = 4;

/**
 * A random walk whose elements have the mean zero. Its steps are sampled in units that are as wide as a step may be after the data: the
 * step's own standard deviation where the data say little, and what noise leaves where they say much. So there is no funnel at either end.
 */
function walk(
  builder: ModelBuilder,
  name: string,
  labels: readonly (readonly string[])[],
  { rows, spread, sd, geos }: WalkOf,
): Node {
  const count = rows.length + 1;
  const whole = rows.reduce((total, value) => total + value, 0);
  const own = g.multiply(
    spread,
    rows.map((value) => Math.sqrt(value / whole)),
  );
  const left = rows.map((value) => Math.sqrt((value * geos) / noiseOfDifference) / usualNoise);
  // 1 / sqrt(1 / own^2 + 1 / left^2)
  const unit = g.divide(own, g.sqrt(g.add(1, g.square(g.divide(g.multiply(own, left), sd)))));
  const coordinate = builder.coordinate(`steps of ${name}`, real, {
    shape: [rows.length],
    labels: [labels[0].slice(1)],
  });
  const steps = g.multiply(coordinate, unit);
  const path = g.concatenate([g.constant([0]), g.cumulativeSum(steps)], 0);
  const value = g.subtract(path, g.mean(path));
  builder.define(name, value, { labels });
  builder.prior(name, normal(0, own), steps, g.log(unit));
  const moved = g.subtract(g.slice(value, 0, 1, count), g.slice(value, 0, 0, count - 1));
  builder.recover(`steps of ${name}`, g.divide(moved, unit));
  return value;
}
