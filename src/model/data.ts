// The data of a model: complete, finite, of the right length, and inside the support of what is observed.

import { boundsOf, type Distribution, describeSupport, isArraySupport, transformTo } from "../distributions/index.ts";
import {
  asNode,
  constantValue,
  evaluate,
  type Node,
  broadcastTo,
  type Operand,
  formatShape,
  sizeOf,
} from "../graph/index.ts";
import type { Problem } from "../problems/problem.ts";
import { CarryoverError } from "../problems/problem.ts";
import { sharedCopy } from "./density.ts";
import { dependsOnParameters } from "./dependence.ts";
import type { DataEntry, Model } from "./model.ts";
import {
  arrayOutsideSupport,
  dataOutsideSupport,
  missingData,
  notFiniteData,
  unknownData,
  wrongDataLength,
} from "../problems/model-problems.ts";

/** Values by name, flat in row-major order. */
export type DataValues = Readonly<Record<string, ArrayLike<number>>>;

/** Checked copies in shared memory; throws a CarryoverError with every problem found. */
export function checkedData(model: Model, given: DataValues): Record<string, Float64Array> {
  const problems: Problem[] = [];
  const known = model.data.map(({ name }) => name);
  for (const name of Object.keys(given)) if (!known.includes(name)) problems.push(unknownData(name, known));
  for (const entry of model.data) problems.push(...problemsOf(entry, given[entry.name]));
  if (problems.length > 0) throw new CarryoverError(problems);
  const data = Object.fromEntries(known.map((name) => [name, sharedCopy(given[name])]));
  problems.push(...observationProblems(model, data));
  if (problems.length > 0) throw new CarryoverError(problems);
  return data;
}

function problemsOf(entry: DataEntry, values: ArrayLike<number> | undefined): Problem[] {
  const { name, shape, elementNames } = entry;
  if (values === undefined) return [missingData(name, formatShape(shape))];
  if (values.length !== sizeOf(shape)) return [wrongDataLength(name, formatShape(shape), sizeOf(shape), values.length)];
  const bad = elementNames.findIndex((_, i) => !Number.isFinite(values[i]));
  return bad < 0 ? [] : [notFiniteData(elementNames[bad], values[bad])];
}

/** Observed data outside the support of their distribution, as far as its bounds are known before sampling. */
function observationProblems(model: Model, data: Readonly<Record<string, Float64Array>>): Problem[] {
  return model.observations.flatMap(({ distribution, node }) => {
    const entry = model.data.find((candidate) => candidate.node === node);
    if (entry === undefined) return [];
    const values = data[entry.name];
    const { support } = distribution;
    if (isArraySupport(support)) {
      try {
        transformTo(support, node.shape).unconstrain(values);
        return [];
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        return [arrayOutsideSupport(entry.name, distribution.name, describeSupport(support), error.message)];
      }
    }
    const inside = insideTest(distribution, node, data);
    const bad = values.findIndex((value, i) => !inside(value, i));
    if (bad < 0) return [];
    const wanted = describeSupport(distribution.support);
    return [dataOutsideSupport(entry.elementNames[bad], distribution.name, wanted, values[bad])];
  });
}

function insideTest(
  distribution: Distribution,
  node: Node,
  data: Readonly<Record<string, Float64Array>>,
): (value: number, index: number) => boolean {
  const bound = (operand: Operand): ((index: number) => number) | undefined => {
    const value = constantValue(asNode(operand));
    if (value !== undefined) return () => value;
    if (dependsOnParameters(asNode(operand))) return undefined;
    const [values] = evaluate([broadcastTo(operand, node.shape)], data);
    return (index) => values[index];
  };
  const { support } = distribution;
  const { lower, upper } = boundsOf(support);
  const from = lower === undefined ? undefined : bound(lower);
  const to = upper === undefined ? undefined : bound(upper);
  return (value, index) => {
    if (support.kind === "positive") return value > 0;
    if (support.kind === "whole" && !Number.isInteger(value)) return false;
    return !(from !== undefined && value < from(index)) && !(to !== undefined && value > to(index));
  };
}
