// Problems of models built with the library, and of the data, values and draws given to them.

import { CarryoverError, type Problem } from "./problem.ts";
import { didYouMean } from "./suggest.ts";
import { nameList, quote } from "../words/index.ts";

/** An error about a model that is being built or given data. */
export function modelError(problem: Problem): CarryoverError {
  return new CarryoverError([problem]);
}

export const emptyName = (what: string): Problem => ({
  code: "model-name",
  message: `Every ${what} needs a name.`,
  hint: "Use non-empty text without leading or trailing spaces.",
});

export const duplicateName = (what: string, name: string, before: string): Problem => ({
  code: "model-name",
  message: `This name is already used by ${/^[aeiou]/.test(before) ? "an" : "a"} ${before}.`,
  where: `${what} ${quote(name)}`,
  hint: "Choose another name for one of the two.",
});

export const shapeMismatch = (where: string, message: string, received: string, hint: string): Problem => ({
  code: "model-shape",
  message,
  where,
  received,
  hint,
});

export const badLabels = (where: string, message: string, received: string): Problem => ({
  code: "model-labels",
  message,
  where,
  received,
  hint: "Give one label for each element along each axis, all different.",
});

export const notADistribution = (where: string, received: string, isFunction: boolean): Problem => ({
  code: "model-use",
  message: "A distribution is wanted here.",
  where,
  received,
  hint: isFunction
    ? "Call it with its parameters: normal(0, 1)."
    : "Give one such as normal(0, 1), or flat() for none.",
});

export const notAShape = (where: string, received: string, isNumber: boolean): Problem => ({
  code: "model-shape",
  message: "A shape is an array of extents.",
  where,
  received,
  hint: isNumber
    ? `Write [${received}] for a vector of that length.`
    : "Write [3] for a vector of three, [3, 2] for three rows of two, [] for one number.",
});

export const unknownOption = (where: string, name: string, known: readonly string[]): Problem => ({
  code: "model-use",
  message: `There is no option ${quote(name)} here.`,
  where,
  hint: `${didYouMean(name, known)}There is: ${nameList(known)}.`,
});

export const notAModel = (received: string, isBuilder: boolean): Problem => ({
  code: "model-use",
  message: "A finished model is wanted here.",
  where: "model",
  received,
  hint: isBuilder ? "Give what its `build()` returns." : "Give what `build()` of a ModelBuilder returns.",
});

export const nestedData = (name: string, shape: string, received: string): Problem => ({
  code: "model-data",
  message: `The values are nested as another shape than ${shape}.`,
  where: `data ${quote(name)}`,
  received,
  hint: "Nest them as the shape says, or give them flat in row-major order.",
});

export const wrongUse = (where: string, message: string, hint: string): Problem => ({
  code: "model-use",
  message,
  where,
  hint,
});

export const missingData = (name: string, shape: string): Problem => ({
  code: "model-data",
  message: "No values were given for these data.",
  where: `data ${quote(name)}`,
  hint: `Give an array for shape ${shape}, flat in row-major order.`,
});

export const notNamedData = (received: string, known: readonly string[]): Problem => ({
  code: "model-data",
  message: "Data are given by name.",
  where: "data",
  received,
  hint: known.length === 0 ? "This model has none: leave them out." : `Give an object: { ${known.join(", ")} }.`,
});

export const unknownData = (name: string, known: readonly string[]): Problem => ({
  code: "model-data",
  message: "The model has no data of this name.",
  where: `data ${quote(name)}`,
  hint: `${didYouMean(name, known)}It has: ${known.length === 0 ? "none" : nameList(known)}.`,
});

export const wrongDataLength = (name: string, shape: string, wanted: number, received: number): Problem => ({
  code: "model-data",
  message: `Shape ${shape} takes ${wanted} values.`,
  where: `data ${quote(name)}`,
  received: `${received}`,
  hint: "Give the values flat, in row-major order.",
});

export const notFiniteData = (element: string, received: number): Problem => ({
  code: "model-data",
  message: "Data must be finite numbers.",
  where: `data ${element}`,
  received: String(received),
  hint: "Fill the gap or remove the row; missing values are not modeled silently.",
});

export const dataOutsideSupport = (
  element: string,
  distribution: string,
  wanted: string,
  received: number,
): Problem => ({
  code: "model-data",
  message: `An observation of ${distribution} is ${wanted}.`,
  where: `data ${element}`,
  received: String(received),
  hint: "Correct the value, or choose a distribution that allows it.",
});

/** Vectors or matrices of observations; `why` says what is wrong with which element. */
export const arrayOutsideSupport = (name: string, distribution: string, wanted: string, why: string): Problem => ({
  code: "model-data",
  message: `An observation of ${distribution} is ${wanted}. ${why}`,
  where: `data ${quote(name)}`,
  hint: "Correct the values, or choose a distribution that allows them.",
});

export const missingValue = (coordinate: string, why: string): Problem => ({
  code: "model-values",
  message: `The coordinates of ${quote(coordinate)} do not follow from the values given${why}.`,
  where: `coordinate ${quote(coordinate)}`,
  hint: "Give a value for every parameter, and `recover` for coordinates that are not parameters themselves.",
});

export const unknownValue = (name: string, known: readonly string[]): Problem => ({
  code: "model-values",
  message: "The model has no parameter of this name.",
  where: `value ${quote(name)}`,
  hint: `${didYouMean(name, known)}It has: ${nameList(known)}.`,
});

export const unknownReported = (name: string, known: readonly string[], arrays: readonly string[]): Problem => ({
  code: "unknown-quantity",
  message: "The model reports nothing of this name.",
  where: `quantity ${quote(name)}`,
  hint: `${didYouMean(name, known)}It reports: ${nameList(arrays)}.`,
});

export const badValue = (name: string, message: string): Problem => ({
  code: "model-values",
  message,
  where: `value ${quote(name)}`,
  hint: "Give values inside the support of the parameter, flat in row-major order.",
});

export const noPriorDraw = (needed: readonly string[]): Problem => ({
  code: "model-prior-draws",
  message: `There is no proper prior to draw ${nameList(needed)} from.`,
  hint: "Give every parameter a proper prior, and `recover` for coordinates that are not parameters themselves.",
});

export const priorOrder = (name: string, needed: string): Problem => ({
  code: "model-prior-draws",
  message: `Its prior depends on ${quote(needed)}, whose own prior comes later.`,
  where: `prior ${quote(name)}`,
  hint: "Declare priors in the order in which they depend on each other.",
});

export const twoPriors = (name: string): Problem => ({
  code: "model-prior-draws",
  message: "The same quantity has two priors, whose product cannot be sampled from.",
  where: `prior ${quote(name)}`,
  hint: "Give it one prior, and the other as a potential.",
});

/** @param count positions that were asked for; undefined where that is no number of positions, and `received` is what was given */
export const wrongPositions = (count: number | undefined, dimension: number, received: number): Problem => ({
  code: "model-positions",
  message:
    count === undefined
      ? "The number of positions must be a whole number."
      : `${count} ${count === 1 ? "position" : "positions"} of ${dimension} coordinates take ${count * dimension} numbers.`,
  where: "positions",
  received: String(received),
  hint: "Give the positions of all draws one after another, and their number (chains x draws).",
});
