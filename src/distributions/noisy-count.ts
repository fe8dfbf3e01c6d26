// A count that was published with noise: negative binomial plus Laplace or normal noise of known scale, the true count summed out.
//
// p(x) = sum over counts n of NB(n | mean, dispersion) noise(x - n). The sum runs over a window around x outside of which the noise
// weighs less than exp(-40) of its peak. Counts outside of it matter only to an x so far from its mean that p(x) is below exp(-40),
// which then comes out as lower still. Terms follow from one another by the ratio
// NB(n) / NB(n - 1) = mean (n - 1 + dispersion) / (n (mean + dispersion)), and are added up relative to the largest.

import {
  absolute,
  add,
  constant,
  cumulativeSum,
  differentiated,
  divide,
  exp,
  expand,
  less,
  log,
  log1p,
  maximum,
  minimum,
  multiply,
  negate,
  type Node,
  type Operand,
  select,
  slice,
  square,
  subtract,
  sum,
  tanh,
} from "../graph/index.ts";
import type { Random } from "../numerics/index.ts";
import { negativeBinomial } from "./counts.ts";
import { parameter, type ScalarDistribution, type WithCdf } from "./distribution.ts";
import { real } from "./support.ts";
import { halfLogTwoPi } from "./terms.ts";

/** Density of noise; discrete noise is of the same family where its steps are small beside its scale. */
export type NoiseFamily = "laplace" | "gaussian";

/** Noise in a published count. */
export interface CountNoise {
  readonly mechanism: NoiseFamily;
  /** b of a Laplace, sigma of a normal, in counts. */
  readonly scale: Operand;
  /** Counts to either side of the published value that are summed over: `countReach` of the scale. */
  readonly reach: number;
  /** 1 for discrete noise (published values are whole), 0 for continuous. */
  readonly whole: Operand;
  /** First count of each window, `firstCount` of the published value; without it published values must be whole. */
  readonly first?: Operand;
}

/** The log of a weight that is left out, relative to the peak of the noise. */
const leastLogWeight = 40;

/** Scales from the peak of the noise to where its weight is left out. */
const reachInScales: Readonly<Record<NoiseFamily, number>> = {
  laplace: leastLogWeight,
  gaussian: Math.sqrt(2 * leastLogWeight),
};

/** Counts on either side of a published value that matter. */
export function countReach(mechanism: NoiseFamily, scale: number): number {
  return Math.ceil(scale * reachInScales[mechanism]);
}

/** First count of the window of a published value. */
export function firstCount(published: number, reach: number): number {
  return Math.max(0, Math.floor(published) - reach);
}

/**
 * Negative binomial with this mean and dispersion (see `negativeBinomial`) plus noise: mean `mean`, variance
 * mean + mean^2 / dispersion + that of the noise. Log probabilities with discrete noise, log densities with continuous.
 * The distribution function is that of Laplace noise, for bounds up to `reach`.
 */
export function noisyCount(mean: Operand, dispersion: Operand, noise: CountNoise & { mechanism: "laplace" }): WithCdf;
export function noisyCount(mean: Operand, dispersion: Operand, noise: CountNoise): ScalarDistribution;
export function noisyCount(
  mean: Operand,
  dispersion: Operand,
  { mechanism, scale, reach, whole, first }: CountNoise,
): ScalarDistribution {
  const parameters = [
    parameter("noisy_count", "mean", mean, "positive"),
    parameter("noisy_count", "dispersion", dispersion, "positive"),
    parameter("noisy_count", "scale", scale, "positive"),
    parameter("noisy_count", "whole", whole),
  ];
  const [m, r, width, isWhole] = parameters.map(({ node }) => node);
  const logKernel = mechanism === "laplace" ? laplaceKernel(width, isWhole) : normalKernel(width, isWhole, reach);
  const counts = negativeBinomial(1, 1);
  const distribution: ScalarDistribution = {
    event: "scalar",
    name: "noisy_count",
    parameters,
    support: real,
    logDensity: (x) =>
      logSumOver(first ?? maximum(subtract(x, reach), 0), x, m, r, reach, (n) =>
        logKernel(subtract(expand(x, x.shape.length), n)),
      ),
    draw: (random, [ownMean, ownDispersion, ownScale, discrete]) =>
      counts.draw(random, [ownMean, ownDispersion]) + drawCountNoise(random, mechanism, ownScale, discrete !== 0),
  };
  if (mechanism !== "laplace") return distribution;
  // Counts below the window would all be under the bound: there are none for bounds up to `reach`.
  const logCdf = (x: Node): Node =>
    logSumOver(0, x, m, r, reach, (n) => laplaceLogCdf(subtract(expand(x, x.shape.length), n), width, isWhole));
  const withCdf: WithCdf = { ...distribution, logCdf };
  return withCdf;
}

/** Log of the sum over n = first, first + 1, ..., first + 2 reach of NB(n) times a weight. */
function logSumOver(
  first: Operand,
  x: Node,
  mean: Node,
  dispersion: Node,
  reach: number,
  logWeight: (n: Node) => Node,
): Node {
  const size = 2 * reach + 1;
  const start = add(first, multiply(0, x));
  const along = (node: Node): Node => expand(node, node.shape.length);
  const step = constant(Array.from({ length: size }, (_, k) => k));
  const n = add(along(start), step);
  const [m, r] = [along(mean), along(dispersion)];
  const ratio = divide(multiply(m, add(maximum(subtract(n, 1), 0), r)), multiply(maximum(n, 1), add(m, r)));
  // The first term has none before it.
  const climb = cumulativeSum(multiply(less(0, step), log(ratio)));
  const base = negativeBinomial(mean, dispersion).logDensity(start);
  const terms = add(add(climb, along(base)), logWeight(n));
  // The sum does not depend on what it is relative to.
  const largest = differentiated(largestAlongLast(terms), []);
  return add(log(sum(exp(subtract(terms, along(largest))), [-1])), largest);
}

function largestAlongLast(terms: Node): Node {
  const axis = terms.shape.length - 1;
  let left = terms;
  while (left.shape[axis] > 1) {
    const extent = left.shape[axis];
    const half = Math.ceil(extent / 2);
    left = maximum(slice(left, axis, 0, half), slice(left, axis, extent - half, extent));
  }
  return sum(left, [axis]);
}

/** Log of (1 - q) / (1 + q) q^|d| with q = exp(-1 / scale), or of exp(-|d| / scale) / (2 scale). */
function laplaceKernel(scale: Node, whole: Node): (distance: Node) => Node {
  const inverse = divide(1, scale);
  const peak = select(whole, log(tanh(multiply(0.5, inverse))), negate(log(multiply(2, scale))));
  return (distance) => subtract(peak, multiply(absolute(distance), inverse));
}

/** Log of exp(-d^2 / (2 scale^2)) over its sum over the whole numbers, or over its integral. */
function normalKernel(scale: Node, whole: Node, reach: number): (distance: Node) => Node {
  const precision = divide(1, square(scale));
  // exp(-40) of the peak is left out.
  const squares = constant(Array.from({ length: 2 * reach + 1 }, (_, k) => (k - reach) ** 2));
  const total = sum(exp(multiply(multiply(-0.5, expand(precision, precision.shape.length)), squares)), [-1]);
  const peak = negate(select(whole, log(total), add(log(scale), halfLogTwoPi)));
  return (distance) => subtract(peak, multiply(multiply(0.5, precision), square(distance)));
}

/** Below zero q^-d / (1 + q), from zero on 1 - q^(d + 1) / (1 + q); or exp(d / scale) / 2 and 1 - exp(-d / scale) / 2. */
function laplaceLogCdf(distance: Node, scale: Node, whole: Node): Node {
  const inverse = divide(1, scale);
  const logTail = select(whole, negate(log1p(exp(negate(inverse)))), -Math.LN2);
  const left = add(logTail, multiply(minimum(distance, 0), inverse));
  const beyond = multiply(negate(inverse), add(maximum(distance, 0), select(whole, 1, 0)));
  return select(less(distance, 0), left, log1p(negate(exp(add(logTail, beyond)))));
}

/**
 * Noise of this mechanism. The discrete Laplace is a difference of two geometric variables; the discrete normal is drawn by
 * rejection from one (Canonne, Kamath and Steinke 2020, algorithm 3, here in floating point: for prediction, not for privacy).
 */
export function drawCountNoise(random: Random, mechanism: NoiseFamily, scale: number, whole: boolean): number {
  const twoSided = (b: number): number => {
    const up = b * random.exponential();
    const down = b * random.exponential();
    return whole ? Math.floor(up) - Math.floor(down) : up - down;
  };
  if (mechanism === "laplace") return twoSided(scale);
  if (!whole) return scale * random.normal();
  const b = Math.floor(scale) + 1;
  const variance = scale * scale;
  for (;;) {
    const candidate = twoSided(b);
    const excess = Math.abs(candidate) - variance / b;
    if (random.exponential() >= (excess * excess) / (2 * variance)) return candidate;
  }
}
