// Whether the parameters of a distribution fit each other and the value that has it.

import { batchShape, type Distribution, eventShapeOf } from "../distributions/index.ts";
import { broadcastShapes, broadcastsTo, formatShape, sameShape, type Shape } from "../graph/index.ts";
import { modelError, shapeMismatch } from "../problems/model-problems.ts";
import { count } from "../words/index.ts";

/** As large as the distribution's parameters say. */
export function naturalShape(where: string, distribution: Distribution): Shape {
  const event = eventShapeOf(distribution);
  // Parameters with axes of their own say how many values there are; the others reach into the axes of the value.
  const shapes = distribution.parameters.map((parameter) =>
    parameter.axes === undefined ? parameter.node.shape : [...batchShape(parameter), ...event.map(() => 1)],
  );
  checkTogether(where, distribution, shapes);
  const shape = broadcastShapes(...shapes);
  return [...shape.slice(0, Math.max(0, shape.length - event.length)), ...event];
}

/** Parameters of a distribution must fit each other, not only the value. */
function checkTogether(where: string, { name, parameters }: Distribution, shapes: readonly Shape[]): void {
  shapes.forEach((shape, j) => {
    const i = shapes.findIndex((other, k) => k < j && !broadcastTogether(other, shape));
    if (i < 0) return;
    const message = `The ${parameters[i].name} and the ${parameters[j].name} of ${name} do not broadcast together.`;
    const received = `shapes ${formatShape(shapes[i])} and ${formatShape(shape)}`;
    throw modelError(shapeMismatch(where, message, received, "Give both the same shape, or extents of 1."));
  });
}

function broadcastTogether(a: Shape, b: Shape): boolean {
  return Array.from({ length: Math.min(a.length, b.length) }, (_, i) => [a.at(-1 - i), b.at(-1 - i)]).every(
    ([m, n]) => m === n || m === 1 || n === 1,
  );
}

/** @throws CarryoverError where a parameter does not broadcast to the value */
export function checkParameters(where: string, distribution: Distribution, shape: Shape): void {
  const event = eventShapeOf(distribution);
  const outer = shape.slice(0, Math.max(0, shape.length - event.length));
  if (!sameShape(shape.slice(outer.length), event)) {
    const message =
      event.length === 1
        ? `Vectors of ${distribution.name} have length ${event[0]}, along the last axis.`
        : `Values of ${distribution.name} have shape ${formatShape(event)}, along the last axes.`;
    throw modelError(shapeMismatch(where, message, formatShape(shape), "Make the last extents those."));
  }
  for (const parameter of distribution.parameters) {
    const { name, node, axes } = parameter;
    const to = axes === undefined ? shape : outer;
    if (broadcastsTo(batchShape(parameter), to)) continue;
    const wanted =
      axes === undefined || axes === 0
        ? formatShape(to)
        : `${formatShape(to)} before its last ${count(axes, "axis", "axes")}`;
    const message = `The ${name} of ${distribution.name} must broadcast to shape ${wanted}.`;
    throw modelError(
      shapeMismatch(where, message, formatShape(node.shape), "Give both the same shape, or extents of 1."),
    );
  }
}
