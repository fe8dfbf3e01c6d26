// Names of the elements of arrays: `sigma`, `theta[1]`, `decay[TikTok]`, `effect[north,TV]`.

import { formatShape, type Shape, sizeOf, stridesOf } from "../graph/index.ts";
import { elementName } from "./naming/index.ts";
import { badLabels, modelError } from "../problems/model-problems.ts";
import { nameList, quote } from "../words/index.ts";

/** Labels of the elements of a vector, or one list for each axis. */
export type Labels = readonly string[] | readonly (readonly string[])[];

/** Names of all elements in row-major order; without labels they are counted from 1. An axis of one element may have an empty label. */
export function elementNames(name: string, shape: Shape, labels?: Labels): string[] {
  if (shape.length === 0) return [name];
  const axes = axisLabels(name, shape, labels);
  const strides = stridesOf(shape);
  return Array.from({ length: sizeOf(shape) }, (_, i) => {
    return elementName(
      name,
      axes.map((axis, k) => axis[Math.floor(i / strides[k]) % shape[k]]),
    );
  });
}

/** Labels along each axis: as given, one list for the only axis of a vector, or numbers from 1. */
export function axisLabels(name: string, shape: Shape, labels: Labels | undefined): readonly (readonly string[])[] {
  if (shape.length === 0) return [];
  if (labels === undefined) return shape.map((extent) => Array.from({ length: extent }, (_, i) => String(i + 1)));
  const isVector = labels.every((label) => typeof label === "string");
  const axes = isVector ? [labels as readonly string[]] : (labels as readonly (readonly string[])[]);
  const where = quote(name);
  if (axes.length !== shape.length) {
    const message = `Shape ${formatShape(shape)} takes ${shape.length} lists of labels.`;
    throw modelError(badLabels(where, message, `${axes.length}`));
  }
  axes.forEach((axis, k) => {
    if (axis.length !== shape[k]) {
      throw modelError(badLabels(where, `Axis ${k + 1} has ${shape[k]} elements.`, `${axis.length} labels`));
    }
    const repeated = axis.find((label, i) => axis.indexOf(label) !== i || (label === "" && axis.length > 1));
    if (repeated !== undefined) {
      throw modelError(badLabels(where, "Labels must differ and not be empty.", nameList(axis)));
    }
  });
  return axes;
}
