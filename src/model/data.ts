// The data of a model: complete, finite, of the right length, and inside the support of what is observed.

import { boundsOf, type Distribution, describeSupport, isArraySupport, transformTo } from "../distributions/index.ts";
import {
  asNode,
  constantValue,
  describeValue,
  evaluate,
  flatNumbers,
  type Node,
  type Numbers,
  broadcastTo,
  type Operand,
  formatShape,
  sameShape,
  type Shape,
  shapeOfNumbers,
  sizeOf,
} from "../graph/index.ts";
import type { Problem } from "../problems/problem.ts";
import { CarryoverError } from "../problems/problem.ts";
import { sharedCopy } from "./density.ts";
import { dependsOnParameters } from "./dependence.ts";
import { elementNames } from "./names.ts";
import type { DataEntry, DataValues, Model } from "./model.ts";
import {
  arrayOutsideSupport,
  dataOutsideSupport,
  missingData,
  notNamedData,
  nestedData,
  notFiniteData,
  unknownData,
  wrongDataLength,
} from "../problems/model-problems.ts";

/** Checked copies in shared memory; throws a CarryoverError with every problem found. */
export function checkedData(model: Model, given: DataValues): Record<string, Float64Array> {
  const problems: Problem[] = [];
  const known = model.data.map(({ name }) => name);
  const named: unknown = given;
  if (typeof named !== "object" || named === null || Array.isArray(named) || ArrayBuffer.isView(named)) {
    throw new CarryoverError([notNamedData(describeValue(named), known)]);
  }
  for (const name of Object.keys(given)) if (!known.includes(name)) problems.push(unknownData(name, known));
  for (const entry of model.data) problems.push(...problemsOf(entry, given[entry.name]));
  if (problems.length > 0) throw new CarryoverError(problems);
  const data = Object.fromEntries(known.map((name) => [name, sharedCopy(flatNumbers(given[name]))]));
  problems.push(...observationProblems(model, data));
  if (problems.length > 0) throw new CarryoverError(problems);
  return data;
}

function problemsOf(entry: DataEntry, nested: Numbers | undefined): Problem[] {
  const { name, shape } = entry;
  if (nested === undefined || nested === null) return [missingData(name, formatShape(shape))];
  if (typeof nested === "object" && typeof (nested as ArrayLike<unknown>)[0] === "object") {
    const its = nestedShape(nested, `data "${name}"`);
    if (!("shape" in its)) return its.problems;
    if (!sameShape(its.shape, shape)) return [nestedData(name, formatShape(shape), formatShape(its.shape))];
  }
  const values = flatNumbers(nested);
  if (values.length !== sizeOf(shape)) return [wrongDataLength(name, formatShape(shape), sizeOf(shape), values.length)];
  let bad = 0;
  while (bad < values.length && Number.isFinite(values[bad])) bad++;
  return bad === values.length ? [] : [notFiniteData(entry.elementNames[bad], values[bad])];
}

/** The shape of nested arrays, or what is wrong with them. */
function nestedShape(values: Numbers, where: string): { readonly shape: Shape } | { readonly problems: Problem[] } {
  try {
    return { shape: shapeOfNumbers(values, where) };
  } catch (error) {
    if (error instanceof CarryoverError) return { problems: [...error.problems] };
    throw error;
  }
}

/** Observed data outside the support of their distribution, as far as its bounds are known before sampling. */
function observationProblems(model: Model, data: Readonly<Record<string, Float64Array>>): Problem[] {
  return model.observations.flatMap(({ name, distribution, node }) => {
    const entry = model.data.find((candidate) => candidate.node === node);
    if (entry === undefined && dependsOnParameters(node)) return [];
    // Data of the model, or what follows from data and constants.
    const values = entry === undefined ? evaluate([node], data)[0] : data[entry.name];
    const elementAt = (i: number): string => (entry?.elementNames ?? elementNames(name, node.shape, undefined))[i];
    const notFinite = values.findIndex((value) => !Number.isFinite(value));
    if (notFinite >= 0) return [notFiniteData(elementAt(notFinite), values[notFinite])];
    const { support } = distribution;
    if (isArraySupport(support)) {
      try {
        transformTo(support, node.shape).unconstrain(values);
        return [];
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        return [arrayOutsideSupport(entry?.name ?? name, distribution.name, describeSupport(support), error.message)];
      }
    }
    const inside = insideTest(distribution, node, data);
    const bad = values.findIndex((value, i) => !inside(value, i));
    if (bad < 0) return [];
    const wanted = describeSupport(distribution.support);
    return [dataOutsideSupport(elementAt(bad), distribution.name, wanted, values[bad])];
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
