// The result of a test before it is run: a normal read-out around the effect that each posterior draw predicts. What it tells, in nats, and
// what each draw weighs after a result; no model is fitted again.
//
// Information about everything that the effect depends on is h(y) - h(y | effect) (Lindley 1956), with the entropy of the mixture of all draws by
// quadrature. Information about one quantity comes from the correlation of normal scores: that of a Gaussian copula, exact for normal draws and
// unchanged by any monotone transform of the quantity or of the result.

import { cholesky } from "../../numerics/linear-algebra/index.ts";
import { erfc, inverseNormalCdf } from "../../numerics/special/index.ts";

/** What a test may show. */
export interface TestResult {
  /** [draw] Effect that the read-out is around. */
  readonly effect: Float64Array;
  /** Standard error of the read-out. */
  readonly se: number;
  /** Expected information about all parameters together, in nats. */
  readonly information: number;
  /** [draw] Mean over the noise of the normal score of the result. */
  readonly score: Float64Array;
  /** Results of equal probability: the middles, by probability, of `count` parts of the predictive distribution. */
  readonly results: (count: number) => Float64Array;
}

/** Points of the grid of results, and how many standard errors it goes beyond the draws. */
const gridPoints = 401;
const reach = 6;
/** Points between two draws' noise: midpoints of equal probability of a standard normal, scaled to variance one. */
const noisePoints = standardPoints(15);

export function testResult(effect: Float64Array, se: number): TestResult {
  const count = effect.length;
  const low = effect.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY) - reach * se;
  const high = effect.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY) + reach * se;
  // A grid that is coarser than the noise would miss it: the draws then lie so far apart that the noise hardly matters.
  const points = Math.min(8 * gridPoints, Math.max(gridPoints, Math.ceil((4 * (high - low)) / se)));
  const step = (high - low) / (points - 1);
  const density = new Float64Array(points);
  const below = new Float64Array(points);
  for (const value of effect) {
    for (let k = 0; k < points; k++) {
      const u = (low + k * step - value) / se;
      if (u > reach + 2) {
        below[k] += 1;
        continue;
      }
      if (u < -reach - 2) continue;
      density[k] += Math.exp(-0.5 * u * u);
      below[k] += 0.5 * erfc(-u * Math.SQRT1_2);
    }
  }
  const norm = 1 / (count * se * Math.sqrt(2 * Math.PI));
  let entropy = 0;
  for (let k = 0; k < points; k++) {
    const p = density[k] * norm;
    if (p > 0) entropy -= p * Math.log(p) * step;
    below[k] = Math.min(1 - 1e-12, Math.max(1e-12, below[k] / count));
  }
  const scores = below.map((p) => inverseNormalCdf(p));
  const scoreAt = (y: number): number => {
    const at = Math.min(points - 1.000001, Math.max(0, (y - low) / step));
    const k = Math.floor(at);
    return scores[k] + (at - k) * (scores[k + 1] - scores[k]);
  };
  const score = effect.map((value) => {
    let total = 0;
    for (const z of noisePoints) total += scoreAt(value + se * z);
    return total / noisePoints.length;
  });
  return {
    effect,
    se,
    information: Math.max(0, entropy - 0.5 * Math.log(2 * Math.PI * Math.E * se * se)),
    score,
    results: (wanted) => {
      let k = 0;
      return Float64Array.from({ length: wanted }, (_, part) => {
        const p = (part + 0.5) / wanted;
        while (k < points - 2 && below[k + 1] < p) k++;
        const rise = below[k + 1] - below[k];
        return low + step * (k + (rise > 0 ? Math.min(1, Math.max(0, (p - below[k]) / rise)) : 0));
      });
    },
  };
}

/** Weight of each draw after results of some tests, whose read-outs are independent given the effects; they add up to 1. */
export function weightsAfter(tests: readonly TestResult[], results: readonly number[]): Float64Array<ArrayBuffer> {
  const count = tests[0].effect.length;
  const weights = new Float64Array(count);
  let most = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < count; i++) {
    let log = 0;
    tests.forEach(({ effect, se }, k) => {
      log -= 0.5 * ((results[k] - effect[i]) / se) ** 2;
    });
    weights[i] = log;
    if (log > most) most = log;
  }
  let total = 0;
  for (let i = 0; i < count; i++) total += weights[i] = Math.exp(weights[i] - most);
  for (let i = 0; i < count; i++) weights[i] /= total;
  return weights;
}

/** Normal scores of draws: standard normal quantiles of their ranks; equal draws share the mean of theirs. Null for draws that are all the same. */
export function normalScores(values: Float64Array): Float64Array<ArrayBuffer> | null {
  const count = values.length;
  const order = Array.from({ length: count }, (_, i) => i).toSorted((a, b) => values[a] - values[b]);
  if (!(values[order[count - 1]] > values[order[0]])) return null;
  const scores = new Float64Array(count);
  for (let from = 0; from < count; ) {
    let to = from + 1;
    while (to < count && values[order[to]] === values[order[from]]) to++;
    let total = 0;
    for (let rank = from; rank < to; rank++) total += inverseNormalCdf((rank + 0.5) / count);
    for (let rank = from; rank < to; rank++) scores[order[rank]] = total / (to - from);
    from = to;
  }
  return scores;
}

/**
 * Expected information, in nats, of the results of some tests together about some quantities together.
 * @param quantities normal scores of the draws of each
 */
export function informationAbout(quantities: readonly Float64Array[], tests: readonly TestResult[]): number {
  const known = [...quantities, ...tests.map(({ score }) => score)];
  const size = known.length;
  const own = quantities.length;
  const all = new Float64Array(size * size);
  for (let a = 0; a < size; a++) {
    for (let b = 0; b <= a; b++) {
      const value = a === b ? 1 : correlationOf(known[a], known[b], a < own, b < own);
      all[a * size + b] = value;
      all[b * size + a] = value;
    }
  }
  const part = (from: number, to: number): number => {
    const width = to - from;
    const matrix = new Float64Array(width * width);
    for (let a = 0; a < width; a++)
      for (let b = 0; b < width; b++) matrix[a * width + b] = all[(from + a) * size + from + b];
    return halfLogDeterminant(matrix, width);
  };
  return Math.max(0, part(0, own) + part(own, size) - halfLogDeterminant(all, size));
}

/** Correlation of scores that have mean 0; results have variance 1 with their noise, which their mean over the noise lacks. */
function correlationOf(a: Float64Array, b: Float64Array, aIsQuantity: boolean, bIsQuantity: boolean): number {
  let products = 0;
  let ofA = 0;
  let ofB = 0;
  for (let i = 0; i < a.length; i++) {
    products += a[i] * b[i];
    ofA += a[i] * a[i];
    ofB += b[i] * b[i];
  }
  const count = a.length;
  const size = Math.sqrt((aIsQuantity ? ofA : count) * (bIsQuantity ? ofB : count));
  return size > 0 ? products / size : 0;
}

/** The diagonal is raised a little where draws determine one quantity by others. */
function halfLogDeterminant(matrix: Float64Array, size: number): number {
  if (size === 0) return 0;
  for (let jitter = 0; jitter < 1; jitter = jitter === 0 ? 1e-9 : 10 * jitter) {
    const own = Float64Array.from(matrix);
    for (let k = 0; k < size; k++) own[k * size + k] += jitter;
    const factor = new Float64Array(size * size);
    if (!cholesky(own, size, factor)) continue;
    let total = 0;
    for (let k = 0; k < size; k++) total += Math.log(factor[k * size + k]);
    return total;
  }
  return 0;
}

/** Midpoints of so many equally likely parts of a standard normal, scaled to variance 1. */
function standardPoints(count: number): Float64Array {
  const points = Float64Array.from({ length: count }, (_, k) => inverseNormalCdf((k + 0.5) / count));
  const size = Math.sqrt(points.reduce((total, value) => total + value * value, 0) / count);
  return points.map((value) => value / size);
}
