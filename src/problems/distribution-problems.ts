// Problems of distributions: parameters that are no parameters, shapes that do not fit, and parts that do not go together.

import { CarryoverError, exitCodes, type Problem } from "./problem.ts";

/** An error about a distribution that is being made; the command line makes its own, so there it is an internal failure. */
export function distributionError(problem: Problem): CarryoverError {
  return new CarryoverError([problem], exitCodes.internal);
}

const shapeText = (shape: readonly number[]): string => `[${shape.join(", ")}]`;

export const badParameter = (distribution: string, name: string, wanted: string, received: number): Problem => ({
  code: "distribution-parameter",
  message: `The ${name} of ${distribution} must be ${wanted}.`,
  where: distribution,
  received: String(received),
  hint: "Check the order and the units of the parameters.",
});

export const parameterWithoutAxis = (
  distribution: string,
  name: string,
  least: number,
  received: readonly number[],
): Problem => ({
  code: "distribution-parameter",
  message: `The ${name} of ${distribution} is a vector of at least ${least === 1 ? "one number" : "two numbers"} along the last axis.`,
  where: distribution,
  received: `shape ${shapeText(received)}`,
  hint: "Give an array, or a node with such an axis.",
});

export const noProbabilities = (distribution: string, name: string, total: number): Problem => ({
  code: "distribution-parameter",
  message: `The ${name} of ${distribution} must sum to 1.`,
  where: distribution,
  received: `a sum of ${total}`,
  hint: "Divide them by their sum.",
});

export const parameterDoesNotFit = (
  distribution: string,
  name: string,
  received: readonly number[],
  wanted: readonly number[],
): Problem => ({
  code: "distribution-shape",
  message: `The ${name} of ${distribution} must broadcast to ${shapeText(wanted)}.`,
  where: distribution,
  received: `shape ${shapeText(received)}`,
  hint: "Give both the same shape, or extents of 1.",
});

/** A distribution that is made of other distributions or of a number of elements, used in a way that has no meaning. */
export const badPart = (distribution: string, message: string, received: string, hint: string): Problem => ({
  code: "distribution-use",
  message,
  where: distribution,
  received,
  hint,
});
