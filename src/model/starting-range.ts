// Where chains of a model start: as far apart as its priors say that parameters can be, where these say more than the sampler's own cube.

import { arraySampler } from "../distributions/index.ts";
import { evaluate, sizeOf } from "../graph/index.ts";
import { randomStream } from "../numerics/index.ts";
import { defaultSettings, type StartingRange } from "../sampling/index.ts";
import { dependsOnParameters } from "./dependence.ts";
import type { Coordinate, Model } from "./model.ts";

/** Draws of a prior whose range is taken, 95% of the prior on average, and their fixed seed. */
const draws = 40;
const seed = 20_240_923;

/**
 * For every coordinate that is a parameter with a proper prior of known numbers: the middle and half the range of some draws of that prior, brought
 * into the unconstrained coordinate. Priors wider than the sampler's cube leave its width, at the place of the prior that is nearest to
 * the origin: starts far out in a vague prior are where exponentials overflow. Other coordinates keep the cube around the origin.
 */
export function startingRange(model: Model, data: Readonly<Record<string, Float64Array>>): StartingRange {
  const dimension = model.coordinates.reduce((total, { input }) => total + sizeOf(input.shape), 0);
  const center = new Float64Array(dimension);
  const share = new Float64Array(dimension).fill(1);
  const largest = defaultSettings.initialRadius;
  let at = 0;
  for (const coordinate of model.coordinates) {
    const size = sizeOf(coordinate.input.shape);
    const ranges = rangesOfPrior(model, coordinate, data);
    for (let i = 0; ranges !== undefined && i < size; i++) {
      const low = ranges.low[i];
      const high = ranges.high[i];
      if (!(high > low && Number.isFinite(high - low))) continue;
      const half = (high - low) / 2;
      share[at + i] = Math.min(1, half / largest);
      center[at + i] = half < largest ? low + half : Math.min(Math.max(0, low + largest), high - largest);
    }
    at += size;
  }
  return { center, share };
}

/** Smallest and largest of the draws of a coordinate's own prior; undefined where it has none that is known before sampling. */
function rangesOfPrior(
  { priors }: Model,
  { value, input, transform }: Coordinate,
  data: Readonly<Record<string, Float64Array>>,
): { readonly low: Float64Array; readonly high: Float64Array } | undefined {
  const own = priors.filter(({ node }) => node === value);
  if (own.length !== 1) return undefined;
  const { distribution } = own[0];
  if (distribution.event === "flat") return undefined;
  const nodes = distribution.parameters.map(({ node }) => node);
  if (nodes.some(dependsOnParameters)) return undefined;
  const size = sizeOf(input.shape);
  const low = new Float64Array(size).fill(Number.POSITIVE_INFINITY);
  const high = new Float64Array(size).fill(Number.NEGATIVE_INFINITY);
  const random = randomStream([seed]);
  const drawn = new Float64Array(sizeOf(value.shape));
  try {
    const parameters = evaluate(nodes, data);
    const sampler = arraySampler(distribution, value.shape);
    for (let k = 0; k < draws; k++) {
      sampler(random, parameters, drawn);
      const free = transform.unconstrain(drawn, (bound) => evaluate([bound], data)[0]);
      for (let i = 0; i < size; i++) {
        if (free[i] < low[i]) low[i] = free[i];
        if (free[i] > high[i]) high[i] = free[i];
      }
    }
  } catch (error) {
    // A draw that rounding put on the edge of the support has no place among the free numbers.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
  return { low, high };
}
