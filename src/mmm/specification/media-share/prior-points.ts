// A few evenly spread points of the joint prior of some parameters, to average over before any data are seen.

import { quantileOfSorted, randomStream } from "../../../numerics/index.ts";
import { distributionOf, fixed } from "../../priors/families/index.ts";
import type { Prior } from "../prior.ts";

/** Points that averages are taken over: with these the mean of a curve is known to a few percent. */
export const pointCount = 16;

/** Draws that quantiles of a prior are read from. Of families nothing is known but how to draw from them. */
const drawCount = 256;

/** [point] Values of the parameter number `place` of several independent ones, at quantiles that are spread evenly over all of them together. */
export function priorPoints(prior: Prior, place: number): Float64Array {
  const { distribution: name, parameters } = prior;
  if (name === fixed) return new Float64Array(pointCount).fill(parameters[0]);
  const distribution = distributionOf(prior);
  const random = randomStream([streamOfPoints, place]);
  const drawn = Float64Array.from({ length: drawCount }, () => distribution.draw(random, parameters)).sort();
  return Float64Array.from({ length: pointCount }, (_, i) => quantileOfSorted(drawn, spread(i, place)));
}

/** Any number would do; a fixed one makes a prior depend on nothing but the table and the model. */
const streamOfPoints = 20251128;

/**
 * Coordinate `place` of point i of the additive recurrence with the generalized golden ratio of four dimensions (Roberts 2018): points
 * in (0, 1) that are evenly spread in every few of their coordinates.
 */
function spread(i: number, place: number): number {
  const position = 0.5 + (i + 1) * ratio ** -((place % 4) + 1);
  return position - Math.floor(position);
}

/** The root above 1 of x^5 = x + 1. */
const ratio = 1.1673039782614187;
